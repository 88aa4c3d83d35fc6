"""A request for proposal and offers on it, laid out: items, offers, what is missing, ready-made answers."""

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal

from channels.render.blocks import Answer, Answers, Block, Cell, Column, Facts, Table
from channels.render.tell.telling import Telling
from channels.render.words import Words
from core.compare import amount, comparable
from core.money import Money
from core.moves_rfp import SAYING
from core.proposal import Offer, Proposal, ProposalStatus, Rfp, RfpItem, RfpStatus

SHOWN = 40
"""Items that a mail shows; the sheet has all of them."""
FILL_IN = 30
OFFERING = frozenset({ProposalStatus.DRAFT, ProposalStatus.SUBMITTED})


def of(t: Telling) -> tuple[Rfp, Proposal]:
    """The request and the proposal that a notice is about. Raises ValueError where the scene lacks them."""
    if t.rfp is None or t.proposal is None:
        raise ValueError(f"the scene lacks the proposal {t.document}")
    return t.rfp, t.proposal


def item_list(words: Words, numbers: Iterable[int]) -> str:
    """ "item 2", "items 1 and 3"."""
    every = tuple(numbers)
    key = "rfp.item_one" if len(every) == 1 else "rfp.item_list"
    return words.say(key, items=words.list_of(str(n) for n in every))


def open_items(t: Telling, numbers: tuple[int, ...]) -> str:
    """Items that are not answered, with their verb."""
    key = "state.are_open_one" if len(numbers) == 1 else "state.are_open"
    return t.words.say(key, which=item_list(t.words, numbers))


def deadline(t: Telling, rfp: Rfp) -> str:
    """With zone and date."""
    return t.words.moment(rfp.deadline) if rfp.deadline else t.words.say("common.none")


def offers_until(words: Words, rfp: Rfp, at: datetime) -> str:
    """The deadline; of one that is over while nothing is decided, that it is closed for offers (docs/rules.md 5)."""
    if rfp.deadline is None:
        return words.say("common.none")
    until = words.moment(rfp.deadline)
    return words.say("rfp.closed", deadline=until) if rfp.closed_for_offers(at) else until


def head(t: Telling, rfp: Rfp) -> Facts:
    """What else the request says."""
    say = t.words.say
    rows = (
        (say("rfp.title"), rfp.title),
        (say("rfp.deadline"), offers_until(t.words, rfp, t.scene.at)),
        (say("rfp.currency"), rfp.currency),
        (say("order.terms"), rfp.payment_terms),
        (say("order.ship_to"), rfp.ship_to),
        (say("order.note"), rfp.note),
    )
    return Facts(rows=tuple((name, " · ".join(value.splitlines())) for name, value in rows if value))


def quantity(words: Words, value: Decimal, unit: str) -> str:
    """A quantity with its unit."""
    return f"{words.quantity(value)} {unit}".strip()


def _below(words: Words, item: RfpItem) -> str:
    sku = words.say("rfp.our_number", sku=item.sku) if item.sku else ""
    return " · ".join(part for part in (sku, item.note) if part)


def _more(t: Telling, shown: int, columns: int) -> tuple[tuple[Cell, ...], ...]:
    if shown <= SHOWN:
        return ()
    text = t.words.say("rfp.more_items", items=t.words.count("items", shown - SHOWN))
    return ((Cell(text=text), *(Cell(text="") for _ in range(columns - 3))),)


def items(t: Telling, rfp: Rfp) -> Table:
    """What is asked for."""
    say = t.words.say
    columns = (
        Column(title=say("common.pos"), narrow=True),
        Column(title=say("order.item")),
        Column(title=say("order.quantity"), right=True),
    )
    rows = tuple(
        (
            Cell(text=str(i.number)),
            Cell(text=i.description, below=_below(t.words, i)),
            Cell(text=quantity(t.words, i.quantity, i.unit)),
        )
        for i in rfp.items[:SHOWN]
    )
    return Table(columns=columns, rows=rows, foot=_more(t, len(rfp.items), 4))


def delivery(words: Words, offer: Offer) -> str:
    """When it comes."""
    if offer.date:
        return words.say("rfp.on", date=words.day(offer.date))
    return "" if offer.lead_time_days is None else words.count("rfp.lead_time", offer.lead_time_days)


