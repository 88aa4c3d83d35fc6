"""Questions, words and permissions: who may say what at which level of trust (docs/mail.md 3 and 6)."""

from dataclasses import replace
from datetime import timedelta

import pytest

from core.commands.answers import answered
from core.commands.buyer_invoices import TakeInvoice
from core.commands.buyer_orders import NewOrder
from core.commands.buyer_people import Note, Say
from core.commands.command import Command, PassedOn, Who
from core.commands.registry import COMMANDS, SUPPLIER_COMMANDS
from core.commands.supplier_invoices import CancelInvoice, SubmitInvoice
from core.commands.supplier_orders import Accept, Received, Reject
from core.commands.supplier_talk import AnswerQuestion, AskHelp, AskOpen, AskStatus, Comment, No, SendDocument, Yes
from core.events import CommentAdded
from core.invoice import InvoiceStatus
from core.letters import NoticeKind as K
from core.names import SupplierId
from core.order import Confirmation
from core.paper import Field
from core.party import Level, SupplierStatus
from core.question import About, QuestionState
from tests.core.stories import ANNA, IRIS, KARL, TOM, Table, doubted, order, paper, row, supplier

S = InvoiceStatus


def drafted() -> Table:
    """An invoice without a number, and the question for it."""
    return Table(order()).sends(paper(None, file="scan.pdf"))


# ---- questions


def test_a_question_is_good_once() -> None:
    """Answered it is closed; the same token again finds no question."""
    table = drafted()
    question = table.question
    table.writes(AnswerQuestion(value="77"), token=question)
    assert table.status() is S.APPROVED
    table.writes(AnswerQuestion(value="78"), token=replace(question, state=QuestionState.ANSWERED))
    assert (table.why, table.invoice().paper.number) == ("no_question", "77")


def test_a_question_expires_after_fourteen_days() -> None:
    """Silence changes nothing; an answer too late neither."""
    table = drafted()
    assert table.question.expires - table.at >= timedelta(days=13, hours=23)
    table.later(15).writes(AnswerQuestion(value="77"), thread="INV-1")
    assert (table.why, table.status(), table.open_questions) == ("no_question", S.DRAFT, [])


def test_no_is_no_value() -> None:
    """NO to "what is the number?" takes the invoice back; it does not name it "no"."""
    table = drafted().writes(No(), thread="INV-1")
    assert (table.status(), table.open_questions) == (S.CANCELED, [])


def test_yes_is_no_value_either() -> None:
    """The question stays open."""
    table = drafted().writes(Yes(), thread="INV-1")
    assert (table.why, table.status(), len(table.open_questions)) == ("bad_value", S.DRAFT, 1)


def test_no_to_a_question_that_can_be_denied_changes_nothing() -> None:
    """ "Did we read it right?" NO: it stays a Draft."""
    table = Table(order()).sends(paper("77", row(price="12.00"), proven=False)).writes(No(), thread="INV-1")
    assert (table.facts(), table.status(), table.open_questions) == (["QuestionAnswered"], S.DRAFT, [])


def test_yes_without_a_question_means_nothing() -> None:
    """It is never an acceptance."""
    table = Table(order()).writes(Yes(), thread="PO-1")
    assert (table.why, table.order().confirmation) == ("no_question", Confirmation.OPEN)


def test_an_answer_of_two_invoices_names_its_own() -> None:
    """By token: the question about the second does not complete the first."""
    table = drafted().sends(paper(None, row(quantity=2), file="b.pdf"))
    second = next(q for q in table.open_questions if q.document == "INV-2")
    table.writes(AnswerQuestion(value="88"), token=second)
    assert (table.invoice("INV-1").paper.number, table.invoice("INV-2").paper.number) == (None, "88")
    assert [q.document for q in table.open_questions] == ["INV-1"]


def test_a_field_named_in_the_mail_is_filled_although_another_was_asked() -> None:
    """ "Invoice number: 77", while the total was asked too."""
    table = Table(order()).sends(paper(None, file="scan.pdf", gross_total=None))
    table.writes(AnswerQuestion(field="number", value="77"), thread="INV-1")
    assert (table.invoice().paper.number, table.status(), table.question.about) == ("77", S.DRAFT, About.TOTAL)


def test_an_answer_after_the_invoice_is_gone_is_refused() -> None:
    """Canceled meanwhile: it does not come back to life."""
    table = drafted()
    question = table.question
    table.writes(CancelInvoice(invoice="INV-1"), thread="INV-1")
    assert (table.status(), table.open_questions) == (S.CANCELED, [])
    stale = replace(table.dossier, asked=question, thread=question.document)
    (event,) = answered(stale, "77", None, table.at, table.policy)
    assert getattr(event, "why", None) == "wrong_status"


