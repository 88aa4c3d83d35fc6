"""Lists, documents and histories, for the one who asks (docs/slack.md)."""

from collections.abc import Callable, Iterable, Sequence
from difflib import get_close_matches
from enum import StrEnum
from typing import TYPE_CHECKING, TypeVar

from bot.cli.desk import spoken
from bot.slack import seen
from bot.slack.doing import reader_words, words_of
from bot.slack.grammar import Misspelled, Words, reference_of
from bot.slack.office import Session
from channels.render.words import Words as Spoken
from channels.slack import blocks
from channels.slack.cards import Card, card, fitting
from channels.slack.documents import invoice_part, listing, order_part
from channels.slack.escape import dead, dead_line
from channels.slack.requests import Told
from core.invoice import Invoice, InvoiceStatus
from core.names import Reference, SupplierId
from core.order import OrderStatus
from core.party import BuyerRole

if TYPE_CHECKING:
    from channels.slack.blocks import Json
    from storage.unit import Unit

S = TypeVar("S", bound=StrEnum)
PAGE = 15
"""Rows of a list; a button shows the next ones."""
HISTORY = 40
NEAR = 400
"""Documents among which the nearest name is looked for."""


def page(heads: Sequence[str], rows: Sequence[Sequence[str]], more: str, typed: str, right: Sequence[bool] = ()) -> Told:
    """A list with a button to the next page; `typed` is the command line that shows it."""
    if not rows:
        return Told(text="Nothing.")
    parts: list[Json] = [listing(heads, rows, right)]
    if more:
        parts.append(blocks.actions("page", [blocks.button("More", f"type.{typed.partition(' ')[0]}", typed.partition(" ")[2])]))
    return Told(text=f"{len(rows)} shown", blocks=tuple(parts))


def _status(words: Words, statuses: type[S]) -> S | None:
    """A status named anywhere in the line."""
    for status in statuses:
        if words.take(rf"(?:status=)?{status.value.replace(' ', '[ _-]?')}"):
            return status
    return None


def _supplier(words: Words) -> SupplierId | None:
    found = words.take(r"(?:supplier=)?(S-\d{1,9})")
    return SupplierId(found[1].upper()) if found else None


def _after(words: Words) -> str:
    found = words.take(r"after ([A-Za-z0-9-]{1,20})")
    return found[1].upper() if found else ""


def _rest(words: Words) -> None:
    if words.rest.strip():
        raise Misspelled(f"“{words.rest.strip()[:60]}” is no status, supplier or page")


def orders(session: Session, words: Words) -> Told:
    """Orders, the newest first."""
    status, supplier, after = _status(words, OrderStatus), _supplier(words), _after(words)
    _rest(words)
    statuses, behind = ((status,) if status else tuple(OrderStatus)), Reference(after) if after else None
    with session.bot.store.read() as unit:
        if supplier:
            found = unit.documents.orders_of(supplier, statuses, behind, PAGE + 1)
        else:
            found = unit.documents.list_orders(statuses, behind, PAGE + 1)
        names = _names(unit, (o.supplier for o in found))
    w, shown = words_of(session), found[:PAGE]
    rows = [(o.reference, o.status.value, names[o.supplier], w.money(o.net), o.confirmation.name.lower()) for o in shown]
    typed = _next("po", status, supplier, shown[-1].reference if shown else "")
    heads = ("Order", "Status", "Supplier", "Net", "Confirmation")
    return page(heads, rows, shown[-1].reference if len(found) > PAGE else "", typed, (False, False, False, True, False))


def _next(surface: str, status: object, supplier: str | None, after: str) -> str:
    value = getattr(status, "value", "")
    return " ".join(part for part in (surface, "list", value, supplier or "", f"after {after}") if part)


def _names(unit: "Unit", which: Iterable[SupplierId]) -> dict[SupplierId, str]:
    every = tuple(which)
    return {**{s: str(s) for s in every}, **{s.id: s.name for s in unit.people.several(every)}}


