"""An order laid out: its head, its lines, its differences, its buttons."""

from channels.render.blocks import Answer, Answers, Cell, Column, Facts, Table
from channels.render.tell.telling import Telling
from channels.render.words import Words
from core.order import LineAnswer, OrderLine, OrderStatus, PurchaseOrder
from core.schedule import Part

SHOWN = 40
"""Lines of an order that a mail shows: hosts cut a mail of more than 100 KB. The files have all of them."""


def head(t: Telling, order: PurchaseOrder) -> Facts:
    """The terms of an order, those that it has."""
    say = t.words.say
    rows = (
        (say("order.terms"), order.payment_terms),
        (say("order.ship_to"), order.ship_to),
        (say("order.bill_to"), order.bill_to),
        (say("order.note"), order.note),
    )
    return Facts(rows=tuple((name, " · ".join(value.splitlines())) for name, value in rows if value))


def quantity(words: Words, line: OrderLine) -> str:
    """A quantity with its unit."""
    return f"{words.quantity(line.quantity)} {line.unit}".strip()


def price(words: Words, line: OrderLine) -> str:
    """A unit price, with its base where that is not one."""
    text = words.price(line.unit_price)
    return text if line.price_base == 1 else f"{text} {words.say('order.per', base=words.quantity(line.price_base))}"


def parts(words: Words, found: tuple[Part, ...]) -> str:
    """Part-deliveries: how much when."""
    return "; ".join(_part(words, part) for part in found)


def _part(words: Words, part: Part) -> str:
    count = words.quantity(part.quantity)
    if part.date is None:
        return words.say("order.part_later", quantity=count)
    return words.say("order.part", quantity=count, date=words.day(part.date))


def delivery(words: Words, line: OrderLine) -> str:
    """When it is to come: a day, or part by part; empty where nothing is agreed."""
    if line.parts:
        return parts(words, line.parts)
    return words.day(line.delivery_date) if line.delivery_date else ""


def remarks(words: Words, line: OrderLine) -> str:
    """What else a line says: numbers of the item, delivery, discount."""
    parts = (
        words.say("order.your_number", sku=line.supplier_sku) if line.supplier_sku else "",
        words.say("order.our_number", sku=line.buyer_sku) if line.buyer_sku else "",
        words.say("order.delivery", date=delivery(words, line)) if delivery(words, line) else "",
        line.delivery_place,
    )
    return " · ".join(part for part in parts if part)


def _row(words: Words, order: PurchaseOrder, line: OrderLine, remark: str) -> tuple[Cell, ...]:
    discount = words.say("order.discount", amount=words.amount(line.discount, order.currency)) if line.discount else ""
    return (
        Cell(text=str(line.number)),
        Cell(text=line.description, below=remark),
        Cell(text=quantity(words, line), below=" ".join(part for part in (f"× {price(words, line)}", discount) if part)),
        Cell(text=words.amount(line.net(order.currency), order.currency)),
    )


def lines(t: Telling, order: PurchaseOrder, *, only: tuple[int, ...] = ()) -> Table:
    """The lines of an order with their sum; `only` leaves the others and the sum out."""
    words = t.words
    columns = (
        Column(title=words.say("common.pos"), narrow=True),
        Column(title=words.say("order.item")),
        Column(title=words.say("order.quantity_price"), right=True),
        Column(title=words.say("order.amount"), right=True),
    )
    shown = [line for line in order.lines if not only or line.number in only]
    rows = tuple(_row(words, order, line, remarks(words, line)) for line in shown[:SHOWN])
    more = words.say("order.more_lines", lines=words.count("lines", len(shown) - SHOWN)) if len(shown) > SHOWN else ""
    rest = ((Cell(text=more), Cell(text="")),) if more else ()
    foot = (
        Cell(text=words.say("order.net_total")),
        Cell(text=words.money(order.net)),
    )
    return Table(columns=columns, rows=rows, foot=rest if only else (*rest, foot))


def _sides(t: Telling, order: PurchaseOrder, old: OrderLine, new: OrderLine) -> tuple[tuple[str, str, str], ...]:
    """What differs between two versions of a line: its name, before, now."""
    words = t.words

    def due(line: OrderLine) -> str:
        return delivery(words, line) or words.say("common.none")

    def own(line: OrderLine) -> str:
        return line.supplier_sku or words.say("common.none")

    pairs = (
        ("order.item", old.description, new.description),
        ("answer_field.substitute", own(old), own(new)),
        ("order.quantity", quantity(words, old), quantity(words, new)),
        ("order.price", price(words, old), price(words, new)),
        ("order.discount_name", words.amount(old.discount, order.currency), words.amount(new.discount, order.currency)),
        ("order.deliver_on", due(old), due(new)),
        ("order.place", old.delivery_place, new.delivery_place),
        ("order.tax_name", _rate(words, old), _rate(words, new)),
    )
    return tuple((words.say(key), before, now) for key, before, now in pairs if before != now)


def _rate(words: Words, line: OrderLine) -> str:
    return words.say("common.none") if line.tax_rate is None else words.percent(line.tax_rate)


def _whole(words: Words, order: PurchaseOrder, line: OrderLine) -> str:
    amount = words.cash(line.net(order.currency), order.currency)
    return f"{line.description}: {quantity(words, line)} × {price(words, line)} = {amount}"


