"""What the bot would do with a mail, and why; changes nothing (docs/design.md 5)."""

import json
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from bot import decided, mailed_sheets
from bot.conversation import converse
from bot.reader import Reader, dns_of, house_of
from bot.senders import Writer, recognised
from core.engine import Outcome
from core.knowledge import Knowledge
from core.message import Delivery, MailKind, Message
from core.names import domain_of, hash_of
from core.notices import posts
from core.party import Level
from core.reading import Context, Reading, Speaker
from core.triage import Action, Seen, may_answer, triage
from core.trust import OnFile, Standing, standing
from parsers.cage import Caged
from parsers.documents.caged import document_cage
from parsers.intent.trial import Trial
from parsers.rfc822 import MailSettings

if TYPE_CHECKING:
    from bot.wire import Bot
    from channels.render.mail import Rendered


MACHINES = frozenset({MailKind.BOUNCE, MailKind.AUTO_REPLY, MailKind.OWN, MailKind.OTHER})
"""What these say is no command, and their files are no documents: neither is read, here as in the service."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Explained:
    """One mail, as it was seen, and what would follow."""

    file: str
    reading: Reading
    level: Level
    supplier: str | None = None
    document: str | None = None
    rules: tuple[str, ...] = ()
    action: Action = Action.WORK
    why: str = ""
    outcomes: tuple[Outcome, ...] = field(default=(), repr=False)
    """What would follow; a buyer's mail may decide or enter several documents."""
    answer: "Rendered | None" = field(default=None, repr=False)

    @property
    def message(self) -> Message:
        """The mail."""
        return self.reading.message


@contextmanager
def reader(bot: "Bot | None", trial: Trial | None, jobs: int = 1) -> Iterator[Reader]:
    """A reader that knows our own house as far as there is one."""
    with ExitStack() as closing:
        cage = closing.enter_context(document_cage(jobs))
        if bot:
            yield Reader(cage=cage, dns=dns_of(bot.settings), house=house_of(bot.settings))
        else:
            house = MailSettings()
            if trial:
                house = MailSettings(addresses=(trial.buyer,), message_id_domain=domain_of(trial.buyer))
            yield Reader(cage=cage, dns=NoDns(), house=house)


class NoDns:
    """Without a configuration nobody is asked: nothing is signed as far as we know."""

    def lookup(self, names: Any) -> dict[str, tuple[str, ...]]:
        """No records."""
        return {}


def explain(bot: "Bot | None", trial: Trial | None, with_: Reader, delivery: Delivery, file: str) -> Explained:
    """Against the database, against a world to try out, or against nothing at all."""
    try:
        return _explained(bot, trial, with_, delivery, file)
    except Caged as no:
        return _unread(no, file)


def _unread(no: Caged, file: str) -> Explained:
    """A mail that broke its reader is answered like any other: nothing of it is known."""
    message = Message(kind=MailKind.HUMAN, refused=f"it could not be read: {no.failure.why}", silent=True)
    seen = Seen(message=message, standing=Standing(level=Level.STRANGER, why="the sender could not be read"))
    return _judged(Reading(message=message), seen, file)


def _explained(bot: "Bot | None", trial: Trial | None, with_: Reader, delivery: Delivery, file: str) -> Explained:
    message = with_.open(delivery)
    if trial:
        return _tried(trial, with_, message, delivery, file)
    if bot:
        return _in_house(bot, with_, message, delivery, file)
    context = Context(speaker=Speaker(address=message.sender))
    seen = Seen(message=message, standing=Standing(level=Level.STRANGER, why="no database was named"))
    return _judged(_read(with_, message, context, delivery), seen, file)


def _read(with_: Reader, message: Message, context: Context, delivery: Delivery) -> Reading:
    if message.kind in MACHINES:
        return Reading(message=message)
    knowledge = Knowledge(orders=context.orders)
    message, papers = with_.papers(message, knowledge)
    return with_.understand(message, papers, context, _today(message, delivery))


def _today(message: Message, delivery: Delivery) -> date:
    return message.dated.date() if message.dated else delivery.received_at.date()


def _judged(reading: Reading, seen: Seen, file: str, document: str | None = None) -> Explained:
    verdict = triage(seen)
    return Explained(
        file=file,
        reading=reading,
        level=seen.standing.level,
        supplier=seen.standing.supplier.id if seen.standing.supplier else None,
        document=document,
        rules=(verdict.hit,),
        action=verdict.action,
        why=seen.standing.why,
    )


def _tried(trial: Trial, with_: Reader, message: Message, delivery: Delivery, file: str) -> Explained:
    """A world to try out: its token address is valid, and its supplier's domain is on file."""
    thread = _thread_in(trial, message)
    known = message.sender is not None and domain_of(message.sender) == _domain(trial)
    on_file = OnFile(
        suppliers=(trial.supplier,) if known else (),
        token_supplier=trial.supplier if trial.token_address in message.recipients else None,
    )
    who = standing(message.sender, message.sender_name, message.authenticity, on_file)
    context = trial.context(message, thread, Level.AUTHENTIC)
    return _judged(_read(with_, message, context, delivery), Seen(message=message, standing=who), file, thread)


