"""Who decides: the initiators for differences, the amount bands for approval (docs/rules.md 4.4 and 4.5)."""

from collections.abc import Iterable
from datetime import date

from core.findings import Effect
from core.invoice import Invoice
from core.names import Address
from core.order import PurchaseOrder
from core.party import Buyer, BuyerRole, Level
from core.policy import House, Policy

ESCALATION = 3
"""Working days without an answer, after which the next band is asked as well."""


def initiators(invoice: Invoice, orders: Iterable[PurchaseOrder]) -> tuple[Address, ...]:
    """The initiators of the invoice's orders, each once."""
    return tuple(dict.fromkeys(o.initiator for o in orders if o.reference in invoice.orders))


def deciders(invoice: Invoice, orders: Iterable[PurchaseOrder]) -> tuple[Address, ...]:
    """The initiators whose part differs and is not taken yet; all of them when the difference is on no order in particular."""
    differs = {f.order for f in invoice.findings if f.effect is Effect.MATCHING}
    concerned = [o for o in orders if o.reference in invoice.orders and (o.reference in differs or None in differs)]
    return tuple(a for a in initiators(invoice, concerned) if a not in invoice.taken_by)


def held(invoice: Invoice) -> bool:
    """Whether an accountant must look first: a bank account that is not on file, not released yet."""
    return invoice.released_by is None and any(f.effect is Effect.PENDING for f in invoice.findings)


def never_by_rule(invoice: Invoice) -> bool:
    """A bank account not on file, a sender not authenticated, a forwarded invoice: a person approves (docs/mail.md 3)."""
    stopped = any(f.effect is Effect.PENDING for f in invoice.findings)
    return stopped or invoice.handed_in_by is not None or invoice.level < Level.AUTHENTIC


def band_of(invoice: Invoice, policy: Policy) -> int | None:
    """The highest band that applies. An amount in a foreign currency cannot be ranked: the highest band of all."""
    if not policy.bands:
        return None
    by_amount = sorted(range(len(policy.bands)), key=lambda i: policy.bands[i].above)
    if invoice.currency != policy.house.currency:
        return by_amount[-1]
    reached = [i for i in by_amount if invoice.gross.amount >= policy.bands[i].above]
    return reached[-1] if reached else None


def approvers(
    invoice: Invoice, orders: Iterable[PurchaseOrder], buyers: Iterable[Buyer], policy: Policy, on: date | None = None
) -> tuple[Address, ...]:
    """Who may approve a Pending invoice, with those who stand in for them `on` a day.

    The initiator is never the only approver: a band with nobody else falls to an admin.
    """
    return _after(invoice, orders, tuple(buyers), policy, on, steps_of(invoice, on, policy.house))


def newly_asked(
    invoice: Invoice, orders: Iterable[PurchaseOrder], buyers: Iterable[Buyer], policy: Policy, on: date
) -> tuple[Address, ...]:
    """Who may approve only since the last step of escalation."""
    these, people = tuple(orders), tuple(buyers)
    before = _after(invoice, these, people, policy, on, steps_of(invoice, on, policy.house) - 1)
    return tuple(a for a in approvers(invoice, these, people, policy, on) if a not in before)


def instead(invoice: Invoice, orders: Iterable[PurchaseOrder], buyers: Iterable[Buyer]) -> tuple[Address, ...]:
    """The admins, who may decide in the place of initiators; not those who are asked already."""
    asked = deciders(invoice, orders)
    return tuple(b.address for b in buyers if b.may(BuyerRole.ADMIN) and b.address not in asked)


def steps_of(invoice: Invoice, on: date | None, house: House) -> int:
    """How often three working days have passed without an answer."""
    return 0 if on is None else waited(invoice, on, house) // ESCALATION


def _after(
    invoice: Invoice, orders: Iterable[PurchaseOrder], people: tuple[Buyer, ...], policy: Policy, on: date | None, steps: int
) -> tuple[Address, ...]:
    own = set(initiators(invoice, orders))
    chosen = _chosen(invoice, people, policy, max(steps, 0))
    others = [a for a in with_deputies(chosen, people, on) if a not in own]
    admins = tuple(b.address for b in people if b.may(BuyerRole.ADMIN))
    may = others or [a for a in with_deputies(admins, people, on) if a not in own]
    fresh_eyes = [
        a for a in may if a not in invoice.taken_by
    ]  # whoever took it for an initiator approves only if nobody else can
    return tuple(dict.fromkeys(fresh_eyes or may))


def may_approve(buyer: Buyer) -> bool:
    """Whether an amount band may name him: who lost the role is named in vain."""
    return buyer.may(BuyerRole.APPROVER, BuyerRole.ADMIN)


def _chosen(invoice: Invoice, people: tuple[Buyer, ...], policy: Policy, steps: int) -> list[Address]:
    """The band's approvers, after each step those of the next band too, and then the admins (docs/rules.md 4.5)."""
    admins = [b.address for b in people if b.may(BuyerRole.ADMIN)]
    if held(invoice) or invoice.band is None or invoice.band >= len(policy.bands):
        accountants = [b.address for b in people if b.may(BuyerRole.ACCOUNTANT)]
        return accountants + (admins if steps else [])
    known = {b.address for b in people if may_approve(b)}
    own = policy.bands[invoice.band]
    above = sorted((b for b in policy.bands if b.above > own.above), key=lambda band: band.above)
    asked = [a for band in (own, *above[:steps]) for a in band.approvers if a in known]
    return asked + (admins if steps > len(above) else [])


def waited(invoice: Invoice, on: date, house: House) -> int:
    """Full working days (Monday to Friday) of the house for which those who decide have been asked."""
    return working_days(house.day(invoice.asked_at or invoice.changed_at or invoice.received_at), on)


def working_days(since: date, on: date) -> int:
    """Days from Monday to Friday after `since`, up to and with `on`; holidays are nobody's here."""
    days = (on - since).days
    weeks, rest = divmod(max(days, 0), 7)
    return weeks * 5 + sum((since.weekday() + k) % 7 < 5 for k in range(1, rest + 1))


def with_deputies(who: Iterable[Address], buyers: Iterable[Buyer], on: date | None) -> tuple[Address, ...]:
    """These people, and whoever stands in for one of them on that day."""
    people = {b.address: b for b in buyers}
    chosen = tuple(who)
    stand_ins = (deputy_of(people[a], on) for a in chosen if a in people)
    return tuple(dict.fromkeys((*chosen, *(d for d in stand_ins if d is not None and d in people))))


def deputy_of(buyer: Buyer, on: date | None) -> Address | None:
    """Who stands in for a buyer on a day; a missing date is open."""
    if on is None or buyer.deputy is None or (buyer.deputy_from and on < buyer.deputy_from):
        return None
    return buyer.deputy if buyer.deputy_until is None or on <= buyer.deputy_until else None
