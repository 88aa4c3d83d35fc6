"""Buttons: each names the document and the version that it was made for; an old one decides nothing (docs/threats.md T28)."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from bot.slack import award, changes, doing, modals, new, reading, rfps, verbs
from bot.slack.office import Session
from bot.slack.seen import Stale, at_version, fresh, stale
from channels.slack.requests import Pressed, Reply
from core.commands.buyer_invoices import ApproveInvoice, ReturnInvoice, TakeInvoice
from core.commands.command import Command
from core.names import Reference


@dataclass(frozen=True, slots=True, kw_only=True)
class Press:
    """A button as it was pressed: the document and the version that it carries, the parts of its action."""

    which: Reference
    version: int
    value: str
    action: str

    @property
    def line(self) -> str:
        """The end of its action: a line of an order, or all of it."""
        return self.action.rpartition(".")[2]


Run = Callable[[Session, Press], Reply]


def _does(command: Callable[[Press], Command]) -> Run:
    """It decides."""

    def run(session: Session, press: Press) -> Reply:
        return doing.say(session, press.which, command(press), grow=at_version(press.which, press.version))

    return run


def _asks(what: str) -> Run:
    """It opens the window that asks for the rest."""

    def run(session: Session, press: Press) -> Reply:
        if not fresh(session, press.which, press.version):
            raise Stale
        return modals.window(session, what or press.action, press.which, press.version)

    return run


def _shows(session: Session, press: Press) -> Reply:
    return reading.told(reading.document_card(session, press.which))


def _types(session: Session, press: Press) -> Reply:
    """A line as if it were typed; the action may end in a document, for no two buttons of a row have the same."""
    return verbs.run(session, press.action.split(".")[1], press.value)


ACTIONS: dict[str, Run] = {
    r"type\.[a-z]+(\..+)?": _types,
    r"show(\..+)?": _shows,
    "say": lambda session, press: modals.window(session, "say", press.which),
    r"new\.(po|rfp)": lambda session, press: new.window(session, press.line),
    r"invoice\.take": _does(lambda press: TakeInvoice()),
    r"invoice\.approve": _does(lambda press: ApproveInvoice()),
    r"invoice\.at_price": _does(lambda press: ReturnInvoice(at_order_price=True)),
    r"invoice\.reject": _asks("reject"),
    r"invoice\.return": _asks("return"),
    r"invoice\.link": _asks("link"),
    r"invoice\.pay": _asks("pay"),
    r"order\.take\.(\d{1,4}|all)": _does(lambda press: changes.verdict("take", press.line)),
    r"order\.refuse\.(\d{1,4}|all)": _asks(""),
    r"rfp\.compare": lambda session, press: rfps.compared(session, press.which),
    r"rfp\.award": lambda session, press: award.window(session, press.which, press.version),
    r"rfp\.admit": _does(lambda press: award.admitting(press.which)),
}
"""Every button that there is, by the pattern of its action."""


def pressed(session: Session, request: Pressed) -> Reply:
    """Do what the button says, or open the window that asks for the rest."""
    run = next((run for pattern, run in ACTIONS.items() if re.fullmatch(pattern, request.action)), None)
    if run is None:
        return None
    document, _, version = request.value.partition(" ")
    known = int(version) if version.isascii() and version.isdigit() and len(version) < 19 else -1
    press = Press(which=Reference(document), version=known, value=request.value, action=request.action)
    try:
        return run(session, press)
    except Stale:
        return stale(session, press.which)
