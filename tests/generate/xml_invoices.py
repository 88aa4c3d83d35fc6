"""Drawn invoices as UBL and CII, written from their facts by plain templates."""

from collections.abc import Iterable
from decimal import Decimal
from xml.sax.saxutils import escape

from core.paper import Charge, Paper, PaperKind, PaperLine, TaxPart

_UBL = "urn:oasis:names:specification:ubl:schema:xsd:"
_CII = "urn:un:unece:uncefact:data:standard:"


def _element(tag: str, value: object, attributes: str = "") -> str:
    return "" if value is None else f"<{tag}{attributes}>{escape(str(value))}</{tag}>"


def ubl(paper: Paper) -> bytes:
    """A UBL 2.1 invoice or credit note."""
    root = "CreditNote" if paper.kind is PaperKind.CREDIT_NOTE else "Invoice"
    code = "381" if paper.kind is PaperKind.CREDIT_NOTE else "380"
    money = f' currencyID="{paper.currency}"'
    due = _element("cbc:DueDate", paper.due_date) if root == "Invoice" else ""
    parts = [
        _element("cbc:ID", paper.number),
        _element("cbc:IssueDate", paper.issue_date),
        due,
        _element(f"cbc:{root}TypeCode", code),
        _element("cbc:DocumentCurrencyCode", paper.currency),
        *(f"<cac:OrderReference>{_element('cbc:ID', order)}</cac:OrderReference>" for order in paper.order_references),
        _ubl_party("Supplier", paper.seller_name, paper.seller_vat),
        _ubl_party("Customer", paper.buyer_name, paper.buyer_vat),
        _ubl_account(paper),
        *(_ubl_charge(charge, money) for charge in paper.charges),
        _ubl_taxes(paper.taxes, paper.tax_total, money),
        "<cac:LegalMonetaryTotal>",
        _element("cbc:TaxExclusiveAmount", paper.net_total, money),
        _element("cbc:TaxInclusiveAmount", paper.gross_total, money),
        _element("cbc:PayableAmount", paper.gross_total, money),
        "</cac:LegalMonetaryTotal>",
        *(_ubl_line(n, line, root, money) for n, line in enumerate(paper.lines, 1)),
    ]
    spaces = f'xmlns="{_UBL}{root}-2" xmlns:cac="{_UBL}CommonAggregateComponents-2" xmlns:cbc="{_UBL}CommonBasicComponents-2"'
    return f"<?xml version='1.0' encoding='UTF-8'?><{root} {spaces}>{''.join(parts)}</{root}>".encode()


def _ubl_party(role: str, name: str | None, vat: str | None) -> str:
    scheme = "<cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme>"
    tax = f"<cac:PartyTaxScheme>{_element('cbc:CompanyID', vat)}{scheme}</cac:PartyTaxScheme>" if vat else ""
    legal = f"<cac:PartyLegalEntity>{_element('cbc:RegistrationName', name)}</cac:PartyLegalEntity>"
    return f"<cac:Accounting{role}Party><cac:Party>{tax}{legal}</cac:Party></cac:Accounting{role}Party>"


def _ubl_account(paper: Paper) -> str:
    if paper.iban is None:
        return ""
    account = f"<cac:PayeeFinancialAccount>{_element('cbc:ID', paper.iban)}</cac:PayeeFinancialAccount>"
    return f"<cac:PaymentMeans><cbc:PaymentMeansCode>58</cbc:PaymentMeansCode>{account}</cac:PaymentMeans>"


def _ubl_category(tag: str, rate: Decimal | None) -> str:
    scheme = "<cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme>"
    return f"<cac:{tag}><cbc:ID>S</cbc:ID>{_element('cbc:Percent', rate)}{scheme}</cac:{tag}>"


def _ubl_charge(charge: Charge, money: str) -> str:
    sign = str(charge.amount > 0).lower()
    amount = _element("cbc:Amount", abs(charge.amount), money)
    category = _ubl_category("TaxCategory", charge.tax_rate)
    return f"<cac:AllowanceCharge><cbc:ChargeIndicator>{sign}</cbc:ChargeIndicator>{amount}{category}</cac:AllowanceCharge>"


