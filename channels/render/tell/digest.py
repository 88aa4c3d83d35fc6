"""The digest: what waits for a buyer. It holds `mailto:` links only (docs/threats.md T38)."""

from channels.render.blocks import Block, Cell, Column, Heading, Paragraph, Part, Table
from channels.render.charts import ages
from channels.render.tell import findings
from channels.render.tell.telling import Telling, sentence
from core.aging import aging
from core.letters import DigestLine, DigestSection
from core.money import Currency


def _said(t: Telling, line: DigestLine) -> str:
    """What it is about, with its findings and since when."""
    invoice = next((i for i in t.scene.invoices if i.reference == line.document), None)
    code = invoice.currency if invoice else t.scene.house.currency
    parts = [sentence(findings.said(t, f, code)) for f in line.findings]
    if line.initiators:
        parts.append(t.words.say("digest.initiator", who=t.words.list_of(line.initiators)))
    if line.since:
        parts.append(t.words.say("digest.since", date=t.words.day(line.since.date())))
    return " · ".join(parts)


def _amount(t: Telling, amount: str) -> str:
    """`EUR 980.00` in the reader's language."""
    code, _, number = amount.partition(" ")
    return t.words.printed(number, Currency(code)) if number and len(code) == 3 else amount


def _section(t: Telling, section: DigestSection, numbers: dict[int, int]) -> tuple[Block, ...]:
    lines = [(n, line) for n, line in enumerate(t.scene.digest) if line.section is section]
    if not lines:
        return ()
    columns = (
        Column(title=t.words.say("digest.number"), narrow=True),
        Column(title=t.words.say("digest.what")),
        Column(title=t.words.say("digest.amount"), right=True),
    )
    rows = tuple(
        (Cell(text=str(numbers[n])), Cell(text=line.what, below=_said(t, line)), Cell(text=_amount(t, line.amount)))
        for n, line in lines
    )
    return Heading(text=t.words.say(f"digest.section.{section}")), Table(columns=columns, rows=rows)


def _chart(t: Telling) -> tuple[Block, ...]:
    """Open invoices by age; one or two make no picture."""
    classes = aging(t.scene.invoices, t.scene.at)
    if sum(age.count for age in classes) < 3:
        return ()
    figures = [(t.words.say(f"digest.age_{age.from_days}"), age.count) for age in classes]
    return (ages(t.words.say("digest.chart"), figures),)


def digest(t: Telling) -> Part:
    """All sections that hold something, to decide first, numbered through."""
    ordered = [n for section in DigestSection for n, line in enumerate(t.scene.digest) if line.section is section]
    numbers = {n: place for place, n in enumerate(ordered, 1)}
    waiting = [line for line in t.scene.digest if line.section is DigestSection.TO_DECIDE]
    count = t.words.count("things", len(waiting) or len(t.scene.digest))
    return Part(
        subject=t.words.say("digest.subject", count=count),
        happened=t.words.say("digest.happened", count=count),
        turn=t.words.say("digest.turn" if waiting else "digest.turn_none"),
        blocks=(
            *_chart(t),
            *(block for section in DigestSection for block in _section(t, section, numbers)),
            *((Paragraph(text=t.words.say("digest.how"), small=True),) if waiting else ()),
        ),
    )
