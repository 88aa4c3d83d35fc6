"""The receipt: what arrived, what was understood, in their words and ours, where it stands, next answers (docs/mail.md 6)."""

from channels.render.blocks import Block, Cell, Column, Facts, Heading, Paragraph, Part, Table
from channels.render.tell import invoice_blocks, order_blocks, rfp_blocks
from channels.render.tell.telling import Telling
from channels.render.tell.understood import meaning
from channels.render.tell.unsure import asked, options
from core.letters import FileVerdict, NoticeKind
from core.moves import Turn
from core.reading import Reading

TALK = frozenset({"comment", "help", "status", "open", "send", "yes", "no", "answer"})
"""Words that leave nothing to be taken back."""


def _verdict(t: Telling, verdict: FileVerdict) -> str:
    """A verdict by its name in the texts; other words as they are."""
    key = f"verdict.{verdict.verdict}"
    text = t.words.say(key) if t.words.has(key) else verdict.verdict
    if verdict.lines:
        text = f"{text} ({t.line_list(verdict.lines)})"
    if verdict.reference is None:
        return text
    return t.words.say("verdict.as_reference", verdict=text, reference=verdict.reference)


def _files(t: Telling) -> tuple[Block, ...]:
    if not t.scene.verdicts:
        return ()
    columns = (Column(title=t.words.say("receipt.file")), Column(title=t.words.say("receipt.verdict")))
    rows = tuple((Cell(text=v.file.name), Cell(text=_verdict(t, v))) for v in t.scene.verdicts)
    return Heading(text=t.words.say("receipt.files")), Table(columns=columns, rows=rows)


def _understood(t: Telling, reading: Reading) -> tuple[Block, ...]:
    said = tuple(s for s in reading.said if s.words)
    if not said:
        return ()
    columns = (Column(title=t.words.say("receipt.your_words")), Column(title=t.words.say("receipt.meaning")))
    rows = tuple((Cell(text=shorten(s.words)), Cell(text=meaning(t, s.command))) for s in said)
    return Heading(text=t.words.say("receipt.understood")), Table(columns=columns, rows=rows)


def shorten(words: str, limit: int = 160) -> str:
    """Enough of a sentence to know it again."""
    line = " ".join(words.split())
    return line if len(line) <= limit else line[: limit - 1].rstrip() + "…"


def _doubts(t: Telling, reading: Reading) -> tuple[Block, ...]:
    if not reading.doubts:
        return ()
    columns = (Column(title=t.words.say("receipt.your_words")), Column(title=t.words.say("receipt.doubt")))
    rows = tuple((Cell(text=shorten(d.words)), Cell(text=asked(t.words, d), below=options(t.words, d))) for d in reading.doubts)
    return Heading(text=t.words.say("receipt.doubts")), Table(columns=columns, rows=rows)


def _stands(t: Telling) -> tuple[Block, ...]:
    """Where the documents stand, unless a notice of the same letter says so."""
    if not t.alone():
        return ()
    rows: list[tuple[str, str]] = []
    if t.invoice:
        status = t.invoice.status.value
        rows.append((t.name, f"{t.words.say(f'status.invoice.{status}')} – {t.words.say(f'means.invoice.{status}')}"))
    elif t.proposal:
        rows.append((t.name, t.proposal_status(t.proposal)))
    elif t.order:
        rows.append((t.order.reference, order_blocks.confirmation(t.words, t.order)))
    return (Heading(text=t.words.say("receipt.stands")), Facts(rows=tuple(rows))) if rows else ()


def _turn(t: Telling, reading: Reading | None) -> str:
    if NoticeKind.QUESTION in t.kinds:
        return t.words.say("receipt.turn_question")
    if not t.alone():
        return ""
    if t.person.buyer:  # whose turn it is in the thread is said to suppliers
        return t.words.say("receipt.turn_done")
    if reading and reading.doubts:
        return t.words.say("receipt.turn_doubt")
    if t.order and not t.invoice and order_blocks.open_lines(t.order):
        return t.words.say("receipt.turn_open")
    if t.rfp and t.proposal and t.turn_of_proposal(t.proposal) is Turn.SUPPLIER:
        return t.words.say("rfp_extended.turn_open", open=rfp_blocks.open_items(t, t.proposal.missing(t.rfp)))
    spoke = reading is not None and any(s.command.word == "comment" for s in reading.said)
    return t.words.say("receipt.turn_comment" if spoke else "receipt.turn_done")


def _next(t: Telling) -> tuple[Block, ...]:
    if not t.alone() or t.person.buyer:
        return ()
    if t.invoice:
        return invoice_blocks.answers(t, t.invoice)
    if t.rfp and t.proposal:
        return (rfp_blocks.answers(t, t.rfp, t.proposal),)
    return (order_blocks.answers(t, t.order),) if t.order else (t.answers(t.reply.answer("ask"), t.reply.answer("help")),)


def _unread(t: Telling, reading: Reading | None, found: bool) -> tuple[Block, ...]:
    """What could not be read, or that there was nothing."""
    message = reading.message if reading else None
    if message and message.refused:
        return (Paragraph(text=t.words.say("receipt.refused")),)
    if message and message.text_cut:
        return (Paragraph(text=t.words.say("receipt.cut")),)
    return () if found else (Paragraph(text=t.words.say("receipt.nothing")),)


def receipt(t: Telling) -> Part:
    """The receipt for one mail."""
    reading, files = t.scene.reading, t.scene.verdicts
    with_files = t.words.say("receipt.with_files", files=t.words.count("files", len(files))) if files else ""
    key = "receipt.happened_about" if t.document else "receipt.happened"
    happened = t.words.say(key, document=t.name, with_files=with_files)
    said = (*_understood(t, reading), *_doubts(t, reading)) if reading else ()
    refused = NoticeKind.REFUSED in t.kinds
    acted = reading is not None and any(s.command.word not in TALK for s in reading.said)
    undoable = acted and not refused and not t.no_is_an_answer()
    chip = t.invoice_chip(t.invoice) if t.invoice and t.alone() else None
    return Part(
        subject=t.words.say("receipt.subject"),
        happened=happened,
        turn=_turn(t, reading),
        chip=chip,
        blocks=(
            *_files(t),
            *said,
            *_unread(t, reading, bool(said or files) or t.person.buyer),
            *_stands(t),
            *_next(t),
            *((Paragraph(text=t.words.say("common.undo"), small=True),) if undoable else ()),
        ),
    )
