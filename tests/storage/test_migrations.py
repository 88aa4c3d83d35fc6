"""The tables of the migrations and the tables of the program are the same; each database is brought up by its own rule."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, inspect, text
from sqlalchemy.exc import DBAPIError

import storage.migrate
from storage.database import connect, parsed
from storage.errors import OldSchema
from storage.migrate import HEAD, bring_up
from storage.store import migrate, open_store
from storage.tables import metadata


@pytest.fixture
def empty_url(store_url: str) -> Iterator[str]:
    """A database without any table."""
    with connect(parsed(store_url)).begin() as connection:
        for table in reversed([*metadata.sorted_tables]):
            connection.execute(text(f'DROP TABLE "{table.name}"'))
        connection.execute(text("DROP TABLE alembic_version"))
    yield store_url


@pytest.fixture
def engine(store_url: str) -> Iterator[Engine]:
    """A connection to a database with tables."""
    made = connect(parsed(store_url))
    yield made
    made.dispose()


def test_migrations_and_tables_agree(engine: Engine) -> None:
    """Columns, types, keys, constraints; and each index by its columns and its condition."""
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "target_metadata": metadata})
        assert compare_metadata(context, metadata) == []
        there = {index["name"] for table in metadata.tables for index in inspect(connection).get_indexes(table)}
    assert {str(index.name) for table in metadata.tables.values() for index in table.indexes} <= there


def test_the_indexes_of_a_part_of_the_rows_are_the_same(engine: Engine) -> None:
    """Comparing by name would not see another condition."""
    for table in metadata.tables.values():
        with engine.connect() as connection:
            found = {index["name"]: index for index in inspect(connection).get_indexes(table.name)}
        for index in table.indexes:
            there = found[index.name]
            assert [column.name for column in index.columns] == there["column_names"]
            assert bool(index.unique) == bool(there["unique"])
            condition = index.dialect_options[engine.dialect.name]["where"]
            assert (condition is not None) == (f"{engine.dialect.name}_where" in there["dialect_options"])


def test_the_newest_migration_is_the_one_the_program_knows() -> None:
    """`HEAD` is written by hand, so that opening a store needs no Alembic."""
    settings = Config()
    settings.set_main_option("script_location", str(Path(storage.migrate.__file__).parent / "migrations"))

    assert ScriptDirectory.from_config(settings).get_heads() == [HEAD]


def test_sqlite_is_brought_up_when_it_is_opened(sqlite_url: str, tmp_path: Path) -> None:
    """A new file, and one that is there already."""
    for _ in range(2):
        open_store(str(tmp_path / "new.db")).close()
    open_store(sqlite_url).close()


def test_postgresql_is_brought_up_by_command_only(postgresql_url: str) -> None:
    """Opening says what to do; `migrate` does it, and once more does no harm."""
    with connect(parsed(postgresql_url)).begin() as connection:
        connection.execute(text("DROP SCHEMA public CASCADE"))
        connection.execute(text("CREATE SCHEMA public"))
    with pytest.raises(OldSchema, match="run `counterfoil migrate`"):
        open_store(postgresql_url)
    migrate(postgresql_url)
    migrate(postgresql_url)
    open_store(postgresql_url).close()


def test_tables_of_a_newer_program_are_left_alone(store_url: str) -> None:
    """By opening and by migrating."""
    with connect(parsed(store_url)).begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    for touch in (open_store, migrate):
        with pytest.raises(OldSchema, match="newer"):
            touch(store_url)


def test_a_migration_that_fails_leaves_nothing_behind(empty_url: str) -> None:
    """All of it is one transaction: the next start begins from where it was."""
    engine = connect(parsed(empty_url))
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE request (other INTEGER)"))  # the last table of the last migration is in the way
    with pytest.raises(DBAPIError, match="request"):
        bring_up(engine)
    with engine.connect() as connection:
        assert inspect(connection).get_table_names() == ["request"]
    engine.dispose()


@pytest.mark.parametrize(
    "url", ["", "sqlite://", "sqlite:///:memory:", "mysql://x", "postgres:/x", "://", "oracle://a/b", "sqlite:x"]
)
def test_a_url_of_another_kind_is_named(url: str) -> None:
    """Before anything is made."""
    with pytest.raises(ValueError, match="the database is a file"):
        open_store(url)
