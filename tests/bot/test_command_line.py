"""The command line: typed, with JSON, and every error says what to do."""

import json
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from bot.cli import COMMANDS, cli

CONFIGURATION = """
[house]
name = "Acme Kitchens GmbH"
mailbox = "orders@acme.example"
[keys]
token = "a key for tests, 32 letters long"
[folder]
incoming = "drop"
outgoing = "sent"
[cli]
buyer = "ann@acme.example"
"""


class Shell:
    """Commands in a folder with a configuration."""

    def __init__(self, folder: Path, text: str = CONFIGURATION) -> None:
        self.folder = folder
        (folder / "counterfoil.toml").write_text(text)

    def run(self, *words: str) -> Result:
        return CliRunner().invoke(cli, ["--config", str(self.folder / "counterfoil.toml"), *words], catch_exceptions=False)

    def says(self, *words: str) -> str:
        result = self.run(*words)
        assert result.exit_code == 0, result.output
        return result.stdout

    def fails(self, *words: str) -> str:
        result = self.run(*words)
        assert result.exit_code == 1, result.output
        return result.output

    def asks(self, *words: str) -> list[dict[str, object]]:
        return [json.loads(line) for line in self.says(*words, "--json").splitlines()]


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    """Ann, admin and initiator, and one supplier."""
    made = Shell(tmp_path)
    made.says("buyer", "add", "ann@acme.example", "--role", "admin", "--role", "initiator")
    made.says("supplier", "add", "Corvina Metalware B.V.", "--contact", "sales@corvina.example", "--country", "NL")
    return made


def _every(command: click.Command, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    yield path, command
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            found = command.get_command(context, name)
            assert found is not None
            yield from _every(found, (*path, name))


@pytest.mark.parametrize(("path", "command"), list(_every(cli)), ids=lambda x: " ".join(x) if isinstance(x, tuple) else "")
def test_every_command_has_help_with_an_example(path: tuple[str, ...], command: click.Command) -> None:
    """The help is one sentence or more, and an example that begins with the command."""
    help_text = command.help or ""

    assert "Example: counterfoil" in help_text
    assert all(word in help_text for word in path)


def test_help_loads_nothing_heavy() -> None:
    """`counterfoil --help` imports no database, no Slack, no settings library."""
    code = "import sys; from bot.cli import cli; cli(['--help'], standalone_mode=False); print(sorted(sys.modules))"
    printed = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout

    assert not [m for m in ("sqlalchemy", "slack_bolt", "pydantic", "rich", "structlog", "lxml") if f"'{m}'" in printed]
    assert all(name in printed for name in COMMANDS)


def test_an_order_is_entered_sent_and_shown(shell: Shell) -> None:
    """The next number is taken, the letter waits, and it is said that no service runs."""
    result = shell.run("po", "new", "--supplier", "S-1", "--line", "120 pcs x 24.50 CM-PAN-28 Pan 28 cm, 2026-05-12", "--submit")
    shown = shell.asks("po", "show", "PO-1")[0]

    assert result.exit_code == 0
    assert "queued" in result.output
    assert (shown["status"], shown["net"], shown["revision"]) == ("Submitted", "2940.00", 1)
    assert shown["lines"][0]["supplier_sku"] == "CM-PAN-28"
    assert "order mail to sales@corvina.example: not sent" in shell.says("po", "show", "PO-1")


def test_a_revision_shows_the_difference(shell: Shell) -> None:
    """Line 1 is changed, line 2 added; history tells who did what."""
    shell.says("po", "new", "--supplier", "S-1", "--line", "10 pcs x 5.00 Spoon", "--submit")
    shell.says("po", "revise", "PO-1", "--line", "1=12 pcs x 5.00 Spoon", "--line", "2=3 pcs x 7.50 Fork")

    assert shell.asks("po", "show", "PO-1")[0]["revision"] == 2
    assert [e["event"] for e in shell.asks("po", "history", "PO-1")] == ["OrderDrafted", "OrderSubmitted", "OrderRevised"]


def test_import_names_the_bad_row_and_imports_nothing(shell: Shell) -> None:
    """A CSV with a wrong price in row 3."""
    table = shell.folder / "orders.csv"
    table.write_text("order,supplier,quantity,unit_price,description\nPO-7,S-1,1,5.00,Spoon\nPO-8,S-1,1,five,Fork\n")

    assert "row 3: unit_price: 'five' is no number" in shell.fails("po", "import", str(table))
    assert shell.asks("po", "list") == []


def test_import_takes_csv_json_and_the_template_as_xlsx(shell: Shell) -> None:
    """Two orders of two lines and one; the empty sheet can be written and has the columns."""
    table = shell.folder / "orders.csv"
    table.write_text(
        "order;supplier;quantity;unit_price;description\nPO-7;S-1;1;5,00;Spoon\nPO-7;S-1;2;6,00;Fork\nPO-8;S-1;1;1;Cup\n"
    )
    rows = shell.folder / "orders.json"
    rows.write_text(json.dumps([{"supplier": "S-1", "quantity": 2, "unit_price": "7.10", "description": "Plate"}]))

    assert [o["reference"] for o in shell.asks("po", "import", str(table))] == ["PO-7", "PO-8"]
    assert shell.asks("po", "import", str(rows))[0]["net"] == "14.20"
    shell.says("po", "import", "--template", str(shell.folder / "empty.xlsx"))
    assert "no rows" in shell.fails("po", "import", str(shell.folder / "empty.xlsx"))


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("po", "show", "PO-404"), "there is no order PO-404; see `counterfoil po list`"),
        (("po", "submit", "no such"), "letters, digits and hyphens"),
        (("po", "new", "--supplier", "S-9", "--line", "1 x 1 Cup"), "see `counterfoil supplier list`"),
        (("po", "new", "--supplier", "S-1", "--line", "a few cups"), "is not of the form"),
        (
            ("po", "new", "--supplier", "S-1", "--line", "1 x 1 Cup, 31.12.2026"),
            "line 1: '31.12.2026' is not a day of the form",
        ),
        (("po", "new", "--supplier", "S-1", "--line", "1 x 1 Cup, 2026-02-31"), "line 1: there is no day 2026-02-31"),
        (("invoice", "pay", "INV-1"), "--reverse N"),
        (("invoice", "take", "INV-1"), "there is no INV-1; see"),
        (("supplier", "contacts", "S-1"), "--add MAIL or --remove MAIL"),
        (("supplier", "contacts", "S-1", "--remove", "sales@corvina.example"), "last contact"),
        (("buyer", "remove", "ann@acme.example"), "last"),
        (("run", "--only", "kitchen"), "known: imap"),
    ],
)
def test_an_error_says_what_to_do(shell: Shell, words: tuple[str, ...], said: str) -> None:
    """One line, and what to do."""
    assert said in shell.fails(*words)


