"""The evidence of a document as one zip: raw mails, readings, decisions, letters, files, and a manifest with their hashes.

The same database makes the same bytes: names and order follow from the journal, times in the zip are fixed, nothing is packed.
"""

import hashlib
import io
import json
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bot.told import details_of, entry_json, entry_line, name_of
from core.events import QuestionAsked
from core.invoice import CreditNote, Invoice
from core.names import BlobHash, Reference, SupplierId, safe_line
from core.order import PurchaseOrder
from core.party import Supplier
from core.proposal import Proposal, Rfp
from core.question import Question

if TYPE_CHECKING:
    from bot.reader import Reader
    from bot.wire import Bot
    from channels.render.evidence_page import EvidenceFact
    from storage.journal import JournalEntry
    from storage.unit import Unit

Document = PurchaseOrder | Invoice | CreditNote | Rfp | Proposal | Supplier
PAGE = 500
LETTERS = {"mail": "eml", "slack": "json"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Bundle:
    """What goes into the zip, by path, and what was erased before."""

    about: Reference
    files: tuple[tuple[str, bytes], ...]
    erased: tuple[str, ...] = ()


def bundle(bot: "Bot", which: Reference, with_: "Reader | None" = None) -> Bundle | None:
    """Everything about a document and those that hang on it; None for an unknown one. `with_` reads its mails once more."""
    with bot.store.read() as unit:
        documents = tuple(_around(unit, which))
        if not documents:
            return None
        names = [_name(d) for d in documents]
        entries = tuple(_entries(unit, names))
        causes = tuple(dict.fromkeys(entry.cause for entry in entries if entry.cause))
        mails = tuple((cause, unit.blobs.get(cause)) for cause in causes)
        paths = {cause: f"mails/{n:04}-{cause[:12]}.eml" for n, (cause, raw) in enumerate(mails, 1) if raw is not None}
        facts = tuple(_fact(unit, entry, paths) for entry in entries)
        files = [
            *_documents(documents),
            *_journal(unit, entries),
            *((paths[cause], raw) for cause, raw in mails if raw is not None),
            *_letters(unit, names),
            *_attachments(unit, documents, entries),
        ]
    if with_ is not None:
        files += [
            (f"readings/{n:04}-{cause[:12]}.json", _reading(bot, with_, cause, raw))
            for n, (cause, raw) in enumerate(mails, 1)
            if raw
        ]
    gone = tuple(f"mail {cause}" for cause, raw in mails if raw is None)
    every = tuple(sorted(dict(files).items()))
    return Bundle(about=which, files=(("index.html", _page(which, facts, every, gone)), *every), erased=gone)


def _fact(unit: "Unit", entry: "JournalEntry", mails: dict[BlobHash, str]) -> "EvidenceFact":
    from channels.render.evidence_page import EvidenceFact

    return EvidenceFact(
        at=entry.at,
        document=entry.document or "",
        what=name_of(entry.event),
        who=entry.actor,
        how=entry.by,
        details=tuple(details_of(unit, entry.event)),
        mail=mails.get(entry.cause, "") if entry.cause else "",
    )


def _page(
    which: Reference, facts: "tuple[EvidenceFact, ...]", files: tuple[tuple[str, bytes], ...], gone: tuple[str, ...]
) -> bytes:
    """What a person opens first."""
    from channels.render.evidence_page import EvidenceFile, evidence_page

    listed = [EvidenceFile(path=path, size=len(raw), digest=hashlib.sha256(raw).hexdigest()) for path, raw in files]
    return evidence_page(which, facts, listed, gone).encode()


def zipped(found: Bundle) -> bytes:
    """The zip, with `manifest.json` and `SHA256SUMS` (as `sha256sum -c` reads it) in front."""
    sums = [(path, hashlib.sha256(content).hexdigest(), len(content)) for path, content in found.files]
    manifest = {
        "about": found.about,
        "files": [{"path": path, "sha256": digest, "size": size} for path, digest, size in sums],
        "erased": list(found.erased),
    }
    listed = "".join(f"{digest}  {path}\n" for path, digest, _ in sums)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as zip_file:
        for path, content in (("manifest.json", _pretty(manifest)), ("SHA256SUMS", listed.encode()), *found.files):
            info = zipfile.ZipInfo(path, date_time=(1980, 1, 1, 0, 0, 0))
            info.create_system, info.external_attr = 3, 0o644 << 16
            zip_file.writestr(info, content)
    return out.getvalue()


def _pretty(value: Any) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()


def _name(document: Document) -> str:
    return document.id if isinstance(document, Supplier) else document.reference


def _around(unit: "Unit", which: Reference) -> Iterator[Document]:
    """The document, then those that hang on it: invoices on an order, credit notes on these, proposals on a request."""
    found = unit.documents.any(which) or unit.people.supplier(SupplierId(which))
    if found is None:
        return
    yield found
    match found:
        case PurchaseOrder():
            for invoice in unit.documents.invoices_on(found.reference):
                yield invoice
                yield from unit.documents.credits_on(invoice.reference)
        case Invoice():
            yield from unit.documents.orders(found.orders)
            yield from unit.documents.credits_on(found.reference)
        case CreditNote(invoice=invoice) if invoice:
            yield from unit.documents.invoices((invoice,))
        case Rfp():
            yield from unit.documents.proposals_on(found.reference)
            yield from unit.documents.orders(dict.fromkeys(a.order for a in found.awards if a.order))
        case Proposal():
            rfp = unit.documents.rfp(found.rfp)
            yield from (rfp,) if rfp else ()


def _entries(unit: "Unit", names: list[str]) -> Iterator["JournalEntry"]:
    """The journal of each document, and of the questions that were asked about it."""
    for name in dict.fromkeys(names):
        asked: list[Question] = []
        for entry in unit.journal.of(name):
            yield entry
            if isinstance(entry.event, QuestionAsked):
                asked.append(entry.event.question)
        for question in asked:
            yield from unit.journal.of(question.reference)


def _documents(documents: tuple[Document, ...]) -> Iterator[tuple[str, bytes]]:
    from storage.codec import dumps

    for document in documents:
        yield f"documents/{_name(document)}.json", _pretty(json.loads(dumps(document, type(document))))


def _journal(unit: "Unit", entries: tuple["JournalEntry", ...]) -> Iterator[tuple[str, bytes]]:
    yield "journal.json", _pretty([entry_json(entry) for entry in entries])
    yield "journal.txt", "".join(f"{entry_line(unit, entry)}\n" for entry in entries).encode()


def _letters(unit: "Unit", names: list[str]) -> Iterator[tuple[str, bytes]]:
    for name in dict.fromkeys(names):
        last: str | None = None
        while page := unit.outbox.rows(document=Reference(name), after=last, limit=PAGE):
            last = page[-1].id
            for row in page:
                content = unit.blobs.get(row.content)
                when = f"{row.created_at:%Y%m%dT%H%M%SZ}"
                if content is not None:
                    yield f"letters/{when}-{row.id}.{LETTERS[row.sink]}", content


def _attachments(
    unit: "Unit", documents: tuple[Document, ...], entries: tuple["JournalEntry", ...]
) -> Iterator[tuple[str, bytes]]:
    """Files of the documents, as they came, under their hash."""
    files = {a.hash: a.name for d in documents for a in (*getattr(d, "attachments", ()), *getattr(d, "sources", ()))}
    files |= {file.hash: file.name for entry in entries if (file := getattr(entry.event, "file", None)) is not None}
    for name, shown in files.items():
        content = unit.blobs.get(name)
        if content is not None:
            yield f"files/{name[:12]}-{_plain(shown)}", content


def _plain(name: str) -> str:
    """A name that is a file on every system."""
    return "".join(c if c.isalnum() or c in "._- " else "_" for c in safe_line(name, 80)).strip(" .") or "file"


def _reading(bot: "Bot", with_: "Reader", cause: BlobHash, raw: bytes) -> bytes:
    """What today's readers make of a mail; the letter that it would get today is no evidence."""
    from bot.explaining import as_object, explain
    from core.delivery_hash import content_hash
    from core.message import Channel, Delivery, Envelope

    with bot.store.read() as unit:
        row = unit.inbox.with_content(content_hash(raw))
        kept = unit.inbox.delivery(row.id) if row else None
    plain = Envelope(trust=bot.settings.mail.trust)
    delivery = kept or Delivery(channel=Channel.CLI, transport_id=cause, received_at=bot.clock(), raw=raw, envelope=plain)
    found = as_object(explain(bot, None, with_, delivery, cause))
    return _pretty({key: value for key, value in found.items() if key != "answer"})
