"""Numbers and times in columns, on both databases."""

from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from sqlalchemy import Column, MetaData, Table, insert, select
from sqlalchemy.exc import StatementError

from storage.store import Store
from storage.tables import document, outbox
from storage.types import Exact, UtcTime, exact


@pytest.mark.parametrize("number", ["0.000001", "-0.1", "0", "9223372036854.775807", "-9223372036854.775807", "1E+5", "12.50"])
def test_a_decimal_comes_back_exactly(store: Store, number: str) -> None:
    """What a float would round."""
    values = {"reference": "PO-1", "kind": "order", "supplier": "S-1", "status": "", "key": "", "version": 1, "body": ""}
    with store.engine.begin() as connection:
        connection.execute(insert(document).values(gross=Decimal(number), **values))
        assert connection.scalar(select(document.c.gross)) == Decimal(number)


@pytest.mark.parametrize("number", ["0.0000001", "9223372036854.775808", "1E+30", "1E-30", "NaN", "Infinity", "1E+999999"])
def test_a_number_that_would_not_come_back_is_refused(store: Store, number: str) -> None:
    """It is never rounded silently; searching does without it."""
    assert exact(Decimal(number)) is None
    with pytest.raises(ValueError, match="does not fit"):
        Exact().process_bind_param(Decimal(number), store.engine.dialect)


def test_nothing_is_nothing(store: Store) -> None:
    """NULL on both sides."""
    for kind in (Exact(), UtcTime()):
        assert kind.process_bind_param(None, store.engine.dialect) is None
        assert kind.process_result_value(None, store.engine.dialect) is None


@pytest.mark.parametrize(
    "at",
    [
        datetime(2026, 3, 29, 1, 30, tzinfo=UTC),
        datetime(2026, 10, 25, 2, 30, 0, 1, tzinfo=timezone(timedelta(hours=2))),
        datetime(1999, 12, 31, 23, 59, 59, 999_999, tzinfo=timezone(timedelta(hours=-9, minutes=-30))),
    ],
)
def test_a_time_comes_back_in_utc(store: Store, at: datetime) -> None:
    """To the microsecond, whatever zone it was given in."""
    moment = Table("moment", MetaData(), Column("at", UtcTime))
    with store.engine.begin() as connection:
        moment.create(connection)
        connection.execute(insert(moment).values(at=at))
        found = connection.scalar(select(moment.c.at))
    assert found == at
    assert found is not None and found.tzinfo is UTC


def test_a_time_without_a_zone_is_refused(store: Store) -> None:
    """Nobody could say which moment it is."""
    with pytest.raises(StatementError, match="needs its zone"), store.engine.begin() as connection:
        connection.execute(select(outbox.c.seq).where(outbox.c.due_at == datetime(2026, 1, 1)))  # noqa: DTZ001
