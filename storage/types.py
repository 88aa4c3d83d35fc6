"""Column types that mean the same on SQLite and PostgreSQL: exact numbers, and times in UTC."""

from datetime import UTC, datetime
from decimal import Decimal

from sqlalchemy import BigInteger, DateTime, Dialect
from sqlalchemy.types import TypeDecorator

SCALE = 6
"""Decimals of a stored number: prices have up to six (docs/rules.md 1)."""
_LIMIT = 2**63


def exact(value: Decimal | None) -> Decimal | None:
    """The value where a column can hold it exactly, else None: a paper may state any number, a search needs only real ones."""
    if value is None or not value.is_finite():
        return None
    scaled = value.scaleb(SCALE) if abs(value.adjusted()) < 30 else Decimal(_LIMIT)
    fits = abs(scaled) < _LIMIT and scaled == scaled.to_integral_value()
    return value if fits else None


class Exact(TypeDecorator[Decimal]):
    """A decimal as a whole number of millionths: SQLite's own decimals are floats."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> int | None:
        """Refuses with ValueError what would not come back the same."""
        if value is None:
            return None
        if exact(value) is None:
            raise ValueError(f"{value} does not fit a column of {SCALE} decimals")
        return int(value.scaleb(SCALE))

    def process_result_value(self, value: int | None, dialect: Dialect) -> Decimal | None:
        """The decimal again."""
        return None if value is None else Decimal(value).scaleb(-SCALE)


class UtcTime(TypeDecorator[datetime]):
    """An aware time; kept and given back in UTC."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuses a time without a zone with ValueError."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a stored time needs its zone")
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """In UTC, whatever the session's zone is."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
