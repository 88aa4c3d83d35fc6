"""Freight, fees, discounts and roundings: lines that bill no item (docs/rules.md 4.3)."""

from core.matching.likeness import Words
from core.paper import PaperLine


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_SURE = _words(
    "freight shipping postage surcharge surcharges rounding fracht frachtkosten versand versandkosten versandpauschale porto"
    " portokosten zuschlag rundung lieferkosten lieferpauschale transportkosten verpackungskosten mindermengenzuschlag"
    " palettengebuhr verzendkosten verzending vracht vrachtkosten gastos portes fletes spese spedizione trasporto arrotondamento"
    " koszt koszty transportu dostawy wysylki zaokraglenie port"
)
"""These words are charges."""
_MAYBE = _words(
    "delivery handling packing packaging pallet transport insurance customs fuel toll carriage courier verpackung lieferung"
    " transportversicherung maut emballage livraison levering verpakking embalaje envio imballo opakowanie przesylka"
)
"""These too when nothing but such words stands beside them: a pallet fee, not a pallet box."""
_BESIDE = _words(
    "fee fees charge charges cost costs flat rate allowance small order express standard air sea road international national"
    " domestic kosten gebuhr pauschale anteilig frais supplement de d dhl ups dpd gls fedex tnt hermes"
)
_PLACES = 1
"""Other words that may stand beside a sure one: a place, a name."""


def is_charge(description: str) -> bool:
    """Whether the words say freight, a fee or the like, and no item."""
    words = frozenset(word for word in Words.of(description).words if not word.isdigit())
    other = words - _SURE - _MAYBE - _BESIDE
    if words & _SURE:
        return len(other) <= _PLACES
    return bool(words & _MAYBE) and not other


def is_fee(line: PaperLine) -> bool:
    """A discount, or a charge: one of it, or no number at all."""
    if line.net_amount is not None and line.net_amount < 0:
        return True
    return (line.quantity is None or line.quantity == 1) and is_charge(line.description)
