"""Block Kit, as Slack's reference has it: each function gives one block or element within its limits."""

from collections.abc import Iterable, Sequence

from channels.slack import limits
from channels.slack.escape import plain

Json = dict[str, object]


def text(words: str, limit: int) -> Json:
    """A plain_text object: shown as it is."""
    return {"type": "plain_text", "text": plain(words, limit) or " ", "emoji": False}


def mrkdwn(words: str) -> Json:
    """A mrkdwn object; `words` are escaped already, and `verbatim` keeps Slack from making links of its own."""
    return {"type": "mrkdwn", "text": words, "verbatim": True}


def header(words: str) -> Json:
    """A headline."""
    return {"type": "header", "text": text(words, limits.HEADER)}


def section(words: str) -> Json:
    """A paragraph of mrkdwn."""
    return {"type": "section", "text": mrkdwn(words[: limits.SECTION])}


def fields(rows: Iterable[tuple[str, str]]) -> Json:
    """Names with their values, two beside one another; both are mrkdwn."""
    pairs = list(rows)[: limits.FIELDS]
    return {"type": "section", "fields": [mrkdwn(f"*{name}*\n{value}"[: limits.FIELD]) for name, value in pairs]}


def context(*words: str) -> Json:
    """Small print."""
    return {"type": "context", "elements": [mrkdwn(w[: limits.SECTION]) for w in words[: limits.CONTEXT]]}


def divider() -> Json:
    """A line."""
    return {"type": "divider"}


def image(name: str, alt: str, title: str = "") -> Json:
    """A picture of Slack's own store; which one is said when it is there."""
    made: Json = {"type": "image", "block_id": name, "alt_text": plain(alt, limits.ALT)}
    return {**made, "title": text(title, limits.ALT)} if title else made


def actions(name: str, buttons: Sequence[Json]) -> Json:
    """Buttons in a row."""
    return {"type": "actions", "block_id": name, "elements": list(buttons[: limits.ACTIONS])}


def button(label: str, action: str, value: str, style: str = "") -> Json:
    """A button; `style` is primary or danger."""
    made: Json = {"type": "button", "action_id": action, "text": text(label, limits.BUTTON), "value": value[: limits.VALUE]}
    return {**made, "style": style} if style else made


def _options(options: Iterable[tuple[str, str]]) -> list[Json]:
    """(value, label) each."""
    return [
        {"text": text(shown, limits.OPTION), "value": value[: limits.OPTION_VALUE]}
        for value, shown in list(options)[: limits.OPTIONS]
    ]


def _input(name: str, label: str, element: Json, *, optional: bool = False, hint: str = "") -> Json:
    made: Json = {
        "type": "input",
        "block_id": name,
        "label": text(label, limits.LABEL),
        "element": {"action_id": name, **element},
        "optional": optional,
    }
    return {**made, "hint": text(hint, limits.LABEL)} if hint else made


def input_text(name: str, label: str, *, multiline: bool = False, optional: bool = False, hint: str = "") -> Json:
    """A field of a modal; its block and its action have the same name."""
    element: Json = {"type": "plain_text_input", "multiline": multiline, "max_length": limits.INPUT}
    return _input(name, label, element, optional=optional, hint=hint)


def input_choice(name: str, label: str, options: Iterable[tuple[str, str]], *, chosen: str = "", hint: str = "") -> Json:
    """A choice of a modal: (value, label); `chosen` is the value that stands there first, else the first one."""
    made = _options(options)
    first = next((option for option in made if option["value"] == chosen), made[0])
    return _input(name, label, {"type": "static_select", "options": made, "initial_option": first}, hint=hint)


def input_choices(name: str, label: str, options: Iterable[tuple[str, str]]) -> Json:
    """Several of them."""
    return _input(name, label, {"type": "multi_static_select", "options": _options(options)})


def input_day(name: str, label: str) -> Json:
    """A day from a calendar."""
    return _input(name, label, {"type": "datepicker"})


def input_file(name: str, label: str, ends: Sequence[str], hint: str = "") -> Json:
    """One file, which may be left out; that it ends so is checked by Slack's programs only."""
    element: Json = {"type": "file_input", "filetypes": list(ends), "max_files": 1}
    return _input(name, label, element, optional=True, hint=hint)


def modal(callback: str, title: str, submit: str, blocks: Sequence[Json], metadata: str, close: str = "Cancel") -> Json:
    """A window over the conversation; `metadata` comes back with what was entered."""
    return {
        "type": "modal",
        "callback_id": callback,
        "title": text(title, limits.TITLE),
        "submit": text(submit, limits.TITLE),
        "close": text(close, limits.TITLE),
        "private_metadata": metadata[: limits.METADATA],
        "blocks": list(blocks[: limits.VIEW_BLOCKS]),
    }


def home(blocks: Sequence[Json]) -> Json:
    """The app's home tab."""
    return {"type": "home", "blocks": list(blocks[: limits.VIEW_BLOCKS])}


def cell(words: str, *, bold: bool = False) -> Json:
    """A cell of a table; bold where it differs."""
    if not bold:
        return {"type": "raw_text", "text": words or " "}
    run: Json = {"type": "text", "text": words or " ", "style": {"bold": True}}
    return {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": [run]}]}


def table(rows: Sequence[Sequence[Json]], right: Sequence[bool]) -> Json:
    """A table; its first row is the head. All columns may wrap, else a phone shows the first ones only."""
    settings = [{"align": "right" if r else "left", "is_wrapped": True} for r in right[: limits.TABLE_COLUMNS]]
    return {"type": "table", "column_settings": settings, "rows": [list(row) for row in rows[: limits.TABLE_ROWS]]}
