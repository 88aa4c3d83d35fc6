"""Files that letters bring: the order as PDF and as a fill-in sheet, and the overview of what is open."""

from channels.render.order_pdf import pdf
from channels.render.sheets import order_sheet, overview
from core.letters import LetterFile, Person, Scene
from core.names import Address
from core.order import PurchaseOrder

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def key_of(reply_to: Address) -> str:
    """The signed document key of a sheet: what stands between + and @ of our address, `po-1034.<token>` (docs/mail.md 6)."""
    return reply_to.partition("@")[0].partition("+")[2]


def order_files(order: PurchaseOrder, scene: Scene, person: Person, reply_to: Address) -> tuple[LetterFile, ...]:
    """PDF first, then the sheet; named after the order and its revision."""
    name = order.reference if order.revision < 2 else f"{order.reference}-r{order.revision}"
    page = pdf(order, scene.supplier, scene.house, person.language)
    sheet = order_sheet(order, scene.house, person.language, key=key_of(reply_to))
    return (
        LetterFile(name=f"{name}.pdf", media_type="application/pdf", content=page),
        LetterFile(name=f"{name}.xlsx", media_type=XLSX, content=sheet),
    )


def overview_file(scene: Scene, person: Person) -> LetterFile:
    """Orders and invoices of the supplier with their status."""
    return LetterFile(name=f"overview-{scene.at:%Y-%m-%d}.xlsx", media_type=XLSX, content=overview(scene, person.language))
