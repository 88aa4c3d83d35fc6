"""UN/CEFACT Cross Industry Invoice: Factur-X and ZUGFeRD 2 of every profile, XRechnung, and ZUGFeRD 1 by the same table."""

from typing import TYPE_CHECKING

from core.paper import Paper
from parsers.documents.structured import ChargeAt, Dialect, LineAt, TaxAt, paper
from parsers.documents.xml import XmlDocument

if TYPE_CHECKING:
    from lxml import etree

ROOTS = ("CrossIndustryInvoice", "CrossIndustryDocument")

_AGREEMENT = "SupplyChainTradeTransaction/ApplicableHeaderTradeAgreement"
_DELIVERY = "SupplyChainTradeTransaction/ApplicableHeaderTradeDelivery"
_SETTLEMENT = "SupplyChainTradeTransaction/ApplicableHeaderTradeSettlement"
_TOTALS = f"{_SETTLEMENT}/SpecifiedTradeSettlementHeaderMonetarySummation"
_VAT = "SpecifiedTaxRegistration/ID[@schemeID='VA']"
_IN_CURRENCY = "[@currencyID=/*/SupplyChainTradeTransaction/ApplicableHeaderTradeSettlement/InvoiceCurrencyCode]"

LINE_CHARGES = ChargeAt(
    each="SpecifiedLineTradeSettlement/SpecifiedTradeAllowanceCharge",
    is_charge="ChargeIndicator/Indicator",
    amount="ActualAmount",
    reason=("Reason", "ReasonCode"),
)
CHARGES = ChargeAt(
    each=f"{_SETTLEMENT}/SpecifiedTradeAllowanceCharge",
    is_charge="ChargeIndicator/Indicator",
    amount="ActualAmount",
    reason=("Reason", "ReasonCode"),
    rate=("CategoryTradeTax/RateApplicablePercent",),
)
FREIGHT = ChargeAt(
    each=f"{_SETTLEMENT}/SpecifiedLogisticsServiceCharge",
    is_charge="",
    amount="AppliedAmount",
    reason=("Description",),
    rate=("AppliedTradeTax/RateApplicablePercent",),
)
LINE = LineAt(
    # a line that only groups or informs bills nothing (Factur-X EXTENDED, BT-X-8), a note is no item
    each=(
        "SupplyChainTradeTransaction/IncludedSupplyChainTradeLineItem"
        "[not(AssociatedDocumentLineDocument/LineStatusReasonCode[.='GROUP' or .='INFORMATION'])]"
        "[SpecifiedTradeProduct or SpecifiedLineTradeAgreement or .//LineTotalAmount]"
    ),
    description=("SpecifiedTradeProduct/Name", "SpecifiedTradeProduct/Description"),
    seller_sku=("SpecifiedTradeProduct/SellerAssignedID",),
    buyer_sku=("SpecifiedTradeProduct/BuyerAssignedID",),
    order_line=("SpecifiedLineTradeAgreement/BuyerOrderReferencedDocument/LineID",),
    order_reference=("SpecifiedLineTradeAgreement/BuyerOrderReferencedDocument/IssuerAssignedID",),
    quantity=("SpecifiedLineTradeDelivery/BilledQuantity", "SpecifiedLineTradeDelivery/RequestedQuantity"),
    unit=(
        "SpecifiedLineTradeDelivery/BilledQuantity/@unitCode",
        "SpecifiedLineTradeDelivery/RequestedQuantity/@unitCode",
    ),
    unit_price=(
        "SpecifiedLineTradeAgreement/NetPriceProductTradePrice/ChargeAmount",
        "SpecifiedLineTradeAgreement/GrossPriceProductTradePrice/ChargeAmount",
    ),
    price_base=(
        "SpecifiedLineTradeAgreement/NetPriceProductTradePrice/BasisQuantity",
        "SpecifiedLineTradeAgreement/GrossPriceProductTradePrice/BasisQuantity",
    ),
    net_amount=("SpecifiedLineTradeSettlement/SpecifiedTradeSettlementLineMonetarySummation/LineTotalAmount",),
    tax_rate=("SpecifiedLineTradeSettlement/ApplicableTradeTax/RateApplicablePercent",),
    charges=LINE_CHARGES,
)
INVOICE = Dialect(
    number=("ExchangedDocument/ID",),
    type_code=("ExchangedDocument/TypeCode",),
    issue_date=("ExchangedDocument/IssueDateTime/*",),
    due_date=(f"{_SETTLEMENT}/SpecifiedTradePaymentTerms/DueDateDateTime/*",),
    order_references=(
        f"{_AGREEMENT}/BuyerOrderReferencedDocument/IssuerAssignedID",
        "SupplyChainTradeTransaction/*/SpecifiedLineTradeAgreement/BuyerOrderReferencedDocument/IssuerAssignedID",
    ),
    invoice_reference=(
        f"{_SETTLEMENT}/InvoiceReferencedDocument/IssuerAssignedID",
        f"{_AGREEMENT}/AdditionalReferencedDocument[TypeCode='130']/IssuerAssignedID",
    ),
    currency=(f"{_SETTLEMENT}/InvoiceCurrencyCode", f"{_SETTLEMENT}/OrderCurrencyCode", f"{_TOTALS}/*/@currencyID"),
    net_total=(f"{_TOTALS}/TaxBasisTotalAmount",),
    tax_total=(f"{_TOTALS}/TaxTotalAmount{_IN_CURRENCY}", f"{_TOTALS}/TaxTotalAmount"),
    gross_total=(f"{_TOTALS}/GrandTotalAmount{_IN_CURRENCY}", f"{_TOTALS}/GrandTotalAmount"),
    prepaid=(f"{_TOTALS}/TotalPrepaidAmount",),
    seller_name=(f"{_AGREEMENT}/SellerTradeParty/Name",),
    seller_vat=(f"{_AGREEMENT}/SellerTradeParty/{_VAT}", f"{_AGREEMENT}/SellerTaxRepresentativeTradeParty/{_VAT}"),
    buyer_name=(f"{_AGREEMENT}/BuyerTradeParty/Name",),
    buyer_vat=(f"{_AGREEMENT}/BuyerTradeParty/{_VAT}",),
    iban=(
        f"{_SETTLEMENT}/SpecifiedTradeSettlementPaymentMeans/PayeePartyCreditorFinancialAccount/IBANID",
        f"{_SETTLEMENT}/SpecifiedTradeSettlementPaymentMeans/PayeePartyCreditorFinancialAccount/ProprietaryID",
    ),
    line=LINE,
    charges=CHARGES,
    taxes=TaxAt(
        each=f"{_SETTLEMENT}/ApplicableTradeTax",
        rate="RateApplicablePercent",
        base="BasisAmount",
        amount="CalculatedAmount",
    ),
    fees=(FREIGHT,),
)

