"""Cutting what stands below the words: signatures, disclaimers, "sent from my phone" (docs/mail.md 4)."""

import re
from collections.abc import Sequence

from parsers.reply.furniture import (
    MAX_SIGNATURE,
    closes_letter,
    contact_lines,
    is_card,
    is_contact,
    is_furniture,
    is_name,
    is_payload,
    is_sentence,
    names_bank,
    says_something,
    speaks_of_order,
)
from parsers.reply.language import Phrases, may_hold
from parsers.reply.lines import Line

_DELIMITER = re.compile(r"--[ \t]*\*?")
_DASH = re.compile(r"[—–―⸺─━]{1,40}")
_SIGNED = re.compile(r"[-–—~]\s?[^\W\d_][\w'.-]{1,25}(?: [^\W\d_][\w'.-]{0,25}){0,3}")
_LIST_FOOTER = re.compile(
    r"mailing list|unsubscribe|mailman|@lists?\.|to reply to this email|reply to this email directly", re.IGNORECASE
)
_LINK = re.compile(r"<[^>]{0,160}>|\(\s?https?[^)]{0,160}\)|https?://\S{1,160}")
_MARKDOWN = re.compile(r"\[([^\]]{1,60})\]\([^)]{1,160}\)")
_DEVICE = re.compile(
    r"phone|ipad|ipod|samsung|galaxy|mobil|handy|huawei|xiaomi|android|blackberry|outlook|\bmail|tablet|телефон|smartfon|teléfono|telefon"
    r"|proton|yahoo|gmx|windows|mac\b|watch|puhelin|κινητό|смартфон|手机|携帯|on the go|unterwegs",
    re.IGNORECASE,
)
_MINE = re.compile(
    r"\b(?:my|meine[mr]|mon|ma|mi|mio|mia|mijn|mojego|mého|meu|min|moje[jg]?o?|моего|мого|μου)\b|我的|私の|나의", re.IGNORECASE
)
_GOODS = re.compile(
    r"dhl|ups|fedex|dpd|gls|tnt|hermes|post|kurier|courier|corriere|transport|spedit|truck|track|\d{5}", re.IGNORECASE
)


def ends_with_device(text: str, known: Phrases) -> bool:
    """Whether a line is "Sent from my phone" and nothing else.

    A sentence ("…, is easier than my phone.") is not, and goods are sent too: "Sent via DHL" names no device.
    """
    line = text.strip().strip("*_")
    if not 4 < len(line) <= 200 or not may_hold(line, known.device_words):
        return False
    bare = _LINK.sub("", _MARKDOWN.sub(r"\1", line)).strip(" -–—,")
    words = len(bare.split())
    if words > 12 or known.device.fullmatch(bare.rstrip(".!")) is None:
        return False
    device, linked = _DEVICE.search(bare) is not None, bare != line and _GOODS.search(line) is None
    if not (device or linked or (_MINE.search(bare) and words <= 8)):
        return False
    return not ("," in bare or bare.endswith((".", "!", "?"))) or (words <= 8 and device)


def without_signature(lines: Sequence[Line], known: Phrases, *, ends: bool) -> str:
    """The words of a run of lines. `ends`: a signature without a delimiter may close this run."""
    texts = _without_banner([line.text for line in lines], known)
    texts = _until_delimiter(texts, known)
    texts = [text for text in texts if not ends_with_device(text, known)]
    texts = _without_disclaimers(texts, known)
    texts = _trimmed(texts)
    if ends:
        texts = _trimmed(_without_footer(texts))
        texts = _trimmed(_without_block(texts, known))
        texts = _trimmed(_without_dashed_name(texts))
    return "\n".join(texts).strip("\n").rstrip()


def _without_banner(texts: list[str], known: Phrases) -> list[str]:
    """A warning that a host puts above a mail from outside: a first paragraph that says so in two ways, with words below it."""
    first = next((at for at, text in enumerate(texts) if text.strip()), len(texts))
    end = next((at for at in range(first, len(texts)) if not texts[at].strip()), len(texts))
    body = " ".join(texts[first:end])[:2000]
    hits = {found[0].lower() for found in known.banner.finditer(body)}
    if len(hits) < 2 or len(body) > 800 or speaks_of_order(body) or not any(text.strip() for text in texts[end:]):
        return texts
    return texts[end:]


