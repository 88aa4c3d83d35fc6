"""Blocks as plain text of 72 columns: the whole letter, for readers without HTML."""

import textwrap
from collections.abc import Iterable, Sequence

from channels.render.blocks import (
    Answers,
    Block,
    Cell,
    Chart,
    Choices,
    Codes,
    Column,
    Facts,
    Heading,
    Paragraph,
    Part,
    Quote,
    Sum,
    Table,
)
from channels.render.layouts import safe
from channels.render.words import HARD_SPACE, Words

WIDTH = 72
GAP = "  "
SHOWN = 5
"""Lines of a long ready-made answer that are shown; the button has all of them."""


def _wrap(text: str, width: int = WIDTH, first: str = "", rest: str = "") -> list[str]:
    lines: list[str] = []
    for paragraph in text.splitlines() or [""]:
        lines += textwrap.wrap(
            paragraph, width, initial_indent=first, subsequent_indent=rest, break_long_words=False, break_on_hyphens=False
        ) or [first.rstrip()]
        first = rest
    return lines


def _facts(rows: Sequence[tuple[str, str]]) -> list[str]:
    room = min(max((len(name) for name, _ in rows), default=0) + 1, 26)
    return [line for name, value in rows for line in _wrap(value, WIDTH, f"{name + ':':<{room}}" + GAP, " " * room + GAP)]


def _shown(cell: Cell) -> str:
    text = f"{cell.text}\n{cell.below}" if cell.below else cell.text
    return f"* {text}" if cell.differs or cell.best else text


def _widths(columns: Sequence[Column], rows: Sequence[Sequence[Cell]]) -> list[int]:
    """Columns as wide as they need; the widest left one gives way until the table fits."""
    needed = [
        max([len(column.title), *(len(line) for row in rows for line in _shown(row[n]).splitlines())])
        for n, column in enumerate(columns)
    ]
    over = sum(needed) + len(GAP) * (len(columns) - 1) - WIDTH
    while over > 0:
        left = [n for n, column in enumerate(columns) if not column.right and needed[n] > 8]
        if not left:
            break
        widest = max(left, key=lambda n: needed[n])
        needed[widest] -= 1
        over -= 1
    return needed


def _row(cells: Sequence[Cell], columns: Sequence[Column], widths: Sequence[int]) -> list[str]:
    stacks = [_wrap(_shown(cell), width) for cell, width in zip(cells, widths, strict=True)]
    lines: list[str] = []
    for n in range(max(len(stack) for stack in stacks)):
        parts = [stack[n] if n < len(stack) else "" for stack in stacks]
        padded = [
            part.rjust(width) if column.right else part.ljust(width)
            for part, column, width in zip(parts, columns, widths, strict=True)
        ]
        lines.append(GAP.join(padded).rstrip())
    return lines


def _table(table: Table) -> list[str]:
    foot = [(Cell(text=""),) * (len(table.columns) - len(row)) + row for row in table.foot]
    widths = _widths(table.columns, (*table.rows, *foot))
    rule = "-" * min(sum(widths) + len(GAP) * (len(widths) - 1), WIDTH)
    lines = [*_row([Cell(text=c.title) for c in table.columns], table.columns, widths), rule]
    for row in table.rows:
        lines += _row(row, table.columns, widths)
    if foot:
        lines.append(rule)
    for row in foot:
        lines += _row(row, table.columns, widths)
    return lines


def _sum(block: Sum) -> list[str]:
    name = max(len(label) for label, _, _ in block.rows)
    value = max(len(text) for _, text, _ in block.rows)
    lines: list[str] = []
    for label, text, result in block.rows:
        if result:
            lines.append("-" * (name + len(GAP) + value))
        lines.append(f"{label:<{name}}{GAP}{text:>{value}}")
    return lines


def _answers(block: Answers, words: Words) -> list[str]:
    lines = [block.title]
    for answer in block.answers:
        typed = answer.words.strip().splitlines()
        if len(typed) < 2:
            lines += _wrap(words.say("common.answer", label=answer.label, words=answer.words.strip()), WIDTH, "- ", "  ")
            continue
        lines += _wrap(words.say("common.answer_lines", label=answer.label), WIDTH, "- ", "  ")
        lines += [f"  {line}" for line in typed[:SHOWN]] + (["  …"] if len(typed) > SHOWN else [])
    return lines


def _chart(block: Chart) -> list[str]:
    name = max(len(bar.label) for bar in block.bars)
    return [block.title, *(f"{bar.label:<{name}}{GAP}{'#' * (bar.share * 24 // 100):<24}{GAP}{bar.value}" for bar in block.bars)]


def _block(block: Block, words: Words) -> list[str]:
    match block:
        case Paragraph():
            return _wrap(block.text)
        case Heading():
            return [block.text, "=" * min(len(block.text), WIDTH)]
        case Quote():
            return [*([block.by] if block.by else []), *_wrap(block.text, WIDTH, "| ", "| ")]
        case Facts():
            return _facts(block.rows)
        case Table():
            return _table(block)
        case Sum():
            return _sum(block)
        case Answers():
            return _answers(block, words)
        case Choices():
            return [line for c in block.choices for line in _wrap(c.label, WIDTH, f"{c.words}  ", "   ")]
        case Chart():
            return _chart(block)
        case Codes():
            return [block.text]


def _part(part: Part, words: Words) -> Iterable[str]:
    status = f"[{part.chip.text}] " if part.chip else ""
    yield "\n".join(_wrap(part.happened))
    if part.turn or status:
        yield "\n".join(_wrap(status + part.turn))
    close: list[str] = []
    for block in part.blocks:
        lines = _block(block, words)
        if close:
            yield "\n".join([*close, *lines])
            close = []
        elif isinstance(block, Heading):
            close = lines
        else:
            yield "\n".join(lines)


def plain(parts: Sequence[Part], foot: Sequence[str], words: Words) -> str:
    """The text part of a letter; no value in it turns the letters around (docs/threats.md T33)."""
    sections = ["\n\n".join(_part(part, words)) for part in parts]
    whole = ("\n\n" + "-" * WIDTH + "\n\n").join(sections)
    signature = "\n".join(line for text in foot for line in _wrap(text))
    return safe(f"{whole}\n\n-- \n{signature}\n".replace(HARD_SPACE, " "))
