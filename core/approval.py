"""Who decides: the initiators for differences, the amount bands for approval (docs/rules.md 4.4 and 4.5)."""

from collections.abc import Iterable

from core.findings import Effect
from core.invoice import Invoice
from core.names import Address
from core.order import PurchaseOrder
from core.party import Buyer, BuyerRole, Level
from core.policy import Policy


def initiators(invoice: Invoice, orders: Iterable[PurchaseOrder]) -> tuple[Address, ...]:
    """The initiators of the invoice's orders, each once."""
    return tuple(dict.fromkeys(o.initiator for o in orders if o.reference in invoice.orders))


def deciders(invoice: Invoice, orders: Iterable[PurchaseOrder]) -> tuple[Address, ...]:
    """The initiators whose part differs and is not taken yet; all of them when the difference is on no order in particular."""
    differs = {f.order for f in invoice.findings if f.effect is Effect.MATCHING}
    concerned = [o for o in orders if o.reference in invoice.orders and (o.reference in differs or None in differs)]
    return tuple(a for a in initiators(invoice, concerned) if a not in invoice.taken_by)


def never_by_rule(invoice: Invoice) -> bool:
    """A bank account not on file, a sender not authenticated, a forwarded invoice: a person approves (docs/mail.md 3)."""
    held = any(f.effect is Effect.PENDING for f in invoice.findings)
    return held or invoice.handed_in_by is not None or invoice.level < Level.AUTHENTIC


def band_of(invoice: Invoice, policy: Policy) -> int | None:
    """The highest band that applies. An amount in a foreign currency cannot be ranked: the highest band of all."""
    if not policy.bands:
        return None
    by_amount = sorted(range(len(policy.bands)), key=lambda i: policy.bands[i].above)
    if invoice.currency != policy.house.currency:
        return by_amount[-1]
    reached = [i for i in by_amount if invoice.gross.amount >= policy.bands[i].above]
    return reached[-1] if reached else None


def approvers(invoice: Invoice, orders: Iterable[PurchaseOrder], buyers: Iterable[Buyer], policy: Policy) -> tuple[Address, ...]:
    """Who may approve a Pending invoice. The initiator is never the only approver: a band with nobody else falls to an admin."""
    people = tuple(buyers)
    own = set(initiators(invoice, orders))
    if any(f.effect is Effect.PENDING for f in invoice.findings) or invoice.band is None or invoice.band >= len(policy.bands):
        chosen = [b.address for b in people if b.may(BuyerRole.ACCOUNTANT)]
    else:
        chosen = list(policy.bands[invoice.band].approvers)
    others = [a for a in chosen if a not in own]
    admins = [b.address for b in people if b.may(BuyerRole.ADMIN) and b.address not in own]
    return tuple(dict.fromkeys(others or admins))
