"""What a letter says, laid out in Block Kit: the same parts as the mails are made from, within Slack's limits."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from channels.render import blocks as b
from channels.render.blocks import Part
from channels.slack import blocks, limits
from channels.slack.blocks import Json
from channels.slack.escape import MORE, dead, dead_line, plain
from channels.slack.message import PAGE, Page

QUOTE = 2500
CELL = 200
LEFT_OUT = "… {n} more lines in the PDF"
BUDGET = 6000
"""Characters of the table of a card: what stands around it must fit into the message too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A message laid out: the headline (also what a notification shows), the blocks, the colour of the bar beside them."""

    text: str
    blocks: tuple[Json, ...] = ()
    colour: str = ""
    page: Page | None = None
    files: tuple[tuple[str, str], ...] = ()
    """Kept files that it brings: hash and name."""


def card(
    part: Part,
    *,
    readers: Sequence[str] = (),
    buttons: Sequence[Json] = (),
    foot: str = "",
    small: bool = False,
    page: Page | None = None,
    more: str = LEFT_OUT,
) -> Card:
    """A part as a message. `readers`: Slack users whose turn it is; `foot`: small print, our own words; `small`: keep remarks;
    `page`: shown below the buttons, so that these need no scrolling; `more`: how lines that are left out are counted."""
    status = f"  ·  {dead_line(part.chip.text, 60)}" if part.chip else ""
    body = [*_body(part, small=small, more=more)]
    whose = " ".join(f"<@{user}>" for user in readers)
    turn = " ".join(x for x in (whose, dead(part.turn, limits.SECTION - 500)) if x)
    return Card(
        text=f"*{dead_line(part.subject, 300)}*{status}",
        blocks=fitting(
            (*_happened(part), *body, *((blocks.section(turn),) if turn else ())),
            (
                *(_rows_of(buttons)),
                *((blocks.image(PAGE, page.alt, page.name),) if page else ()),
                *((blocks.context(foot),) if foot else ()),
            ),
        ),
        page=page,
        colour=part.chip.ground if part.chip else "",
    )


def _happened(part: Part) -> tuple[Json, ...]:
    """What happened, where the headline does not say it already."""
    said = part.happened.rstrip(".")
    return (blocks.section(dead(part.happened, limits.SECTION)),) if said and said != part.subject.rstrip(".") else ()


def _rows_of(buttons: Sequence[Json]) -> tuple[Json, ...]:
    return (blocks.actions("decide", buttons),) if buttons else ()


def fitting(body: Sequence[Json], end: Sequence[Json]) -> tuple[Json, ...]:
    """At most as many blocks and characters as a message may have; the buttons at the end always stay."""
    kept: list[Json] = []
    room = limits.MESSAGE_ALL - _size(end)
    for block in body:
        room -= _size((block,))
        if room < 0 or len(kept) + len(end) >= limits.MESSAGE_BLOCKS - 2:  # the headline may become a block
            kept.append(blocks.context(f"{MORE} more in the mail and at the command line"))
            break
        kept.append(block)
    return (*kept, *end)


def _size(made: Sequence[Json]) -> int:
    return sum(len(str(block)) for block in made)


def _body(part: Part, *, small: bool, more: str) -> Iterator[Json]:
    heads: list[tuple[b.Column, ...]] = []
    for block in part.blocks:
        if isinstance(block, b.Table) and len(block.columns) > 1:
            again = tuple(block.columns) in heads
            yield from _table(block, more) if not heads else _listed(block, more, titled=not again)
            heads.append(tuple(block.columns))
        elif not (isinstance(block, b.Paragraph) and block.small and not small):
            yield from laid_out(block)


def laid_out(block: b.Block) -> Iterator[Json]:
    """One block; answers and codes of mails have no place here."""
    match block:
        case b.Paragraph(text=words, small=True):
            yield blocks.context(dead(words, limits.SECTION))
        case b.Paragraph(text=words):
            yield blocks.section(dead(words, limits.SECTION))
        case b.Heading(text=words):
            yield blocks.section(f"*{dead_line(words, 200)}*")
        case b.Quote(text=words, by=by):
            yield from quoted(words, by)
        case b.Facts(rows=rows):
            pairs = [(dead_line(name, 100), dead(value, 1500)) for name, value in rows]
            for start in range(0, len(pairs), limits.FIELDS):
                yield blocks.fields(pairs[start : start + limits.FIELDS])
        case b.Sum(rows=rows):
            yield blocks.section("\n".join(_step(*row) for row in rows))
        case b.Table():
            yield from _listed(block)
        case b.Chart(title=title, bars=bars):
            lines = (f"{dead_line(x.label, 60)}  {'▇' * max(1, x.share // 10) if x.share else ''} {x.value}" for x in bars)
            yield blocks.section("\n".join((f"*{dead_line(title, 100)}*", *lines)))
        case b.Answers() | b.Choices() | b.Codes():
            return


def quoted(words: str, by: str = "") -> Iterator[Json]:
    """A person's own words; each line is marked, so that they cannot pass for ours."""
    lines = dead(words, QUOTE).splitlines() or [""]
    yield blocks.section("\n".join(f"> {line}" for line in lines)[: limits.SECTION])
    if by:
        yield blocks.context(dead_line(by, 200))


