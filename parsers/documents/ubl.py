"""UBL 2.1 invoice and credit note (EN 16931-3-2, Peppol BIS 3, XRechnung): where the values stand."""

from core.paper import Paper, PaperKind
from parsers.documents.structured import ChargeAt, Dialect, LineAt, TaxAt, paper
from parsers.documents.xml import XmlDocument

ROOTS = ("Invoice", "CreditNote")

_VAT = "[normalize-space(TaxScheme/ID)='VAT']/CompanyID"
_DOCUMENT_TAX = "TaxTotal[TaxAmount/@currencyID=/*/DocumentCurrencyCode]"

CHARGES = ChargeAt(
    each="AllowanceCharge",
    is_charge="ChargeIndicator",
    amount="Amount",
    reason=("AllowanceChargeReason", "AllowanceChargeReasonCode"),
    rate=("TaxCategory/Percent",),
)
LINE = LineAt(
    each="InvoiceLine | CreditNoteLine",
    description=("Item/Name", "Item/Description"),
    seller_sku=("Item/SellersItemIdentification/ID",),
    buyer_sku=("Item/BuyersItemIdentification/ID",),
    order_line=("OrderLineReference/LineID",),
    order_reference=("OrderLineReference/OrderReference/ID",),
    quantity=("InvoicedQuantity", "CreditedQuantity"),
    unit=("InvoicedQuantity/@unitCode", "CreditedQuantity/@unitCode"),
    unit_price=("Price/PriceAmount",),
    price_base=("Price/BaseQuantity",),
    net_amount=("LineExtensionAmount",),
    tax_rate=("Item/ClassifiedTaxCategory/Percent", "TaxTotal/TaxSubtotal/TaxCategory/Percent"),
    charges=CHARGES,
)
INVOICE = Dialect(
    number=("ID",),
    type_code=("InvoiceTypeCode", "CreditNoteTypeCode"),
    issue_date=("IssueDate",),
    due_date=("DueDate", "PaymentMeans/PaymentDueDate", "PaymentTerms/PaymentDueDate"),
    # Peppol wants the placeholder NA where only the seller's order number is known
    order_references=("OrderReference/ID[not(normalize-space(.)='NA')]", "*/OrderLineReference/OrderReference/ID"),
    invoice_reference=("BillingReference/InvoiceDocumentReference/ID",),
    currency=("DocumentCurrencyCode", "LegalMonetaryTotal/*/@currencyID"),
    net_total=("LegalMonetaryTotal/TaxExclusiveAmount",),
    tax_total=(f"{_DOCUMENT_TAX}/TaxAmount", "TaxTotal/TaxAmount"),
    gross_total=("LegalMonetaryTotal/TaxInclusiveAmount",),
    prepaid=("LegalMonetaryTotal/PrepaidAmount",),
    seller_name=(
        "AccountingSupplierParty/Party/PartyLegalEntity/RegistrationName",
        "AccountingSupplierParty/Party/PartyName/Name",
    ),
    seller_vat=(f"AccountingSupplierParty/Party/PartyTaxScheme{_VAT}", "TaxRepresentativeParty/PartyTaxScheme/CompanyID"),
    buyer_name=(
        "AccountingCustomerParty/Party/PartyLegalEntity/RegistrationName",
        "AccountingCustomerParty/Party/PartyName/Name",
    ),
    buyer_vat=(f"AccountingCustomerParty/Party/PartyTaxScheme{_VAT}",),
    iban=("PaymentMeans/PayeeFinancialAccount/ID",),
    line=LINE,
    charges=CHARGES,
    taxes=TaxAt(
        each=f"{_DOCUMENT_TAX}/TaxSubtotal | TaxTotal[not(TaxAmount/@currencyID)]/TaxSubtotal",
        rate="TaxCategory/Percent",
        base="TaxableAmount",
        amount="TaxAmount",
    ),
)


def read(document: XmlDocument) -> Paper:
    """The invoice or credit note as it states itself, unchecked."""
    return paper(document.root, INVOICE, PaperKind.CREDIT_NOTE if document.name == "CreditNote" else None)
