"""What stops an invoice although its total fits, and what sends it back (docs/rules.md 3 holds, 4.2, 4.3)."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from core.commands.buyer_invoices import ApproveInvoice, LinkInvoice, TakeInvoice
from core.commands.buyer_orders import CancelOrder, NewOrder, SubmitOrder
from core.commands.supplier_talk import AnswerQuestion, Yes
from core.findings import Effect
from core.findings import FindingKind as F
from core.invoice import InvoiceStatus
from core.letters import NoticeKind as K
from core.paper import Charge, Field, Paper, PaperLine, Source
from core.party import Level
from core.question import About, QuestionKind
from tests.core.stories import (
    ANNA,
    IRIS,
    KARL,
    TOM,
    Table,
    band,
    doubted,
    house_policy,
    line,
    order,
    paper,
    row,
    supplier,
)

S = InvoiceStatus
ON_FILE = supplier(ibans=("DE89 3704 0044 0532 0130 00",), vat_id="DE 111")


def test_another_currency_is_held_for_the_initiator() -> None:
    """The number fits, the currency does not: no rate decides that."""
    table = Table(order()).sends(paper("77", row(), currency="USD"))
    assert (table.status(), len(table.findings(F.CURRENCY_DIFFERS))) == (S.MATCHING, 1)


def test_another_number_with_the_same_date_and_total_is_a_possible_duplicate() -> None:
    """The later one is held, the first is not; another day or another total is none."""
    table = Table(order("PO-1", line(quantity=100))).sends(paper("1")).sends(paper("2"))
    assert (table.status("INV-1"), table.status("INV-2")) == (S.APPROVED, S.MATCHING)
    assert [f.ours for f in table.findings(F.POSSIBLE_DUPLICATE, "INV-2")] == ["INV-1"]
    assert table.sends(paper("3", issue_date=date(2026, 3, 8))).status("INV-3") is S.APPROVED
    assert table.sends(paper("4", row(quantity=9))).status("INV-4") is S.APPROVED


def test_of_two_alike_in_one_mail_only_the_second_is_held() -> None:
    """Both came at the same minute; the first one does not suspect the second."""
    one, two = paper("1", file="both.pdf"), paper("2", file="both.pdf")
    table = Table(order("PO-1", line(quantity=100))).sends(one, two)
    assert (table.status("INV-1"), table.status("INV-2")) == (S.APPROVED, S.MATCHING)


def test_an_account_that_is_not_on_file_waits_for_the_accountant() -> None:
    """The total fits, no band applies: still Pending; the supplier's word about a new account changes nothing (T9)."""
    table = Table(order(), who=ON_FILE).sends(paper("77", row(), iban="GB33BUKB20201555555555"))
    assert (table.status(), table.told(KARL), table.told(TOM)) == (S.PENDING, [K.DECIDE_APPROVAL], [K.INVOICE_PENDING, K.RECEIPT])
    assert table.dossier.supplier == ON_FILE
    (finding,) = table.findings(F.BANK_DIFFERS)
    assert "GB33" not in f"{finding.ours}{finding.theirs}{finding.what}"
    assert table.says(IRIS, ApproveInvoice(document="INV-1")).why == "four_eyes"
    assert table.says(KARL, ApproveInvoice(document="INV-1")).status() is S.APPROVED


def test_after_the_accountant_the_amount_band_still_decides() -> None:
    """Karl releases the account; the hundred euro are Anna's."""
    table = Table(order(), who=ON_FILE, policy=house_policy(bands=(band(0, ANNA),)))
    table.sends(paper("77", row(), iban="GB33BUKB20201555555555"))
    assert (table.told(KARL), table.told(ANNA)) == ([K.DECIDE_APPROVAL], [])
    assert table.says(ANNA, ApproveInvoice(document="INV-1")).why == "not_allowed"
    table.says(KARL, ApproveInvoice(document="INV-1"))
    assert (table.status(), table.facts(), table.told(ANNA)) == (S.PENDING, ["InvoiceReleased"], [K.DECIDE_APPROVAL])
    assert table.says(KARL, ApproveInvoice(document="INV-1")).why == "not_allowed"
    assert table.says(ANNA, ApproveInvoice(document="INV-1")).status() is S.APPROVED


