"""Everything that can be typed, on one screen (docs/rules.md 9): the surface, the verb, what it does, one example."""

from collections.abc import Callable
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from bot.dossiers import with_credit, with_number
from bot.slack import doing, entry, modals, new, people, reading, rfps
from bot.slack.grammar import Misspelled, Words, as_typed, form, reference_of, values_of
from bot.slack.office import Session
from channels.slack.requests import Reply, Told
from core.commands.buyer_awards import AwardRfp
from core.commands.buyer_credits import CreditInvoice
from core.commands.buyer_invoices import (
    ApproveInvoice,
    LinkInvoice,
    PayInvoice,
    RejectInvoice,
    ReturnInvoice,
    TakeInvoice,
    VoidInvoice,
)
from core.commands.buyer_orders import (
    CancelOrder,
    CompleteOrder,
    NewOrder,
    ResendOrder,
    ReviseOrder,
    SubmitOrder,
)
from core.commands.buyer_people import AddContact, AddSupplier, Note, RemoveContact, Say, SetStatus, SetTolerance
from core.commands.buyer_rfps import AdmitProposal, CancelRfp, CompleteRfp, ExtendRfp, NewRfp, OpenRfp
from core.commands.buyer_self import SetDigest
from core.commands.buyer_suppliers import SettleRequest
from core.commands.command import Command
from core.commands.deciding import DecideAnswer
from core.names import Reference
from core.party import SupplierStatus

Run = Callable[[Session, Words], Reply]


@dataclass(frozen=True, slots=True, kw_only=True)
class Verb:
    """One verb of a surface. `says` are the core's commands behind it; help and form come from the first of them."""

    surface: str
    word: str
    run: Run
    example: str
    says: tuple[type[Command], ...] = ()
    help: str = ""

    @property
    def meaning(self) -> str:
        """What it does: the command's own help."""
        return self.help or (self.says[0].__doc__ or "").partition("\n")[0].partition("; ")[0].rstrip(".") + "."


def _on(command: type[Command], **fixed: Any) -> Run:
    """A command on one document: its name first, then the command's fields."""

    def run(session: Session, words: Words) -> Reply:
        which = Reference(reference_of(words.next("a document such as PO-1034")))
        given = command(**{**values_of(command, words), **fixed})
        return _known(session, which) or doing.say(session, which, given, grow=_needs(session, given))

    return run


def _needs(session: Session, given: Command) -> doing.Grow | None:
    """What a command looks at besides its document."""
    match given:
        case LinkInvoice(order=order):
            return doing.with_order(Reference(order.upper()))
        case PayInvoice(credit=credit) if credit:
            return with_credit(Reference(reference_of(credit)))
        case CreditInvoice(number=number) if number:
            return with_number(number, session.bot.today().year)
    return None


def _known(session: Session, which: Reference) -> Told | None:
    """An unknown document is answered with the nearest ones."""
    with session.bot.store.read() as unit:
        if unit.documents.any(which) is not None:
            return None
        return Told(text=reading.unknown(unit, which), channel=session.channel)


def _of(command: type[Command], **fixed: Any) -> Run:
    """A command on a supplier."""

    def run(session: Session, words: Words) -> Reply:
        which = words.next("a supplier such as S-12").upper()
        people.known(session, which)
        given = command(**{**values_of(command, words), **fixed})
        return doing.say(session, None, given, grow=doing.with_supplier(which))

    return run


def _verb(surface: str, word: str, run: Run, example: str, *says: type[Command], help: str = "") -> Verb:
    return Verb(surface=surface, word=word, run=run, example=f"/{surface} {example}".rstrip(), says=says, help=help)


def _elsewhere(text: str) -> Run:
    """What is done in another way is told so."""

    def run(session: Session, words: Words) -> Reply:
        return Told(text=text)

    return run


def _asks(what: str) -> Run:
    return lambda session, words: new.window(session, what)


