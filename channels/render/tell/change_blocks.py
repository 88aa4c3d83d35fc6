"""Proposed changes and shipments laid out: ordered and proposed side by side, with the difference."""

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal

from channels.render.blocks import Block, Cell, Column, Facts, Heading, Paragraph, Quote, Table
from channels.render.tell import order_blocks
from channels.render.tell.telling import Telling
from channels.render.words import Words
from core.commands.deciding import with_values
from core.order import Answered, AnswerField, Decided, OrderLine, PurchaseOrder
from core.schedule import Shipment

F = AnswerField


def field_name(words: Words, field: AnswerField) -> str:
    """What a change is about, as a reader calls it."""
    return words.say(f"answer_field.{field.value}")


def _signed(words: Words, value: Decimal) -> str:
    return ("+" if value > 0 else "−") + words.quantity(abs(value))


def _percent(words: Words, new: Decimal, old: Decimal) -> str:
    if not old:
        return ""
    rate = ((new - old) * 100 / old).quantize(Decimal("0.1"))
    return f" ({'+' if rate > 0 else '−'}{words.percent(abs(rate))})"


def _days(words: Words, new: date, old: date | None) -> str:
    if old is None:
        return ""
    count = (new - old).days
    return words.say("order.days_later" if count > 0 else "order.days_earlier", days=words.count("days", abs(count)))


Row = tuple[AnswerField, str, str, str]


def _rows(words: Words, line: OrderLine, answer: Answered) -> Iterator[Row]:
    """Each value of a change: what it is about, ordered, proposed, the difference."""
    none = words.say("common.none")
    if answer.quantity is not None:
        new = f"{words.quantity(answer.quantity)} {line.unit}".strip()
        differs = _signed(words, answer.quantity - line.quantity) + _percent(words, answer.quantity, line.quantity)
        yield F.QUANTITY, order_blocks.quantity(words, line), new, differs
    if answer.unit_price is not None:
        gap = answer.unit_price - line.unit_price
        differs = f"{'+' if gap > 0 else '−'}{words.price(abs(gap))}{_percent(words, answer.unit_price, line.unit_price)}"
        yield F.PRICE, order_blocks.price(words, line), words.price(answer.unit_price), differs
    due = order_blocks.delivery(words, line) or none
    if answer.promised is not None:
        yield F.DATE, due, words.day(answer.promised), _days(words, answer.promised, line.delivery_date)
    if answer.substitute:
        yield F.SUBSTITUTE, line.supplier_sku or line.buyer_sku or line.description, answer.substitute, ""
    if answer.parts:
        last = max((p.date for p in answer.parts if p.date), default=None)
        differs = _days(words, last, line.delivery_date) if last and last != line.delivery_date else ""
        rest = (answer.quantity or line.quantity) - sum((p.quantity for p in answer.parts), Decimal(0))
        left = "; " + words.say("order.part_later", quantity=words.quantity(rest)) if rest > 0 else ""
        yield F.PARTS, due, order_blocks.parts(words, answer.parts) + left, differs


def _amount(t: Telling, order: PurchaseOrder, line: OrderLine, answer: Answered) -> tuple[Cell, ...] | None:
    """What a change costs, where it changes the amount of its line."""
    new = with_values(line, answer, answer.fields)
    code = order.currency
    if new is None or new.net(code) == line.net(code):
        return None
    gap = new.net(code) - line.net(code)
    return (
        Cell(text=""),
        Cell(text=t.words.say("order.amount")),
        Cell(text=t.words.amount(line.net(code), code)),
        Cell(text=t.words.amount(new.net(code), code)),
        Cell(text=f"{'+' if gap > 0 else '−'}{t.words.amount(abs(gap), code)}"),
    )


def proposal(t: Telling, order: PurchaseOrder, answers: Iterable[Answered], title: str) -> Table:
    """Ordered and proposed, value by value; `title` is what the proposed column is called."""
    say = t.words.say
    rows: list[tuple[Cell, ...]] = []
    for answer in answers:
        line = order.line(answer.line)
        if line is None:
            continue
        for place, (field, old, new, differs) in enumerate(_rows(t.words, line, answer)):
            pos = Cell(text=str(line.number), below="") if place == 0 else Cell(text="")
            what = Cell(text=field_name(t.words, field), below=line.description if place == 0 else "")
            rows.append((pos, what, Cell(text=old), Cell(text=new, differs=True), Cell(text=differs)))
        amount = _amount(t, order, line, answer)
        rows += [amount] if amount else []
    columns = (
        Column(title=say("common.pos"), narrow=True),
        Column(title=say("common.what")),
        Column(title=say("decide_matching.ordered"), narrow=True),
        Column(title=title),
        Column(title=say("decide_answer.difference"), right=True),
    )
    return Table(columns=columns, rows=tuple(rows))


