"""Delivery reports: who was not reached, why, and which of our letters it is about (RFC 3464 and older)."""

import logging
import re
from collections.abc import Iterable, Iterator
from email import message_from_bytes
from email.errors import MessageError
from email.policy import compat32

from core.message import Bounce
from core.names import Address, MessageId, address, domain_of, safe_line
from parsers.charsets import decode
from parsers.headers import message_ids
from parsers.parts import Part
from parsers.references import House, our_message_id

OUTBOX_HEADER = "X-Counterfoil-Outbox"
MAX_SCANNED = 256 * 1024
_OUTBOX = re.compile(
    r"^[ \t>|]{0,10}X-Counterfoil-Outbox[ \t]*:[ \t]*([A-Za-z0-9_-]{1,64})[ \t]*\r?$", re.MULTILINE | re.IGNORECASE
)
_MESSAGE_ID = re.compile(
    r"^[ \t>|]{0,10}(?:X-)?(?:Original-)?Message-ID[ \t]*:[ \t]*(?:\r?\n[ \t]+)?(<[^<>\s]{1,480}>)", re.MULTILINE | re.IGNORECASE
)
_ENHANCED = re.compile(r"(?<![\d.])([245]\.\d{1,3}\.\d{1,3})(?![\d.])")
_BASIC = re.compile(r"(?<![\d.])([45]\d\d)(?=[ -])")
_FIELD = re.compile(r"([A-Za-z-]{1,60}):[ \t]*(.{0,2000})")
_TYPED = re.compile(r"^[a-z0-9-]{1,20}\s*;\s*", re.IGNORECASE)
_ADDR = re.compile(r"[a-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@[a-z0-9.-]{1,255}", re.IGNORECASE)


def status_fields(root: Part) -> list[dict[str, str]]:
    """The per-message and per-recipient groups of a delivery status, names in lower case."""
    groups: list[dict[str, str]] = []
    for part in root.walk():
        if part.media_type in ("message/delivery-status", "message/global-delivery-status"):
            text = decode(part.content()[:MAX_SCANNED], part.charset)
            groups += [_group(block) for block in re.split(r"\r?\n[ \t]*\r?\n", text)[:500]]
    return [group for group in groups if group]


def _group(block: str) -> dict[str, str]:
    fields: dict[str, str] = {}
    last = ""
    for line in block.replace("\r\n", "\n").split("\n"):
        if line[:1] in (" ", "\t") and last:
            fields[last] = f"{fields[last]} {line.strip()}"[:2000]
        elif (found := _FIELD.match(line)) is not None:
            last = found[1].lower()
            fields.setdefault(last, found[2].strip())
    return fields


def read_bounce(root: Part, text: str, house: House, outbox: str | None) -> Bounce:
    """What a report says. `text` is its readable part, `outbox` the id in the address that it came back to."""
    groups = status_fields(root)
    returned = list(_texts(root))
    actions = {group["action"].strip().lower() for group in groups if "action" in group}
    status = next((group["status"] for group in groups if "status" in group), "")
    diagnostic = next((group["diagnostic-code"] for group in groups if "diagnostic-code" in group), "")
    named = [value for group in groups for key in ("original-recipient", "final-recipient") if (value := group.get(key))]
    recipients = (
        _addresses(named, house) or _addresses(root.headers.all("x-failed-recipients"), house) or _scanned(root, text, house)
    )
    ids = [unit for blob in returned for unit in _MESSAGE_ID.findall(blob)[:20]]
    ids += message_ids(root.headers.first("in-reply-to"), root.headers.first("references"))
    ours = next((found for unit in ids if (found := our_message_id(unit, house)) is not None), None)
    header = next((found[1] for blob in returned if (found := _OUTBOX.search(blob)) is not None), None)
    return Bounce(
        recipients=recipients,
        status=_status(status, diagnostic, text),
        diagnostic=safe_line(_TYPED.sub("", diagnostic) or _said(text), 500),
        delayed="delayed" in actions and "failed" not in actions,
        delivered=bool(actions & {"delivered", "relayed", "expanded"}) and not actions & {"failed", "delayed"},
        outbox=header or (ours[3] if ours is not None else None) or outbox,
        message_id=MessageId(safe_line(ours[0] if ours is not None else ids[0], 500)) if ours is not None or ids else None,
    )