# ---- levels


EVERY_SUPPLIER_WORD = [c for c in SUPPLIER_COMMANDS if c not in (SubmitInvoice, Comment)]


@pytest.mark.parametrize("word", EVERY_SUPPLIER_WORD, ids=lambda c: c.word)
def test_a_bearer_may_comment_and_send_an_invoice_and_nothing_else(word: type[Command]) -> None:
    """A valid token shows where a mail belongs, not who wrote it."""
    table = Table(order()).writes(word(), level=Level.BEARER, thread="PO-1", who="x@else.example")
    assert (table.why, len(table.last.events)) == ("not_allowed", 1)


@pytest.mark.parametrize("word", EVERY_SUPPLIER_WORD, ids=lambda c: c.word)
def test_what_a_named_sender_says_waits_for_a_yes(word: type[Command]) -> None:
    """One question to the address on file; nothing moves."""
    table = Table(order())
    before = table.order()
    table.writes(word(), level=Level.NAMED, thread="PO-1")
    assert table.facts() == ["QuestionAsked"]
    assert (table.question.about, table.question.asked_of, table.order()) == (About.SENDER, TOM, before)


def test_two_commands_of_one_unauthenticated_mail_ask_once() -> None:
    """One mail, one question."""
    table = Table(order())
    moment = table.at
    table.writes(Accept(), level=Level.NAMED, thread="PO-1")
    table.at = moment
    table.writes(Received(), level=Level.NAMED, thread="PO-1")
    assert (table.facts(), len(table.open_questions)) == ([], 1)


@pytest.mark.parametrize("level", [Level.STRANGER, Level.FORGED])
def test_a_stranger_may_nothing(level: Level) -> None:
    """Not even ask for help."""
    assert Table(order()).writes(AskHelp(), level=level, thread="PO-1").why == "not_allowed"


def test_a_comment_without_a_thread_of_ours_is_not_taken_from_a_named_sender() -> None:
    """Without a token it could be anybody."""
    assert Table(order()).writes(Comment(text="hello"), level=Level.NAMED).facts() == ["QuestionAsked"]
    assert Table(order()).writes(Comment(text="hello"), level=Level.NAMED, thread="PO-1").facts() == ["CommentAdded"]


def test_a_disabled_supplier_is_answered_that_the_portal_is_off() -> None:
    """Whatever it says."""
    table = Table(order())
    table.dossier = replace(table.dossier, supplier=supplier(status=SupplierStatus.DISABLED))
    assert table.writes(Accept(), thread="PO-1").why == "supplier_off"


def test_somebody_of_another_supplier_is_refused() -> None:
    """The dossier is Bowls'; he speaks for S-9."""
    table = Table(order())
    table.dossier = replace(table.dossier, supplier=supplier(id=SupplierId("S-9")))
    assert table.writes(Accept(), thread="PO-1").why == "not_yours"


@pytest.mark.parametrize("word", [c for c in COMMANDS if Who.SUPPLIER not in c.who and c.word in ("take", "approve", "pay")])
def test_a_supplier_never_says_what_buyers_say(word: type[Command]) -> None:
    """Roles are checked before anything is looked at."""
    table = Table(order()).sends(paper("77", row(price="12.00")))
    before = table.invoice()
    table.writes(word(), thread="INV-1")
    assert (table.why, table.invoice()) == ("not_allowed", before)


def test_a_buyer_does_not_answer_for_the_supplier() -> None:
    """He may hand in an invoice; he may not accept an order in the supplier's name."""
    assert Table(order()).says(IRIS, Accept(document="PO-1")).why == "not_allowed"


def test_nobody_of_the_house_is_not_a_buyer() -> None:
    """An address that is no buyer has no role."""
    assert Table(order()).says("mallory@acme.example", TakeInvoice(document="INV-1")).why == "not_allowed"


@pytest.mark.parametrize("word", [c for c in SUPPLIER_COMMANDS if issubclass(c, PassedOn)], ids=lambda c: c.word)
def test_a_wish_for_a_person_reaches_him_in_the_suppliers_words(word: type[Command]) -> None:
    """Nothing that a supplier writes is dropped."""
    table = Table(order()).writes(word(), thread="PO-1", words="as I said")
    assert ([t.text for t in table.last.texts], table.told(IRIS)) == (["as I said"], [K.SUPPLIER_COMMENT])


# ---- words