def _details(t: Telling, item: RfpItem, offer: Offer | None) -> str:
    """The quantity, and everything that is offered besides the price."""
    words, asked = t.words, quantity(t.words, item.quantity, item.unit)
    if offer is None:
        return asked
    less = offer.quantity is not None and offer.quantity < item.quantity
    parts = (
        words.say("rfp.less", quantity=quantity(words, offer.quantity or item.quantity, item.unit), asked=asked)
        if less
        else asked,
        words.say("rfp.instead", item=offer.alternative) if offer.alternative else "",
        delivery(words, offer),
        t.scene.text(offer.note),
    )
    return " · ".join(part for part in parts if part)


def _offered(t: Telling, rfp: Rfp, item: RfpItem, offer: Offer | None) -> tuple[Cell, Cell]:
    """The price and the amount; what is refused or missing is said in words."""
    if offer is None or not offer.answered:
        return Cell(text=t.words.say("rfp.not_answered"), differs=True), Cell(text="")
    if offer.declined:
        return Cell(text=t.words.say("rfp.not_offered")), Cell(text="")
    price, code = offer.unit_price or Decimal(0), offer.currency or rfp.currency
    shown = f"{code} {t.words.price(price)}" if code != rfp.currency else t.words.price(price)
    wanted = item.quantity if offer.quantity is None else offer.quantity
    return Cell(text=shown), Cell(text=t.words.amount(amount(offer, wanted, code), code))


def offers(t: Telling, rfp: Rfp, made: tuple[Offer, ...], *, mine: bool = True, all_items: bool = True) -> Table:
    """An offer for each item, what is missing marked; `mine`: the supplier itself reads it."""
    say, known = t.words.say, {offer.item: offer for offer in made}
    columns = (
        Column(title=say("common.pos"), narrow=True),
        Column(title=say("order.item")),
        Column(title=f"{say('rfp.your_offer' if mine else 'rfp.offer')} ({rfp.currency})", right=True),
        Column(title=say("order.amount"), right=True),
    )
    listed = [i for i in rfp.items if all_items or i.number in known]
    rows = tuple(
        (
            Cell(text=str(i.number)),
            Cell(text=i.description, below=_details(t, i, known.get(i.number))),
            *_offered(t, rfp, i, known.get(i.number)),
        )
        for i in listed[:SHOWN]
    )
    total = Cell(text=say("rfp.total_offered")), Cell(text=t.words.money(offered_total(rfp, made)))
    return Table(columns=columns, rows=rows, foot=(*_more(t, len(listed), 4), total))


def offered_total(rfp: Rfp, made: Iterable[Offer]) -> Money:
    """The sum of what is offered in the currency of the request."""
    parts = Decimal(0)
    for offer in made:
        item = rfp.item(offer.item)
        if item and comparable(rfp, offer):
            parts += amount(offer, item.quantity if offer.quantity is None else offer.quantity, rfp.currency)
    return Money(amount=parts, currency=rfp.currency)


def _quote(t: Telling, rfp: Rfp, numbers: tuple[int, ...], *, main: bool) -> Answer:
    """The items to be filled in: each is a line that the reader of replies knows for certain (docs/mail.md 4)."""
    lines = (t.words.say("words.quote_line", item=str(n), currency=rfp.currency) for n in numbers[:FILL_IN])
    return t.reply.spelled(t.words.say("button.quote"), "\n".join(lines), main=main)


def answers(t: Telling, rfp: Rfp, proposal: Proposal) -> Answers:
    """The ready-made answers to a request as it stands."""
    reply = t.reply
    if rfp.status is not RfpStatus.OPEN or proposal.status not in SAYING or rfp.past(t.scene.at):
        return t.answers(reply.answer("ask"))
    every = tuple(item.number for item in rfp.items)
    left = proposal.missing(rfp) if proposal.status is ProposalStatus.DRAFT else every
    made = [_quote(t, rfp, left, main=proposal.status is not ProposalStatus.SUBMITTED)]
    if proposal.status is ProposalStatus.DRAFT:
        made.append(reply.answer("that_is_all"))
    made.append(reply.answer("withdraw_offer" if proposal.status in OFFERING else "decline_all"))
    return t.answers(*made, reply.answer("ask"))


def state(t: Telling, rfp: Rfp, proposal: Proposal) -> tuple[Block, ...]:
    """The offer as it stands, or the items where there is none."""
    return (offers(t, rfp, proposal.offers),) if proposal.offers else (items(t, rfp),)
