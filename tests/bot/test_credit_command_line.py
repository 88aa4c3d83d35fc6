"""Credit notes and balances at the command line."""

from dataclasses import replace
from pathlib import Path

from core.invoice import Invoice, InvoiceStatus
from core.names import Reference
from storage.store import open_store
from tests.bot.test_command_line import Shell, shell
from tests.core.stories import NOON, paper, row

__all__ = ["shell"]


def two_invoices(folder: Path) -> None:
    """INV-1 over 100.00 and INV-2 over 50.00 are approved."""
    one = Invoice(
        reference=Reference("INV-1"),
        supplier="S-1",  # type: ignore[arg-type]
        paper=paper("77", to=None),
        received_at=NOON,
        status=InvoiceStatus.APPROVED,
    )
    store = open_store(str(folder / "counterfoil.db"), reserve=0)
    with store.begin() as unit:
        unit.documents.save(one, 0)
        unit.documents.save(replace(one, reference=Reference("INV-2"), paper=paper("78", row(quantity=5), to=None)), 0)
    store.close()


def test_a_credit_note_is_entered_its_balance_is_shown_and_spent_and_given_back(shell: Shell) -> None:
    """30.00 on an invoice that is paid; then 30.00 of the next."""
    two_invoices(shell.folder)
    shell.says("invoice", "pay", "INV-1", "100.00")
    shell.says("invoice", "credit", "INV-1", "30.00", "--reason", "three bowls came back", "--number", "C-001")
    assert "C-001" not in shell.says("supplier", "show", "S-1")
    assert "credit balance EUR 30.00 (CN-1)" in shell.says("supplier", "show", "S-1")
    assert "CN-1" in shell.fails("invoice", "credit", "INV-2", "5.00", "--reason", "again", "--number", "c1")

    shell.says("invoice", "pay", "INV-2", "--credit", "CN-1")
    assert [i["status"] for i in shell.asks("invoice", "show", "INV-2")] == ["Partly paid"]
    assert "balance" not in shell.says("supplier", "show", "S-1")
    shell.fails("invoice", "pay", "INV-2", "--credit", "CN-1")

    shell.says("invoice", "pay", "INV-2", "--reverse", "1")
    assert "credit balance EUR 30.00 (CN-1)" in shell.says("supplier", "show", "S-1")