def invoices(session: Session, words: Words) -> Told:
    """Invoices, the newest first."""
    status, supplier, after = _status(words, InvoiceStatus), _supplier(words), _after(words)
    _rest(words)
    with session.bot.store.read() as unit:
        found = unit.documents.list_invoices(status, supplier, Reference(after) if after else None, PAGE + 1)
        names = _names(unit, (i.supplier for i in found))
    w, shown = words_of(session), found[:PAGE]
    rows = [
        (i.reference, i.paper.number or "?", i.status.value, names[i.supplier], ", ".join(i.orders) or "–", w.money(i.gross))
        for i in shown
    ]
    typed = _next("invoice", status, supplier, shown[-1].reference if shown else "")
    heads = ("Invoice", "Number", "Status", "Supplier", "Orders", "Total")
    return page(heads, rows, shown[-1].reference if len(found) > PAGE else "", typed, (False, False, False, False, False, True))


def suppliers(session: Session, words: Words) -> Told:
    """Suppliers, the first entered first."""
    after = _after(words)
    _rest(words)
    with session.bot.store.read() as unit:
        found = unit.people.suppliers(SupplierId(after) if after else None, PAGE + 1)
    shown = found[:PAGE]
    rows = [(s.id, s.name, s.status.value, s.country or "–", ", ".join(c.address for c in s.contacts)) for s in shown]
    heads = ("Id", "Name", "Status", "Country", "Contacts")
    return page(heads, rows, shown[-1].id if len(found) > PAGE else "", f"supplier list after {shown[-1].id if shown else ''}")


def supplier(session: Session, words: Words) -> Told:
    """One supplier."""
    which = SupplierId(words.next("a supplier such as S-12").upper())
    _rest(words)
    with session.bot.store.read() as unit:
        found = unit.people.supplier(which)
    if found is None:
        raise Misspelled(f"there is no supplier {which}; see `/supplier list`")
    rate = "house rate" if found.tolerance is None else f"{found.tolerance:f} %"
    facts = [("Status", found.status.value), ("Tolerance", rate), ("Country", found.country or "–"), ("Currency", found.currency)]
    facts += [("VAT id", dead_line(found.vat_id, 60) or "–"), ("Accounts on file", str(len(found.ibans)))]
    people = "\n".join(f"•  {dead_line(f'{c.name} {c.address}', 200)}" for c in found.contacts) or "no contact"
    head = f"*{dead_line(found.name, 150)}* ({found.id})"
    return Told(text=head, blocks=(blocks.section(head), blocks.fields(facts), blocks.section(people)))


def show(session: Session, words: Words) -> Told:
    """One order or invoice."""
    which = Reference(reference_of(words.next("a document such as PO-1034")))
    _rest(words)
    return told(document_card(session, which))


def told(made: Card) -> Told:
    """A card for one reader."""
    return Told(text=made.text, blocks=(blocks.section(made.text), *made.blocks))


def document_card(session: Session, which: Reference) -> Card:
    """A document as it stands: what waits for a decision with its buttons. Raises Misspelled, naming the nearest ones."""
    from bot import dossiers, scenes
    from bot.slack import cards, rfps

    asked = rfps.asked(session, which)
    if asked:
        return rfps.rfp_card(session, *asked)
    with session.bot.store.read() as unit:
        found, order = unit.documents.invoice(which), unit.documents.order(which)
        if found is None and order is None:
            raise Misspelled(unknown(unit, which))
        if found and found.status in cards.DECIDE:
            dossier = dossiers.for_document(unit, session.bot.keys[0], session.actor, which)
            scene = scenes.scene_of(session.bot, dossier, dossier, (), session.bot.clock())
            return cards.invoice_card(session.bot, found, scene, (), (), spoken=reader_words(session))
        supplier = unit.people.supplier((found or order).supplier)  # type: ignore[union-attr]
        name = supplier.name if supplier else "?"
        if found:
            w = reader_words(session)
            return card(invoice_part(w, found, name), buttons=_to_pay(session, w, found))
        assert order is not None
        return card(order_part(reader_words(session), order, name, unit.documents.invoices_on(which)))


