"""What waits for a buyer, and when he is told: the digest (docs/rules.md 10)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from decimal import Decimal

from core.approval import approvers, deciders, initiators, with_deputies
from core.findings import Effect, Finding, FindingKind
from core.invoice import LIVE, Invoice, InvoiceStatus
from core.letters import DigestLine, DigestSection
from core.names import Address, Reference, SupplierId
from core.order import LineAnswer, OrderLine, OrderStatus, PurchaseOrder
from core.party import Buyer, BuyerRole, ChangeRequest, Supplier
from core.policy import Policy
from core.proposal import Rfp, RfpStatus

S = InvoiceStatus
HELD_SHOWN = 20
"""Held mails that are listed; a flood of them is only counted."""
SECTION_SHOWN = 50
"""Lines of a section that a digest lists."""
_HOLDS = frozenset(
    {
        FindingKind.CURRENCY_DIFFERS,
        FindingKind.POSSIBLE_DUPLICATE,
        FindingKind.BANK_DIFFERS,
        FindingKind.NOT_AUTHENTICATED,
        FindingKind.ORDER_MISSING,
        FindingKind.ORDER_UNKNOWN,
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Undelivered:
    """A letter that did not arrive; `what` names the address and what its server said."""

    document: Reference | None
    what: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldMail:
    """A mail that waits for the accountant; `what` names its sender and subject."""

    what: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Behind:
    """How many there are behind the newest that lie on the desk: unfinished documents, letters that failed, held mails."""

    documents: int = 0
    letters: int = 0
    mails: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """Everything that digests are made from: the house's unfinished documents, the same for every buyer.

    `orders`: the submitted ones. `invoices`: theirs, and those that are not finished. `since`: the last digest; what was
    approved before it was told already.
    """

    policy: Policy
    orders: Sequence[PurchaseOrder] = ()
    invoices: Sequence[Invoice] = ()
    suppliers: Sequence[Supplier] = ()
    buyers: Sequence[Buyer] = ()
    undelivered: Sequence[Undelivered] = ()
    held: Sequence[HeldMail] = ()
    since: datetime | None = None
    silent: frozenset[Reference] = frozenset()
    """Orders on which all reminders were in vain."""
    requests: Sequence[tuple[Supplier, ChangeRequest]] = ()
    """What suppliers ask to change, for admins."""
    rfps: Sequence[Rfp] = ()
    """Those that are open."""
    behind: Behind = Behind()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Indexed:
    """The desk with its documents by name: a digest of thousands of documents looks each up, and does not search."""

    policy: Policy
    buyers: Sequence[Buyer]
    orders: Mapping[Reference, PurchaseOrder]
    invoices: Mapping[Reference, Invoice]
    names: Mapping[SupplierId, str]
    billed: Mapping[tuple[Reference, int], Decimal]
    silent: frozenset[Reference]

    def orders_of(self, invoice: Invoice) -> tuple[PurchaseOrder, ...]:
        """The orders that it bills, as far as they are on the desk."""
        return tuple(self.orders[which] for which in invoice.orders if which in self.orders)


def _indexed(desk: Desk) -> _Indexed:
    billed: dict[tuple[Reference, int], Decimal] = {}
    for invoice in desk.invoices:
        for one in invoice.assigned if invoice.status in LIVE else ():
            if one.line is not None:
                key, quantity = (one.order, one.line), invoice.paper.lines[one.invoice_line].quantity
                billed[key] = billed.get(key, Decimal(0)) + (quantity or Decimal(0))
    return _Indexed(
        policy=desk.policy,
        buyers=desk.buyers,
        orders={o.reference: o for o in desk.orders},
        invoices={i.reference: i for i in desk.invoices},
        names={s.id: s.name for s in desk.suppliers},
        billed=billed,
        silent=desk.silent,
    )


def digest_lines(buyer: Buyer, desk: Desk, at: datetime) -> tuple[DigestLine, ...]:
    """What waits for this buyer, section by section, the oldest first; empty: no digest is sent. `at` in the buyer's zone."""
    indexed = _indexed(desk)
    lines = (
        *_to_decide(buyer, indexed, at),
        *_unconfirmed(buyer, indexed, at),
        *_late(buyer, indexed, at),
        *_held_invoices(buyer, indexed, at),
        *_within_tolerance(buyer, indexed, desk.since or at - timedelta(days=1)),
        *_undelivered(buyer, indexed, desk.undelivered, desk.behind.letters),
        *(_held_mail(desk.held, desk.behind.mails) if buyer.may(BuyerRole.ACCOUNTANT) else ()),
        *(_requests(desk.requests) if buyer.may(BuyerRole.ADMIN) else ()),
        *_closing(buyer, desk.rfps, at),
    )
    if lines and desk.behind.documents:
        lines = (*lines, _more(DigestSection.NOT_LOOKED_AT, desk.behind.documents))
    places = {section: place for place, section in enumerate(DigestSection)}
    return tuple(sorted(lines, key=lambda line: (places[line.section], line.since or at)))