def decided(t: Telling, before: PurchaseOrder, decisions: Iterable[Decided]) -> Table:
    """What the supplier proposed, and what became of it, value by value."""
    say = t.words.say
    rows: list[tuple[Cell, ...]] = []
    for one in decisions:
        line, answer = before.line(one.line), before.answer_on(one.line)
        if line is None or answer is None:
            continue
        for place, (field, old, new, _) in enumerate(_rows(t.words, line, answer)):
            taken = field in one.taken
            rows.append(
                (
                    Cell(text=str(line.number) if place == 0 else ""),
                    Cell(text=field_name(t.words, field), below=line.description if place == 0 else ""),
                    Cell(text=old),
                    Cell(text=new),
                    Cell(text=say("answer_decided.taken" if taken else "answer_decided.refused"), differs=not taken),
                )
            )
    columns = (
        Column(title=say("common.pos"), narrow=True),
        Column(title=say("common.what")),
        Column(title=say("decide_matching.ordered"), narrow=True),
        Column(title=say("change_noted.yours")),
        Column(title=say("answer_decided.decision"), narrow=True),
    )
    return Table(columns=columns, rows=tuple(rows))


def said(words: Words, order: PurchaseOrder, answer: Answered) -> str:
    """One answer in a few words."""
    line = order.line(answer.line)
    values = [new for _, _, new, _ in _rows(words, line, answer)] if line else []
    state = words.say(f"line_answer.{answer.answer.value}")
    return ": ".join(part for part in (state, ", ".join(values)) if part)


def reasons(t: Telling, answers: Iterable[Answered]) -> tuple[Quote, ...]:
    """Why the supplier says so, each reason once."""
    told = dict.fromkeys(a.reason for a in answers if a.reason)
    return tuple(quote for reason in told for quote in t.quoted(reason, t.words.say("common.why")))


# ---- on its way


def shipment(t: Telling, order: PurchaseOrder, sent: Shipment) -> tuple[Block, ...]:
    """What is on its way, how, and what is left to send."""
    say, words = t.words.say, t.words
    facts = (
        (say("shipment.date"), words.day(sent.date) if sent.date else ""),
        (say("shipment.carrier"), sent.carrier),
        (say("shipment.tracking"), sent.tracking),
    )
    shown = tuple((name, value) for name, value in facts if value)
    return (*((Facts(rows=shown),) if shown else ()), _shipped_lines(t, order, (sent,)))


def shipments(t: Telling, order: PurchaseOrder) -> tuple[Block, ...]:
    """Everything that was said to be on its way."""
    if not order.shipments:
        return ()
    told = (_way(t, sent) for sent in order.shipments)
    return (
        Heading(text=t.words.say("shipment.title")),
        _shipped_lines(t, order, order.shipments),
        *(Paragraph(text=text, small=True) for text in told if text),
    )


def _way(t: Telling, sent: Shipment) -> str:
    day = t.words.day(sent.date) if sent.date else ""
    return " · ".join(part for part in (day, sent.carrier, sent.tracking) if part)


def _shipped_lines(t: Telling, order: PurchaseOrder, sent: tuple[Shipment, ...]) -> Table:
    say, words = t.words.say, t.words
    rows = []
    for line in order.lines:
        count = sum((s.of(line.number) for s in sent), Decimal(0))
        if not count:
            continue
        left = line.quantity - order.shipped(line.number)
        more = say("shipment.too_many", quantity=words.quantity(-left)) if left < 0 else words.quantity(left)
        rows.append(
            (
                Cell(text=str(line.number)),
                Cell(text=line.description),
                Cell(text=f"{words.quantity(count)} {line.unit}".strip()),
                Cell(text=order_blocks.quantity(words, line)),
                Cell(text=more, differs=left < 0),
            )
        )
    columns = (
        Column(title=say("common.pos"), narrow=True),
        Column(title=say("order.item")),
        Column(title=say("shipment.sent"), right=True),
        Column(title=say("decide_matching.ordered"), right=True),
        Column(title=say("shipment.left"), right=True),
    )
    return Table(columns=columns, rows=tuple(rows))