def _until_delimiter(texts: list[str], known: Phrases) -> list[str]:
    """Cut at `-- ` (RFC 3676 4.3), or at another dash above a name or contact data. Much text below a dash is no signature."""
    for at, text in enumerate(texts):
        line = text.lstrip()
        standard = _DELIMITER.fullmatch(line) is not None
        if not standard and not _DASH.fullmatch(line):
            continue
        below = [line for line in texts[at + 1 :] if line.strip()]
        if len(contact_lines(below[:MAX_SIGNATURE])) >= 2 or any(known.disclaimer.search(line[:2000]) for line in below):
            return texts[:at]
        if standard and len(below) <= MAX_SIGNATURE and not any(is_payload(line) for line in below):
            return texts[:at]
        if is_card(below) or is_furniture(below):
            return texts[:at]
    return texts


def _without_disclaimers(texts: list[str], known: Phrases) -> list[str]:
    """Paragraphs that say in two ways that they are a disclaimer; never the first words of the run."""
    kept: list[str] = []
    for paragraph in _paragraphs(texts):
        body = " ".join(paragraph)[:6000]
        first = not any(text.strip() for text in kept)
        if first or speaks_of_order(body) or not _disclaims(body, known):
            kept += paragraph
    return kept


def _disclaims(body: str, known: Phrases) -> bool:
    return may_hold(body, known.disclaimer_words) and len({found[0].lower() for found in known.disclaimer.finditer(body)}) >= 2


def _paragraphs(texts: Sequence[str]) -> list[list[str]]:
    groups: list[list[str]] = [[]]
    for text in texts:
        groups[-1].append(text)
        if not text.strip():
            groups.append([])
    return groups


def _without_footer(texts: list[str]) -> list[str]:
    """A ruler, and below it few lines with a link or with contact data."""
    for at in range(max(0, len(texts) - 2 * MAX_SIGNATURE), len(texts)):
        ruler = texts[at].strip()
        below = texts[at + 1 :]
        if len(ruler) < 10 or not at or not set(ruler) <= set("_-=*") or is_payload("\n".join(below)):
            continue
        if _LIST_FOOTER.search("\n".join(below)[:4000]) or (len(contact_lines(below)) >= 2 and is_furniture(below)):
            return texts[:at]
    return texts


def _without_block(texts: list[str], known: Phrases) -> list[str]:
    """A closing with contact lines below it, or contact lines below a name, at the end of the words."""
    for at in range(max(0, len(texts) - 3 * MAX_SIGNATURE), len(texts)):
        if closes_letter(texts[at], known) and is_furniture(texts[at + 1 :]):
            return texts[:at]
    return texts[: _contact_block(texts)]


def _contact_block(texts: list[str]) -> int:
    """Where a last paragraph of contact lines begins that opens with a name; `add Anna:` above it makes it words."""
    at = len(texts)
    while at > 0 and texts[at - 1].strip():
        at -= 1
    block = [text.strip() for text in texts[at:]]
    if not 2 <= len(block) <= 9 or any(
        is_sentence(text) or is_payload(text) or names_bank(text) or says_something(text) for text in block
    ):
        return len(texts)
    above = next((text.strip() for text in reversed(texts[:at]) if text.strip()), "")
    contacts = sum(is_contact(text) for text in block)
    if not above or above.endswith((":", ",", "：")) or not is_name(block[0]) or contacts * 2 < len(block) - 1 or contacts < 2:
        return len(texts)
    return at


def _without_dashed_name(texts: list[str]) -> list[str]:
    """`-Ann Example` as the last line, alone in its paragraph."""
    if len(texts) > 1 and not texts[-2].strip() and _SIGNED.fullmatch(texts[-1].strip()):
        return texts[:-1]
    return texts


def _trimmed(texts: list[str]) -> list[str]:
    """Without blank lines and rulers at the end."""
    end = len(texts)
    while end and (not texts[end - 1].strip() or (Line(texts[end - 1]).ruler and len(texts[end - 1].strip()) >= 3)):
        end -= 1
    return texts[:end]