def bounded(lines: Sequence[DigestLine]) -> tuple[DigestLine, ...]:
    """The first lines of each section, and how many there are besides: a letter of a thousand lines is read by nobody."""
    kept: list[DigestLine] = []
    for section in DigestSection:
        mine = [line for line in lines if line.section is section]
        kept += mine[:SECTION_SHOWN]
        if len(mine) > SECTION_SHOWN:
            kept.append(_more(section, sum(line.besides or 1 for line in mine[SECTION_SHOWN:])))
    return tuple(kept)


def _more(section: DigestSection, count: int) -> DigestLine:
    """So many besides, in no language."""
    return DigestLine(section=section, document=None, what=f"+ {count}", besides=count)


def _to_decide(buyer: Buyer, desk: _Indexed, at: datetime) -> Iterator[DigestLine]:
    for invoice in desk.invoices.values():
        if _decides(buyer, invoice, desk, at):
            yield _invoice_line(DigestSection.TO_DECIDE, invoice, buyer, desk, _stopping(invoice))
    for order in desk.orders.values():
        asked = with_deputies((order.initiator,), desk.buyers, desk.policy.house.day(at))
        if order.waiting and order.status is OrderStatus.SUBMITTED and buyer.address in asked:
            since = min((a.at for a in order.waiting if a.at), default=None)
            lines = ", ".join(str(a.line) for a in order.waiting)
            yield _order_line(DigestSection.TO_DECIDE, order, desk, since, lines)


def _decides(buyer: Buyer, invoice: Invoice, desk: _Indexed, at: datetime) -> bool:
    """Matching waits for the initiators, Pending for the approvers, a Draft without an order for an accountant too."""
    if invoice.status is S.MATCHING:
        return buyer.address in with_deputies(deciders(invoice, desk.orders_of(invoice)), desk.buyers, desk.policy.house.day(at))
    if invoice.status is S.PENDING:
        return buyer.address in approvers(invoice, desk.orders_of(invoice), desk.buyers, desk.policy, desk.policy.house.day(at))
    missing = any(f.kind is FindingKind.ORDER_MISSING for f in invoice.findings)
    return invoice.status is S.DRAFT and missing and buyer.may(BuyerRole.ACCOUNTANT)


def _held_invoices(buyer: Buyer, desk: _Indexed, at: datetime) -> Iterator[DigestLine]:
    """Invoices that somebody else must move on: of the own orders, and for an accountant all that are on hold."""
    for invoice in desk.invoices.values():
        if invoice.status not in (S.DRAFT, S.MATCHING, S.PENDING) or _decides(buyer, invoice, desk, at):
            continue
        own = buyer.address in initiators(invoice, desk.orders_of(invoice))
        on_hold = buyer.may(BuyerRole.ACCOUNTANT) and any(f.kind in _HOLDS for f in _stopping(invoice))
        if own or on_hold:
            yield _invoice_line(DigestSection.INVOICES_HELD, invoice, buyer, desk, _stopping(invoice))


