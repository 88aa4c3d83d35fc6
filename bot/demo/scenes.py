"""The scenes: what the supplier gets, what it answers, what becomes of it."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from bot.demo.bill import Row, bill
from bot.demo.quotes import requested
from bot.demo.stage import ANN, BOT, CARLA, SALES, Stage, Unexpected

PAN = Row(sku="CM-PAN-28", text="Frying pan 28 cm, induction", quantity=Decimal(120), price=Decimal("24.50"))
LADLE = Row(sku="CM-LAD-12", text="Ladle 12 cl, stainless", quantity=Decimal(40), price=Decimal("6.25"))
POT = Row(sku="CM-POT-05", text="Stock pot 5 l with lid", quantity=Decimal(60), price=Decimal("38.90"))


def _order(stage: Stage, *rows: Row) -> None:
    day = f"{datetime.now(UTC).date() + timedelta(days=21)}"
    lines = [word for r in rows for word in ("--line", f"{r.quantity} pcs x {r.price} {r.sku} {r.text}, {day}")]
    stage.service.say("po", "new", "--supplier", "S-1", "--tax", "21", "--submit", *lines)


def _bill(number: str, order: str, *rows: Row) -> tuple[tuple[str, bytes], ...]:
    today = datetime.now(UTC).date()
    due = today + timedelta(days=30)
    return ((f"invoice-{number}.pdf", bill(number, order, f"{today:%d %B %Y}", f"{due:%d %B %Y}", rows)),)


def ordered(stage: Stage) -> None:
    """Order, question, answer, acceptance."""
    stage.chapter("1  An order goes out, and is answered by mail")
    _order(stage, PAN, LADLE)
    sent = stage.expect(SALES, "the order as table, PDF and XLSX", "CM-PAN-28", "3,190.00", subject="[PO-1]")
    names = sorted(str(part.get_filename()) for part in sent.message.walk() if part.get_filename())
    if not any(n.endswith(".pdf") for n in names) or not any(n.endswith(".xlsx") for n in names):
        raise Unexpected(f"the order mail carries {names}")
    stage.supplier.write("", "Can we deliver at the back door in the Kaistraße?", to=BOT, answers=sent)
    stage.expect(SALES, "a receipt: the words are with the buyer", "back door")
    stage.expect(ANN, "the supplier's question", "back door in the Kaistraße")
    stage.service.say("say", "PO-1", "Yes, the back door is fine.")
    stage.expect(SALES, "the buyer's answer", "the back door is fine")
    stage.supplier.write("", "ok, confirmed", to=BOT, answers=sent)
    stage.expect(SALES, "the order counts as accepted", "Reply NO within 24 hours")
    stage.expect(ANN, "the confirmation, line by line", "confirmed as ordered", subject="[PO-1]")


def within(stage: Stage) -> None:
    """0.3 % above, 5 % pass."""
    stage.chapter("2  An invoice within tolerance is approved by itself")
    sent = stage.world.wait_for(SALES, lambda post: "[PO-1]" in post.subject and "3,190.00" in post.text)
    dearer = Row(sku=LADLE.sku, text=LADLE.text, quantity=LADLE.quantity, price=Decimal("6.50"))
    stage.supplier.write("", "Our invoice is attached.", to=BOT, answers=sent, files=_bill("77", "PO-1", PAN, dearer))
    stage.expect(SALES, "approved at once: 0.3 % above, 5 % pass", "77", "3,872.00", subject="pproved")
    stage.status("INV-1", "Approved")


def above(stage: Stage) -> None:
    """Matching, taken, Pending, Approved, partly paid, paid."""
    stage.chapter("3  An invoice above tolerance, with an item that nobody ordered")
    _order(stage, PAN)
    sent = stage.expect(SALES, "the second order", subject="[PO-2]")
    stand = Row(sku="CM-DSP-01", text="Display stand, oak", quantity=Decimal(2), price=Decimal("240.00"))
    stage.supplier.write("", "Invoice attached.", to=BOT, answers=sent, files=_bill("78", "PO-2", PAN, stand))
    stage.expect(SALES, "with the buyer, because it differs", "Display stand")
    stage.expect(ANN, "both sides, and the tolerance written out", "Display stand", "INV-2")
    stage.service.say("invoice", "take", "INV-2")
    waiting = stage.expect(CARLA, "taken by Ann; from EUR 4,000 on Carla approves", "INV-2")
    stage.service.say("digest", "now", who=CARLA)
    stage.expect(CARLA, "her digest", "INV-2", subject="aits for you")
    stage.approver.write("", "APPROVE", to=BOT, answers=waiting)
    stage.expect(SALES, "approved by Carla, who answered the mail that asked her", "78", subject="pproved")
    stage.service.say("invoice", "pay", "INV-2", "2000.00", "--remittance", "SEPA 4711", who=CARLA)
    stage.expect(SALES, "paid in part", "2,000.00", subject="artly")
    stage.service.say("invoice", "pay", "INV-2", "2138.20", "--remittance", "SEPA 4712", who=CARLA)
    stage.expect(SALES, "paid", "SEPA 4712")
    stage.status("INV-2", "Paid")


def rejected(stage: Stage) -> None:
    """A reason is told."""
    stage.chapter("4  An invoice is rejected")
    _order(stage, POT)
    sent = stage.expect(SALES, "the third order", subject="[PO-3]")
    dear = Row(sku=POT.sku, text=POT.text, quantity=POT.quantity, price=Decimal("48.90"))
    stage.supplier.write("", "Invoice 79 attached", to=BOT, answers=sent, files=_bill("79", "PO-3", dear))
    stage.expect(ANN, "the difference in price", "48.90", "INV-3")
    stage.service.say("invoice", "reject", "INV-3", "--reason", "We agreed on 38.90 in May.")
    stage.expect(SALES, "rejected, with the reason", "We agreed on 38.90 in May", subject="ejected")


def changed(stage: Stage) -> None:
    """Proposed values change nothing before the buyer has decided, line by line, by answering a mail."""
    stage.chapter("5  A changed confirmation is decided line by line")
    _order(stage, PAN, POT)
    sent = stage.expect(SALES, "the fourth order", subject="[PO-4]")
    day = f"{datetime.now(UTC).date() + timedelta(days=28):%-d %B %Y}"
    stage.supplier.write("", f"Line 1: 25.50 EUR on {day}.\nLine 2: 50 pcs.", to=BOT, answers=sent)
    stage.expect(SALES, "proposed; the order stands as it is", "the order stands as it is")
    asked = stage.expect(ANN, "both sides, and what each value comes to", "25.50", "5,274.00", subject="PO-4")
    stage.initiator.write(
        "", "Line 1: TAKE date. Reason: The price is agreed for this year.\nLine 2: TAKE", to=BOT, answers=asked
    )
    told = "The price is agreed for this year.", "please confirm line 1"
    result = stage.expect(SALES, "the date and the quantity are taken, the price is not, and why", *told, subject="revision 2")
    stage.supplier.write("", "ok, line 1 is confirmed.", to=BOT, answers=result)
    stage.confirmed("PO-4")


def machines(stage: Stage) -> None:
    """Neither a machine nor a stranger gets an answer."""
    stage.chapter("7  An out-of-office, and a stranger")
    before = len(stage.world.seen)
    sent = stage.world.wait_for(SALES, lambda post: "[PO-3]" in post.subject)
    away = (("Auto-Submitted", "auto-replied"), ("X-Auto-Response-Suppress", "All"))
    stage.supplier.write("Out of office: Paul Hendry", "I am away until Monday.", to=BOT, answers=sent, headers=away)
    stage.stranger.write("PO-1 price list", "Send me the prices of PO-1, please.", to=BOT)
    rows = stage.mails_at_rest()
    answers = [post for post in stage.world.seen[before:] if post.recipient]
    if answers or ("sam@elsewhere.example", "held") not in rows:
        raise Unexpected(f"{len(answers)} answers; mails {rows[-2:]}")
    stage.tell("neither is answered; the stranger's mail is held for the accountant, and told nothing")


SCENES: tuple[Callable[[Stage], None], ...] = (ordered, within, above, rejected, changed, requested, machines)
