"""The files that go with a letter because they belong to its documents; internal ones never leave the house (docs/rules.md 2)."""

from typing import TYPE_CHECKING

from core.events import DocumentSent, FileAdded
from core.letters import LetterFile, Notice, NoticeKind, Post, Scene
from core.order import Attached
from core.sending import files_of, files_with

if TYPE_CHECKING:
    from storage.unit import Unit

ORDER_FILES = frozenset({NoticeKind.ORDER_SENT, NoticeKind.ORDER_REVISED, NoticeKind.ANSWER_DECIDED, NoticeKind.DOCUMENT_AGAIN})
RFP_FILES = frozenset({NoticeKind.RFP_INVITATION, NoticeKind.DOCUMENT_AGAIN})
INVOICE_FILES = frozenset({NoticeKind.DOCUMENT_AGAIN, NoticeKind.DRAFTS_RETURNED})


def kept_files(unit: "Unit", post: Post, scene: Scene) -> tuple[LetterFile, ...]:
    """The order's external files go with it; internal ones never leave the house (docs/rules.md 2). A document that is sent
    again, or goes back with its Draft, goes with the files that it came with."""
    wanted: list[Attached] = []
    for notice in post.notices:
        order = next((o for o in scene.orders if o.reference == notice.document), None)
        invoice = next((i for i in scene.invoices if i.reference == notice.document), None)
        form = notice.event.form if isinstance(notice.event, DocumentSent) else None
        if notice.kind in RFP_FILES:
            wanted += _of_rfp(notice, scene)
        if order and notice.kind in ORDER_FILES:
            wanted += files_with(order, form)
        if invoice and notice.kind in INVOICE_FILES:
            wanted += files_of(invoice, form)
        if isinstance(notice.event, FileAdded) and notice.kind is NoticeKind.FILE:
            wanted.append(notice.event.file)
        if isinstance(notice.event, FileAdded) and notice.kind is NoticeKind.SUPPLIER_COMMENT:
            wanted += scene.brought(notice.document)
    found = ((a, unit.blobs.get(a.hash)) for a in dict.fromkeys(wanted))
    return tuple(LetterFile(name=a.name, media_type=a.media_type, content=content) for a, content in found if content is not None)


def _of_rfp(notice: Notice, scene: Scene) -> list[Attached]:
    """The files of a request for all, and those for this supplier alone."""
    proposal = next((p for p in scene.proposals if p.reference == notice.document), None)
    rfp = next((r for r in scene.rfps if proposal and r.reference == proposal.rfp), None)
    every = (*(rfp.attachments if rfp else ()), *(proposal.attachments if proposal else ()))
    return [file for file in every if not file.internal and not file.from_supplier]
