"""Slips at the command line: what cannot be meant is said, in the words of the one who typed it."""

import pytest

from tests.bot.test_command_line import Shell, shell

__all__ = ["shell"]


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("bill.pdf", b"%PDF-1.7\n1 0 obj\n", "bill.pdf is a PDF, and no mail"),
        ("note.txt", b"we accept\n", "note.txt is a file without header lines, and no mail"),
        ("mail.txt", b"", "mail.txt is empty, and no mail"),
    ],
)
def test_what_is_no_mail_is_not_explained(shell: Shell, name: str, content: bytes, said: str) -> None:
    """The command that is meant is named."""
    file = shell.folder / name
    file.write_bytes(content)

    answer = shell.fails("explain", str(file))

    assert said in answer
    assert f"documents are read by `counterfoil read {file}`" in answer


def test_a_mail_without_a_header_is_a_mail_and_no_file_stops_the_others(shell: Shell) -> None:
    """Servers hand over mails of any bytes; of many files those that are no mail are named behind the answers (case 7)."""
    bare, empty, bill = shell.folder / "bare.eml", shell.folder / "empty.eml", shell.folder / "bill.pdf"
    bare.write_bytes(b"no header here\n")
    empty.write_bytes(b"")
    bill.write_bytes(b"%PDF-1.7\n1 0 obj\n")

    assert shell.says("explain", "--json", str(bare), str(empty)).count('"file"') == 2
    answer = shell.fails("explain", "--json", str(bill), str(bare), str(empty))
    assert "bill.pdf is a PDF, and no mail" in answer


def test_a_supplier_is_entered_once(shell: Shell) -> None:
    """The same name, however it is spaced, with the same contact; the contact alone may speak for another supplier."""
    add = ("supplier", "add", "corvina  metalware B.V.", "--contact")

    assert "it exists already (S-1 Corvina Metalware B.V.)" in shell.fails(*add, "sales@corvina.example")
    shell.says("supplier", "add", "Corvina Trading B.V.", "--contact", "sales@corvina.example")
    shell.says(*add, "sales@corvina-metalware.example")
    assert [s["id"] for s in shell.asks("supplier", "list")] == ["S-1", "S-2", "S-3"]


def test_a_country_is_a_code(shell: Shell) -> None:
    """Nothing is entered under a name."""
    add = ("supplier", "add", "Lehm", "--contact", "ute@lehm.example", "--country")

    assert "country NETHERLANDS; two letters such as NL" in shell.fails(*add, "Netherlands")
    shell.says(*add, "nl")
    assert [s["country"] for s in shell.asks("supplier", "list")] == ["NL", "NL"]


def test_a_delivery_date_that_is_past_is_said(shell: Shell) -> None:
    """The order is entered all the same: goods may be late, and a typed year may be wrong."""
    result = shell.run("po", "new", "--supplier", "S-1", "--line", "3 pcs x 2.50 Cup, 2001-05-12")

    assert result.exit_code == 0
    assert "PO-1 line 1: its delivery date 2001-05-12 is past" in result.stderr
    assert result.stdout.startswith("PO-1  draft")


def test_what_may_not_be_sent_yet_stays_as_a_draft_and_says_so(shell: Shell) -> None:
    """A request without a deadline; an order to a supplier that is not approved."""
    shell.says("supplier", "add", "Lehm", "--contact", "ute@lehm.example", "--pending")

    request = shell.fails("rfp", "new", "--item", "4 pcs x Bowl", "--supplier", "S-1", "--open")
    order = shell.fails("po", "new", "--supplier", "S-2", "--line", "3 pcs x 2.50 Cup", "--submit")

    assert "it needs a deadline that lies ahead; it is kept as a Draft, `counterfoil rfp open RFP-1` sends it" in request
    assert "it is kept as a Draft, `counterfoil po submit PO-1` sends it" in order
    assert [r["status"] for r in (*shell.asks("rfp", "list"), *shell.asks("po", "list"))] == ["Draft", "Draft"]


@pytest.mark.parametrize("word", ["say", "note"])
def test_no_words_are_no_words(shell: Shell, word: str) -> None:
    """Nothing is kept or sent."""
    shell.says("po", "new", "--supplier", "S-1", "--line", "3 pcs x 2.50 Cup", "--submit")
    assert "the text is empty: say something in quotes behind the document" in shell.fails(word, "PO-1", " ")


def test_a_damaged_database_file_is_named(shell: Shell) -> None:
    """With what can be done about it."""
    (file,) = shell.folder.glob("*.db")
    for log in shell.folder.glob("*.db-*"):
        log.unlink()
    file.write_bytes(b"no database at all, but long enough to look at" * 100)

    answer = shell.fails("po", "list")

    assert f"{file}: the database file is damaged, or no SQLite database at all" in answer
    assert "put a backup in its place" in answer