_ZUGFERD_1 = {
    "CrossIndustryDocument": "CrossIndustryInvoice",
    "HeaderExchangedDocument": "ExchangedDocument",
    "SpecifiedSupplyChainTradeTransaction": "SupplyChainTradeTransaction",
    "ApplicableSupplyChainTradeAgreement": "ApplicableHeaderTradeAgreement",
    "ApplicableSupplyChainTradeDelivery": "ApplicableHeaderTradeDelivery",
    "ApplicableSupplyChainTradeSettlement": "ApplicableHeaderTradeSettlement",
    "SpecifiedTradeSettlementMonetarySummation": "SpecifiedTradeSettlementHeaderMonetarySummation",
    "SpecifiedSupplyChainTradeAgreement": "SpecifiedLineTradeAgreement",
    "SpecifiedSupplyChainTradeDelivery": "SpecifiedLineTradeDelivery",
    "SpecifiedSupplyChainTradeSettlement": "SpecifiedLineTradeSettlement",
    "ApplicablePercent": "RateApplicablePercent",
}


def read(document: XmlDocument) -> Paper:
    """The invoice as it states itself, unchecked."""
    if document.name == "CrossIndustryDocument":
        _as_version_2(document.root)
    return paper(document.root, INVOICE)


def _as_version_2(root: "etree._Element") -> None:
    """ZUGFeRD 1 says the same with other names: they are changed in place, so that one table serves."""
    for element in root.iter():
        element.tag = _ZUGFERD_1.get(str(element.tag), str(element.tag))
    for summation in root.iterfind(".//SpecifiedLineTradeSettlement/SpecifiedTradeSettlementHeaderMonetarySummation"):
        summation.tag = "SpecifiedTradeSettlementLineMonetarySummation"
    for order in root.iterfind(".//BuyerOrderReferencedDocument/ID"):
        order.tag = "IssuerAssignedID"
