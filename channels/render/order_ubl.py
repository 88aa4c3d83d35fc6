"""A purchase order as XML: UBL 2.1 in the form of Peppol BIS Order Only 3 (docs.peppol.eu/poacc/upgrade-3)."""

from decimal import Decimal
from xml.etree.ElementTree import Element, SubElement, indent, register_namespace, tostring

from core.money import Currency, minor_unit
from core.names import safe_line, safe_text
from core.order import OrderLine, PurchaseOrder
from core.party import Supplier
from core.policy import House

ORDER = "urn:oasis:names:specification:ubl:schema:xsd:Order-2"
CAC = "urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"
CBC = "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2"
CUSTOMIZATION = "urn:fdc:peppol.eu:poacc:trns:order:3"
PROFILE = "urn:fdc:peppol.eu:poacc:bis:order_only:3"
PIECE, OTHER = "C62", "ZZ"
UNITS = {
    "": PIECE, "pcs": PIECE, "pc": PIECE, "pce": PIECE, "piece": PIECE, "pieces": PIECE, "stk": PIECE, "st": PIECE,
    "stück": PIECE, "kg": "KGM", "g": "GRM", "t": "TNE", "m": "MTR", "cm": "CMT", "mm": "MMT", "m2": "MTK", "m²": "MTK",
    "m3": "MTQ", "m³": "MTQ",
    "l": "LTR", "h": "HUR", "hour": "HUR", "hours": "HUR", "day": "DAY", "days": "DAY", "set": "SET", "pair": "PR", "box": "XBX",
    "carton": "XCT", "pallet": "XPX", "roll": "XRO", "bag": "XBG",
}  # fmt: skip
"""UN/ECE recommendations 20 and 21; a unit without a code is mutually agreed (ZZ), and named in a note."""


def order_ubl(order: PurchaseOrder, supplier: Supplier | None, house: House) -> bytes:
    """The order as a UBL document. The same order makes the same bytes."""
    for prefix, uri in (("", ORDER), ("cac", CAC), ("cbc", CBC)):
        register_namespace(prefix, uri)
    root = Element(f"{{{ORDER}}}Order")
    _basic(root, "CustomizationID", CUSTOMIZATION)
    _basic(root, "ProfileID", PROFILE)
    _basic(root, "ID", order.reference)
    _basic(root, "IssueDate", order.submitted_at.date().isoformat() if order.submitted_at else "")
    _basic(root, "OrderTypeCode", "220")
    _basic(root, "Note", safe_text(order.note, 4000))
    _basic(root, "DocumentCurrencyCode", order.currency)
    _party(_part(root, "BuyerCustomerParty"), house.name, house.vat_ids[:1], house.country)
    name = supplier.name if supplier else order.supplier
    vat = (supplier.vat_id,) if supplier and supplier.vat_id else ()
    _party(_part(root, "SellerSupplierParty"), name, vat, supplier.country if supplier else "")
    if order.ship_to:
        place = _part(_part(_part(root, "Delivery"), "DeliveryLocation"), "Address")
        _basic(_part(place, "AddressLine"), "Line", safe_line(order.ship_to))
    if order.payment_terms:
        _basic(_part(root, "PaymentTerms"), "Note", safe_line(order.payment_terms))
    totals = _part(root, "AnticipatedMonetaryTotal")
    for element in ("LineExtensionAmount", "PayableAmount"):
        _amount(totals, element, order.net.amount, order.currency)
    for line in order.lines:
        _line(_part(_part(root, "OrderLine"), "LineItem"), line, order.currency)
    indent(root)
    return bytes(tostring(root, encoding="UTF-8", xml_declaration=True))


def _part(parent: Element, name: str) -> Element:
    return SubElement(parent, f"{{{CAC}}}{name}")


def _basic(parent: Element, name: str, text: str, **attributes: str) -> None:
    if text:
        SubElement(parent, f"{{{CBC}}}{name}", attributes).text = text


def _amount(parent: Element, name: str, value: Decimal, code: Currency) -> None:
    _basic(parent, name, f"{value:f}", currencyID=code)


def _party(parent: Element, name: str, vat_ids: tuple[str, ...], country: str) -> None:
    party = _part(parent, "Party")
    _basic(_part(party, "PartyName"), "Name", safe_line(name, 200))
    if country:
        _basic(_part(_part(party, "PostalAddress"), "Country"), "IdentificationCode", country)
    for vat in vat_ids:
        scheme = _part(party, "PartyTaxScheme")
        _basic(scheme, "CompanyID", vat)
        _basic(_part(scheme, "TaxScheme"), "ID", "VAT")
    _basic(_part(party, "PartyLegalEntity"), "RegistrationName", safe_line(name, 200))


def _line(item: Element, line: OrderLine, code: Currency) -> None:
    unit = UNITS.get(line.unit.casefold().strip().rstrip("."), OTHER)
    _basic(item, "ID", str(line.number))
    _basic(item, "Note", safe_line(line.unit) if unit == OTHER else "")
    _basic(item, "Quantity", f"{line.quantity:f}", unitCode=unit)
    _amount(item, "LineExtensionAmount", line.net(code), code)
    if line.delivery_date:
        period = _part(_part(item, "Delivery"), "RequestedDeliveryPeriod")
        _basic(period, "StartDate", line.delivery_date.isoformat())
        _basic(period, "EndDate", line.delivery_date.isoformat())
    if line.discount:
        allowance = _part(item, "AllowanceCharge")
        _basic(allowance, "ChargeIndicator", "false")
        _basic(allowance, "AllowanceChargeReason", "Discount")
        _amount(allowance, "Amount", line.discount.quantize(minor_unit(code)), code)
    price = _part(item, "Price")
    _amount(price, "PriceAmount", line.unit_price, code)
    _basic(price, "BaseQuantity", f"{line.price_base:f}", unitCode=unit)
    _item(_part(item, "Item"), line)


def _item(item: Element, line: OrderLine) -> None:
    _basic(item, "Description", safe_text(line.description, 2000) if len(line.description) > 100 else "")
    _basic(item, "Name", safe_line(line.description, 100) or str(line.number))
    if line.buyer_sku:
        _basic(_part(item, "BuyersItemIdentification"), "ID", safe_line(line.buyer_sku, 100))
    if line.supplier_sku:
        _basic(_part(item, "SellersItemIdentification"), "ID", safe_line(line.supplier_sku, 100))
    if line.tax_rate is not None:
        tax = _part(item, "ClassifiedTaxCategory")
        _basic(tax, "ID", "S" if line.tax_rate else "Z")
        _basic(tax, "Percent", f"{line.tax_rate:f}")
        _basic(_part(tax, "TaxScheme"), "ID", "VAT")