def test_the_account_on_file_may_be_written_with_spaces() -> None:
    """The same digits are the same account."""
    assert Table(order(), who=ON_FILE).sends(paper("77", row(), iban="DE89370400440532013000")).status() is S.APPROVED


def test_a_difference_and_a_bank_hold_are_decided_one_after_the_other() -> None:
    """First the initiator takes, then the accountant looks."""
    table = Table(order(), who=ON_FILE).sends(paper("77", row(price="12.00"), iban="GB33BUKB20201555555555"))
    assert table.status() is S.MATCHING
    assert table.says(IRIS, TakeInvoice(document="INV-1")).status() is S.PENDING
    assert table.told(KARL) == [K.DECIDE_APPROVAL]


def test_a_sender_who_is_not_authenticated_never_gets_one_through_by_rule() -> None:
    """Matching, and after the initiator took it still a person: the accountant."""
    table = Table(order()).sends(paper(), level=Level.NAMED, thread="PO-1")
    assert (table.status(), len(table.findings(F.NOT_AUTHENTICATED))) == (S.MATCHING, 1)
    assert table.says(IRIS, TakeInvoice(document="INV-1")).status() is S.PENDING


def test_a_colleague_of_unknown_address_makes_a_draft_that_the_contact_vouches_for() -> None:
    """Level 1: the contact on file is asked alone; his YES with the one-time token submits it."""
    table = Table(order()).sends(paper(), level=Level.BEARER, thread="PO-1", who="new@bowls.example")
    assert (table.status(), table.question.asked_of, table.question.about) == (S.DRAFT, TOM, About.SENDER)
    assert K.INVOICE_DRAFT in table.told(TOM)
    assert K.INVOICE_DRAFT not in table.told("new@bowls.example")
    table.writes(Yes(), token=table.question, level=Level.NAMED)
    assert (table.status(), table.invoice().level) == (S.APPROVED, Level.AUTHENTIC)


def test_the_one_who_is_vouched_for_cannot_vouch() -> None:
    """The token was forwarded to the colleague: from his address it is worth nothing (T6)."""
    table = Table(order()).sends(paper(), level=Level.BEARER, thread="PO-1", who="new@bowls.example")
    table.writes(Yes(), token=table.question, level=Level.BEARER, who="new@bowls.example")
    assert (table.why, table.status()) == ("not_allowed", S.DRAFT)


def test_an_invoice_that_a_buyer_forwards_is_matched_but_never_approved_by_rule() -> None:
    """It counts as handed in by Iris; an accountant looks at it."""
    table = Table(order()).forwards(paper())
    assert (table.invoice().handed_in_by, table.status()) == (IRIS, S.PENDING)
    assert table.says(KARL, ApproveInvoice(document="INV-1")).status() is S.APPROVED


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        ({"seller_vat": "DE999"}, F.VAT_ID_DIFFERS),
        ({"buyer_name": "Other Company"}, F.NOT_OUR_NAME),
        ({"issue_date": date(2024, 1, 1)}, F.DATE_UNLIKELY),
        ({"issue_date": date(2027, 1, 1)}, F.DATE_UNLIKELY),
    ],
)
def test_what_is_odd_is_shown_and_stops_nothing(change: dict[str, object], kind: F) -> None:
    """VAT id, our name, a date in the future or older than a year."""
    table = Table(order(), who=ON_FILE).sends(replace(paper(), **change))
    assert ([f.effect for f in table.findings(kind)], table.status()) == ([Effect.SHOWN], S.APPROVED)


