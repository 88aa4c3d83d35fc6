"""What buyers are told: decisions with both sides and the sum, answers, words, undelivered and held mail."""

from decimal import ROUND_FLOOR

from channels.render.blocks import Answer, Block, Cell, Column, Heading, Paragraph, Part, Sum, Table
from channels.render.tell import change_blocks, contest_blocks, findings, invoice_blocks, order_blocks
from channels.render.tell.invoices import invoice_of, shown
from channels.render.tell.side_by_side import side_by_side
from channels.render.tell.telling import Telling, sentence
from core.events import ApprovalEscalated, CommentAdded, FileAdded, LineAnswersWithdrawn, MatchingEscalated
from core.findings import Finding
from core.invoice import Invoice
from core.money import minor_unit
from core.names import Reference
from core.order import Confirmation, LineAnswer, OrderStatus, PurchaseOrder

ANSWERED = {
    Confirmation.ACCEPTED: "accepted",
    Confirmation.REJECTED: "rejected",
    Confirmation.CHANGED: "changed",
    Confirmation.ACKNOWLEDGED: "acknowledged",
    Confirmation.OPEN: "withdrawn",
}


def _sum(t: Telling, invoice: Invoice, finding: Finding, order: PurchaseOrder) -> tuple[Block, ...]:
    """The tolerance sum written out: invoiced so far + this - order, and what would have passed (docs/rules.md 4)."""
    words, code, net = t.words, order.currency, order.net.amount
    before, rate, over = findings.earlier(finding, invoice), findings.rate(t), finding.difference or order.net.amount
    this = over + net - before
    limit = (net * rate / 100).quantize(minor_unit(code), ROUND_FLOOR)  # the greatest amount that still passes
    rows = (
        (words.say("decide_matching.sum_before"), words.cash(before, code), False),
        (words.say("decide_matching.sum_this"), "+ " + words.cash(this, code), False),
        (words.say("decide_matching.sum_order"), "− " + words.cash(net, code), False),
        (words.say("decide_matching.sum_over"), words.cash(over, code), True),
        (words.say("decide_matching.sum_rate", rate=words.percent(rate)), words.cash(limit, code), False),
        (
            words.say("decide_matching.sum_stops"),
            words.cash(over - limit, code) if over > limit else words.say("common.none"),
            False,
        ),
    )
    return Heading(text=words.say("decide_matching.sum", order=order.reference)), Sum(rows=rows)


def _sums(t: Telling, invoice: Invoice) -> tuple[Block, ...]:
    orders = {o.reference: o for o in t.orders_of(invoice)}
    above = [f for f in invoice.findings if f.kind is findings.K.TOTAL_ABOVE and f.order in orders]
    return tuple(block for f in above if f.order for block in _sum(t, invoice, f, orders[f.order]))


def _listed(t: Telling, title: str, found: tuple[Finding, ...], invoice: Invoice) -> tuple[Block, ...]:
    if not found:
        return ()
    rows = tuple((Cell(text=sentence(findings.said(t, f, invoice.currency))),) for f in found)
    return (Table(columns=(Column(title=t.words.say(title)),), rows=rows),)


def _decide(t: Telling, *names: str) -> tuple[Block, ...]:
    """Buttons that carry the decision's one-time token; without one nothing can be decided by mail (T38)."""
    token = t.notice.decides
    if token is None:
        return ()
    reply = t.reply.once(token)
    made: list[Answer] = [reply.answer(name, words=DECIDING[name], main=n == 0) for n, name in enumerate(names)]
    return (t.answers(*made, t.reply.answer("say")),)


DECIDING = {"take": "approve", "approve": "approve", "reject": "buyer_reject"}
"""Buttons and the words that they send: a decision by mail is one of two words (docs/rules.md 9)."""


