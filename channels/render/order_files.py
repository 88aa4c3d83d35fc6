"""Files that letters bring: orders as PDF and as a fill-in sheet, requests to fill in, and the overview of what is open."""

from collections.abc import Callable

from channels.render.invoice_form import InvoiceForm, invoice_form
from channels.render.invoice_form_sheet import invoice_form_sheet
from channels.render.invoice_form_text import invoice_form_text
from channels.render.order_pdf import pdf
from channels.render.order_ubl import order_ubl
from channels.render.quote_form import quote_form
from channels.render.quote_sheet import quote_sheet
from channels.render.sheets import import_template, order_sheet, overview, rfp_template
from channels.render.statement_sheet import statement_sheet
from core.events import Form, StatementReconciled
from core.filled import ORDER_ANSWER, RFP_QUOTE
from core.letters import LetterFile, Person, Scene
from core.order import PurchaseOrder
from core.party import Language
from core.proposal import Proposal, Rfp
from core.tokens import form_key

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
Maker = Callable[[PurchaseOrder, Scene, Language], LetterFile]


def order_files(order: PurchaseOrder, scene: Scene, person: Person, form: Form | None = None) -> tuple[LetterFile, ...]:
    """The files made of an order, PDF first, then the sheet; or the one that was asked for. Named after order and revision."""
    makers: dict[Form | None, tuple[Maker, ...]] = {
        None: (_pdf, _sheet),
        Form.PDF: (_pdf,),
        Form.XLSX: (_sheet,),
        Form.XML: (_xml,),
        Form.INVOICE_FORM: (_form_text, _form_sheet),
    }
    return tuple(make(order, scene, person.language) for make in makers.get(form, ()))


def _name(order: PurchaseOrder) -> str:
    return order.reference if order.revision < 2 else f"{order.reference}-r{order.revision}"


def _pdf(order: PurchaseOrder, scene: Scene, language: Language) -> LetterFile:
    page = pdf(order, scene.supplier, scene.house, language)
    return LetterFile(name=f"{_name(order)}.pdf", media_type="application/pdf", content=page)


def _sheet(order: PurchaseOrder, scene: Scene, language: Language) -> LetterFile:
    key = form_key(scene.seal, ORDER_ANSWER, order.reference, order.revision, order.supplier)
    sheet = order_sheet(order, scene.house, language, key=key)
    return LetterFile(name=f"{_name(order)}.xlsx", media_type=XLSX, content=sheet)


def _xml(order: PurchaseOrder, scene: Scene, language: Language) -> LetterFile:
    content = order_ubl(order, scene.supplier, scene.house)
    return LetterFile(name=f"{_name(order)}.xml", media_type="application/xml", content=content)


def _form_text(order: PurchaseOrder, scene: Scene, language: Language) -> LetterFile:
    form = invoice_form(order, scene, language)
    return LetterFile(name=f"{_form_name(form)}.docx", media_type=DOCX, content=invoice_form_text(form))


def _form_sheet(order: PurchaseOrder, scene: Scene, language: Language) -> LetterFile:
    form = invoice_form(order, scene, language)
    return LetterFile(name=f"{_form_name(form)}.xlsx", media_type=XLSX, content=invoice_form_sheet(form))


def _form_name(form: InvoiceForm) -> str:
    return form.words.say("invoice_form.file", order=form.order.reference)


def rfp_files(rfp: Rfp, proposal: Proposal, scene: Scene, person: Person) -> tuple[LetterFile, ...]:
    """The sheet and the form of a request, for one supplier."""
    key = form_key(scene.seal, RFP_QUOTE, proposal.reference, 0, proposal.supplier)
    sheet = quote_sheet(rfp, proposal, scene.house, person.language, key=key)
    form = quote_form(rfp, proposal, scene.house, person.language, key=key)
    return (
        LetterFile(name=f"{rfp.reference}.xlsx", media_type=XLSX, content=sheet),
        LetterFile(name=f"{rfp.reference}.docx", media_type=DOCX, content=form),
    )


def import_files() -> tuple[LetterFile, ...]:
    """The empty sheets in which a buyer enters orders and requests."""
    made = (("orders", import_template()), ("requests", rfp_template()))
    return tuple(LetterFile(name=f"{name}.xlsx", media_type=XLSX, content=content) for name, content in made)


def statement_file(scene: Scene, event: StatementReconciled, person: Person) -> LetterFile:
    """A statement of account, compared line by line."""
    content = statement_sheet(scene, event, person.language)
    return LetterFile(name=f"statement-{scene.at:%Y-%m-%d}.xlsx", media_type=XLSX, content=content)


def overview_file(scene: Scene, person: Person) -> LetterFile:
    """Orders and invoices of the supplier with their status."""
    return LetterFile(name=f"overview-{scene.at:%Y-%m-%d}.xlsx", media_type=XLSX, content=overview(scene, person.language))
