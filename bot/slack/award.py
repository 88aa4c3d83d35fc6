"""The window that awards a request: for each item who gets it, the cheapest chosen beforehand (docs/rules.md 5)."""

from dataclasses import dataclass

from bot.slack import doing, rfps
from bot.slack.modals import opened
from bot.slack.office import Session
from bot.slack.seen import Stale, at_version, version_of
from channels.render.words import Words
from channels.slack import blocks
from channels.slack.blocks import Json
from channels.slack.escape import dead_line
from channels.slack.requests import Entered, Problem, Reply, Told
from channels.slack.rfps import price, ways
from core.commands.buyer_awards import AWARDABLE, AwardRfp, Choice
from core.commands.buyer_rfps import AdmitProposal
from core.compare import ComparedItem, Comparison, compare
from core.names import Reference, SupplierId
from core.proposal import Proposal, Rfp

NOBODY = "-"
MOST = 90
"""Items that a window has room for; a longer request is awarded by typing."""


def admitting(which: Reference) -> AdmitProposal:
    """A late offer, by the name of its proposal: `RFP-7-S-3`."""
    rfp, _, supplier = which.rpartition("-S-")
    return AdmitProposal(document=Reference(rfp), supplier=SupplierId(f"S-{supplier}"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """A request as it stands, with its offers side by side."""

    rfp: Rfp
    proposals: tuple[Proposal, ...]
    names: dict[SupplierId, str]
    made: Comparison

    @property
    def winners(self) -> dict[Reference, Proposal]:
        """Who can be awarded something."""
        return {p.reference: p for p in self.proposals if p.status in AWARDABLE}

    def open(self) -> list[ComparedItem]:
        """Items that somebody offers and nobody has won yet."""
        can = self.winners
        return [
            row
            for row in self.made.items
            if self.rfp.left(row.item.number) > 0 and any(o.amount is not None and o.proposal in can for o in row.offers)
        ]


def window(session: Session, which: Reference, version: int) -> Reply:
    """For each item who gets it. Raises Stale: the offers are not those that the button was made for."""
    rfp, proposals, names = rfps.loaded(session, which)
    if version_of(rfp, proposals) != version:
        raise Stale
    offered = Offered(rfp=rfp, proposals=proposals, names=names, made=compare(rfp, proposals))
    w, items = doing.reader_words(session), offered.open()
    if not items or len(items) > MOST:
        key = "slack.rfp.too_many" if items else "slack.rfp.nothing_offered"
        return Told(text=w.say(key, document=which), channel=session.channel)
    parts = (_totals(w, offered), *(_item(w, offered, row) for row in items), blocks.context(w.say("slack.rfp.at_once")))
    return opened(session, "award", which, parts, version)


def _totals(w: Words, offered: Offered) -> Json:
    whose = {p.reference: offered.names.get(p.supplier, p.supplier) for p in offered.proposals}
    lines = (f"{dead_line(name, 150)}:  *{dead_line(total, 100)}*" for name, total in ways(w, offered.made, whose)[:10])
    return blocks.section("\n".join(lines))


def _item(w: Words, offered: Offered, row: ComparedItem) -> Json:
    """Those who offer it, the cheapest first."""
    can, item = offered.winners, row.item
    found = [o for o in row.offers if o.amount is not None and o.proposal in can and o.offer]
    found.sort(key=lambda o: (o.offer.unit_price if o.offer and o.offer.unit_price is not None else 0, o.proposal))
    names = {o.proposal: offered.names.get(can[o.proposal].supplier, can[o.proposal].supplier) for o in found}
    options = [(can[o.proposal].supplier, f"{names[o.proposal][:40]} · {price(w, o)}") for o in found]
    label = f"{item.number}  {item.description} · {w.quantity(offered.rfp.left(item.number))} {item.unit}".strip()
    return blocks.input_choice(f"item.{item.number}", label, [*options, (NOBODY, w.say("slack.rfp.not_now"))])


def entered(session: Session, request: Entered, which: Reference, version: int | None) -> Reply:
    """Award what was chosen; the orders go out with it."""
    chosen = [(block, value) for block, value in request.values if block.startswith("item.") and value != NOBODY]
    choices = tuple(Choice(item=int(block.removeprefix("item.")), supplier=SupplierId(value)) for block, value in chosen)
    if not choices:
        first = request.values[0][0] if request.values else ""
        words = doing.reader_words(session).say("slack.rfp.choose")
        return Problem(errors=((first, words),), channel=session.channel)
    return doing.say(session, which, AwardRfp(choices=choices, day=rfps.today(session)), grow=at_version(which, version))
