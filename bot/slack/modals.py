"""Windows that ask for what a button cannot say: a reason, an order, an amount, words (docs/slack.md)."""

import json
import re
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from bot.dossiers import fresh
from bot.slack import changes, doing, people, seen
from bot.slack.grammar import Misspelled, number, reference_of
from bot.slack.grammar import Words as Typed
from bot.slack.office import Session
from channels.render.words import Words
from channels.slack import blocks
from channels.slack.blocks import Json
from channels.slack.escape import dead_line
from channels.slack.requests import Entered, Problem, Reply, Told, Window
from core.commands.buyer_invoices import LinkInvoice, PayInvoice, RejectInvoice, ReturnInvoice
from core.commands.buyer_people import Say, SetStatus
from core.commands.command import Command
from core.dossier import Dossier
from core.names import Reference
from core.party import Supplier, SupplierStatus

CODES = ("price", "quantity", "item", "delivery", "reference", "recipient")
"""Reasons by the codes of the Peppol Invoice Response; the supplier is told the words."""


def window(session: Session, what: str, document: str, version: int | None = None) -> Window:
    """The modal for one thing to do with a document."""
    w = doing.reader_words(session)
    if changes.ACTION.fullmatch(what):
        title, submit, parts = changes.forms(w, what, document)
        return _window(session, w, what, (title, submit), parts, document, version)
    return opened(session, what, document, FORMS[what](w), version)


def opened(session: Session, what: str, document: str, parts: Sequence[Json], version: int | None = None) -> Window:
    """The modal with these parts; its title and its button are among the texts."""
    w = doing.reader_words(session)
    words = w.say(f"slack.window.{what}", document=document), w.say(f"slack.window.{what}_do")
    return _window(session, w, what, words, parts, document, version)


def _window(
    session: Session, w: Words, what: str, words: tuple[str, str], parts: Sequence[Json], document: str, version: int | None
) -> Window:
    kept = json.dumps({"document": document, "version": version, "channel": session.channel})
    return Window(view=blocks.modal(what, *words, parts, kept, close=w.say("slack.window.cancel")))


def field(w: Words, name: str, label: str, hint: str = "", *, multiline: bool = False, optional: bool = False) -> Json:
    """A field for words."""
    told = w.say(f"slack.window.{hint}") if hint else ""
    return blocks.input_text(name, w.say(f"slack.window.{label}"), multiline=multiline, optional=optional, hint=told)


def _reject(w: Words) -> tuple[Json, ...]:
    options = [("words", w.say("slack.code.words")), *((w.say(f"slack.reason.{c}"), w.say(f"slack.code.{c}")) for c in CODES)]
    code = blocks.input_choice("code", w.say("slack.window.reason"), options)
    return code, field(w, "reason", "in_words", "both_told", multiline=True, optional=True)


FORMS: dict[str, Callable[[Words], tuple[Json, ...]]] = {
    "reject": _reject,
    "return": lambda w: (field(w, "reason", "question", multiline=True),),
    "link": lambda w: (field(w, "order", "order", "order_hint"), field(w, "lines", "lines", "lines_hint", optional=True)),
    "pay": lambda w: (
        field(w, "amount", "amount", "amount_hint"),
        field(w, "date", "date", "date_hint", optional=True),
        field(w, "remittance", "remittance", optional=True),
    ),
    "say": lambda w: (field(w, "text", "your_words", "by_mail", multiline=True),),
}
"""What each window asks for that asks about one document."""
WINDOWS = re.compile(rf"{'|'.join(FORMS)}|disable|award|new\.(po|rfp)|order\.refuse\.(\d{{1,4}}|all)")
"""Every window that there is, by its callback."""


def _drafts_go(session: Session, w: Words, supplier: Supplier) -> Json:
    """What disabling deletes, counted by the dossier that the command itself decides on."""
    with session.bot.store.read() as unit:
        dossier = doing.with_supplier(supplier.id)(unit, Dossier(actor=session.actor, fresh=fresh(unit, session.bot.keys[0])))
    counts = (w.count("slack.drafts", len(dossier.invoices)), w.count("slack.quotes", len(dossier.proposals)))
    some = dossier.invoices or dossier.proposals
    key = "slack.window.drafts" if some else "slack.window.drafts_none"
    return blocks.section(w.say(key, supplier=dead_line(supplier.name, 200), drafts=w.list_of(counts)))


