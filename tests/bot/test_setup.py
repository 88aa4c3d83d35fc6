"""Setting up: a slip of the hand is said with what is wanted, and leaves nothing half behind."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.cli import cli

CONFIGURATION = """
[house]
name = "Acme"
mailbox = "orders@acme.example"
[keys]
token = "a key for tests, 32 letters long"
"""
ANSWERS = {
    "name": "Acme",
    "mailbox": "orders@acme.example",
    "admin": "ann@acme.example",
    "imap": "localhost",
    "smtp": "localhost",
    "currency": "EUR",
    "zone": "Europe/Berlin",
    "trust": "dkim",
    "authserv": "",
    "tolerance": "0",
    "database": "sqlite:///counterfoil.db",
}


def init(folder: Path, **changed: str) -> tuple[int, str]:
    """`counterfoil init` with all answers given."""
    words = [word for key, value in {**ANSWERS, **changed}.items() for word in (f"--{key}", value)]
    done = CliRunner().invoke(cli, ["--config", str(folder / "counterfoil.toml"), "init", *words], catch_exceptions=False)
    return done.exit_code, done.output


def check(folder: Path, text: str) -> str:
    """`counterfoil check` where something is to be done."""
    path = folder / "counterfoil.toml"
    path.write_text(text)
    done = CliRunner().invoke(cli, ["--config", str(path), "check"], catch_exceptions=False)
    assert done.exit_code == 1, done.output
    return done.output


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("mailbox", "orders", "'orders' is no mail address"),
        ("admin", "ann", "'ann' is no mail address"),
        ("zone", "Europe/Berln", "time_zone 'Europe/Berln' is not known here"),
        ("zone", "Europe", "time_zone 'Europe' is not known here"),
        ("currency", "EURO", "'EURO' is no currency code"),
        ("tolerance", "five", "a number such as 5 or 2.5 is wanted"),
        ("tolerance", "nan", "a number such as 5 or 2.5 is wanted"),
        ("tolerance", "-5", "tolerance is 0 to 100 per cent"),
        ("database", "mysql://db/acme", "postgresql://USER@HOST/NAME"),
        ("database", "sqlite:///sub/acme.db", "is no folder, make it first"),
    ],
)
def test_a_wrong_answer_leaves_nothing_behind(tmp_path: Path, key: str, value: str, said: str) -> None:
    """So that `init` can be said again."""
    code, output = init(tmp_path, **{key: value})

    assert code == 1
    assert said in output
    assert list(tmp_path.glob("counterfoil*")) == []
    assert init(tmp_path)[0] == 0


def test_a_key_that_was_there_stays(tmp_path: Path) -> None:
    """Tokens in letters that are out are made with it."""
    (tmp_path / "counterfoil.key").write_text("an older key of thirty-two letters")

    assert init(tmp_path, zone="Nowhere")[0] == 1
    assert (tmp_path / "counterfoil.key").read_text() == "an older key of thirty-two letters"


def test_with_postgresql_the_next_steps_are_said(tmp_path: Path) -> None:
    """Its tables are brought up by hand, so the first admin comes after them."""
    assert (
        "`counterfoil migrate` and `counterfoil buyer add ann@acme.example --role admin`"
        in init(tmp_path, database="postgresql://localhost/acme")[1]
    )


@pytest.mark.parametrize(
    ("added", "said"),
    [
        ("[imap]\nhost='h'\nuser='u'\nsecurity='ssl'", "line 10: imap.security: 'ssl' does not fit: one of tls, starttls, plain"),
        ("[smtp_in]\nport = 99999", "line 7: smtp_in: port is 1 to 65535"),
        ("[mail]\ntrust = 'me'", "line 8: mail.trust: 'me' does not fit: one of host, dkim, login, nothing"),
        ("[house]\n", "Cannot declare"),
    ],
)
def test_a_wrong_value_is_said_with_those_that_fit(tmp_path: Path, added: str, said: str) -> None:
    """With the key and the line where it stands."""
    assert said in check(tmp_path, CONFIGURATION + added)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        (CONFIGURATION + "[folder]\nincoming = 'drop'", "is no folder that can be read and written: create it"),
        (CONFIGURATION + "[imap]\nhost = 'h'\nuser = 'u'", "incoming   imap.password: missing; set COUNTERFOIL_IMAP_PASSWORD"),
        (CONFIGURATION.replace("a key for tests, ", ""), "keys.token is shorter than 32 letters"),
        (CONFIGURATION + "[mail]\ndkim_selector = 'c1'", "dkim_selector and mail.dkim_key_file go together"),
        (CONFIGURATION + "[mail]\ndkim_selector = 'c1'\ndkim_key_file = 'c1.pem'", "c1.pem cannot be read"),
    ],
)
def test_check_goes_through_and_says_what_to_do(tmp_path: Path, changed: str, said: str) -> None:
    """One part that is not well hides no other one."""
    found = check(tmp_path, changed)

    assert said in found
    assert "outgoing   no mail goes out" in found
