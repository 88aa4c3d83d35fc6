"""The app's home: what waits for the one who looks (docs/slack.md)."""

from dataclasses import replace

from bot.slack.doing import words_of
from bot.slack.office import Session
from channels.render.charts import ages
from channels.slack import blocks
from channels.slack.blocks import Json
from channels.slack.cards import laid_out
from channels.slack.documents import listing
from channels.slack.escape import dead_line
from core.digest import aging, digest_lines
from core.letters import DigestSection
from core.money import Currency
from core.order import OrderStatus
from core.party import BuyerRole

SHOWN = 15
TITLES = {
    DigestSection.TO_DECIDE: "Waits for you",
    DigestSection.CONFIRMATIONS_OVERDUE: "Confirmations overdue",
    DigestSection.DELIVERIES_LATE: "Deliveries late",
    DigestSection.INVOICES_HELD: "Invoices held",
    DigestSection.WITHIN_TOLERANCE: "Approved within tolerance",
    DigestSection.UNDELIVERED: "Undelivered mail",
    DigestSection.HELD_MAIL: "Held mail",
    DigestSection.SUPPLIERS_SILENT: "Suppliers silent",
    DigestSection.REQUESTS: "Suppliers ask for changes",
    DigestSection.RFPS_CLOSING: "Requests for proposal, closing or closed",
}


def stranger() -> Json:
    """Nothing to see."""
    return blocks.home((blocks.section("You are not a buyer here."),))


def of(session: Session) -> Json:
    """What waits, the own orders by state, invoices by age, held mail for those whose it is."""
    from bot.digests import desk_of, requests_for

    bot, now = session.bot, session.bot.clock()
    with bot.store.read() as unit:
        desk = replace(desk_of(bot, unit, unit.people.buyers(), now), requests=requests_for(unit, session.buyer))
    lines = digest_lines(session.buyer, desk, now)
    parts: list[Json] = [blocks.header("What waits for you" if lines else "Nothing waits for you")]
    for section, title in TITLES.items():
        mine = [line for line in lines if line.section is section]
        if mine and not (section is DigestSection.HELD_MAIL and not session.buyer.may(BuyerRole.ACCOUNTANT)):
            parts += [
                blocks.section(f"*{title}*"),
                *(_line(x.document, x.what, _amount(session, x.amount)) for x in mine[:SHOWN]),
            ]
            parts += [blocks.context(f"… {len(mine) - SHOWN} more")] if len(mine) > SHOWN else []
    own = [o for o in desk.orders if o.initiator == session.buyer.address and o.status is OrderStatus.SUBMITTED]
    if own:
        rows = [(o.reference, o.status.value, o.confirmation.name.lower(), words_of(session).money(o.net)) for o in own[:SHOWN]]
        right = (False, False, False, True)
        parts += [blocks.section("*Your orders*"), listing(("Order", "Status", "Confirmation", "Net"), rows, right)]
    classes = aging(desk.invoices, now)
    if any(age.count for age in classes):
        figures = [(f"from {age.from_days} days", age.count) for age in classes]
        parts += list(laid_out(ages("Open invoices by age", figures)))
    return blocks.home(parts)


def _amount(session: Session, amount: str) -> str:
    """`EUR 7688.34` as it is written."""
    code, _, number = amount.partition(" ")
    return words_of(session).printed(number, Currency(code)) if number and len(code) == 3 else amount


def _line(document: str | None, what: str, amount: str) -> Json:
    words = blocks.section(" · ".join(x for x in (dead_line(what, 500), amount) if x))
    return {**words, "accessory": blocks.button("Show", "show", document)} if document else words