def _within_tolerance(buyer: Buyer, desk: _Indexed, since: datetime) -> Iterator[DigestLine]:
    """Findings that did not stop an invoice, told once; that an order is not fully billed yet is no difference."""
    for invoice in desk.invoices.values():
        differs = tuple(f for f in invoice.findings if f.kind is not FindingKind.TOTAL_BELOW)
        fresh = invoice.changed_at is not None and invoice.changed_at > since
        if invoice.status is S.APPROVED and differs and fresh and buyer.address in initiators(invoice, desk.orders_of(invoice)):
            yield _invoice_line(DigestSection.WITHIN_TOLERANCE, invoice, buyer, desk, differs)


def _unconfirmed(buyer: Buyer, desk: _Indexed, at: datetime) -> Iterator[DigestLine]:
    for order in _own(buyer, desk):
        overdue = order.submitted_at is not None and at - order.submitted_at >= desk.policy.confirmation_term
        if overdue and any(order.answer_on(line.number) is None and _left(order, line, desk) > 0 for line in order.lines):
            silent = order.reference in desk.silent
            section = DigestSection.SUPPLIERS_SILENT if silent else DigestSection.CONFIRMATIONS_OVERDUE
            yield _order_line(section, order, desk, order.submitted_at)


def _late(buyer: Buyer, desk: _Indexed, at: datetime) -> Iterator[DigestLine]:
    """Lines past their delivery date that are neither billed nor refused; the order appears once, with those lines."""
    for order in _own(buyer, desk):
        late = [line for line in order.lines if _is_late(order, line, desk, at)]
        if late:
            first = min(day for line in late for day in line.days)
            since = datetime(first.year, first.month, first.day, tzinfo=at.tzinfo)
            items = ", ".join(f"{line.number} {line.description}" for line in late[:3]) + (", …" if len(late) > 3 else "")
            yield _order_line(DigestSection.DELIVERIES_LATE, order, desk, since, items)


def _is_late(order: PurchaseOrder, line: OrderLine, desk: _Indexed, at: datetime) -> bool:
    """Less is on its way, or billed, than was due by yesterday."""
    answer = order.answer_on(line.number)
    refused = answer is not None and answer.answer is LineAnswer.REJECTED
    came = max(order.shipped(line.number), line.quantity - _left(order, line, desk))
    return not refused and came < line.due(desk.policy.house.day(at) - timedelta(days=1))


def _undelivered(buyer: Buyer, desk: _Indexed, letters: Sequence[Undelivered], older: int) -> Iterator[DigestLine]:
    """The initiator's; an accountant sees those that belong to no order, and how many older ones there are."""
    for letter in letters:
        concerned = _initiators_of(letter.document, desk)
        if buyer.address in concerned or (not concerned and buyer.may(BuyerRole.ACCOUNTANT)):
            what = " · ".join(part for part in (*_of_whom(letter.document, desk), letter.what) if part)
            yield DigestLine(section=DigestSection.UNDELIVERED, document=letter.document, what=what, since=letter.at)
    if older and buyer.may(BuyerRole.ACCOUNTANT):
        yield _more(DigestSection.UNDELIVERED, older)


def _of_whom(document: Reference | None, desk: _Indexed) -> tuple[str, ...]:
    """A document with its supplier's name."""
    found = (desk.invoices.get(document) or desk.orders.get(document)) if document else None
    return (found.reference, desk.names.get(found.supplier, found.supplier)) if found else (document or "",)


def _held_mail(held: Sequence[HeldMail], older: int) -> Iterator[DigestLine]:
    newest = sorted(held, key=lambda mail: mail.at, reverse=True)
    for mail in newest[:HELD_SHOWN]:
        yield DigestLine(section=DigestSection.HELD_MAIL, document=None, what=mail.what, since=mail.at)
    if len(newest) > HELD_SHOWN:
        yield _more(DigestSection.HELD_MAIL, len(newest) - HELD_SHOWN + older)


def _requests(waiting: Sequence[tuple[Supplier, ChangeRequest]]) -> Iterator[DigestLine]:
    for supplier, request in waiting:
        what = f"{supplier.id} · {supplier.name} · {request.number} · {request.value}"
        yield DigestLine(section=DigestSection.REQUESTS, document=None, what=what, since=request.asked_at)


