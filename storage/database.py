"""One engine for SQLite and PostgreSQL: its settings (docs/reliability.md), and what its errors mean to the house."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, DisconnectionError, InterfaceError, NoSuchModuleError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from core.errors import Conflict, OutOfSpace, Unreachable

BUSY_MILLISECONDS = 5_000
"""How long a write waits for another one, on both databases."""
CONNECTIONS = 16
"""Most connections of one process: threads of the doors, of the worker, of the command line."""
_SQLITE = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    f"PRAGMA busy_timeout={BUSY_MILLISECONDS}",
    "PRAGMA foreign_keys=ON",
    f"PRAGMA journal_size_limit={32 * 1024 * 1024}",
)
_POSTGRESQL = ("SET synchronous_commit=on", f"SET lock_timeout={BUSY_MILLISECONDS}", "SET TIME ZONE 'UTC'")
_TAKEN = frozenset({sqlite3.SQLITE_CONSTRAINT_UNIQUE, sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY})
_NO_ROOM = frozenset({sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR_WRITE})
"""A quota or a limit of file size shows as a failed write."""
_UNREACHABLE = frozenset(
    {
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_PERM,
        sqlite3.SQLITE_NOMEM,
        sqlite3.SQLITE_PROTOCOL,
    }
)
_DAMAGED = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})
_UNIQUE_VIOLATION, _DISK_FULL, _OUT_OF_MEMORY = "23505", "53100", "53200"
_QUICKER = frozenset({_UNIQUE_VIOLATION, "40001", "40P01"})
"""Unique key, serialization failure, deadlock: somebody else was quicker."""
_SERVER_TROUBLE = ("08", "28", "3D", "53", "55", "57")
"""SQLSTATE classes: connection, login, no such database, resources, locks, shut-down."""


_KINDS = "the database is a file, sqlite:///FILE, or postgresql://USER@HOST/NAME"


def parsed(url: str) -> URL:
    """A path or `sqlite:///path`, or `postgresql://…`. Raises ValueError for anything else."""
    try:
        result = make_url(url if ":" in url.partition("/")[0] else f"sqlite:///{url}")
        backend = result.get_backend_name()
    except (ArgumentError, NoSuchModuleError) as wrong:
        raise ValueError(_KINDS) from wrong
    if backend == "sqlite" and result.database not in (None, "", ":memory:"):
        return result.set(drivername="sqlite")
    if backend == "postgresql":
        return result.set(drivername="postgresql+psycopg")
    raise ValueError(_KINDS)


def file_of(url: URL) -> Path | None:
    """The database file; None on PostgreSQL."""
    return Path(url.database or "") if url.get_backend_name() == "sqlite" else None


def connect(url: URL) -> Engine:
    """An engine; connects at first use."""
    if file_of(url) is not None:
        # threads share connections through the pool, one at a time each
        arguments: dict[str, Any] = {"check_same_thread": False, "isolation_level": None, "cached_statements": 256}
    else:
        arguments = {"connect_timeout": 5, "autocommit": False}
    engine = create_engine(
        url,
        connect_args=arguments,
        pool_size=CONNECTIONS,
        max_overflow=0,
        pool_timeout=BUSY_MILLISECONDS / 1000,
        pool_pre_ping=file_of(url) is None,
    )
    event.listen(engine, "connect", _set_up)
    if file_of(url) is not None:
        event.listen(engine, "begin", _begin)
    return engine


def _set_up(connection: Any, record: object) -> None:
    on_sqlite = isinstance(connection, sqlite3.Connection)
    cursor = connection.cursor()
    for setting in _SQLITE if on_sqlite else _POSTGRESQL:
        cursor.execute(setting)
    cursor.close()
    if not on_sqlite:
        connection.commit()


def _begin(connection: Connection) -> None:
    """A write takes its lock at once: taken later, in the middle, it could fail for want of a fresh snapshot."""
    writing = connection.get_execution_options().get("writing", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


@contextmanager
def translated() -> Iterator[None]:
    """Raises errors of the database as Conflict, OutOfSpace or Unreachable; those of the program stay as they are."""
    try:
        yield
    except DBAPIError as wrong:
        meaning = _meaning(wrong)
        if meaning is None:
            raise
        raise meaning from wrong
    except (PoolTimeout, DisconnectionError) as wrong:
        raise Unreachable("no connection to the database is free") from wrong


def _meaning(wrong: DBAPIError) -> Exception | None:
    original = wrong.orig
    if isinstance(original, sqlite3.Error):
        return _meaning_on_sqlite(original)
    code = str(getattr(original, "sqlstate", None) or "")
    if code in _QUICKER:
        return Conflict(f"somebody else was quicker: {original}")
    if code in (_DISK_FULL, _OUT_OF_MEMORY):
        return OutOfSpace("the database server has no room")
    lost = not code and isinstance(wrong, OperationalError | InterfaceError)
    if lost or wrong.connection_invalidated or code[:2] in _SERVER_TROUBLE:
        return Unreachable(f"the database does not answer: {original}")
    return None


def _meaning_on_sqlite(original: sqlite3.Error) -> Exception | None:
    code = getattr(original, "sqlite_errorcode", 0)
    if code in _TAKEN:
        return Conflict(f"somebody else was quicker: {original}")
    if code in _NO_ROOM:
        return OutOfSpace("the disk of the database has no room")
    if code & 0xFF in _DAMAGED:
        return Unreachable(f"the database file is damaged, or no SQLite database at all ({original}): put a backup in its place")
    if isinstance(original, sqlite3.OperationalError | sqlite3.DatabaseError) and code & 0xFF in _UNREACHABLE:
        return Unreachable(f"the database does not answer: {original}")
    return None