def or_typed(what: str, run: Callable[[Session, Typed], Reply]) -> Callable[[Session, Typed], Reply]:
    """With nothing but the document typed, a window asks for the rest."""

    def either(session: Session, words: Typed) -> Reply:
        if session.trigger and len(words.rest.split()) == 1:
            return window(session, what, reference_of(words.next("a document")))
        return run(session, words)

    return either


def disable(session: Session, words: Typed) -> Reply:
    """Says how many Drafts go, and asks."""
    found = people.known(session, words.next("a supplier such as S-12"))
    return opened(session, "disable", found.id, (_drafts_go(session, doing.reader_words(session), found),))


def entered(session: Session, request: Entered) -> Reply:
    """What was entered, as a command. A refusal keeps the window open with the reason."""
    about = _about(request.metadata)
    if about is None or not WINDOWS.fullmatch(request.callback):
        return Told(text="This window is none of ours any more; please begin again.")
    here = Session(office=session.office, buyer=session.buyer, request=request.id, channel=str(about.get("channel") or ""))
    which = Reference(str(about["document"]))
    first = request.values[0][0] if request.values else ""
    try:
        return _entered(here, request, which, about.get("version"))
    except seen.Stale:
        return seen.stale(here, which)
    except Misspelled as problem:
        return Problem(errors=((first, str(problem)),), channel=here.channel)


def _entered(session: Session, request: Entered, which: Reference, version: int | None) -> Reply:
    from bot.slack import award, new

    if request.callback == "disable":
        return doing.say(session, None, SetStatus(status=SupplierStatus.DISABLED), grow=doing.with_supplier(which))
    if request.callback == "award":
        return award.entered(session, request, which, version)
    if request.callback.startswith("new."):
        return new.entered(session, request)
    command = _command(request)
    order = doing.with_order(Reference(command.order)) if isinstance(command, LinkInvoice) else None
    return doing.say(session, which, command, grow=seen.at_version(which, version, order))


def _about(metadata: str) -> "dict[str, Any] | None":
    """What the window was opened for; None where it says nothing that we wrote."""
    try:
        found = json.loads(metadata)
    except ValueError:
        return None
    fits = isinstance(found, dict) and isinstance(found.get("document"), str) and isinstance(found.get("version"), int | None)
    return found if fits else None


def _command(request: Entered) -> Command:
    match request.callback:
        case "reject":
            code = request.value("code").removeprefix("words")
            return RejectInvoice(reason=_required(" ".join(x for x in (code, request.value("reason").strip()) if x)))
        case "return":
            return ReturnInvoice(reason=_required(request.value("reason")))
        case "link":
            pairs = request.value("lines").replace(",", " ").split()
            return LinkInvoice(order=reference_of(request.value("order")), lines=tuple(_pair(p) for p in pairs))
        case "pay":
            amount = number(request.value("amount").strip(), "amount")
            return PayInvoice(amount=amount, paid_on=_day(request.value("date")), remittance=request.value("remittance"))
        case what if change := changes.ACTION.fullmatch(what):
            return changes.verdict("refuse", change["line"], _required(request.value("reason")))
        case _:
            return Say(text=_required(request.value("text")))


def _required(text: str) -> str:
    if not text.strip():
        raise Misspelled("Please say it in words.")
    return text.strip()


def _pair(text: str) -> tuple[int, int]:
    mine, sign, theirs = text.partition("=")
    if not (sign and mine.isdigit() and theirs.isdigit()):
        raise Misspelled(f"{text[:40]} is not of the form 2=3")
    return int(mine), int(theirs)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip()) if text.strip() else None
    except ValueError as problem:
        raise Misspelled("A date is written as 2026-06-12.") from problem


__all__ = ["Told", "disable", "entered", "or_typed", "window"]