def _to_pay(session: Session, w: Spoken, invoice: Invoice) -> tuple["Json", ...]:
    """What an accountant, or an admin, does with an approved one."""
    payable = invoice.status in (InvoiceStatus.APPROVED, InvoiceStatus.PARTLY_PAID)
    if not payable or not session.buyer.may(BuyerRole.ACCOUNTANT, BuyerRole.ADMIN):
        return ()
    return (blocks.button(w.say("slack.button.pay"), "invoice.pay", seen.value_of(invoice)),)


def unknown(unit: "Unit", which: str) -> str:
    """ "there is no PO-1043; did you mean PO-1034?" """
    near = get_close_matches(which, [str(r) for r in unit.documents.newest(NEAR)], 3, 0.6)
    return f"there is no {which}" + (f"; did you mean {' or '.join(near)}?" if near else "; see `/po list` and `/invoice list`")


def history(session: Session, words: Words) -> Told:
    """Everything that happened to a document: when, what, by whom, by which way."""
    which = Reference(reference_of(words.next("a document such as PO-1034")))
    _rest(words)
    with session.bot.store.read() as unit:
        entries = unit.journal.of(which)
        if not entries:
            raise Misspelled(unknown(unit, which))
    w = words_of(session)
    rows = [(w.moment(e.at).replace("\xa0", " "), spoken(e.event), e.actor, e.by) for e in entries[-HISTORY:]]
    told_rows = listing(("When", "What", "Who", "By"), rows)
    older = len(entries) - len(rows)
    end = (blocks.context(f"{older} older ones: `counterfoil po history {which}`"),) if older else ()
    head = f"History of {which}"
    return Told(text=head, blocks=fitting((blocks.section(f"*{head}*"), told_rows), end))


def mails(session: Session, words: Words) -> Told:
    """Incoming mail, the oldest first; held ones wait for an accountant."""
    from storage.inbox import InboxState

    allowed(session, BuyerRole.ACCOUNTANT, BuyerRole.ADMIN)
    state, after = _status(words, InboxState), _after(words)
    _rest(words)
    with session.bot.store.read() as unit:
        found = unit.inbox.rows(state, int(after) if after.isdigit() else 0, PAGE + 1)
    w, shown = words_of(session), found[:PAGE]
    rows = [
        (str(r.id), w.moment(r.received_at).replace("\xa0", " "), r.state.value, r.sender, r.subject_hint, r.reason or r.verdict)
        for r in shown
    ]
    typed = _next("inbox", state, None, str(shown[-1].id) if shown else "")
    return page(("Id", "Received", "State", "From", "Subject", "Why"), rows, "more" if len(found) > PAGE else "", typed)


def mail(session: Session, words: Words) -> Told:
    """One mail: who, when, what became of it and why."""
    allowed(session, BuyerRole.ACCOUNTANT, BuyerRole.ADMIN)
    which = whole(words.next("the id of a mail"))
    _rest(words)
    with session.bot.store.read() as unit:
        row = unit.inbox.row(which)
    if row is None:
        raise Misspelled(f"there is no mail {which}; see `/inbox list`")
    facts = [("State", row.state.value), ("From", dead_line(row.sender, 300)), ("Subject", dead_line(row.subject_hint, 300))]
    facts += [("Why", dead(row.reason or row.verdict or "–", 1000)), ("Tries", str(row.tries)), ("Document", row.document or "–")]
    return Told(text=f"Mail {row.id}", blocks=(blocks.section(f"*Mail {row.id}*"), blocks.fields(facts)))


def whole(word: str) -> int:
    """A number of a mail. Raises Misspelled."""
    if not word.isascii() or not word.isdigit() or len(word) > 15:
        raise Misspelled(f"“{word[:40]}” is no number")
    return int(word)


def allowed(session: Session, *roles: BuyerRole) -> None:
    """Held mail is the accountants' (docs/rules.md 1). Raises Misspelled, in words for the one who asked."""
    if not session.buyer.may(*roles):
        raise Misspelled("this is not yours to see or do: " + " or ".join(f"an {r.value}" for r in roles) + " may")


Reader = Callable[[Session, Words], Told]
