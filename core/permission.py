"""Who may say what: roles of buyers, levels of suppliers (docs/rules.md 1, docs/mail.md 3). Checked once, here."""

from datetime import date, datetime

from core.approval import deputy_of
from core.commands.buyer_invoices import ApproveInvoice, RejectInvoice, TakeInvoice
from core.commands.buyer_orders import NewOrder, SubmitOrder
from core.commands.buyer_people import Note, Say
from core.commands.buyer_rfps import NewRfp, OpenRfp
from core.commands.command import Command, Who
from core.commands.deciding import DecideAnswer
from core.commands.supplier_invoices import SubmitCredit, SubmitInvoice
from core.commands.supplier_talk import AskHelp, Comment, No, Yes
from core.dossier import Dossier
from core.events import DecisionShown, Event, Refused, Why
from core.party import BuyerRole, Level, SupplierStatus
from core.policy import Policy
from core.question import About
from core.questions import sender_asked

HARMLESS: tuple[type[Command], ...] = (Comment, SubmitInvoice)
"""What a sender below authentic may say: nothing of it takes effect without a person."""
DECISIONS: tuple[type[Command], ...] = (ApproveInvoice, TakeInvoice, RejectInvoice, SubmitOrder, OpenRfp, DecideAnswer)
"""What a buyer may decide by mail, with the token of the letter that asked him."""
WRITTEN: tuple[type[Command], ...] = (Say, Note, NewOrder, NewRfp)
"""What a buyer may say by mail besides; a new order or request is a Draft until he sends it."""
FORWARDED: tuple[type[Command], ...] = (SubmitInvoice, SubmitCredit, Comment, AskHelp)
"""What a buyer may hand in for a supplier, or ask as one does."""


def barred(dossier: Dossier, command: Command, at: datetime, policy: Policy) -> tuple[Event, ...] | None:
    """What happens instead of the command: a refusal, or a question to the address on file; None: go on."""
    if Who.SUPPLIER not in command.who:
        return _barred_buyer(dossier, command, policy.house.day(at))
    actor, supplier = dossier.actor, dossier.supplier
    if actor.buyer is not None:
        return None if isinstance(command, FORWARDED) else (_no(command, Why.NOT_ALLOWED, command.who),)
    if supplier is None or actor.supplier != supplier.id:
        return (_no(command, Why.NOT_YOURS, frozenset()),)
    if supplier.status is SupplierStatus.DISABLED:
        return (_no(command, Why.SUPPLIER_OFF, frozenset()),)
    return _by_level(dossier, command, at, policy)


def _barred_buyer(dossier: Dossier, command: Command, on: date) -> tuple[Event, ...] | None:
    """His role; and by mail only what a mail can say: a decision takes the letter that asked for it (docs/rules.md 9, T38)."""
    if not _has_role(dossier, command, on):
        return (_no(command, Why.NOT_ALLOWED, command.who),)
    if dossier.actor.cause is None or isinstance(command, WRITTEN) or (isinstance(command, DECISIONS) and dossier.decides):
        return None
    if not isinstance(command, DECISIONS):
        return (_no(command, Why.NOT_ALLOWED, command.who),)
    known = dossier.thread and (dossier.invoice(dossier.thread) or dossier.order(dossier.thread))
    shown = (DecisionShown(document=known.reference),) if known else ()
    return (Refused(why=Why.DECIDE_AGAIN, document=dossier.thread, word=command.word), *shown)


def _by_level(dossier: Dossier, command: Command, at: datetime, policy: Policy) -> tuple[Event, ...] | None:
    level = dossier.actor.level
    if level is Level.AUTHENTIC:
        return None
    if level < Level.BEARER:
        return (_no(command, Why.NOT_ALLOWED, frozenset()),)
    routed = dossier.thread is not None if dossier.routed is None else dossier.routed
    if isinstance(command, HARMLESS) and routed:
        return None
    if isinstance(command, Yes | No) and _by_one_time_token(dossier):
        return None  # the token went to the address on file alone, and is good once
    if level is Level.BEARER:
        return (_no(command, Why.NOT_ALLOWED, frozenset()),)
    return sender_asked(dossier, at, policy)


def _by_one_time_token(dossier: Dossier) -> bool:
    """Whether the question is about who wrote: the token stands in for authenticity, from the address that was asked alone."""
    asked = dossier.asked
    return asked is not None and asked.about is About.SENDER and dossier.by_token and dossier.actor.contact == asked.asked_of


def _has_role(dossier: Dossier, command: Command, on: date) -> bool:
    """His own role, or for a decision that of somebody in whose place he decides on that day (docs/rules.md 1, deputies)."""
    buyer = dossier.buyer(dossier.actor.buyer)
    if buyer is None:
        return False
    wanted = [BuyerRole(w.value) for w in command.who if w.value in set(BuyerRole)]
    away = (b for b in dossier.buyers if isinstance(command, DECISIONS) and deputy_of(b, on) == buyer.address)
    return Who.BUYER in command.who or any(b.may(*wanted) for b in (buyer, *away))


def _no(command: Command, why: Why, who: frozenset[Who]) -> Refused:
    return Refused(why=why, word=command.word, detail=", ".join(sorted(w.value for w in who)))