FILES = (
    "Drop the file into the thread of {0}: it is kept there and stays internal; "
    "in a message that begins with `to supplier:` it goes out with the words."
)
BANK = "Bank accounts are never a matter of Slack: two admins and a call, `counterfoil supplier bank S-12`."
VERBS: tuple[Verb, ...] = (
    _verb("po", "list", reading.orders, "list Submitted S-12", help="Orders, the newest first; by status or supplier."),
    _verb("po", "show", reading.show, "show PO-1034", help="One order with its lines and invoices."),
    _verb(
        "po",
        "new",
        new.or_typed("po", entry.new_order),
        "new S-12 120 pcs x 24.50 CM-PAN-28 Frying pan; 60 pcs x 38.90 Stock pot",
        NewOrder,
    ),
    _verb(
        "po", "import", lambda session, words: new.window(session, "po"), "import", help="Orders of a table; a window takes it."
    ),
    _verb("po", "attach", _elsewhere(FILES.format("the order")), "attach", help="How a file is kept with an order, or sent."),
    _verb("po", "submit", _on(SubmitOrder), "submit PO-1034", SubmitOrder),
    _verb("po", "resend", _on(ResendOrder), "resend PO-1034", ResendOrder),
    _verb("po", "revise", entry.revise, "revise PO-1034 2=40 pcs x 38.90 Stock pot 5 l", ReviseOrder),
    _verb("po", "decide", entry.decide, "decide PO-1034 take 1 2:date refuse 3 the price is agreed", DecideAnswer),
    _verb("po", "cancel", _on(CancelOrder), "cancel PO-1034 ordered twice", CancelOrder),
    _verb("po", "complete", _on(CompleteOrder), "complete PO-1034", CompleteOrder),
    _verb("po", "history", reading.history, "history PO-1034", help="Everything that happened to an order."),
    _verb("rfp", "list", rfps.list_, "list Open", help="Requests for proposal, the newest first; by status."),
    _verb("rfp", "show", rfps.show, "show RFP-7", help="One request with its items and proposals."),
    _verb("rfp", "compare", rfps.side_by_side, "compare RFP-7", help="The offers side by side, the best marked, and totals."),
    _verb("rfp", "new", new.or_typed("rfp", rfps.new), "new 2026-06-30 S-1 S-2 400 pcs x Bowl 24 cm; 40 pcs x Jug", NewRfp),
    _verb("rfp", "import", _asks("rfp"), "import", help="Requests of a table; a window takes it."),
    _verb("rfp", "attach", _elsewhere(FILES.format("the request")), "attach", help="How a file is kept with a request, or sent."),
    _verb("rfp", "open", rfps.open_, "open RFP-7 S-3", OpenRfp),
    _verb("rfp", "extend", rfps.extend, "extend RFP-7 2026-07-07 17:00", ExtendRfp),
    _verb("rfp", "admit", rfps.admit, "admit RFP-7 S-3", AdmitProposal),
    _verb(
        "rfp", "award", rfps.award, "award RFP-7 1=S-2 2=S-1 3=S-1:20", AwardRfp, help="Award items; the orders go out at once."
    ),
    _verb("rfp", "complete", _on(CompleteRfp), "complete RFP-7", CompleteRfp),
    _verb("rfp", "cancel", _on(CancelRfp), "cancel RFP-7 the canteen opens next year", CancelRfp),
    _verb("rfp", "history", reading.history, "history RFP-7", help="Everything that happened to a request."),
    _verb("invoice", "list", reading.invoices, "list Matching", help="Invoices, the newest first; by status or supplier."),
    _verb("invoice", "show", reading.show, "show INV-1012", help="One invoice; one that waits comes with its buttons."),
    _verb("invoice", "take", _on(TakeInvoice), "take INV-1012", TakeInvoice),
    _verb("invoice", "approve", _on(ApproveInvoice), "approve INV-1012", ApproveInvoice),
    _verb("invoice", "reject", modals.or_typed("reject", _on(RejectInvoice)), "reject INV-1012 never ordered", RejectInvoice),
    _verb("invoice", "return", modals.or_typed("return", _on(ReturnInvoice)), "return INV-1012 at po price", ReturnInvoice),
    _verb("invoice", "link", modals.or_typed("link", _on(LinkInvoice)), "link INV-1012 PO-1034 2=3", LinkInvoice),
    _verb("invoice", "pay", modals.or_typed("pay", _on(PayInvoice)), "pay INV-1012 1840.00 2026-06-12 SEPA 4711", PayInvoice),
    _verb("invoice", "credit", _on(CreditInvoice), "credit INV-1012 98.00 number=G-77 four pans came back", CreditInvoice),
    _verb("invoice", "cancel", _on(VoidInvoice), "cancel INV-1012 sent to the wrong company", VoidInvoice),
    _verb("invoice", "history", reading.history, "history INV-1012", help="Everything that happened to an invoice."),
    _verb("supplier", "list", reading.suppliers, "list", help="Suppliers."),
    _verb("supplier", "show", reading.supplier, "show S-12", help="One supplier with its contacts."),
    _verb("supplier", "add", people.add, "add sales@corvina.example Corvina Metalware B.V.", AddSupplier),
    _verb(
        "supplier",
        "approve",
        _of(SetStatus, status=SupplierStatus.APPROVED),
        "approve S-12",
        SetStatus,
        help="Let a supplier take part.",
    ),
    _verb(
        "supplier", "enable", _of(SetStatus, status=SupplierStatus.APPROVED), "enable S-12", help="Switch the portal on again."
    ),
    _verb("supplier", "disable", modals.disable, "disable S-12", help="Switch the portal off; its Drafts are mailed back."),
    _verb("supplier", "tolerance", _of(SetTolerance), "tolerance S-12 5", SetTolerance),
    _verb(
        "supplier",
        "contacts",
        people.contacts,
        "contacts S-12 add anna@corvina.example",
        AddContact,
        RemoveContact,
        help="Add, change or remove a contact.",
    ),
    _verb("supplier", "requests", people.requests, "requests S-12", help="What suppliers ask to change."),
    _verb(
        "supplier", "confirm", people.confirm, "confirm S-12 3", SettleRequest, help="Make the change that a supplier asked for."
    ),
    _verb("supplier", "refuse", people.refuse, "refuse S-12 3 please call us", help="Refuse a change; the supplier is told why."),
    _verb("supplier", "bank", _elsewhere(BANK), "bank", help="How the bank accounts of a supplier are changed."),
    _verb("inbox", "list", reading.mails, "list held", help="Incoming mail."),
    _verb("inbox", "show", reading.mail, "show 17", help="One mail: what became of it and why."),
    _verb("inbox", "assign", people.assign, "assign 17 S-12", help="Say whose mail it is; it is worked on again."),
    _verb("inbox", "release", people.release, "release 17", help="Work on a held mail once more."),
    _verb("inbox", "junk", people.junk, "junk 17", help="Set a mail aside for good."),
    _verb("say", "", _on(Say), "PO-1034 Can you deliver a week earlier?", Say),
    _verb("note", "", _on(Note), "INV-1012 asked Ann, the pallets are fine", Note),
    _verb("digest", "now", people.digest_now, "now", help="Your digest at once."),
    _verb("digest", "time", people.digest_time, "time 7 monday", SetDigest, help="Your digest at this hour, daily or weekly."),
    _verb("digest", "off", people.digest_off, "off", help="No digest any more."),
)
HELP = ("", "help", "?")
SURFACES = tuple(dict.fromkeys(v.surface for v in VERBS))