def _ubl_taxes(taxes: Iterable[TaxPart], total: Decimal | None, money: str) -> str:
    parts = "".join(
        f"<cac:TaxSubtotal>{_element('cbc:TaxableAmount', part.base, money)}{_element('cbc:TaxAmount', part.amount, money)}"
        f"{_ubl_category('TaxCategory', part.rate)}</cac:TaxSubtotal>"
        for part in taxes
    )
    return f"<cac:TaxTotal>{_element('cbc:TaxAmount', total, money)}{parts}</cac:TaxTotal>"


def _ubl_line(position: int, line: PaperLine, root: str, money: str) -> str:
    quantity = "CreditedQuantity" if root == "CreditNote" else "InvoicedQuantity"
    discount = ""
    if line.discount:
        amount = _element("cbc:Amount", line.discount, money)
        discount = f"<cac:AllowanceCharge><cbc:ChargeIndicator>false</cbc:ChargeIndicator>{amount}</cac:AllowanceCharge>"
    sku = f"<cac:SellersItemIdentification>{_element('cbc:ID', line.seller_sku)}</cac:SellersItemIdentification>"
    item = _element("cbc:Name", line.description) + (sku if line.seller_sku else "")
    return (
        f"<cac:{root}Line><cbc:ID>{position}</cbc:ID>{_element(f'cbc:{quantity}', line.quantity)}"
        f"{_element('cbc:LineExtensionAmount', line.net_amount, money)}{discount}"
        f"<cac:Item>{item}{_ubl_category('ClassifiedTaxCategory', line.tax_rate)}</cac:Item>"
        f"<cac:Price>{_element('cbc:PriceAmount', line.unit_price, money)}</cac:Price></cac:{root}Line>"
    )


def cii(paper: Paper) -> bytes:
    """A UN/CEFACT Cross Industry Invoice as Factur-X writes it."""
    code = "381" if paper.kind is PaperKind.CREDIT_NOTE else "380"
    parts = [
        "<rsm:ExchangedDocumentContext/><rsm:ExchangedDocument>",
        _element("ram:ID", paper.number),
        _element("ram:TypeCode", code),
        f"<ram:IssueDateTime>{_cii_day(paper.issue_date)}</ram:IssueDateTime></rsm:ExchangedDocument>",
        "<rsm:SupplyChainTradeTransaction>",
        *(_cii_line(n, line) for n, line in enumerate(paper.lines, 1)),
        "<ram:ApplicableHeaderTradeAgreement>",
        _cii_party("Seller", paper.seller_name, paper.seller_vat),
        _cii_party("Buyer", paper.buyer_name, paper.buyer_vat),
        *(_cii_order(order) for order in paper.order_references),
        "</ram:ApplicableHeaderTradeAgreement><ram:ApplicableHeaderTradeDelivery/>",
        f"<ram:ApplicableHeaderTradeSettlement>{_cii_settlement(paper)}</ram:ApplicableHeaderTradeSettlement>",
        "</rsm:SupplyChainTradeTransaction>",
    ]
    spaces = (
        f'xmlns:rsm="{_CII}CrossIndustryInvoice:100" xmlns:ram="{_CII}ReusableAggregateBusinessInformationEntity:100" '
        f'xmlns:udt="{_CII}UnqualifiedDataType:100"'
    )
    return f"<rsm:CrossIndustryInvoice {spaces}>{''.join(parts)}</rsm:CrossIndustryInvoice>".encode()


def _cii_day(day: object) -> str:
    return _element("udt:DateTimeString", str(day).replace("-", ""), ' format="102"')


def _cii_party(role: str, name: str | None, vat: str | None) -> str:
    tax = _element("ram:ID", vat, ' schemeID="VA"')
    registration = f"<ram:SpecifiedTaxRegistration>{tax}</ram:SpecifiedTaxRegistration>" if vat else ""
    return f"<ram:{role}TradeParty>{_element('ram:Name', name)}{registration}</ram:{role}TradeParty>"


def _cii_order(order: str) -> str:
    return f"<ram:BuyerOrderReferencedDocument>{_element('ram:IssuerAssignedID', order)}</ram:BuyerOrderReferencedDocument>"


