"""A buyer's command, from the command line or from Slack: steps 5 and 6 of the road, run directly (docs/design.md 2)."""

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from bot import commit, dossiers, held, postroom, scenes
from core.commands.buyer_orders import NewOrder
from core.commands.buyer_rfps import NewRfp
from core.commands.command import Command
from core.dossier import Actor, Dossier
from core.engine import Outcome, begin, handle
from core.errors import Conflict
from core.names import Reference
from core.notices import posts

if TYPE_CHECKING:
    from bot.wire import Bot
    from storage.unit import Unit

REPEATS = 5


def act(
    bot: "Bot",
    actor: Actor,
    which: Reference | None,
    command: Command,
    *,
    grow: "Callable[[Unit, Dossier], Dossier] | None" = None,
    keep: tuple[bytes, ...] = (),
    request: str = "",
    also: tuple[Command, ...] = (),
) -> Outcome:
    """Decide and write. `grow` adds what the document's own dossier lacks; `keep` are files that the command refers to;
    `request` is applied once; `also`: commands of the same moment, all or none. Raises Conflict when somebody was quicker
    five times."""
    for _ in range(REPEATS):
        try:
            return _once(bot, actor, which, (command, *also), grow, keep, request)
        except Conflict:
            continue
    raise Conflict("somebody else changes the same documents now; try again")


def _once(
    bot: "Bot",
    actor: Actor,
    which: Reference | None,
    commands: tuple[Command, ...],
    grow: "Callable[[Unit, Dossier], Dossier] | None",
    keep: tuple[bytes, ...],
    request: str,
) -> Outcome:
    now = bot.clock()
    with bot.store.begin() as unit:
        dossier = dossiers.for_document(unit, bot.keys[0], actor, which)
        if grow:
            dossier = grow(unit, dossier)
        outcome = begin(dossier)
        for command in commands:
            outcome = handle(outcome, command, now, bot.policy)
        if outcome.refusal or (request and not unit.requests.claim(request)):
            return outcome
        for content in keep:
            unit.blobs.put(content)
        commit.write(unit, outcome, now)
        texts = (*outcome.texts, *scenes.quoted(unit, outcome.dossier))
        held.release_approved(unit, outcome)
        scene = scenes.scene_of(bot, outcome.before, outcome.dossier, texts, now)
        postroom.write(bot, unit, posts(outcome, bot.policy, receipt=False, on=bot.today()), scene, None)
    return outcome


def act_all(bot: "Bot", actor: Actor, commands: tuple[NewOrder | NewRfp, ...]) -> Outcome:
    """Several new orders or requests in one transaction: all of them or, with a refusal, none."""
    now = bot.clock()
    with bot.store.begin() as unit:
        dossier = dossiers.for_document(unit, bot.keys[0], actor, None)
        known = unit.documents.orders(c.order.reference for c in commands if isinstance(c, NewOrder))
        outcome = begin(replace(dossier, orders=known))
        for command in commands:
            outcome = handle(outcome, command, now, bot.policy)
        if not outcome.refusal:
            commit.write(unit, outcome, now)
    return outcome
