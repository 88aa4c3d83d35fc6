"""Load what one mail or one command may see: bounded, by index, one moment of the database."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from core.commands.target import DONE
from core.dossier import Actor, Dossier, Fresh
from core.duplicates import keys_around, number_key
from core.invoice import CreditNote, Invoice, InvoiceStatus
from core.matching.likeness import identifier, unit_price
from core.matching.match import orders_named
from core.names import Address, Reference, SupplierId
from core.order import OrderStatus, PurchaseOrder
from core.paper import Paper, PaperKind, Source
from core.party import Supplier
from core.proposal import Proposal, ProposalStatus, Rfp
from core.question import Question
from core.statement import WAITING, Statement, keys_of

if TYPE_CHECKING:
    from storage.unit import Unit

SUPPLIERS = 100_000
"""All of them: one that is passed over would be unknown."""
VISIBLE = (OrderStatus.SUBMITTED, OrderStatus.COMPLETED, OrderStatus.CANCELED)
OPEN_ORDERS = 50
RECENT = 50
CANDIDATES = 20
UNLISTED = 200
"""Open invoices of a status that are looked for on a statement of account."""
PAGE = 500
MANY = 10_000
"""More proposals in Draft has nobody."""


def fresh(unit: "Unit", key: bytes) -> Fresh:
    """The next numbers."""
    numbers = unit.counters.peek()
    return Fresh(
        order=numbers.order,
        invoice=numbers.invoice,
        credit=numbers.credit,
        question=numbers.question,
        supplier=numbers.supplier,
        rfp=numbers.rfp,
        key=key,
    )


def orders_for(unit: "Unit", supplier: Supplier, named: Iterable[str], papers: Iterable[Paper]) -> tuple[PurchaseOrder, ...]:
    """The supplier's orders that may be meant: those named, those that share items, prices or totals, the newest open ones."""
    every = tuple(papers)
    written = [*named, *(r for p in every for r in p.order_references)]
    written += [r for p in every for line in p.lines if (r := line.order_reference)]
    wanted = {key for w in written if (key := identifier(w))}
    every_number = unit.documents.order_numbers(supplier.id) if wanted else ()
    numbers = [r for r in every_number if identifier(r) in wanted or _tail(r) in wanted]
    exact = [Reference(w.strip().upper()) for w in written if len(w.strip()) <= 20]
    by_name = unit.documents.orders((*exact, *numbers))
    lines = [line for p in every for line in p.lines]
    skus = [s for line in lines for s in (line.seller_sku, line.buyer_sku) if s]
    prices = [price for line in lines if (price := unit_price(line)) is not None]
    totals = [t for p in every for t in (p.net_total, p.gross_total) if t is not None]
    alike = unit.documents.candidate_orders(supplier.id, skus, prices, totals, CANDIDATES) if every else ()
    newest = unit.documents.orders_of(supplier.id, (OrderStatus.SUBMITTED,), limit=OPEN_ORDERS)
    found = {o.reference: o for o in (*by_name, *alike, *newest) if o.supplier == supplier.id}
    return tuple(o for o in found.values() if o.status is not OrderStatus.DRAFT)


def _tail(reference: str) -> str:
    return identifier(reference.rpartition("-")[2])


def invoices_for(
    unit: "Unit",
    supplier: Supplier,
    orders: Iterable[PurchaseOrder],
    papers: Iterable[Paper],
    thread: Reference | None,
    year: int,
) -> tuple[Invoice, ...]:
    """Every invoice on these orders, every one with a number or a total of these papers or named on them, and the newest ones."""
    found = {i.reference: i for i in _newest(unit, supplier)}
    found |= {i.reference: i for i in unit.documents.invoices_on(*(order.reference for order in orders))}
    for paper in papers:
        found |= {i.reference: i for i in (*_alike(unit, supplier, paper, year), *_named(unit, supplier, paper, year))}
    known = unit.documents.invoice(thread) if thread else None
    if known:
        found[known.reference] = known
    return tuple(i for i in found.values() if i.supplier == supplier.id)


def _newest(unit: "Unit", supplier: Supplier) -> Iterator[Invoice]:
    """The newest, and two of each status in which an invoice is open: "the only open one" must not be the only one seen."""
    newest = unit.documents.list_invoices(supplier=supplier.id, limit=RECENT)
    yield from newest
    for status in InvoiceStatus if len(newest) == RECENT else ():
        yield from unit.documents.list_invoices(status, supplier.id, limit=2) if status not in DONE else ()


def _named(unit: "Unit", supplier: Supplier, paper: Paper, year: int) -> tuple[Invoice, ...]:
    """The invoice that a credit note names, by its own number or by ours, however old it is."""
    if not paper.invoice_reference:
        return ()
    ours = unit.documents.invoices((Reference(paper.invoice_reference.strip().upper()),))
    return (*ours, *unit.documents.invoices_with_keys(supplier.id, keys_around(supplier.id, paper.invoice_reference, year)))


