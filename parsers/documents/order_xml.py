"""Orders in XML: UBL order and order response (Peppol), Order-X (the order message of UN/CEFACT)."""

from dataclasses import replace

from core.paper import Paper, PaperKind
from parsers.documents import cii, ubl
from parsers.documents.structured import Dialect, paper, text
from parsers.documents.xml import XmlDocument

_UBL_KINDS = {
    "Order": PaperKind.ORDER,
    "OrderChange": PaperKind.ORDER,
    "OrderResponse": PaperKind.ORDER_CONFIRMATION,
    "OrderResponseSimple": PaperKind.ORDER_CONFIRMATION,
    "DespatchAdvice": PaperKind.DELIVERY_NOTE,
    "Quotation": PaperKind.QUOTE,
    "Reminder": PaperKind.REMINDER,
    "Statement": PaperKind.STATEMENT,
}
_ORDER_X = "SCRDMCCBDACIOMessageStructure"
_ORDER_X_RESPONSE = "231"
"""UNTDID 1001: purchase order response; 220 is an order, 230 its change."""

ROOTS = (*_UBL_KINDS, _ORDER_X)

_SELLER = "SellerSupplierParty/Party"
_BUYER = "BuyerCustomerParty/Party"
_TOTAL = "AnticipatedMonetaryTotal"
_VAT = "PartyTaxScheme[normalize-space(TaxScheme/ID)='VAT']/CompanyID"

UBL_ORDER: Dialect = replace(
    ubl.INVOICE,
    type_code=("OrderTypeCode",),
    due_date=(),
    # the order is the document itself; a response names the order that it answers
    order_references=("OrderReference/ID",),
    invoice_reference=(),
    currency=("DocumentCurrencyCode", f"{_TOTAL}/*/@currencyID", ".//*/@currencyID"),
    net_total=(f"{_TOTAL}/TaxExclusiveAmount", f"{_TOTAL}/LineExtensionAmount"),
    gross_total=(f"{_TOTAL}/TaxInclusiveAmount", f"{_TOTAL}/PayableAmount"),
    prepaid=(f"{_TOTAL}/PrepaidAmount",),
    seller_name=(f"{_SELLER}/PartyLegalEntity/RegistrationName", f"{_SELLER}/PartyName/Name"),
    seller_vat=(f"{_SELLER}/{_VAT}",),
    buyer_name=(f"{_BUYER}/PartyLegalEntity/RegistrationName", f"{_BUYER}/PartyName/Name"),
    buyer_vat=(f"{_BUYER}/{_VAT}",),
    line=replace(
        ubl.LINE,
        each="OrderLine/LineItem | DespatchLine | QuotationLine/LineItem",
        order_line=("../OrderLineReference/LineID", "OrderLineReference/LineID", "ID"),
        order_reference=("../OrderLineReference/OrderReference/ID", "OrderLineReference/OrderReference/ID"),
        quantity=("Quantity", "DeliveredQuantity"),
        unit=("Quantity/@unitCode", "DeliveredQuantity/@unitCode"),
    ),
)
ORDER_X: Dialect = replace(
    cii.INVOICE,
    due_date=(),
    line=replace(
        cii.LINE,
        order_line=("AssociatedDocumentLineDocument/LineID",),
        quantity=("SpecifiedLineTradeDelivery/RequestedQuantity", "SpecifiedLineTradeDelivery/AgreedQuantity"),
        unit=("SpecifiedLineTradeDelivery/RequestedQuantity/@unitCode", "SpecifiedLineTradeDelivery/AgreedQuantity/@unitCode"),
    ),
)


def read(document: XmlDocument) -> Paper:
    """The order, or another paper of trade, as it states itself, unchecked."""
    if document.name == _ORDER_X:
        code = text(document.root, ORDER_X.type_code)
        kind = PaperKind.ORDER_CONFIRMATION if code == _ORDER_X_RESPONSE else PaperKind.ORDER
        return paper(document.root, ORDER_X, kind)
    return paper(document.root, UBL_ORDER, _UBL_KINDS[document.name])
