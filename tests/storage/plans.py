"""What a database would do for each statement that was sent to it: the steps that read a whole table."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event

from storage.store import Store

Statements = list[tuple[str, Any]]
LOOSE = re.compile(r"document USING INDEX \w+ \(kind=\?\)$")
"""An index that is used for nothing but the kind of a document: half of the table is read by it. PostgreSQL knows better, once
it has counted; of an empty table it thinks that every index is as good."""
GROWING = frozenset({"blob", "inbox", "transport", "outbox", "document", "link", "order_mark", "question", "journal", "thread"})
"""Tables that grow with every mail; those of people and counters do not."""


@contextmanager
def listening(store: Store) -> Iterator[Statements]:
    """Collects what is sent to the database."""
    sent: Statements = []

    def hear(_c: object, _k: object, statement: str, parameters: Any, _x: object, _m: bool) -> None:
        if statement.lstrip().upper().startswith(("SELECT", "UPDATE", "DELETE", "INSERT")):
            sent.append((statement, parameters))

    event.listen(store.engine, "before_cursor_execute", hear)
    yield sent
    event.remove(store.engine, "before_cursor_execute", hear)


def scans(store: Store, sent: Statements, tables: frozenset[str] = frozenset()) -> list[str]:
    """Steps that read a whole table (one of these, where some are named) or a whole index; locks and inserts have none."""
    found = []
    with store.engine.connect() as connection:
        sqlite = store.engine.dialect.name == "sqlite"
        if not sqlite:
            connection.exec_driver_sql("SET enable_seqscan = off")  # small tables are scanned by right; a lack of an index shows
        for statement, parameters in sent:
            many = isinstance(parameters, list)
            asked = "EXPLAIN QUERY PLAN " if sqlite else "EXPLAIN "
            plan = connection.exec_driver_sql(asked + statement, parameters[0] if many else parameters)
            steps = [str(row[-1]) for row in plan]
            steps = [step for step in steps if not tables or set(step.split()) & tables]
            bad = [step for step in steps if LOOSE.search(step)]
            bad += [step for step in steps if step.startswith("SCAN") and "CONSTANT" not in step] if sqlite else [
                step for step in steps if "Seq Scan" in step
            ]  # fmt: skip
            found += [f"{step}: {statement}" for step in bad]
    return found
