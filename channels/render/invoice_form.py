"""An invoice to fill in, for suppliers without invoicing software: what stands on it, whatever file it becomes."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from channels.render.form_key import FormKey
from channels.render.words import Words
from core.filled import INVOICE_FORM
from core.letters import Scene
from core.matching.billed import open_lines
from core.order import OrderLine, PurchaseOrder
from core.party import Language
from core.tokens import form_key

HEAD = ("number", "issue_date", "due_date", "iban")
"""Cells in front of the lines."""
AMOUNTS = ("freight", "discount_all")
"""Amounts behind the lines."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InvoiceForm:
    """The order, what of its lines is still to be billed, and the words of the reader."""

    order: PurchaseOrder
    scene: Scene
    words: Words
    lines: tuple[OrderLine, ...]

    @property
    def key(self) -> FormKey:
        """The form's name and signature."""
        order = self.order
        signed = form_key(self.scene.seal, INVOICE_FORM, order.reference, order.revision, order.supplier)
        return FormKey(form=INVOICE_FORM, key=signed, document=order.reference, revision=order.revision)

    @property
    def columns(self) -> tuple[str, ...]:
        """Names of the columns of the lines; rare ones only where the order needs them."""
        rare = (
            *(("price_base",) if any(line.price_base != 1 for line in self.lines) else ()),
            *(("discount",) if any(line.discount for line in self.lines) else ()),
        )
        return ("line", "description", "unit", "open", "quantity", "unit_price", *rare, "rate", "amount")

    @property
    def rate(self) -> Decimal | None:
        """The tax rate, where all lines have one."""
        rates = {line.tax_rate for line in self.lines}
        return next(iter(rates)) if len(rates) == 1 else None

    def label(self, name: str) -> str:
        """The title of a column or the label of a cell."""
        title = self.words.say("common.pos" if name == "line" else f"invoice_form.{name}")
        return f"{title} ({self.order.currency})" if name in ("unit_price", "discount", "amount", *AMOUNTS) else title

    def parties(self) -> Iterator[tuple[str, str]]:
        """From whom, to whom, for which order."""
        supplier, house = self.scene.supplier, self.scene.house
        if supplier:
            yield self.words.say("invoice_form.from"), ", ".join(part for part in (supplier.name, supplier.vat_id) if part)
        yield self.words.say("invoice_form.to"), ", ".join((house.name, *house.vat_ids[:1]))
        yield self.words.say("invoice_form.order"), self.order.reference

    def values(self) -> Iterator[tuple[str, str]]:
        """What the reader of the form need not look for on the page."""
        supplier, house = self.scene.supplier, self.scene.house
        yield "currency", self.order.currency
        yield "language", self.words.language.value
        yield "buyer_name", house.name
        yield "buyer_vat", house.vat_ids[0] if house.vat_ids else ""
        yield "seller_name", supplier.name if supplier else ""
        yield "seller_vat", (supplier.vat_id or "") if supplier else ""
        for line in self.lines:
            yield f"seller_sku.{line.number}", line.supplier_sku
            yield f"buyer_sku.{line.number}", line.buyer_sku


def invoice_form(order: PurchaseOrder, scene: Scene, language: Language) -> InvoiceForm:
    """The form for what is still to be billed of an order."""
    words = Words(language=language, zone=scene.house.time_zone)
    return InvoiceForm(order=order, scene=scene, words=words, lines=open_lines(order, scene.invoices))
