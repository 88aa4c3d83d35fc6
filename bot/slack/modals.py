"""Windows that ask for what a button cannot say: a reason, an order, an amount, words (docs/slack.md)."""

import json
from collections.abc import Callable
from datetime import date
from typing import Any

from bot.slack import changes, doing, people
from bot.slack.grammar import Misspelled, number, reference_of
from bot.slack.grammar import Words as Typed
from bot.slack.office import Session
from channels.render.words import Words
from channels.slack import blocks
from channels.slack.blocks import Json
from channels.slack.requests import Entered, Problem, Reply, Told, Window
from core.commands.buyer_invoices import LinkInvoice, PayInvoice, RejectInvoice, ReturnInvoice
from core.commands.buyer_people import Note, Say, SetStatus
from core.commands.command import Command
from core.invoice import InvoiceStatus
from core.names import Reference
from core.party import SupplierStatus

CODES = ("price", "quantity", "item", "delivery", "reference", "recipient")
"""Reasons by the codes of the Peppol Invoice Response; the supplier is told the words."""


def window(session: Session, what: str, document: str, version: int | None = None) -> Window:
    """The modal for one thing to do with a document."""
    kept = json.dumps({"document": document, "version": version, "channel": session.channel})
    w = doing.reader_words(session)
    title, submit, parts = (
        changes.forms(w, what, document) if changes.ACTION.fullmatch(what) else _form(session, w, what, document)
    )
    return Window(view=blocks.modal(what, title, submit, parts, kept, close=w.say("slack.window.cancel")))


def _form(session: Session, w: Words, what: str, document: str) -> tuple[str, str, tuple[Json, ...]]:
    name = what if what in FORMS else "say"
    parts = (_drafts_go(session, w, document),) if name == "disable" else FORMS[name](w)
    return w.say(f"slack.window.{name}", document=document), w.say(f"slack.window.{name}_do"), parts


def _field(w: Words, name: str, label: str, hint: str = "", *, multiline: bool = False, optional: bool = False) -> Json:
    told = w.say(f"slack.window.{hint}") if hint else ""
    return blocks.input_text(name, w.say(f"slack.window.{label}"), multiline=multiline, optional=optional, hint=told)


def _reject(w: Words) -> tuple[Json, ...]:
    options = [("words", w.say("slack.code.words")), *((w.say(f"slack.reason.{c}"), w.say(f"slack.code.{c}")) for c in CODES)]
    code = blocks.input_choice("code", w.say("slack.window.reason"), options)
    return code, _field(w, "reason", "in_words", "both_told", multiline=True, optional=True)


FORMS: dict[str, Callable[[Words], tuple[Json, ...]]] = {
    "reject": _reject,
    "return": lambda w: (_field(w, "reason", "question", multiline=True),),
    "link": lambda w: (_field(w, "order", "order", "order_hint"), _field(w, "lines", "lines", "lines_hint", optional=True)),
    "pay": lambda w: (
        _field(w, "amount", "amount", "amount_hint"),
        _field(w, "date", "date", "date_hint", optional=True),
        _field(w, "remittance", "remittance", optional=True),
    ),
    "disable": lambda w: (),
    "say": lambda w: (_field(w, "text", "your_words", "by_mail", multiline=True),),
}
"""What each window asks for."""


def _drafts_go(session: Session, w: Words, supplier: str) -> Json:
    return blocks.section(w.say("slack.window.drafts", n=str(_drafts(session, supplier))))


def _drafts(session: Session, supplier: str) -> int:
    found = people.known(session, supplier)
    with session.bot.store.read() as unit:
        return len(unit.documents.list_invoices(InvoiceStatus.DRAFT, found.id, limit=1000))


def or_typed(what: str, run: Callable[[Session, Typed], Reply]) -> Callable[[Session, Typed], Reply]:
    """With nothing but the document typed, a window asks for the rest."""

    def either(session: Session, words: Typed) -> Reply:
        if session.trigger and len(words.rest.split()) == 1:
            return window(session, what, reference_of(words.next("a document")))
        return run(session, words)

    return either


def disable(session: Session, words: Typed) -> Reply:
    """Says how many Drafts go, and asks."""
    return window(session, "disable", people.known(session, words.next("a supplier such as S-12")).id)


def entered(session: Session, request: Entered) -> Reply:
    """What was entered, as a command. A refusal keeps the window open with the reason."""
    about = _about(request.metadata)
    if about is None:
        return Told(text="This window is none of ours any more; please begin again.")
    here = Session(office=session.office, buyer=session.buyer, request=request.id, channel=str(about.get("channel") or ""))
    which = Reference(str(about["document"]))
    first = request.values[0][0] if request.values else ""
    try:
        if request.callback == "disable":
            return doing.say(here, None, SetStatus(status=SupplierStatus.DISABLED), grow=doing.with_supplier(which))
        command = _command(request)
    except Misspelled as problem:
        return Problem(errors=((first, str(problem)),))
    return _said(here, which, command, about.get("version"), first)


def _about(metadata: str) -> "dict[str, Any] | None":
    """What the window was opened for; None where it says nothing that we wrote."""
    try:
        found = json.loads(metadata)
    except ValueError:
        return None
    fits = isinstance(found, dict) and isinstance(found.get("document"), str) and isinstance(found.get("version"), int | None)
    return found if fits else None


def _said(session: Session, which: Reference, command: Command, version: int | None, first: str) -> Reply:
    from bot.slack.buttons import Stale, at_version, stale

    order = doing.with_order(Reference(command.order)) if isinstance(command, LinkInvoice) else None
    try:
        return doing.say(session, which, command, grow=at_version(which, version, order))
    except Stale:
        return stale(session, which)


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
        case "note":
            return Note(text=_required(request.value("text")))
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
