"""Files that letters bring: the order as PDF and as a fill-in sheet, and the overview of what is open."""

from channels.render.order_pdf import pdf
from channels.render.sheets import order_sheet, overview
from core.filled import ORDER_ANSWER
from core.letters import LetterFile, Person, Scene
from core.order import PurchaseOrder
from core.tokens import form_key

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


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


def overview_file(scene: Scene, person: Person) -> LetterFile:
    """Orders and invoices of the supplier with their status."""
    return LetterFile(name=f"overview-{scene.at:%Y-%m-%d}.xlsx", media_type=XLSX, content=overview(scene, person.language))