def test_roles_are_checked(shell: Shell) -> None:
    """An accountant may not order."""
    shell.says("buyer", "add", "carla@acme.example", "--role", "accountant")

    order = ("po", "new", "--supplier", "S-1", "--line", "1 x 1 Cup")

    assert "not yours to decide: carla@acme.example is accountant, and this takes admin or initiator" in shell.fails(
        "--as", "carla@acme.example", *order
    )
    assert "eve@acme.example is no buyer (`counterfoil buyer list`)" in shell.fails("--as", "eve@acme.example", *order)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (CONFIGURATION.replace("outgoing", "outgoin"), "line 9: folder.outgoin: unknown key"),
        (CONFIGURATION.replace('"orders@acme.example"', '"orders"'), "line 4: house.mailbox: 'orders' does not fit"),
        (CONFIGURATION.replace("[keys]", "[keys"), "line 5"),
        (CONFIGURATION.replace('token = "a key for tests, 32 letters long"', ""), "COUNTERFOIL_TOKEN_KEY"),
        (CONFIGURATION + "[mail]\ntrust = 'me'\n", "line 13: mail.trust"),
    ],
)
def test_a_wrong_configuration_names_key_and_line(tmp_path: Path, text: str, said: str) -> None:
    """Unknown key, wrong value, broken TOML, missing secret."""
    assert said in Shell(tmp_path, text).fails("po", "list")


def test_without_a_configuration_it_says_how_to_make_one(tmp_path: Path) -> None:
    """`counterfoil init`."""
    result = CliRunner().invoke(cli, ["--config", str(tmp_path / "none.toml"), "po", "list"])

    assert result.exit_code == 1
    assert "counterfoil init" in result.output


def test_a_locked_database_is_said(shell: Shell) -> None:
    """Another program holds the file: nothing is written, and it is said after a few seconds."""
    other = sqlite3.connect(shell.folder / "counterfoil.db")
    other.execute("BEGIN IMMEDIATE")
    try:
        said = shell.fails("po", "new", "--supplier", "S-1", "--line", "1 x 1 Cup")
    finally:
        other.rollback()
        other.close()

    assert "database" in said
    assert shell.asks("po", "list") == []


def test_check_says_what_is_missing(tmp_path: Path) -> None:
    """No admin, no trust, no server: each with what to do; exit code 1."""
    (tmp_path / "drop").mkdir()
    result = Shell(tmp_path).run("check")

    assert result.exit_code == 1
    assert "buyer add" in result.output
    assert "mail.trust" in result.output


def test_init_writes_a_configuration_that_works(tmp_path: Path) -> None:
    """Asked for the settings; the first admin is on file."""
    path = tmp_path / "counterfoil.toml"
    given = ["--name", "Acme", "--mailbox", "orders@acme.example", "--admin", "ann@acme.example", "--imap", "localhost"]
    more = ["--smtp", "localhost", "--currency", "EUR", "--zone", "Europe/Berlin", "--trust", "dkim"]
    more += ["--authserv", "", "--tolerance", "0"]
    made = CliRunner().invoke(cli, ["--config", str(path), "init", *given, *more])
    env = {"COUNTERFOIL_IMAP_PASSWORD": "x", "COUNTERFOIL_SMTP_PASSWORD": "x"}
    listed = CliRunner().invoke(cli, ["--config", str(path), "buyer", "list", "--json"], env=env)

    assert made.exit_code == 0, made.output
    assert json.loads(listed.stdout)["address"] == "ann@acme.example"


