"""A statement of account, compared: to the supplier group by group, to accounts payable what is missing or differs."""

from collections.abc import Iterator, Sequence

from channels.render.blocks import Block, Cell, Column, Heading, Paragraph, Part, Table
from channels.render.tell.telling import Telling
from channels.render.words import Words
from core.events import StatementReconciled
from core.letters import Scene
from core.money import EUR, Currency
from core.statement import Compared, Standing, Statement, reconciled

SHOWN = 20
"""Lines of a group in the letter; the sheet has all of them."""
TOLD = tuple(s for s in Standing if s is not Standing.AGREED)
TO_BUYERS = (Standing.MISSING, Standing.DIFFERS)


def statement_of(scene: Scene, event: StatementReconciled) -> Statement:
    """The statement that was compared."""
    files = scene.reading.message.attachments if scene.reading else ()
    names = {f.name for f in files if f.hash == event.file}
    named = [s for s in scene.statements if s.file in names]
    return (named or [*scene.statements, Statement()])[0]


def compared_in(scene: Scene, event: StatementReconciled) -> tuple[Compared, ...]:
    """Its lines as they stand against our books."""
    return reconciled(statement_of(scene, event), scene.invoices, scene.credits)


def _event(t: Telling) -> StatementReconciled:
    if not isinstance(t.event, StatementReconciled):
        raise ValueError("a statement is told from its event")
    return t.event


def number_of(words: Words, one: Compared) -> str:
    """Their number of a line, or ours where only we have it."""
    if one.stated:
        return one.stated.number or words.say("statement.payment")
    return (one.invoice.paper.number if one.invoice else None) or one.reference or ""


def currency_of(one: Compared, statement: Statement) -> Currency:
    """The currency that a line is in."""
    return (one.invoice.currency if one.invoice else None) or statement.currency or EUR


def _row(t: Telling, one: Compared, statement: Statement) -> tuple[Cell, ...]:
    code, words = currency_of(one, statement), t.words
    stated = one.stated
    theirs = words.cash(stated.amount, code) if stated and stated.amount is not None else ""
    left = words.cash(stated.open, code) if stated and stated.open is not None else ""
    status = words.say(f"status.invoice.{one.invoice.status.value}") if one.invoice else ""
    known = one.our_open
    return (
        Cell(text=number_of(words, one), below=words.day(stated.issued) if stated and stated.issued else ""),
        Cell(text=theirs, below=words.say("statement.still_open", amount=left) if left and left != theirs else ""),
        Cell(
            text=words.cash(one.ours, code) if one.ours is not None else "",
            below=words.say("statement.still_open", amount=words.cash(known, code)) if known is not None else "",
            differs=one.standing is Standing.DIFFERS,
        ),
        Cell(text=status, below=one.reference or ""),
    )


def _group(t: Telling, standing: Standing, lines: Sequence[Compared], statement: Statement) -> Iterator[Block]:
    say = t.words.say
    columns = (
        Column(title=say("statement.number")),
        Column(title=say("statement.with_you"), right=True),
        Column(title=say("statement.with_us"), right=True),
        Column(title=say("common.status")),
    )
    yield Heading(text=say(f"statement.is_{standing.value}"))
    yield Table(columns=columns, rows=tuple(_row(t, one, statement) for one in lines[:SHOWN]))
    if len(lines) > SHOWN:
        yield Paragraph(text=say("open.more", n=str(len(lines) - SHOWN)), small=True)


def _groups(t: Telling, which: Sequence[Standing]) -> Iterator[Block]:
    event = _event(t)
    statement, compared = statement_of(t.scene, event), compared_in(t.scene, event)
    for standing in which:
        lines = [one for one in compared if one.standing is standing]
        if lines:
            yield from _group(t, standing, lines, statement)
    if not statement.complete:
        yield Paragraph(text=t.words.say("statement.cut"), small=True)


def told(t: Telling) -> Part:
    """To the supplier: what agrees in one sentence, everything else in groups."""
    event, say = _event(t), t.words.say
    lines = len(statement_of(t.scene, event).lines)
    file = statement_of(t.scene, event).file or say("name.file")
    turn = "missing" if event.missing else "differs" if event.differs or event.unknown else "none"
    return Part(
        subject=say("statement.subject"),
        happened=say("statement.happened", file=file, agreed=str(event.agreed), lines=t.words.count("lines", lines)),
        turn=say(f"statement.turn_{turn}"),
        blocks=(
            *_groups(t, TOLD),
            Paragraph(text=say("statement.attached"), small=True),
            t.answers(t.reply.answer("send_invoice", main=event.missing > 0), t.reply.answer("open"), t.reply.answer("ask")),
        ),
    )


def differs(t: Telling) -> Part:
    """To accounts payable: what we lack, and what we have otherwise."""
    event, say = _event(t), t.words.say
    values = {"supplier": t.supplier, "missing": str(event.missing), "differs": str(event.differs)}
    return Part(
        subject=say("statement_differs.subject", **values),
        happened=say("statement_differs.happened", **values),
        turn=say("statement_differs.turn", **values),
        blocks=(*_groups(t, TO_BUYERS), Paragraph(text=say("statement.attached"), small=True)),
    )
