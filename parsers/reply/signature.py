"""Signatures, disclaimers and "sent from my phone": furniture below the words (docs/mail.md 4)."""

import re
from collections.abc import Sequence

from parsers.reply.language import Phrases
from parsers.reply.lines import Line

MAX_SIGNATURE = 15
_DELIMITER = re.compile(r"--[ \t]*|[—–―⸺─━]{1,40}|-{2}\s?\*?\s?")
_SIGNED = re.compile(r"[-–—~]\s?[^\W\d_][\w'.-]{1,25}(?: [^\W\d_][\w'.-]{0,25}){0,3}")
_NAME = re.compile(r"\*?[^\W\d_][^\W\d_'.\-]{0,25}(?:[ ,]{1,2}[^\W\d_][\w'.&/-]{0,25}){0,5}\*?")
_CONTACT = re.compile(
    r"\S@\S+\.\w|https?://|\bwww\.|\b[\w-]{2,40}\.(?:com|net|org|de|eu|co\.uk|fr|es|it|nl|pl|at|ch|io)\b"
    r"|(?:\+|\b00|\(0|\b0)\d[\d\s()./-]{5,}\d|\(?\b\d{3}\)?[ .-]\d{3}[ .-]\d{4}\b|\b\d{3}-\d{4}\b"
    r"|\b(?:t|f|m|p|tel|telefon|phone|fax|mobil|mobile|mob|cell|handy|tél|tlf|тел|моб|τηλ|電話|电话)\b\.?\s{0,2}[:.]?\s{0,2}[+(\d]",
    re.IGNORECASE,
)
_FIRM = re.compile(
    r"\b(?:gmbh|ag|kg|ohg|ltd|limited|inc|llc|corp|plc|s\.?a\.?r\.?l|s\.?r\.?l|s\.?p\.?a|b\.?v|n\.?v|sp\. z o\.o|s\.r\.o|a\.s"
    r"|oy|ab|aps|as|kft|zrt|ооо|тов|α\.ε|sas|s\.?l)\b\.?|株式会社|有限公司",
    re.IGNORECASE,
)
# A number that may be business keeps its line out of every signature that nothing marks as one.
_PAYLOAD = re.compile(
    r"\d[.,]\d{2}(?!\d)|(?:\b(?:eur|usd|gbp|chf|pln|czk)\b|[€$£])\s?\d|\d\s?(?:€|\b(?:eur|usd|gbp|chf|pln|czk)\b)"
    r"|\b\d+\s?(?:pcs|pieces|stk|stück|st|szt|ks|шт|db|adet|units|kg|stuks|pièces|pz|uds)\b"
    r"|\b(?:line|pos|position|zeile|ligne|po|inv|rfp|cn|order|invoice|rechnung)[ -]?#?\d"
    r"|\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\b20\d\d\b",
    re.IGNORECASE,
)
_IBAN = re.compile(r"\biban\b|\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){3}", re.IGNORECASE)
_LIST_FOOTER = re.compile(r"mailing list|https?://|unsubscribe|mailman|@lists?\.", re.IGNORECASE)


def ends_with_device(text: str, known: Phrases) -> bool:
    """Whether a line is "Sent from my phone" and nothing else. A sentence ("…, is easier than my phone.") is not."""
    line = text.strip().strip("*_")
    if not 4 < len(line) <= 160 or line.endswith((".", "!", "?", ",")) or "," in line:
        return False
    bare = re.sub(r"<[^>]{0,120}>|\(https?[^)]{0,120}\)|https?://\S{1,120}", "", line).strip(" -–—")
    return known.device.fullmatch(bare) is not None and len(bare.split()) <= 12


def without_signature(lines: Sequence[Line], known: Phrases, *, ends: bool) -> str:
    """The words of a run of lines. `ends`: a signature without a delimiter may close this run."""
    texts = [line.text for line in lines]
    texts = _until_delimiter(texts, known)
    texts = [text for text in texts if not ends_with_device(text, known)]
    texts = _without_disclaimers(texts, known)
    texts = _trimmed(texts)
    if ends:
        texts = _trimmed(_without_footer(texts))
        texts = _trimmed(_without_block(texts, known))
        texts = _trimmed(_without_dashed_name(texts))
    return "\n".join(texts).strip("\n").rstrip()


def _until_delimiter(texts: list[str], known: Phrases) -> list[str]:
    """Cut at `-- ` (RFC 3676 4.3) or a short dash alone on its line. Much text below a bare `--` is no signature."""
    for at, text in enumerate(texts):
        if not _DELIMITER.fullmatch(text.lstrip()):
            continue
        below = [line for line in texts[at + 1 :] if line.strip()]
        furniture = any(_CONTACT.search(line[:500]) or known.disclaimer.search(line[:2000]) for line in below)
        if furniture or (len(below) <= MAX_SIGNATURE and not any(_PAYLOAD.search(line[:500]) for line in below)):
            return texts[:at]
    return texts


def _without_disclaimers(texts: list[str], known: Phrases) -> list[str]:
    """Paragraphs that say in two ways that they are a disclaimer; never the first words of the run."""
    kept: list[str] = []
    for paragraph in _paragraphs(texts):
        body = " ".join(paragraph)[:6000]
        hits = {found[0].lower() for found in known.disclaimer.finditer(body)}
        if len(hits) < 2 or not any(text.strip() for text in kept) or _PAYLOAD.search(body):
            kept += paragraph
    return kept


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
        if len(ruler) < 10 or not at or not set(ruler) <= set("_-=*") or _PAYLOAD.search("\n".join(below)[:4000]):
            continue
        if _LIST_FOOTER.search("\n".join(below)[:4000]) or _furniture(below):
            return texts[:at]
    return texts


def _without_block(texts: list[str], known: Phrases) -> list[str]:
    """A closing with contact lines below it, or contact lines below a name, at the end of the words."""
    start = max(0, len(texts) - MAX_SIGNATURE - 3)
    for at in range(start, len(texts)):
        if _closes(texts[at], known) and _furniture(texts[at + 1 :]):
            return texts[:at]
    return texts[: _contact_block(texts)]


def _closes(text: str, known: Phrases) -> bool:
    line = text.strip().strip("*_")
    found = known.closing.match(line) if len(line) <= 80 else None
    if found is None:
        return False
    rest = line[found.end() :].strip(" ,.!;-–")
    return not rest or (_NAME.fullmatch(rest) is not None and len(rest.split()) <= 4)


def _furniture(below: Sequence[str]) -> bool:
    filled = [text.strip() for text in below if text.strip()]
    if not filled or len(filled) > MAX_SIGNATURE or any(len(text) > 110 or _PAYLOAD.search(text) for text in filled):
        return False
    return any(_CONTACT.search(text) or _FIRM.search(text) for text in filled)


def _contact_block(texts: list[str]) -> int:
    """Where a last paragraph of contact lines begins that opens with a name; `add Anna:` above it makes it words."""
    at = len(texts)
    while at > 0 and texts[at - 1].strip():
        at -= 1
    block = [text.strip() for text in texts[at:]]
    if not 2 <= len(block) <= 9 or any(len(text) > 70 or _PAYLOAD.search(text) for text in block):
        return len(texts)
    above = next((text.strip() for text in reversed(texts[:at]) if text.strip()), "")
    contacts = sum(_CONTACT.search(text) is not None for text in block)
    if any(_IBAN.search(text) for text in block):
        return len(texts)
    named = _NAME.fullmatch(block[0]) is not None
    if not above or above.endswith((":", ",", "：")) or not named or contacts * 2 < len(block) - 1 or contacts < 2:
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