def test_a_suppliers_comment_reaches_the_initiator_and_no_one_outside() -> None:
    """Where it is about no document, the accountants."""
    table = Table(order()).writes(Comment(text="When do you need it?"), thread="PO-1")
    assert (table.told(IRIS), table.told(TOM)) == ([K.SUPPLIER_COMMENT], [K.RECEIPT])
    table = Table(order("PO-1"), order("PO-2")).writes(Comment(text="We moved."))
    assert (table.told(KARL), table.last.events[0].document) == ([K.SUPPLIER_COMMENT], "S-1")  # type: ignore[union-attr]


def test_a_buyers_words_reach_the_supplier_only_when_said_to_him() -> None:
    """Say goes out, a note stays; a blank is neither."""
    assert Table(order()).says(IRIS, Say(document="PO-1", text="On Monday, please")).told(TOM) == [K.COMMENT]
    note = Table(order()).says(IRIS, Note(document="PO-1", text="he is slow"))
    assert note.letters == ()
    assert isinstance(note.last.events[0], CommentAdded) and note.last.events[0].internal
    assert Table(order()).says(IRIS, Say(document="PO-1", text=" ")).why == "bad_value"


def test_status_open_help_and_send_are_answers_that_change_nothing() -> None:
    """Each is one fact, told to the writer."""
    asked: list[tuple[Command, K]] = [
        (AskStatus(document="PO-1"), K.STATUS),
        (AskOpen(), K.OPEN),
        (AskHelp(), K.HELP),
        (SendDocument(document="PO-1"), K.DOCUMENT_AGAIN),
    ]
    for command, kind in asked:
        table = Table(order())
        before = table.dossier
        table.writes(command)
        assert (table.told(TOM), table.dossier.orders, table.dossier.invoices) == ([kind, K.RECEIPT], before.orders, ())


def test_which_document_is_never_guessed() -> None:
    """Two open orders and none named."""
    assert Table(order("PO-1"), order("PO-2")).writes(Accept()).why == "which_document"
    assert Table(order("PO-1"), order("PO-2")).writes(Accept(document="2")).order("PO-2").confirmation is Confirmation.ACCEPTED


def test_an_invoice_is_named_by_its_own_number_or_ours() -> None:
    """1-12 is not 11-2, whatever the digits are."""
    wide = order("PO-1")
    table = Table(wide).sends(paper("1-12", row(price="12.00"))).sends(paper("11-2", row(price="13.00")))
    assert table.writes(CancelInvoice(invoice="11-2")).status("INV-2") is S.CANCELED
    assert table.writes(CancelInvoice(invoice="inv 1")).status("INV-1") is S.CANCELED
    assert table.writes(CancelInvoice(invoice="4711")).why == "unknown_document"


def test_in_an_orders_thread_the_invoice_of_that_order_is_meant() -> None:
    """Two open invoices, one of them on this order."""
    table = Table(order("PO-1"), order("PO-2")).sends(paper("77", row(price="12.00"), to="PO-1"))
    table.sends(paper("78", row(price="13.00"), to="PO-2"))
    assert table.writes(CancelInvoice(), thread="PO-2").status("INV-2") is S.CANCELED
    assert table.status("INV-1") is S.MATCHING


def test_a_rejection_of_the_order_is_told_to_the_initiator_alone() -> None:
    """Not to every buyer."""
    table = Table(order()).writes(Reject(reason="no"), thread="PO-1")
    assert (table.told(IRIS), table.told(ANNA), table.told(KARL)) == ([K.ORDER_ANSWERED], [], [])


def test_a_number_on_the_paper_is_no_token() -> None:
    """The invoice names PO-1, which brings it there; nothing of ours vouches for its sender."""
    table = Table(order())
    table.dossier = replace(table.dossier, routed=False)
    assert table.sends(paper(), level=Level.NAMED, thread="PO-1").facts() == ["QuestionAsked"]


def test_nothing_is_said_to_the_supplier_about_an_order_in_draft() -> None:
    """He does not know it; a note is fine."""
    table = Table().says(IRIS, NewOrder(order=order()))
    assert table.says(IRIS, Say(document="PO-1", text="soon")).why == "wrong_status"
    assert table.says(IRIS, Note(document="PO-1", text="wait for the budget")).why is None


def test_a_number_said_in_the_mail_completes_the_paper() -> None:
    """ "Invoice 77 attached", and the scan shows no number."""
    one = paper(None, file="scan.pdf", doubts=(doubted(Field.NUMBER),))
    table = Table(order()).writes(SubmitInvoice(attachment="scan.pdf", number="77"), papers=(one,))
    assert (table.status(), table.invoice().paper.number) == (S.APPROVED, "77")
