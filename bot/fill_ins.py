"""Fill-in files that came back with a mail: verified against our key, then read as the words of a mail are (docs/mail.md 6)."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from core.filled import Filled
from core.message import Attachment, FileRole, Message
from core.names import Reference
from core.reading import Context, FillIn, FillVerdict, Reading
from core.tokens import form_verifies
from parsers import fill_in
from parsers.cage import Cage

PACKED = (b"PK", b"\xd0\xcf")
"""How every file begins that may be a workbook or a text of an office program."""


def recognised(cage: Cage, file: Attachment) -> Attachment | None:
    """The file with what stands in its cells; None where it is no answer on a form of ours."""
    if file.content[:2] not in PACKED:
        return None
    found = cage.attempt(fill_in.read, file.content)
    if not isinstance(found, Filled) or found.form not in fill_in.FORMS:
        return None  # an invoice form is a paper, and read as one
    return replace(file, role=FileRole.FILL_IN, filled=found)


def documents_of(message: Message) -> tuple[Reference, ...]:
    """The documents that the fill-in files of a mail name."""
    return tuple(dict.fromkeys(a.filled.document for a in message.attachments if a.filled))


def with_fill_ins(cage: Cage, reading: Reading, context: Context, keys: Sequence[bytes], today: date) -> Reading:
    """The reading with what the mail's fill-in files say. Raises Caged."""
    for file in reading.message.attachments:
        if file.filled:
            reading = _with(cage, reading, file, file.filled, context, keys, today)
    return reading


def _with(
    cage: Cage, reading: Reading, file: Attachment, filled: Filled, context: Context, keys: Sequence[bytes], today: date
) -> Reading:
    supplier = context.speaker.supplier
    ours = supplier and form_verifies(filled.key, keys, filled.form, filled.document, filled.revision, supplier)
    if not ours:
        return replace(reading, fill_ins=(*reading.fill_ins, FillIn(file=file.hash, verdict=FillVerdict.FOREIGN)))
    read = cage.run(fill_in.understood, filled, context, today)
    verdict = FillVerdict.CHANGED if read.changed else FillVerdict.EMPTY if read.empty else FillVerdict.READ
    return replace(
        reading,
        said=(*reading.said, *read.said),
        doubts=(*reading.doubts, *read.doubts),
        fill_ins=(*reading.fill_ins, FillIn(file=file.hash, verdict=verdict, lines=read.changed)),
    )