def test_a_suppliers_own_data_and_its_accounts(shell: Shell) -> None:
    """Changed from one's own records; an account takes a call, a note and a second admin."""
    shell.says("supplier", "change", "S-1", "--phone", "+31 20 5550123", "--address", "Kade 1, Amsterdam")
    assert "phone +31 20 5550123" in shell.says("supplier", "show", "S-1")
    assert "nothing" in shell.says("supplier", "requests")
    propose = ("supplier", "bank", "S-1", "--iban", "NL91 ABNA 0417 1643 00", "--called", "+31 20 5550123, Mr Hendry, 10:30")
    assert "two admins" in shell.fails(*propose)
    shell.says("buyer", "add", "axel@acme.example", "--role", "admin")
    assert "no IBAN" in shell.fails("supplier", "bank", "S-1", "--iban", "NL91 ABNA 0417 1643 01", "--called", "as above")
    shell.says(*propose)
    assert "proposed  NL91ABNA0417164300" in shell.says("supplier", "bank", "S-1")
    assert "second person" in shell.fails("supplier", "bank", "S-1", "--confirm", "--yes")
    shell.says("--as", "axel@acme.example", "supplier", "bank", "S-1", "--confirm", "--yes")
    assert "on file   NL91ABNA0417164300" in shell.says("supplier", "bank", "S-1")


def test_a_deputy_and_the_time_of_the_digest(shell: Shell) -> None:
    """Kept when the buyer is entered again with another role."""
    shell.says("buyer", "add", "bob@acme.example", "--role", "initiator")
    shell.says("buyer", "deputy", "bob@acme.example", "--from", "2026-08-03", "--until", "2026-08-21")
    assert "on Mondays at 7:00" in shell.says("digest", "time", "7", "--weekly", "monday")
    shell.says("buyer", "add", "ann@acme.example", "--role", "admin")
    (ann,) = [b for b in shell.asks("buyer", "list") if b["address"] == "ann@acme.example"]
    assert ann["digest_hour"] == 7
    assert "bad" not in shell.says("buyer", "deputy", "--off")


def test_evidence_and_erasing_at_the_command_line(shell: Shell) -> None:
    """A zip; an erasure is shown first."""
    shell.says("po", "new", "--supplier", "S-1", "--line", "3 pcs x 2.50 Cup", "--tax", "21", "--submit")
    assert "PO-1.zip" in shell.says("export", "PO-1", "--to", str(shell.folder / "PO-1.zip"))
    assert "there is no PO-2" in shell.fails("export", "PO-2")
    assert "last contact" in shell.fails("erase", "sales@corvina.example")
    shell.says("supplier", "contacts", "S-1", "--add", "lena@corvina.example")
    assert "lena@corvina.example" in shell.says("erase", "lena@corvina.example")
    assert "lena" in shell.says("supplier", "show", "S-1")


def test_disabling_says_how_many_drafts_go_and_asks(shell: Shell) -> None:
    """Without a yes nothing happens; on again it is approved."""
    asked = shell.run("supplier", "disable", "S-1")
    assert "0 documents in Draft will be mailed back and deleted. Disable S-1?" in asked.output
    assert shell.asks("supplier", "list")[0]["status"] == "approved"

    shell.says("supplier", "disable", "S-1", "--yes")
    assert shell.asks("supplier", "list")[0]["status"] == "disabled"
    shell.says("supplier", "enable", "S-1")
    assert shell.asks("supplier", "list")[0]["status"] == "approved"


@pytest.mark.parametrize(
    ("head", "row", "said"),
    [
        (
            "supplier,quantity,unit_price,description,delivery_date",
            "S-1,2,3.50,Cup,31.12.2026",
            "row 2: delivery_date: '31.12.2026'",
        ),
        ("supplier,quantity,unit_price,description,delivery_date", "S-1,2,3.50,Cup,2026-02-31", "there is no day 2026-02-31"),
        ("supplier,quantity,unit_price,description,line", "S-1,2,3.50,Cup,one", "row 2: line: 'one' is no number such as 3"),
    ],
)
def test_a_bad_row_of_a_table_is_named_with_its_column(shell: Shell, head: str, row: str, said: str) -> None:
    """And nothing is imported."""
    (shell.folder / "orders.csv").write_text(f"{head}\n{row}\n")

    assert said in shell.fails("po", "import", str(shell.folder / "orders.csv"))
    assert shell.asks("po", "list") == []


def test_evidence_that_cannot_be_written_is_said(shell: Shell) -> None:
    """The file is named, and nothing else is shown."""
    shell.says("po", "new", "--supplier", "S-1", "--line", "1 x 1 Cup")

    assert "x.zip: No such file or directory; name a file" in shell.fails(
        "export", "PO-1", "--no-readings", "--to", str(shell.folder / "no" / "x.zip")
    )
