"""Foreign text made dead: no mention fires and no link hides its target (docs/threats.md T12)."""

from core.names import safe_line, safe_text

MORE = "…"
_ENTITIES = (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"))


def escaped(text: str) -> str:
    """For mrkdwn: the three characters that Slack's syntax begins with, and nothing else (Slack: formatting message text)."""
    for raw, entity in _ENTITIES:
        text = text.replace(raw, entity)
    return text


def dead(text: str, limit: int) -> str:
    """Foreign text for mrkdwn, several lines: safe and cut. `limit` counts what Slack counts; no entity is cut in two."""
    kept = safe_text(text, limit + 1)
    shown = escaped(kept)
    while len(shown) > limit:
        kept = kept[: len(kept) - max(1, (len(shown) - limit) // 5)]
        shown = escaped(kept) + MORE
    return shown


def dead_line(text: str, limit: int) -> str:
    """As `dead`, on one line."""
    return dead(safe_line(text, limit), limit)


def plain(text: str, limit: int) -> str:
    """For plain_text and raw_text, which Slack shows as they are; one line, cut."""
    line = safe_line(text, limit + 1)
    return line if len(line) <= limit else line[: limit - 1] + MORE