def decide_matching(t: Telling) -> Part:
    """Both sides line by line, the sum, the reasons, and the buttons."""
    invoice = invoice_of(t)
    stopping, said = invoice_blocks.stopping(invoice), findings.differing(invoice)
    passing = tuple(f for f in findings.noted(invoice) if f not in stopping)
    values = {"supplier": t.supplier, "differences": t.words.count("differences", len(said))}
    key = "" if said else "_held"
    happened = t.words.say(
        f"decide_matching.happened{key}",
        invoice=t.name,
        total=invoice_blocks.total(t, invoice),
        orders=t.words.list_of(invoice.orders) or t.words.say("common.none"),
        **values,
    )
    return Part(
        subject=t.words.say(f"decide_matching.subject{key}", invoice=t.short_name, **values),
        happened=sentence(happened),
        turn=t.words.say("decide_matching.turn"),
        chip=t.invoice_chip(invoice),
        blocks=(
            *((Paragraph(text=t.words.say("decide_matching.escalated")),) if isinstance(t.event, MatchingEscalated) else ()),
            *_listed(t, "decide_matching.reasons", stopping, invoice),
            *side_by_side(t, invoice),
            *_sums(t, invoice),
            *_listed(t, "decide_matching.shown", passing, invoice),
            *_decide(t, "take", "reject"),
            _elsewhere(t, "decide_matching", invoice.reference),
            Paragraph(text=t.words.say("decide_matching.note"), small=True),
        ),
    )


def decide_approval(t: Telling) -> Part:
    """An amount that needs an approver."""
    invoice = invoice_of(t)
    due = t.words.say("decide_approval.due", date=t.words.day(invoice.paper.due_date)) if invoice.paper.due_date else ""
    values = {"supplier": t.supplier, "total": invoice_blocks.total(t, invoice)}
    happened = t.words.say(
        "decide_approval.happened",
        invoice=t.name,
        due=due,
        orders=t.words.list_of(invoice.orders) or t.words.say("common.none"),
        **values,
    )
    waited = isinstance(t.event, ApprovalEscalated)
    remark = "escalated" if waited else "taken" if invoice.taken_by else "" if findings.noted(invoice) else "matches"
    return Part(
        subject=t.words.say("decide_approval.subject", invoice=t.short_name, **values),
        happened=sentence(happened),
        turn=t.words.say("decide_approval.turn"),
        chip=t.invoice_chip(invoice),
        blocks=(
            *((Paragraph(text=t.words.say(f"decide_approval.{remark}")),) if remark else ()),
            *shown(t, invoice),
            *invoice_blocks.read(t, invoice),
            *((invoice_blocks.amounts(t, invoice),) if invoice.paper.lines else ()),
            *_decide(t, "approve", "reject"),
            _elsewhere(t, "decide_approval", invoice.reference),
        ),
    )


def order_answered(t: Telling) -> Part:
    """The supplier confirmed, changed, rejected or took back."""
    order = t.order
    if order is None:
        raise ValueError(f"the scene lacks the order {t.document}")
    what = "withdrawn" if isinstance(t.event, LineAnswersWithdrawn) else ANSWERED[order.confirmation]
    values = {"supplier": t.supplier, "order": order.reference}
    confirmation = order_blocks.confirmation(t.words, order)
    return Part(
        subject=t.words.say("order_answered.subject", what=t.words.say(f"order_answered.{what}"), **values),
        happened=t.words.say("order_answered.happened", confirmation=confirmation, **values),
        turn=_answer_turn(t, order),
        blocks=(
            order_blocks.answered_lines(t, order),
            *change_blocks.reasons(t, order.answers),
            *contest_blocks.sides(t, order),
        ),
    )


