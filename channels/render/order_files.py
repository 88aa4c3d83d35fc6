"""Files that letters bring: orders as PDF and as a fill-in sheet, requests to fill in, and the overview of what is open."""

from channels.render.order_pdf import pdf
from channels.render.quote_form import quote_form
from channels.render.quote_sheet import quote_sheet
from channels.render.sheets import order_sheet, overview
from core.filled import ORDER_ANSWER, RFP_QUOTE
from core.letters import LetterFile, Person, Scene
from core.order import PurchaseOrder
from core.proposal import Proposal, Rfp
from core.tokens import form_key

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def order_files(order: PurchaseOrder, scene: Scene, person: Person) -> tuple[LetterFile, ...]:
    """PDF first, then the sheet; named after the order and its revision."""
    name = order.reference if order.revision < 2 else f"{order.reference}-r{order.revision}"
    page = pdf(order, scene.supplier, scene.house, person.language)
    key = form_key(scene.seal, ORDER_ANSWER, order.reference, order.revision, order.supplier)
    sheet = order_sheet(order, scene.house, person.language, key=key)
    return (
        LetterFile(name=f"{name}.pdf", media_type="application/pdf", content=page),
        LetterFile(name=f"{name}.xlsx", media_type=XLSX, content=sheet),
    )


def rfp_files(rfp: Rfp, proposal: Proposal, scene: Scene, person: Person) -> tuple[LetterFile, ...]:
    """The sheet and the form of a request, for one supplier."""
    key = form_key(scene.seal, RFP_QUOTE, proposal.reference, 0, proposal.supplier)
    sheet = quote_sheet(rfp, proposal, scene.house, person.language, key=key)
    form = quote_form(rfp, proposal, scene.house, person.language, key=key)
    return (
        LetterFile(name=f"{rfp.reference}.xlsx", media_type=XLSX, content=sheet),
        LetterFile(name=f"{rfp.reference}.docx", media_type=DOCX, content=form),
    )


def overview_file(scene: Scene, person: Person) -> LetterFile:
    """Orders and invoices of the supplier with their status."""
    return LetterFile(name=f"overview-{scene.at:%Y-%m-%d}.xlsx", media_type=XLSX, content=overview(scene, person.language))