def run(session: Session, surface: str, text: str) -> Reply:
    """A command line: `/po help` lists the verbs, `/po submit help` tells of one, and a misspelt one names the nearest."""
    words, mine = Words(as_typed(text)), tuple(v for v in VERBS if v.surface == surface)
    first = words.rest.split(" ")[0].lower()
    if first in HELP:
        return help_of(surface)
    found = next((v for v in mine if v.word == first), None)
    if found:
        words.next("a verb")
        if words.rest.strip().lower() in HELP[1:]:
            return Told(text=_meant(found))
    else:
        found = next((v for v in mine if not v.word), None)
    if found is None:
        near = get_close_matches(first, [v.word for v in mine], 2, 0.5)
        hint = f" Did you mean `/{surface} {near[0]}`?" if near else ""
        return Told(text=f"`/{surface}` knows no such verb.{hint} `/{surface} help` lists them all.")
    try:
        return found.run(session, words)
    except Misspelled as problem:
        from channels.slack.escape import dead

        return Told(text=f"{dead(str(problem), 1500)}\nFor example: `{found.example}`")


def help_of(surface: str) -> Told:
    """The verbs, with their form and one example each."""
    lines = [_meant(verb) for verb in VERBS if verb.surface == surface]
    return Told(text=f"/{surface}", blocks=_sections(lines))


def _meant(verb: Verb) -> str:
    return f"*{f'/{verb.surface} {verb.word}'.rstrip()}*  {verb.meaning}\n`{verb.example}`"


def _sections(lines: list[str]) -> tuple[dict[str, object], ...]:
    from channels.slack import blocks

    return tuple(blocks.section("\n".join(lines[n : n + 5])) for n in range(0, len(lines), 5))


__all__ = ["SURFACES", "VERBS", "Verb", "form", "help_of", "run"]