CLOSING = timedelta(days=3)
"""So long before its deadline a request stands in the digest, and after it until it is awarded."""


def _closing(buyer: Buyer, rfps: Sequence[Rfp], at: datetime) -> Iterator[DigestLine]:
    for rfp in rfps:
        mine = rfp.initiator == buyer.address and rfp.status is RfpStatus.OPEN
        if mine and rfp.deadline is not None and rfp.deadline - at <= CLOSING:
            until = f"{rfp.deadline.astimezone(at.tzinfo):%Y-%m-%d %H:%M}"
            what = " · ".join(part for part in (rfp.reference, rfp.title, until) if part)
            yield DigestLine(section=DigestSection.RFPS_CLOSING, document=rfp.reference, what=what, since=rfp.opened_at)


def _own(buyer: Buyer, desk: _Indexed) -> Iterator[PurchaseOrder]:
    return (o for o in desk.orders.values() if o.initiator == buyer.address and o.status is OrderStatus.SUBMITTED)


def _initiators_of(document: Reference | None, desk: _Indexed) -> set[str]:
    invoice = desk.invoices.get(document) if document else None
    which = invoice.orders if invoice else tuple(d for d in (document,) if d)
    return {desk.orders[ref].initiator for ref in which if ref in desk.orders}


def _left(order: PurchaseOrder, line: OrderLine, desk: _Indexed) -> Decimal:
    return line.quantity - desk.billed.get((order.reference, line.number), Decimal(0))


def _stopping(invoice: Invoice) -> tuple[Finding, ...]:
    return tuple(f for f in invoice.findings if f.effect is not Effect.SHOWN)


def _names(who: set[str], desk: _Indexed) -> tuple[str, ...]:
    known = {buyer.address: buyer.name for buyer in desk.buyers}
    return tuple(known.get(Address(address)) or address for address in sorted(who))


def _invoice_line(
    section: DigestSection, invoice: Invoice, buyer: Buyer, desk: _Indexed, findings: tuple[Finding, ...]
) -> DigestLine:
    supplier = desk.names.get(invoice.supplier, invoice.supplier)
    what = " · ".join(part for part in (invoice.reference, invoice.paper.number, supplier) if part)
    return DigestLine(
        section=section,
        document=invoice.reference,
        version=invoice.version,
        what=what,
        amount=str(invoice.gross),
        since=invoice.received_at if section is not DigestSection.WITHIN_TOLERANCE else invoice.changed_at,
        findings=findings,
        initiators=_names({*_initiators_of(invoice.reference, desk)} - {buyer.address}, desk),
    )


def _order_line(
    section: DigestSection, order: PurchaseOrder, desk: _Indexed, since: datetime | None, items: str = ""
) -> DigestLine:
    supplier = desk.names.get(order.supplier, order.supplier)
    what = " · ".join(part for part in (order.reference, supplier, items) if part)
    return DigestLine(
        section=section, document=order.reference, version=order.version, what=what, amount=str(order.net), since=since
    )


# ---- when


def due_period(buyer: Buyer, zone: tzinfo, at: datetime) -> str | None:
    """The newest period whose digest is due by `at`: a day ("2026-11-24") or a week by its Monday-based ISO number ("2026-W48").

    `zone`: the buyer's, else the installation's. None: the buyer wants no digest. A period that was missed is due until the
    next one is; that each is made once is the storage's unique key. An hour that the clock skips is due when it would have
    been, one that comes twice the first time.
    """
    if buyer.digest_hour is None:
        return None
    day = at.astimezone(zone).date()
    while buyer.digest_weekday is not None and day.weekday() != buyer.digest_weekday:
        day -= timedelta(days=1)
    due = datetime(day.year, day.month, day.day, buyer.digest_hour, tzinfo=zone)
    if at.timestamp() < due.timestamp():  # aware times of one zone would compare by the wall clock
        day -= timedelta(days=1 if buyer.digest_weekday is None else 7)
    if buyer.digest_weekday is None:
        return day.isoformat()
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02}"
