"""The app's home: what waits for the one who looks (docs/slack.md)."""

from dataclasses import replace

from bot.slack.doing import reader_words
from bot.slack.office import Session
from channels.render.charts import ages
from channels.render.words import Words
from channels.slack import blocks
from channels.slack.blocks import Json
from channels.slack.cards import laid_out
from channels.slack.documents import confirmed, listing
from channels.slack.escape import dead_line
from core.aging import aging
from core.digest import digest_lines
from core.letters import DigestLine, DigestSection
from core.money import Currency
from core.order import OrderStatus
from core.party import BuyerRole

SHOWN = 15


def stranger() -> Json:
    """Nothing to see."""
    return blocks.home((blocks.section("You are not a buyer here."),))


def of(session: Session) -> Json:
    """What waits, the own orders by state, invoices by age, held mail for those whose it is."""
    from bot.digests import desk_of, requests_for

    bot, now, w = session.bot, session.bot.clock(), reader_words(session)
    with bot.store.read() as unit:
        desk = replace(desk_of(bot, unit, unit.people.buyers(), now), requests=requests_for(unit, session.buyer))
    lines = digest_lines(session.buyer, desk, now)
    parts: list[Json] = [blocks.header(w.say("slack.home.waits" if lines else "slack.home.nothing"))]
    for section in DigestSection:
        mine = [line for line in lines if line.section is section]
        if mine and not (section is DigestSection.HELD_MAIL and not session.buyer.may(BuyerRole.ACCOUNTANT)):
            parts += [
                blocks.section(f"*{w.say(f'digest.section.{section}')}*"),
                *(_line(w, x) for x in mine[:SHOWN]),
            ]
            parts += [blocks.context(w.say("slack.more", n=str(len(mine) - SHOWN)))] if len(mine) > SHOWN else []
    own = [o for o in desk.orders if o.initiator == session.buyer.address and o.status is OrderStatus.SUBMITTED]
    if own:
        rows = [(o.reference, w.say(f"status.order.{o.status}"), confirmed(w, o), w.money(o.net)) for o in own[:SHOWN]]
        heads = ("slack.home.order", "slack.home.status", "slack.order.confirmation", "slack.order.net")
        right = (False, False, False, True)
        parts += [blocks.section(f"*{w.say('slack.home.orders')}*"), listing([w.say(h) for h in heads], rows, right)]
    classes = aging(desk.invoices, now)
    if any(age.count for age in classes):
        figures = [(w.say(f"digest.age_{age.from_days}"), age.count) for age in classes]
        parts += list(laid_out(ages(w.say("digest.chart"), figures)))
    if session.buyer.may(BuyerRole.INITIATOR, BuyerRole.ADMIN):
        begin = [blocks.button(w.say(f"slack.button.new_{what}"), f"new.{what}", what) for what in ("po", "rfp")]
        parts.append(blocks.actions("begin", begin))
    return blocks.home(parts)


def _amount(w: Words, amount: str) -> str:
    """`EUR 7688.34` as it is written."""
    code, _, number = amount.partition(" ")
    return w.printed(number, Currency(code)) if number and len(code) == 3 else amount


def _line(w: Words, line: DigestLine) -> Json:
    who = w.say("digest.initiator", who=w.list_of(line.initiators)) if line.initiators else ""
    since = w.say("digest.since", date=w.day(line.since.date())) if line.since else ""
    parts = (dead_line(line.what, 500), _amount(w, line.amount), dead_line(who, 300), since)
    words = blocks.section(" · ".join(part for part in parts if part))
    return {**words, "accessory": blocks.button(w.say("slack.button.show"), "show", line.document)} if line.document else words