def test_our_name_or_our_vat_id_is_enough() -> None:
    """With the legal form or without; an old name with our VAT id."""
    for change in ({"buyer_name": "ACME GmbH, Berlin"}, {"buyer_name": "Acme Trading", "buyer_vat": "DE 123456789"}):
        table = Table(order()).sends(replace(paper(), **change))  # type: ignore[arg-type]
        assert table.findings(F.NOT_OUR_NAME) == []


def test_another_tax_than_ordered_is_shown() -> None:
    """By rate on the line, or by amount where the lines print none."""
    taxed = order("PO-1", line(tax_rate=Decimal(19)))
    by_rate = Table(taxed).sends(paper("77", row(tax_rate=Decimal(7)), tax="7"))
    assert [(f.ours, f.theirs) for f in by_rate.findings(F.TAX_DIFFERS)] == [("19", "7")]
    by_amount = Table(taxed).sends(paper("77", row(), tax="7"))
    assert [(f.ours, f.theirs) for f in by_amount.findings(F.TAX_DIFFERS)] == [("19.00", "7.00")]
    assert Table(taxed).sends(paper("77", row(), tax="19")).findings(F.TAX_DIFFERS) == []
    assert Table(order()).sends(paper("77", row(tax_rate=Decimal(7)), tax="7")).findings(F.TAX_DIFFERS) == []


# ---- back as a Draft


@pytest.mark.parametrize(
    ("missing", "about"),
    [
        ({"number": None}, About.NUMBER),
        ({"issue_date": None}, About.ISSUE_DATE),
        ({"currency": None}, About.CURRENCY),
        ({"gross_total": None}, About.TOTAL),
    ],
)
def test_what_is_missing_is_asked(missing: dict[str, object], about: About) -> None:
    """Number, date, currency, total: a Draft with one question, asked of the writer."""
    table = Table(order()).sends(replace(paper(), **missing))
    assert (table.status(), table.question.about, table.question.asked_of) == (S.DRAFT, about, TOM)


def test_two_readings_are_offered_as_choices() -> None:
    """Answered by the number of the choice."""
    unclear = replace(paper(), number=None, doubts=(doubted(Field.NUMBER, "77", "71"),))
    table = Table(order()).sends(unclear)
    assert (table.question.kind, table.question.choices) == (QuestionKind.CHOICE, ("77", "71"))
    table.writes(AnswerQuestion(value="2"), thread="INV-1")
    assert (table.invoice().paper.number, table.status()) == ("71", S.APPROVED)


def test_a_value_in_doubt_is_not_used_although_it_was_read() -> None:
    """Nothing is decided on a guess."""
    table = Table(order()).sends(replace(paper(), doubts=(doubted(Field.GROSS_TOTAL),)))
    assert table.status() is S.DRAFT


@pytest.mark.parametrize(
    "broken",
    [
        paper("77", row(net_amount=Decimal("99.00"))),
        paper("77", row(), net_total=Decimal("90.00")),
        paper("77", row(), gross_total=Decimal("110.00")),
    ],
    ids=["line", "net", "gross"],
)
def test_lines_that_do_not_add_up_go_back(broken: Paper) -> None:
    """Quantity times price, lines to net, net and tax to gross."""
    table = Table(order()).sends(broken)
    assert table.status() is S.DRAFT
    assert table.findings(F.LINES_DO_NOT_ADD_UP) != []


def test_a_cent_of_rounding_adds_up() -> None:
    """A line may be a cent off, a total a cent a line."""
    rows = (
        row(quantity=3, price="3.333", net_amount=Decimal("9.99")),
        row(quantity=3, price="3.333", net_amount=Decimal("10.00")),
    )
    table = Table(order("PO-1", line(quantity=6, price="3.333")))
    table.sends(paper("77", *rows, net_total=Decimal("20.00"), gross_total=Decimal("20.00")))
    assert table.findings(F.LINES_DO_NOT_ADD_UP) == []