def _cii_tax(rate: Decimal | None, base: Decimal | None = None, amount: Decimal | None = None) -> str:
    return (
        f"<ram:ApplicableTradeTax>{_element('ram:CalculatedAmount', amount)}<ram:TypeCode>VAT</ram:TypeCode>"
        f"{_element('ram:BasisAmount', base)}<ram:CategoryCode>S</ram:CategoryCode>"
        f"{_element('ram:RateApplicablePercent', rate)}</ram:ApplicableTradeTax>"
    )


def _cii_line(position: int, line: PaperLine) -> str:
    discount = _cii_charge(Charge(description="", amount=-line.discount)) if line.discount else ""
    product = _element("ram:SellerAssignedID", line.seller_sku) + _element("ram:Name", line.description)
    price = _element("ram:ChargeAmount", line.unit_price)
    quantity = _element("ram:BilledQuantity", line.quantity, ' unitCode="C62"')
    return (
        f"<ram:IncludedSupplyChainTradeLineItem><ram:AssociatedDocumentLineDocument><ram:LineID>{position}</ram:LineID>"
        f"</ram:AssociatedDocumentLineDocument><ram:SpecifiedTradeProduct>{product}</ram:SpecifiedTradeProduct>"
        f"<ram:SpecifiedLineTradeAgreement><ram:NetPriceProductTradePrice>{price}</ram:NetPriceProductTradePrice>"
        f"</ram:SpecifiedLineTradeAgreement><ram:SpecifiedLineTradeDelivery>"
        f"{quantity}</ram:SpecifiedLineTradeDelivery>"
        f"<ram:SpecifiedLineTradeSettlement>{_cii_tax(line.tax_rate)}{discount}"
        f"<ram:SpecifiedTradeSettlementLineMonetarySummation>{_element('ram:LineTotalAmount', line.net_amount)}"
        f"</ram:SpecifiedTradeSettlementLineMonetarySummation></ram:SpecifiedLineTradeSettlement>"
        f"</ram:IncludedSupplyChainTradeLineItem>"
    )


def _cii_charge(charge: Charge) -> str:
    sign = str(charge.amount > 0).lower()
    rate = _element("ram:RateApplicablePercent", charge.tax_rate)
    category = f"<ram:CategoryTradeTax><ram:TypeCode>VAT</ram:TypeCode>{rate}</ram:CategoryTradeTax>" if rate else ""
    return (
        f"<ram:SpecifiedTradeAllowanceCharge><ram:ChargeIndicator><udt:Indicator>{sign}</udt:Indicator></ram:ChargeIndicator>"
        f"{_element('ram:ActualAmount', abs(charge.amount))}{category}</ram:SpecifiedTradeAllowanceCharge>"
    )


def _cii_settlement(paper: Paper) -> str:
    account = _element("ram:IBANID", paper.iban)
    means = f"<ram:PayeePartyCreditorFinancialAccount>{account}</ram:PayeePartyCreditorFinancialAccount>" if account else ""
    due = f"<ram:DueDateDateTime>{_cii_day(paper.due_date)}</ram:DueDateDateTime>" if paper.due_date else ""
    return "".join(
        (
            _element("ram:InvoiceCurrencyCode", paper.currency),
            f"<ram:SpecifiedTradeSettlementPaymentMeans><ram:TypeCode>58</ram:TypeCode>{means}"
            "</ram:SpecifiedTradeSettlementPaymentMeans>",
            *(_cii_tax(part.rate, part.base, part.amount) for part in paper.taxes),
            *map(_cii_charge, paper.charges),
            f"<ram:SpecifiedTradePaymentTerms>{due}</ram:SpecifiedTradePaymentTerms>",
            "<ram:SpecifiedTradeSettlementHeaderMonetarySummation>",
            _element("ram:TaxBasisTotalAmount", paper.net_total),
            _element("ram:TaxTotalAmount", paper.tax_total, f' currencyID="{paper.currency}"'),
            _element("ram:GrandTotalAmount", paper.gross_total),
            _element("ram:DuePayableAmount", paper.gross_total),
            "</ram:SpecifiedTradeSettlementHeaderMonetarySummation>",
        )
    )
