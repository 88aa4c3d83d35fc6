"""The tables' version: which one the program needs, which one is there, and how to get from one to the other (Alembic)."""

from pathlib import Path

from sqlalchemy import Connection, Engine, inspect, text

from storage.errors import OldSchema

HEAD = "0004"
"""The newest migration; known here so that opening a store does not load Alembic."""
_SCRIPTS = Path(__file__).parent / "migrations"


def version(connection: Connection) -> str:
    """The version of the tables; empty where there are none."""
    if not inspect(connection).has_table("alembic_version"):
        return ""
    return str(connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one_or_none() or "")


def check(engine: Engine) -> None:
    """Raises OldSchema where the tables are not those of this program."""
    with engine.connect() as connection:
        found = version(connection)
    if found != HEAD:
        raise OldSchema(_words(found))


def _words(found: str) -> str:
    if found > HEAD:
        return f"the database is of a newer version ({found}) than this program ({HEAD}): update the program"
    return f"the database is of version {found or 'none'}, this program needs {HEAD}: run `counterfoil migrate`"


def bring_up(engine: Engine) -> None:
    """Make or change the tables as needed, in one transaction. Raises OldSchema where they are newer than the program."""
    with engine.connect() as connection:
        found = version(connection)
    if found > HEAD:
        raise OldSchema(_words(found))
    if found != HEAD:
        _upgrade(engine)


def _upgrade(engine: Engine) -> None:
    from alembic import command
    from alembic.config import Config

    settings = Config()
    settings.set_main_option("script_location", str(_SCRIPTS).replace("%", "%%"))
    with engine.connect().execution_options(writing=True) as connection, connection.begin():
        if engine.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(7236011)"))  # two nodes that start at once
        settings.attributes["connection"] = connection
        command.upgrade(settings, "head")