def test_charges_belong_to_the_sum() -> None:
    """Freight at the foot of the invoice is part of its net."""
    table = Table(order(), who=supplier(tolerance=Decimal(10)))
    table.sends(paper("77", row(), charges=(Charge(description="Freight", amount=Decimal("5.00")),)))
    assert table.status() is S.APPROVED


def test_retail_lines_with_tax_sum_to_the_gross() -> None:
    """119.00 on the line, 100.00 net, 119.00 gross."""
    table = Table(order("PO-1", line(quantity=1, price="100.00")))
    table.sends(
        paper("77", row(quantity=1, price="119.00"), net_total=Decimal(100), tax_total=Decimal(19), gross_total=Decimal(119))
    )
    assert table.findings(F.LINES_DO_NOT_ADD_UP) == []


def test_an_unknown_order_is_asked_for_with_the_orders_that_fit() -> None:
    """PO-9 is nobody's; the order that explains the lines is offered first."""
    table = Table(order("PO-1", line(1, "Plate")), order("PO-2"), order("PO-3", line(1, "Cup")))
    table.sends(paper("77", row(), to="PO-9"))
    assert (table.status(), table.question.about, table.question.choices[0]) == (S.DRAFT, About.ORDER, "PO-2")
    table.writes(AnswerQuestion(value="1"), thread="INV-1")
    assert (table.status(), table.invoice().orders) == (S.APPROVED, ("PO-2",))


def test_an_order_may_be_answered_by_its_bare_number() -> None:
    """ "2" for PO-2, also where it is no choice."""
    table = Table(order("PO-1"), order("PO-2")).sends(paper("77", row(), to=None))
    assert table.findings(F.ORDER_MISSING) != []
    assert table.writes(AnswerQuestion(field="order_reference", value="po 2"), thread="INV-1").invoice().orders == ("PO-2",)


def test_an_invoice_before_its_order_is_matched_when_the_order_appears() -> None:
    """It names PO-5, which is sent a day later; an order that it does not name wakes nothing."""
    table = Table(order("PO-1")).sends(paper("77", row(), to="PO-5"))
    assert table.status() is S.DRAFT
    table.later().says(IRIS, NewOrder(order=order("PO-4"))).says(IRIS, SubmitOrder(document="PO-4"))
    assert (table.status(), table.told(TOM)) == (S.DRAFT, [K.ORDER_SENT])
    table.says(IRIS, NewOrder(order=order("PO-5"))).says(IRIS, SubmitOrder(document="PO-5"))
    assert (table.status(), table.open_questions) == (S.APPROVED, [])
    assert table.told(TOM) == [K.ORDER_SENT, K.INVOICE_APPROVED]


def test_the_accountant_may_link_what_the_supplier_does_not_name() -> None:
    """Without a number it waits for the supplier or for Karl."""
    table = Table(order()).sends(paper("77", row(), to=None))
    table.says(KARL, LinkInvoice(document="INV-1", order="PO-1"))
    assert (table.status(), table.open_questions) == (S.APPROVED, [])


def test_an_invoice_on_a_canceled_order_is_a_draft() -> None:
    """It cannot be billed any more."""
    table = Table(order("PO-1"), order("PO-2")).says(IRIS, CancelOrder(document="PO-1")).sends(paper())
    assert (table.status(), len(table.findings(F.ORDER_CANCELED))) == (S.DRAFT, 1)


def test_an_order_in_draft_is_unknown_to_the_supplier() -> None:
    """Its number is no hint that it exists."""
    table = Table(order("PO-2")).says(IRIS, NewOrder(order=order("PO-1"))).sends(paper())
    assert [f.theirs for f in table.findings(F.ORDER_UNKNOWN)] == ["PO-1"]


def test_a_second_number_on_the_paper_that_is_not_ours_is_shown_only() -> None:
    """Suppliers print their own references too."""
    table = Table(order()).sends(paper("77", row(), order_references=("PO-1", "A-4711")))
    assert (table.status(), [f.effect for f in table.findings(F.ORDER_UNKNOWN)]) == (S.APPROVED, [Effect.SHOWN])


