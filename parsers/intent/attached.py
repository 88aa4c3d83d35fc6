"""Files that speak for themselves: an invoice whose content says so is handed in without a word (docs/mail.md 5)."""

from collections.abc import Iterator

from core.commands.supplier_invoices import ReplaceInvoice, SubmitCredit, SubmitInvoice
from core.commands.supplier_orders import Accept, Change, Reject
from core.commands.supplier_talk import ReconcileStatement
from core.doubt import Doubt, Reason
from core.message import FileRole
from core.question import About
from core.reading import Said
from parsers.intent.order_target import ACCEPTANCE_CHOICES
from parsers.intent.scene import Scene

_ANSWERS = (Accept, Change, Reject)


def with_files(said: tuple[Said, ...], doubts: tuple[Doubt, ...], where: Scene) -> tuple[tuple[Said, ...], tuple[Doubt, ...]]:
    """Add what the files say that the words did not."""
    named = {getattr(s.command, "attachment", None) for s in said}
    more = tuple(_silent(where, named, said))
    asked = any(d.about is About.ACCEPTANCE for d in doubts) or any(isinstance(s.command, _ANSWERS) for s in said)
    confirmations = [f for f in where.files if f.role is FileRole.ORDER_CONFIRMATION]
    if confirmations and not asked:
        why = Reason.IN_A_FILE
        doubts = (*doubts, Doubt(about=About.ACCEPTANCE, why=why, choices=ACCEPTANCE_CHOICES, words=confirmations[0].name))
    return (*said, *more), doubts


def _silent(where: Scene, named: set[str | None], said: tuple[Said, ...]) -> Iterator[Said]:
    twins = {_stem(s.command.attachment) for s in said if isinstance(s.command, ReplaceInvoice)}
    for file in where.files:
        if file.name in named:
            continue
        if file.role is FileRole.INVOICE and _stem(file.name) not in twins:
            yield Said(command=SubmitInvoice(attachment=file.name), words=file.name)
        elif file.role is FileRole.CREDIT_NOTE:
            yield Said(command=SubmitCredit(attachment=file.name), words=file.name)
        elif file.role is FileRole.STATEMENT:
            yield Said(command=ReconcileStatement(attachment=file.name), words=file.name)


def _stem(name: str | None) -> str:
    """A file's name without its ending: the PDF and the XML of one corrected invoice have it in common."""
    return (name or "").rpartition(".")[0].casefold()
