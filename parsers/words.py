"""Which parts of a mail are its words, and their text: plain text before HTML, in the order in which they are shown."""

import binascii
import re
from dataclasses import dataclass, field

from core.names import safe_text
from parsers.attachments import Found
from parsers.charsets import decode
from parsers.containers import is_winmail, open_winmail
from parsers.html_text import text_of_html
from parsers.parts import Part, uudecoded
from parsers.reply.lines import MAX_TEXT, unflowed

MAX_BYTES = 4 * 1024 * 1024
"""Bytes of a text part that are decoded; the limit on letters comes after markup is taken out."""

_UU_BEGIN = re.compile(r"^begin [0-7]{3,4} (\S.{0,200})$", re.MULTILINE)
_UU_LINE = re.compile(r"[ -`]{1,62}")
_ARMOUR = re.compile(r"-----BEGIN PGP SIGNED MESSAGE-----\n(?:[A-Za-z-]{1,40}: .{0,80}\n){0,8}\n?")
_SIGNATURE = "-----BEGIN PGP SIGNATURE-----"
_SIGNATURE_END = "-----END PGP SIGNATURE-----"


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The text of a mail as shown, quotes included, with the files that were written into it."""

    text: str = ""
    cut: bool = False
    files: tuple[Found, ...] = field(default=(), repr=False)


def words_of(root: Part, *, page: bool = False) -> Words:
    """Raises nothing. A mail without any text has an empty one. `page`: HTML is taken where there is a choice."""
    texts: list[str] = []
    files: list[Found] = []
    for part in bodies_of(root, page=page):
        text, inside = _without_uuencode(_text(part))
        files += inside
        if text.strip() and _folded(text) not in {_folded(other) for other in texts}:
            texts.append(text)
    if not texts:
        texts = [text for part in root.walk() if not part.children and (text := _winmail_text(part))][:1]
    whole = _without_armour("\n".join(texts))
    cut = len(whole) > MAX_TEXT
    return Words(text=safe_text(whole[:MAX_TEXT], MAX_TEXT), cut=cut, files=tuple(files))


def _winmail_text(part: Part) -> str:
    """Outlook's own envelope may hold the only words."""
    content = part.content() if part.media_type == "application/ms-tnef" or part.name.lower() == "winmail.dat" else b""
    mail = open_winmail(content) if is_winmail(part.name, part.media_type, content) else None
    return "" if mail is None else mail.text.strip("\0 \r\n") or text_of_html(mail.html)


def bodies_of(part: Part, *, page: bool = False) -> list[Part]:
    """The parts that are shown as the words of a mail, in their order; an attached mail's are its own."""
    kind = part.media_type
    if kind.startswith("message/"):
        return []
    if not part.children:
        return [part] if _speaks(part) else []
    if kind == "multipart/alternative":
        return _best([bodies_of(child, page=page) for child in part.children], page)
    if kind in ("multipart/signed", "multipart/report"):
        return bodies_of(part.children[0], page=page)
    if kind == "multipart/related":
        return next((found for child in part.children if (found := bodies_of(child, page=page))), [])
    return [body for child in part.children for body in bodies_of(child, page=page)]


def _speaks(part: Part) -> bool:
    """Text that is shown, and not a file: a name in Content-Disposition makes it a file, a name of its type alone does not."""
    if part.main_type != "text" or part.disposition == "attachment":
        return False
    if part.media_type in (
        "text/calendar",
        "text/x-vcard",
        "text/vcard",
        "text/directory",
        "text/csv",
        "text/rfc822-headers",
        "text/xml",
    ):
        return False
    return not part.name


def _best(options: list[list[Part]], page: bool) -> list[Part]:
    filled = [option for option in options if option]
    plain = next((o for o in filled if o[0].media_type != "text/html" and any(part.content().strip() for part in o)), None)
    if plain is not None and not (len(filled) > 1 and (page or _stub(plain))):
        return plain
    return next((option for option in filled if option[0].media_type == "text/html"), plain or (filled[0] if filled else []))


def _stub(plain: list[Part]) -> bool:
    """A plain text that only says that the reader's program cannot show HTML."""
    text = " ".join(_text(part) for part in plain)[:600].strip().lower()
    return len(text) < 300 and "html" in text and ("view" in text or "anzeig" in text or "support" in text or "display" in text)


def _text(part: Part) -> str:
    text = decode(part.content()[:MAX_BYTES], part.charset).replace("\r\n", "\n").replace("\r", "\n")
    if part.media_type == "text/html" or (part.media_type in ("text/enriched", "text/richtext")):
        return text_of_html(text)
    if part.options.get("format", "").lower() == "flowed":
        return unflowed(text[: MAX_TEXT * 2], delete_space=part.options.get("delsp", "").lower() == "yes")
    return text


def _folded(text: str) -> str:
    return " ".join(text.split())


def _without_armour(text: str) -> str:
    """A PGP-signed text without its frame (RFC 4880 7); dash escapes are undone."""
    armour = _ARMOUR.search(text[:MAX_TEXT])
    if armour is None:
        return text
    body, _, rest = text[armour.end() :].partition(_SIGNATURE)
    after = rest.partition(_SIGNATURE_END)[2]
    return text[: armour.start()] + re.sub(r"^- ", "", body, flags=re.MULTILINE) + after


def _without_uuencode(text: str) -> tuple[str, list[Found]]:
    """Files that old programs wrote into the text (`begin 644 name` … `end`)."""
    kept: list[str] = []
    files: list[Found] = []
    at = 0
    while len(files) < 50 and (begin := _UU_BEGIN.search(text, at)) is not None:
        end = _uu_end(text, begin.end() + 1)
        if end < 0:
            kept.append(text[at : begin.end()])
            at = begin.end()
            continue
        kept.append(text[at : begin.start()])
        files.append(_uu_file(begin[1], text[begin.end() + 1 : end]))
        at = text.find("\n", end + 1)
        at = len(text) if at < 0 else at
    return "".join([*kept, text[at:]]), files


def _uu_end(text: str, start: int) -> int:
    """Where the block ends, or -1: every line in it must be uuencode, so that prose after `begin 644` is not swallowed."""
    first = text[start : text.find("\n", start)] if "\n" in text[start : start + 100] else ""
    if not _UU_LINE.fullmatch(first.rstrip()) or not first:
        return -1
    try:
        binascii.a2b_uu(first.rstrip().encode("ascii", "replace"))
    except binascii.Error:
        return -1
    end = text.find("\nend", start)
    return end if end >= 0 else len(text)


def _uu_file(name: str, block: str) -> Found:
    content = uudecoded(block.encode("ascii", "replace").splitlines())
    return Found(name=name.strip(), media_type="application/octet-stream", content=content)