def _texts(root: Part) -> Iterator[str]:
    """All texts of a report, the returned mail's headers and body among them: rewritten reports hide ours anywhere."""
    for part in root.walk():
        if part is not root and part.headers.fields:
            yield "\n".join(f"{name}: {value}" for name, value in part.headers.fields)
        if not part.children and part.main_type in ("text", "message"):
            yield decode(part.content()[:MAX_SCANNED], part.charset)


def _addresses(values: Iterable[str], house: House) -> tuple[Address, ...]:
    found: dict[Address, None] = {}
    for value in values:
        for spec in _ADDR.findall(value[:4000])[:100]:
            try:
                who = address(spec.strip("."))
            except ValueError:
                continue
            if who not in house.addresses:
                found.setdefault(who)
    return tuple(found)[:100]


def _scanned(root: Part, text: str, house: House) -> tuple[Address, ...]:
    """Reports without fields: the library that knows forty old servers, then the first address of the text."""
    known = _foreign(_addresses(flufl_recipients(root), house), house)
    return known or _foreign(_addresses([text[:4000]], house), house)[:1] or _addresses([text[:4000]], house)[:1]


def _foreign(found: tuple[Address, ...], house: House) -> tuple[Address, ...]:
    """Without those of our own domain: Message-IDs look like addresses."""
    return tuple(who for who in found if domain_of(who) != house.message_id_domain)


def flufl_recipients(root: Part) -> tuple[str, ...]:
    """What flufl.bounce finds; it raises on some input (an address cut in the middle, for example), which counts as nothing."""
    from flufl.bounce import scan_message

    # It also logs what its detectors trip over, with lines of the mail (docs/threats.md T25).
    logging.getLogger("flufl.bounce").disabled = True
    try:
        found = scan_message(message_from_bytes(_replica(root), policy=compat32))
    except (ValueError, LookupError, TypeError, AttributeError, AssertionError, RecursionError, MessageError):
        return ()
    return tuple(who.decode("ascii", "replace") if isinstance(who, bytes) else str(who) for who in found)


def _replica(part: Part, depth: int = 0) -> bytes:
    """The report written again within limits, since Python's parser is quadratic on some headers."""
    kept = [f"{name}: {value[:1000]}" for name, value in part.headers.fields[:200] if not name.startswith("content-")]
    head = "\n".join(kept).encode("utf-8", "surrogateescape")
    if not part.children or depth > 5:
        kind = part.media_type.encode("ascii", "replace")
        return head + b"\nContent-Type: " + kind + b"\n\n" + part.content()[: MAX_SCANNED // 4]
    pieces = [_replica(child, depth + 1) for child in part.children[:10]]
    if part.media_type.startswith("message/"):
        return head + b"\nContent-Type: " + part.media_type.encode("ascii", "replace") + b"\n\n" + pieces[0]
    mark = b"=_replica_%d" % depth
    kind = part.media_type.encode("ascii", "replace")
    report = part.options.get("report-type", "")[:40].encode("ascii", "replace")
    head += b"\nContent-Type: " + kind + b"; report-type=" + (report or b"none") + b'; boundary="' + mark + b'"\n\n'
    return head + b"".join(b"--" + mark + b"\n" + piece + b"\n" for piece in pieces) + b"--" + mark + b"--\n"


def _status(status: str, diagnostic: str, text: str) -> str:
    for source in (status, diagnostic, text[:8000]):
        found = _ENHANCED.search(source)
        if found is not None:
            return found[1]
    basic = _BASIC.search(diagnostic) or _BASIC.search(text[:8000])
    return basic[1] if basic is not None else ""


def _said(text: str) -> str:
    """The line that gives the reason: the first with a reply code, else the first."""
    lines = [line.strip() for line in text[:8000].splitlines() if line.strip()]
    return next((line for line in lines if _ENHANCED.search(line) or _BASIC.search(line)), lines[0] if lines else "")