def differences(t: Telling, before: PurchaseOrder, now: PurchaseOrder) -> Table:
    """A revision's difference, line by line (docs/rules.md 2)."""
    say = t.words.say
    rows: list[tuple[Cell, ...]] = []
    for number in sorted({line.number for line in (*before.lines, *now.lines)}):
        old, new = before.line(number), now.line(number)
        if old and new:
            rows += [_changed(number, *side) for side in _sides(t, now, old, new)]
        elif new:
            rows.append(_changed(number, say("order_revised.added"), say("common.none"), _whole(t.words, now, new)))
        elif old:
            rows.append(_changed(number, say("order_revised.removed"), _whole(t.words, before, old), say("common.none")))
    columns = (
        Column(title=say("common.pos"), narrow=True),
        Column(title=say("common.what")),
        Column(title=say("order_revised.before")),
        Column(title=say("order_revised.after")),
    )
    return Table(columns=columns, rows=tuple(rows))


def _changed(number: int, what: str, before: str, now: str) -> tuple[Cell, ...]:
    return Cell(text=str(number)), Cell(text=what), Cell(text=before), Cell(text=now, differs=True)


def open_lines(order: PurchaseOrder) -> tuple[int, ...]:
    """The numbers of the lines that the supplier has not answered."""
    return tuple(line.number for line in order.open_lines)


def are_open(t: Telling, numbers: tuple[int, ...]) -> str:
    """Lines that are not answered, with their verb."""
    key = "state.are_open_one" if len(numbers) == 1 else "state.are_open"
    return t.words.say(key, which=t.line_list(numbers))


def confirmation(words: Words, order: PurchaseOrder) -> str:
    """The supplier's answer as a whole; some lines confirmed and the others silent is no change."""
    answers = {a.answer for a in order.answers}
    if answers == {LineAnswer.ACCEPTED} and open_lines(order):
        return words.say("confirmation.PART")
    return words.say(f"confirmation.{order.confirmation.value or 'OPEN'}")


def line_state(t: Telling, order: PurchaseOrder, number: int) -> str:
    """What the supplier said on a line."""
    answered = order.answer_on(number)
    return t.words.say(f"line_answer.{answered.answer.value if answered else 'open'}")


def answered_lines(t: Telling, order: PurchaseOrder, *, only: tuple[int, ...] = ()) -> Table:
    """The lines with what the supplier said on each."""
    say = t.words.say
    columns = (
        Column(title=say("common.pos"), narrow=True),
        Column(title=say("order.item")),
        Column(title=say("order_answered.answer")),
        Column(title=say("order.amount"), right=True),
    )
    rows = tuple(
        (
            Cell(text=str(line.number)),
            Cell(text=line.description, below=_proposed(t, order, line.number)),
            Cell(text=line_state(t, order, line.number), differs=_is_other(order, line.number)),
            Cell(text=t.words.amount(line.net(order.currency), order.currency)),
        )
        for line in order.lines
        if not only or line.number in only
    )
    return Table(columns=columns, rows=rows)


def _is_other(order: PurchaseOrder, number: int) -> bool:
    answered = order.answer_on(number)
    return answered is not None and answered.answer is not LineAnswer.ACCEPTED


def _proposed(t: Telling, order: PurchaseOrder, number: int) -> str:
    a = order.answer_on(number)
    if a is None:
        return ""
    parts = (
        t.words.quantity(a.quantity) if a.quantity is not None else "",
        t.words.cash(a.unit_price, order.currency) if a.unit_price is not None else "",
        t.words.day(a.promised) if a.promised else "",
        a.substitute,
    )
    return " · ".join(part for part in parts if part)


def _fill_in(words: Words, order: PurchaseOrder, line: OrderLine) -> str:
    values = {
        "line": str(line.number),
        "quantity": words.plain(line.quantity),
        "unit": line.unit,
        "price": words.plain_price(line.unit_price),
        "currency": order.currency,
    }
    if line.delivery_date is None:
        return words.say("words.change_line_undated", **values)
    return words.say("words.change_line", **values, date=words.day(line.delivery_date))


def change(t: Telling, order: PurchaseOrder) -> Answer:
    """The order's lines to be overwritten: each is a line that the reader of replies knows for certain (docs/mail.md 4)."""
    body = "\n".join(_fill_in(t.words, order, line) for line in order.lines[:30])
    return t.reply.spelled(t.words.say("button.change"), body)


def _accept(t: Telling, order: PurchaseOrder) -> Answer:
    """A yes to what is open: where other lines are answered, it names the lines, so that it says nothing about those."""
    left = open_lines(order)
    if not left or len(left) == len(order.lines):
        return t.reply.answer("accept", main=True)
    words = t.words.say("words.accept_lines", which=t.line_list(left))
    return t.reply.spelled(t.words.say("button.accept"), words, main=True)


def answers(t: Telling, order: PurchaseOrder) -> Answers:
    """The ready-made answers to an order as it stands."""
    reply, refused = t.reply, {LineAnswer.REJECTED}
    if order.status is not OrderStatus.SUBMITTED:
        return t.answers(reply.answer("ask"))
    given = {a.answer for a in order.answers}
    if open_lines(order) or given - refused - {LineAnswer.ACCEPTED}:
        return t.answers(
            _accept(t, order),
            change(t, order),
            reply.answer("ask"),
            reply.answer("reject"),
            reply.answer("send_invoice"),
            reply.answer("invoice_form"),
        )
    first = (reply.answer("send_invoice", main=True), reply.answer("as_ordered"), reply.answer("ship"))
    return t.answers(*first, reply.answer("invoice_form"), change(t, order), reply.answer("ask"))
