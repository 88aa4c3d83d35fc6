"""The ways in which an honest tax is rounded."""

from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

_CENT = Decimal("0.01")


def roundings(base: Decimal, rate: Decimal, unit: Decimal = _CENT) -> set[Decimal]:
    """The tax on a base, to the minor unit of its currency: half up or cut; half to even, as IEEE 754 has it, is one of the two.

    EN 16931 (BR-CO-17) and most laws round to the nearest; VAT Notice 700, 17.5, of HM Revenue & Customs lets the fraction go.
    Where the base is so small that another digit of the rate could hide between the two, there is half up alone.
    """
    exact = base * rate / 100
    tells = abs(base) * last_place(rate) / 100 >= 2 * unit
    return {exact.quantize(unit, ROUND_HALF_UP)} | ({exact.quantize(unit, ROUND_DOWN)} if tells else set())


def last_place(value: Decimal) -> Decimal:
    """What the last digit counts: 1 of 21 and of 20, 0.1 of 5.5 and of 5.50."""
    exponent = value.normalize().as_tuple().exponent
    return Decimal(1).scaleb(min(0, exponent if isinstance(exponent, int) else 0))