def with_all_on(unit: "Unit", invoices: Iterable[Invoice], orders: Iterable[PurchaseOrder]) -> tuple[Invoice, ...]:
    """Also the others on these orders: a decision about one sees all that the order bears (storage's `confirm`)."""
    every = (*invoices, *unit.documents.invoices_on(*(order.reference for order in orders)))
    return tuple({i.reference: i for i in every}.values())


def credits_for(unit: "Unit", supplier: Supplier, papers: Iterable[Paper], year: int) -> tuple[CreditNote, ...]:
    """The newest, and every one with a number of these papers."""
    found = {c.reference: c for c in unit.documents.credits_of(supplier.id)}
    for paper in papers:
        keys = keys_around(supplier.id, paper.number, _year(paper, year)) if paper.number else ()
        found |= {c.reference: c for c in unit.documents.credits_with_keys(supplier.id, keys)}
    return tuple(found.values())


def _year(paper: Paper, received: int) -> int:
    """The year that a number belongs to."""
    return paper.issue_date.year if paper.issue_date else received


def with_stated(
    unit: "Unit", supplier: Supplier, invoices: tuple[Invoice, ...], statements: Iterable[Statement], year: int
) -> tuple[Invoice, ...]:
    """Also the invoices that statements of account list, and those that wait: only so it is seen that one is not listed."""
    wanted = {f"{supplier.id}/{y}/{key}" for statement in statements for y, key in keys_of(statement, year)}
    if not wanted:
        return invoices
    stated = unit.documents.invoices_with_keys(supplier.id, sorted(wanted))
    waiting = tuple(i for status in WAITING for i in unit.documents.list_invoices(status, supplier.id, limit=UNLISTED))
    return tuple({i.reference: i for i in (*invoices, *stated, *waiting)}.values())


def _alike(unit: "Unit", supplier: Supplier, paper: Paper, year: int) -> tuple[Invoice, ...]:
    """Possible duplicates: by business key (`year` of receipt where it is not dated), and by date and total."""
    same: tuple[Invoice, ...] = ()
    if paper.number:
        key = f"{supplier.id}/{_year(paper, year)}/{number_key(paper.number)}"
        same = unit.documents.invoices_with_key(supplier.id, key)
    if paper.issue_date and paper.gross_total is not None:
        same = (*same, *unit.documents.invoices_same_day(supplier.id, paper.issue_date, paper.gross_total))
    return same


def for_document(unit: "Unit", key: bytes, actor: Actor, which: Reference | None) -> Dossier:
    """The dossier of a buyer's command about one document: it, its orders, every invoice on these, and what else those bill.

    An invoice that is matched again must find all of its orders, and each of them what it bears.
    """
    found = unit.documents.any(which) if which else None
    if isinstance(found, Rfp | Proposal):
        return for_rfp(unit, key, actor, found)
    owner = found.supplier if found else SupplierId(which or "")
    supplier = unit.people.supplier(owner)
    orders = _orders_of(unit, found)
    invoices = {i.reference: i for i in unit.documents.invoices_on(*(order.reference for order in orders))}
    if isinstance(found, PurchaseOrder) and found.status is OrderStatus.DRAFT:
        invoices |= {i.reference: i for i in _ahead_of(unit, found)}
    if isinstance(found, Invoice):
        invoices[found.reference] = found
        paper_alike = _alike(unit, supplier, found.paper, found.received_at.year) if supplier else ()
        invoices |= {i.reference: i for i in paper_alike}
    more = unit.documents.orders(ref for i in invoices.values() for ref in i.orders)
    if isinstance(found, Invoice) and supplier:
        more = (*more, *orders_for(unit, supplier, (), (found.paper,)))
    orders = tuple({o.reference: o for o in (*orders, *more)}.values())
    invoices |= {i.reference: i for i in unit.documents.invoices_on(*(order.reference for order in orders))}
    about = dict.fromkeys((which, *(o.reference for o in orders), *invoices))
    questions = unit.questions.open_for(*(Reference(ref) for ref in about if ref))
    return Dossier(
        actor=actor,
        fresh=fresh(unit, key),
        thread=which,
        supplier=supplier,
        orders=orders,
        invoices=tuple(invoices.values()),
        credits=_credits(unit, found),
        questions=tuple({q.reference: q for q in questions}.values()),
        buyers=unit.people.buyers(),
    )


def with_number(number: str, year: int) -> "Callable[[Unit, Dossier], Dossier]":
    """Adds the credit notes of the supplier that may have this number already."""

    def grow(unit: "Unit", dossier: Dossier) -> Dossier:
        paper = Paper(kind=PaperKind.CREDIT_NOTE, source=Source.SHEET, number=number)
        found = credits_for(unit, dossier.supplier, (paper,), year) if dossier.supplier else ()
        return replace(dossier, credits=tuple({c.reference: c for c in (*found, *dossier.credits)}.values()))

    return grow


def with_credit(which: Reference) -> "Callable[[Unit, Dossier], Dossier]":
    """Adds a credit note of the same supplier, whose balance is to be spent."""

    def grow(unit: "Unit", dossier: Dossier) -> Dossier:
        note = unit.documents.credit(which)
        mine = note and dossier.supplier and note.supplier == dossier.supplier.id
        known = {c.reference for c in dossier.credits}
        return replace(dossier, credits=(*dossier.credits, note)) if note and mine and which not in known else dossier

    return grow