def test_in_an_orders_thread_an_invoice_without_a_number_bills_that_order() -> None:
    """The mail says it; a number on the paper would win."""
    table = Table(order("PO-1"), order("PO-2")).sends(paper("77", row(), to=None), thread="PO-2")
    assert (table.status(), table.invoice().orders) == (S.APPROVED, ("PO-2",))
    table = Table(order("PO-1"), order("PO-2")).sends(paper("77", row(), to="PO-1"), thread="PO-2")
    assert table.invoice().orders == ("PO-1",)


# ---- proven or not


def unproven(*rows: PaperLine, **more: object) -> Paper:
    """Read from a page whose arithmetic does not prove it."""
    return paper("77", *rows, proven=False, **more)


def test_the_order_proves_what_the_page_cannot() -> None:
    """Every line at the order's price, the total their sum: approved; a total that is not, is shown to the supplier first."""
    assert Table(order()).sends(unproven(row())).status() is S.APPROVED
    other = unproven(row(), net_total=None, tax_total=None, gross_total=Decimal("120.00"))
    table = Table(order(), who=supplier(tolerance=Decimal(50))).sends(other)
    assert (table.status(), table.question.kind) == (S.DRAFT, QuestionKind.YES_NO)
    table.writes(Yes(), thread="INV-1")
    assert (table.status(), table.invoice().confirmed) == (S.APPROVED, True)


def test_a_confirmation_is_of_one_paper() -> None:
    """What was confirmed for the first version does not count for the second."""
    dear = unproven(row(price="12.00"))
    table = Table(order()).sends(dear).writes(Yes(), thread="INV-1")
    assert table.status() is S.MATCHING
    table.sends(unproven(row(price="11.00")))
    assert (table.invoice().confirmed, table.status()) == (False, S.DRAFT)


def test_a_doubt_beside_the_point_does_not_make_an_unproven_page_proven() -> None:
    """The due date is in doubt: the total is still unproven."""
    dear = replace(unproven(row(price="12.00")), doubts=(doubted(Field.DUE_DATE),))
    assert Table(order()).sends(dear).status() is S.DRAFT


@pytest.mark.parametrize("source", [Source.XML, Source.SHEET])
def test_structured_documents_need_no_proof(source: Source) -> None:
    """What a machine states is what it states."""
    assert Table(order()).sends(replace(unproven(row(price="12.00")), source=source)).status() is S.MATCHING


def test_an_invoice_with_a_negative_total_is_asked_about() -> None:
    """It is a credit note in disguise: never approved as an invoice."""
    assert Table(order()).sends(paper("77", row("Bowl 24 cm", 1, "-10.00"))).status() is S.DRAFT


@pytest.mark.parametrize("absurd", ["NaN", "Infinity", "1E+40", "-1E+13", "1E-40"])
def test_absurd_numbers_are_not_read(absurd: str) -> None:
    """Whatever a hostile file states: a Draft, never an exception."""
    for broken in (
        paper("77", row(), gross_total=Decimal(absurd)),
        paper("77", row(), net_total=Decimal(absurd)),
        replace(paper(), lines=(PaperLine(description="x", quantity=Decimal(absurd), unit_price=Decimal(absurd)),)),
        replace(paper(), charges=(Charge(description="x", amount=Decimal(absurd)),)),
    ):
        assert Table(order()).sends(broken).status() is S.DRAFT


def test_an_absurd_answer_is_refused() -> None:
    """The question stays open."""
    table = Table(order()).sends(replace(paper(), gross_total=None))
    for answer in ("NaN", "1e99", "a lot", "", "-", "yes"):
        table.writes(AnswerQuestion(value=answer), thread="INV-1")
        assert (table.why, table.status(), len(table.open_questions)) == ("bad_value", S.DRAFT, 1)
