"""The few statements that both databases have, but not under one name in the toolkit."""

from typing import Any

from sqlalchemy import Connection, Table, literal
from sqlalchemy.dialects import postgresql, sqlite


def insert_new(connection: Connection, table: Table, **values: Any) -> bool:
    """Insert a row unless one of its unique keys is taken; whether it was inserted."""
    insert = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    fresh = insert(table).values(**values).on_conflict_do_nothing().returning(literal(1))
    return connection.execute(fresh).first() is not None


def put(connection: Connection, table: Table, **values: Any) -> None:
    """Insert a row, or replace the one with the same primary key."""
    insert = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    keys = [column.name for column in table.primary_key]
    others = {name: value for name, value in values.items() if name not in keys}
    connection.execute(insert(table).values(**values).on_conflict_do_update(index_elements=keys, set_=others))
