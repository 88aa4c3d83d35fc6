"""What goes back to the supplier as a Draft, what it is asked, and what an answer does (docs/rules.md 4.2, 4.3)."""

from dataclasses import replace
from decimal import Decimal

import pytest

from core.commands.buyer_invoices import LinkInvoice
from core.commands.buyer_orders import CancelOrder, NewOrder, SubmitOrder
from core.commands.supplier_talk import AnswerQuestion, Yes
from core.findings import Effect
from core.findings import FindingKind as F
from core.invoice import InvoiceStatus
from core.letters import NoticeKind as K
from core.paper import Charge, Field, Paper, PaperLine, Source
from core.question import About, QuestionKind
from tests.core.stories import (
    IRIS,
    KARL,
    TOM,
    Table,
    doubted,
    line,
    order,
    paper,
    row,
    supplier,
)

S = InvoiceStatus
ON_FILE = supplier(ibans=("DE89 3704 0044 0532 0130 00",), vat_id="DE 111")


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


@pytest.mark.parametrize("what", [Field.LINES, Field.NET_TOTAL, Field.TAX_TOTAL, Field.FILE])
def test_what_is_printed_is_shown_as_a_whole_and_a_yes_makes_it_certain(what: Field) -> None:
    """Lines, net and tax are not asked for one by one."""
    table = Table(order()).sends(replace(paper(), proven=False, doubts=(doubted(what),)))
    assert (table.status(), table.question.about, table.question.kind) == (S.DRAFT, About.READING, QuestionKind.YES_NO)
    assert table.writes(Yes(), token=table.question).status() is S.APPROVED


def test_what_it_is_is_asked_first_and_its_reading_last() -> None:
    """Is it an invoice, its number, then all that was read: each answer brings the next question."""
    unclear = (doubted(Field.LINES), doubted(Field.NUMBER, "77", "71"), doubted(Field.KIND))
    table = Table(order()).sends(replace(paper(), proven=False, doubts=unclear))
    asked = []
    for answer in (Yes(), AnswerQuestion(value="1"), Yes()):
        asked.append(table.question.about)
        table.writes(answer, token=table.question)
    assert (asked, table.status()) == ([About.KIND, About.NUMBER, About.READING], S.APPROVED)


@pytest.mark.parametrize(
    "broken",
    [
        paper("77", row(net_amount=Decimal("99.00"))),
        replace(paper("77", row(price="-10.00")), doubts=(doubted(Field.NUMBER),)),
        replace(paper(), lines=(), doubts=(doubted(Field.LINES),)),
    ],
    ids=["sums", "negative", "no lines"],
)
def test_where_only_another_paper_helps_nothing_is_asked(broken: Paper) -> None:
    """Contradicting sums, a negative total, lines that were not found."""
    table = Table(order()).sends(broken)
    assert (table.status(), table.open_questions) == (S.DRAFT, [])


def test_a_value_that_is_none_of_the_choices_is_an_answer_a_number_past_the_list_is_none() -> None:
    """A date in full; "3" of two."""
    unclear = replace(paper(), issue_date=None, doubts=(doubted(Field.ISSUE_DATE, "2026-03-04", "2026-04-03"),))
    table = Table(order()).sends(unclear)
    assert table.writes(AnswerQuestion(value="3"), token=table.question).why == "bad_value"
    assert table.writes(AnswerQuestion(value="2026-03-09"), token=table.question).status() is S.APPROVED


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