def _step(label: str, value: str, result: bool) -> str:
    line = f"{dead_line(label, 150)}:  {dead_line(value, 80)}"
    return f"*{line}*" if result else line


def _listed(table: b.Table, more: str = LEFT_OUT, *, titled: bool = True) -> Iterator[Json]:
    """A table of one column, or one table too many: a line a row."""
    title = [f"*{dead_line(' · '.join(c.title for c in table.columns), 200)}*"] if titled else []
    rows = [f"•  {' · '.join(_words(cell) for cell in row)}" for row in table.rows]
    lines, room = title, limits.SECTION - 200
    for place, row in enumerate(rows):
        room -= len(row) + 1
        if room < 0:
            lines.append(more.format(n=len(rows) - place))
            break
        lines.append(row)
    yield blocks.section("\n".join(lines))


def _words(cell: b.Cell) -> str:
    words = dead_line(cell.text, 300) + (f" ({dead_line(cell.below, 200)})" if cell.below else "")
    return f"*{words}*" if cell.differs or cell.best else words


def _table(table: b.Table, more: str) -> Iterator[Json]:
    """The table itself; rows that differ are kept before others, in their places."""
    width = len(table.columns)
    rows = [_cells(row, width) for row in table.rows]
    foot = [_cells(row, width) for row in table.foot]
    differs = [any(cell.differs for cell in row) for row in table.rows]
    kept = _kept(rows, differs, limits.TABLE_ROWS - 1 - len(foot))
    head = [blocks.cell(plain(column.title, CELL), bold=True) for column in table.columns]
    shown = [head, *(rows[n] for n in kept), *foot]
    yield blocks.table(shown, [column.right for column in table.columns])
    if len(kept) < len(rows):
        yield blocks.context(more.format(n=len(rows) - len(kept)))


def _kept(rows: Sequence[Sequence[Json]], differs: Sequence[bool], most: int) -> list[int]:
    room = BUDGET
    kept: list[int] = []
    for n in sorted(range(len(rows)), key=lambda n: (not differs[n], n)):
        room -= _size(rows[n])
        if len(kept) >= most or room < 0:
            break
        kept.append(n)
    return sorted(kept)


def _cells(row: Sequence[b.Cell], width: int) -> list[Json]:
    """The cells of a row; the first one of a sum stands before those that it spans."""
    made = [_cell(cell) for cell in row]
    return [*made[:1], *(blocks.cell("") for _ in range(width - len(made))), *made[1:]]


def _cell(cell: b.Cell) -> Json:
    mark = "▲ " if cell.differs else "★ " if cell.best else ""
    below = f"  ({plain(cell.below, CELL)})" if cell.below else ""
    return blocks.cell(f"{mark}{plain(cell.text, CELL)}{below}", bold=cell.differs or cell.best)