def _domain(trial: Trial) -> str | None:
    return domain_of(trial.supplier.contacts[0].address) if trial.supplier.contacts else None


def _thread_in(trial: Trial, message: Message) -> str | None:
    """Token, then the thread's Message-IDs, then the tag, then a number in the subject."""
    names = [*(o.reference for o in trial.orders), *(i.reference for i in trial.invoices), *(r.reference for r in trial.rfps)]
    known: dict[str, str] = {name.lower(): name for name in names}
    hints = message.hints
    routed = [trial.token_address.partition("+")[2].partition(".")[0]] if trial.token_address in message.recipients else []
    written = (
        *routed,
        *(name for name, _ in hints.tokens),
        *(i.strip("<>").partition("@")[0].partition(".")[0] for i in hints.message_ids),
        *hints.tags,
        *message.subject.replace("[", " ").replace("]", " ").split(),
    )
    return next((known[w.lower()] for w in written if w.lower() in known), None)


def _in_house(bot: "Bot", with_: Reader, message: Message, delivery: Delivery, file: str) -> Explained:
    with bot.store.read() as unit:
        writer = recognised(unit, message, bot.keys)
    if triage(writer.seen).action not in (Action.WORK, Action.COMMENT) or message.refused:
        context = Context(speaker=Speaker(address=message.sender))
        return _judged(_read(with_, message, context, delivery), writer.seen, file, writer.thread)
    followed = _followed(bot, with_, delivery, message, writer)
    reading, outcome = followed[0]
    said = tuple(s for one, _ in followed for s in one.said)
    judged = _judged(replace(reading, said=said), writer.seen, file, outcome.dossier.thread)
    answer = next((a for one, after in followed if (a := _answer(bot, writer, one, after))), None)
    return replace(judged, outcomes=tuple(after for _, after in followed), answer=answer)


def _followed(
    bot: "Bot", with_: Reader, delivery: Delivery, message: Message, writer: Writer
) -> tuple[tuple[Reading, Outcome], ...]:
    """The mail as the service would take it: a buyer's decisions, else the sheets that he mails in, else words."""
    at, mail = delivery.received_at, hash_of(delivery.raw)
    if triage(writer.seen).action is Action.WORK:
        with bot.store.read() as unit:
            ruled = tuple((reading, after) for _, reading, after in decided.ruled(bot, unit, at, mail, message, writer))
            sheets = () if ruled else mailed_sheets.sheets_of(with_, message, writer)
            entered = mailed_sheets.entered(bot, unit, at, mail, sheets, writer) if sheets else ()
            found = ruled or tuple((Reading(message=message), after) for after in entered)
        if found:
            return found
    return (converse(bot, with_, delivery, mail, message, writer),)


def _answer(bot: "Bot", writer: Writer, reading: Reading, outcome: Outcome) -> "Rendered | None":
    """The letter that the writer would get."""
    from bot import scenes
    from bot.answering import verdicts_of
    from channels.render.mail import render

    message = reading.message
    told = posts(outcome, bot.policy, receipt=may_answer(writer.seen), on=bot.today())
    mine = next((p for p in told if message.sender in {person.address for person in p.to}), None)
    if mine is None:
        return None
    verdicts = verdicts_of(outcome, reading)
    scene = scenes.scene_of(bot, outcome.before, outcome.dossier, outcome.texts, bot.clock(), reading, verdicts)
    return render(mine, scene, bot.policy.house.mailbox, message.subject)


def told(explained: Explained, *, as_json: bool) -> str:
    """One line of JSON, or an account for a person."""
    from bot.account import account

    return json.dumps(as_object(explained), ensure_ascii=False) if as_json else "\n".join(account(explained))


def as_object(explained: Explained) -> dict[str, Any]:
    """The form of `explain --json`."""
    from parsers.intent.jsonl import command_json, doubt_json

    message, answer = explained.message, explained.answer
    hints = message.hints
    return {
        "file": explained.file,
        "kind": message.kind.value,
        "sender": message.sender,
        "subject": message.subject,
        "authentic": message.authenticity.verdict.value,
        "why": message.authenticity.why,
        "level": explained.level.name.lower(),
        "supplier": explained.supplier,
        "document": explained.document,
        "rules": [*explained.rules, *message.signs],
        "new_text": message.new_text,
        "references": [*(name for name, _ in hints.tokens), *hints.tags, *hints.message_ids, *hints.numbers],
        "attachments": [
            {"name": a.name, "type": a.media_type, "size": a.size, "role": a.role.value} for a in message.attachments
        ],
        "commands": [command_json(said) for said in explained.reading.said],
        "doubts": [doubt_json(doubt) for doubt in explained.reading.doubts],
        "answer": {"subject": answer.subject, "text": answer.text} if answer else None,
    }