def _ahead_of(unit: "Unit", order: PurchaseOrder) -> Iterator[Invoice]:
    """Drafts that name an order which its supplier does not know yet: they are matched when it is submitted."""
    sent = (replace(order, status=OrderStatus.SUBMITTED),)
    return (draft for draft in drafts_of(unit, order.supplier) if orders_named(draft, sent)[0])


def _credits(unit: "Unit", found: PurchaseOrder | Invoice | CreditNote | None) -> tuple[CreditNote, ...]:
    """Of an invoice those that lower it, and those whose balance was spent on it."""
    if isinstance(found, Invoice):
        spent = (unit.documents.credit(p.credit) for p in found.payments if p.credit)
        several = (*unit.documents.credits_on(found.reference), *(c for c in spent if c))
        return tuple({c.reference: c for c in several}.values())
    return (found,) if isinstance(found, CreditNote) else ()


def for_rfp(unit: "Unit", key: bytes, actor: Actor, found: Rfp | Proposal) -> Dossier:
    """The dossier of a buyer's command about a request, or about one proposal: the request, all its proposals and suppliers."""
    rfp = found if isinstance(found, Rfp) else unit.documents.rfp(found.rfp)
    proposals = unit.documents.proposals_on(rfp.reference) if rfp else ()
    asked = dict.fromkeys((*(rfp.invited if rfp else ()), *(p.supplier for p in proposals)))
    suppliers = tuple(s for which in asked if (s := unit.people.supplier(which)))
    return Dossier(
        actor=actor,
        fresh=replace(fresh(unit, key), more_orders=unit.counters.free_orders(len(asked) + 1)[1:]),
        thread=found.reference,
        rfps=(rfp,) if rfp else (),
        proposals=proposals,
        suppliers=suppliers,
        buyers=unit.people.buyers(),
    )


def for_supplier(unit: "Unit", dossier: Dossier, which: SupplierId) -> Dossier:
    """The dossier of an admin's command about a supplier: it, what was asked about it, and all its Drafts, which go when it
    is disabled. The supplier is None where there is none."""
    found = unit.people.supplier(which)
    if found is None:
        return replace(dossier, supplier=None)
    questions = {q.reference: q for q in (*dossier.questions, *unit.questions.open_for(Reference(found.id)))}
    drafts = tuple(drafts_of(unit, found.id))
    questions |= {q.reference: q for q in unit.questions.open_for(*(draft.reference for draft in drafts))}
    quotes = unit.documents.proposals_of(found.id, (ProposalStatus.DRAFT,), limit=MANY)
    rfps = tuple(r for which in dict.fromkeys(p.rfp for p in quotes) if (r := unit.documents.rfp(which)))
    several = tuple(questions.values())
    return replace(dossier, supplier=found, invoices=drafts, proposals=quotes, rfps=rfps, questions=several)


def drafts_of(unit: "Unit", which: SupplierId) -> Iterator[Invoice]:
    """All Drafts of a supplier, page by page."""
    last: Reference | None = None
    while page := unit.documents.list_invoices(InvoiceStatus.DRAFT, which, after=last, limit=PAGE):
        yield from page
        last = page[-1].reference


def _orders_of(unit: "Unit", found: PurchaseOrder | Invoice | CreditNote | None) -> tuple[PurchaseOrder, ...]:
    if isinstance(found, PurchaseOrder):
        return (found,)
    if isinstance(found, CreditNote) and found.invoice:
        found = unit.documents.invoice(found.invoice)
    if isinstance(found, Invoice):
        return unit.documents.orders((*found.orders, *(a.order for a in found.assigned)))
    return ()


def questions_for(
    unit: "Unit", thread: Reference | None, who: Address | None, invoices: Iterable[Invoice]
) -> tuple[Question, ...]:
    """Open questions of the thread's document, of its invoices, and those asked of the writer."""
    documents = dict.fromkeys((*((thread,) if thread else ()), *(i.reference for i in invoices)))
    found = (*unit.questions.open_for(*documents), *(unit.questions.open_of(who) if who else ()))
    return tuple({q.reference: q for q in found}.values())


def with_known(new: Supplier) -> "Callable[[Unit, Dossier], Dossier]":
    """Adds the suppliers on file that share a contact with a new one."""

    def grow(unit: "Unit", dossier: Dossier) -> Dossier:
        found = (s for contact in new.contacts for s in unit.people.suppliers_of(contact.address))
        return replace(dossier, suppliers=tuple({s.id: s for s in found}.values()))

    return grow


def with_asked(more: tuple[SupplierId, ...]) -> "Callable[[Unit, Dossier], Dossier]":
    """Adds suppliers that are not asked yet to the dossier."""

    def grow(unit: "Unit", dossier: Dossier) -> Dossier:
        known = {s.id for s in dossier.suppliers}
        new = tuple(s for which in more if which not in known and (s := unit.people.supplier(which)))
        return replace(dossier, suppliers=(*dossier.suppliers, *new))

    return grow