def _answer_turn(t: Telling, order: PurchaseOrder) -> str:
    if order.contested:
        return t.words.say("order_answered.turn_contested", which=t.line_list(tuple(a.line for a in order.contested)))
    if order.waiting:
        return t.words.say("order_answered.turn_decide", order=order.reference)
    refused = tuple(a.line for a in order.answers if a.answer is LineAnswer.REJECTED and order.line(a.line))
    if refused:
        return t.words.say("order_answered.turn_rejected", which=t.line_list(refused), order=order.reference)
    left = order_blocks.open_lines(order) if order.status is OrderStatus.SUBMITTED else ()
    if not left:
        return t.words.say("order_answered.turn")
    return t.words.say("order_answered.turn_open", open=order_blocks.are_open(t, left))


def supplier_comment(t: Telling) -> Part:
    """Words or a file of the supplier."""
    event, values = t.event, {"supplier": t.supplier, "document": t.name}
    names = (*(f.name for f in t.scene.brought(t.document)), event.file.name) if isinstance(event, FileAdded) else ()
    name = t.words.list_of(f"“{one}”" for one in dict.fromkeys(names)) if names else ""
    words = event.text if isinstance(event, CommentAdded) else None
    return Part(
        subject=t.words.say("supplier_comment.subject", supplier=t.supplier, document=t.short_name),
        happened=t.words.say(f"supplier_comment.happened{'_file' if name else ''}", name=name, **values),
        turn=t.words.say("supplier_comment.turn"),
        blocks=(*t.quoted(words, t.supplier), t.answers(t.reply.answer("say", main=True))),
    )


def _held(t: Telling, title: str) -> tuple[Block, ...]:
    rows = tuple((Cell(text=line),) for line in t.scene.held)
    return (Table(columns=(Column(title=t.words.say(title)),), rows=rows),) if rows else ()


def undelivered(t: Telling) -> Part:
    """A mail of ours that did not arrive."""
    return _not_arrived(t, "undelivered")


def delivery_unknown(t: Telling) -> Part:
    """A mail of ours that may have arrived: nobody said so, and it is not sent a third time."""
    return _not_arrived(t, "delivery_unknown")


def _not_arrived(t: Telling, kind: str) -> Part:
    return Part(
        subject=t.words.say(f"{kind}.subject", document=t.short_name),
        happened=t.words.say(f"{kind}.happened", document=t.name, supplier=t.supplier),
        turn=t.words.say(f"{kind}.turn" if t.order and not t.invoice else f"{kind}.turn_plain", document=t.name),
        blocks=_held(t, f"{kind}.where"),
    )


def mail_held(t: Telling) -> Part:
    """Mail of strangers, forged mail, mail beyond the limits."""
    count = t.words.count("mails", max(len(t.scene.held), 1))
    return Part(
        subject=t.words.say("mail_held.subject", count=count),
        happened=t.words.say("mail_held.happened", count=count),
        turn=t.words.say("mail_held.turn"),
        blocks=(*_held(t, "mail_held.what"), Paragraph(text=t.words.say("mail_held.note"), small=True)),
    )


def answers_stopped(t: Telling) -> Part:
    """Somebody who writes very often, most likely a machine, gets no answers for a while."""
    return Part(
        subject=t.words.say("answers_stopped.subject"),
        happened=t.words.say("answers_stopped.happened"),
        turn=t.words.say("answers_stopped.turn"),
        blocks=(*_held(t, "answers_stopped.what"), Paragraph(text=t.words.say("answers_stopped.note"), small=True)),
    )


def room_short(t: Telling) -> Part:
    """The disk fills up, while there is still time."""
    return Part(
        subject=t.words.say("room_short.subject"),
        happened=t.words.say("room_short.happened", free=t.scene.held[0]),
        turn=t.words.say("room_short.turn"),
        blocks=(Paragraph(text=t.words.say("room_short.note"), small=True),),
    )


def _elsewhere(t: Telling, kind: str, reference: Reference) -> Paragraph:
    """Where else it can be decided: Slack is named only where the house has it."""
    slack = t.words.say(f"{kind}.in_slack", reference=reference) if t.scene.house.slack else ""
    return Paragraph(text=t.words.say(f"{kind}.elsewhere", reference=reference) + slack, small=True)
