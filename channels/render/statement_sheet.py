"""The comparison of a statement of account as XLSX: every line, theirs beside ours."""

from io import BytesIO

from channels.render.book import close, new_book
from channels.render.overview import Value, write_list
from channels.render.tell.statements import compared_in, currency_of, number_of, statement_of
from channels.render.words import Words
from core.events import StatementReconciled
from core.letters import Scene
from core.party import Language
from core.statement import Compared, Statement

COLUMNS = (
    "standing",
    "number",
    "dated",
    "their_amount",
    "their_open",
    "reference",
    "status",
    "our_amount",
    "our_open",
    "currency",
)


def statement_sheet(scene: Scene, event: StatementReconciled, language: Language) -> bytes:
    """All lines, the worst first."""
    words, into = Words(language=language, zone=scene.house.time_zone), BytesIO()
    statement = statement_of(scene, event)
    rows = [_row(words, one, statement) for one in compared_in(scene, event)]
    supplier = scene.supplier.name if scene.supplier else ""
    title = words.say("statement.title", supplier=supplier, house=scene.house.name, date=words.day(scene.at.date()))
    book = new_book(into)
    write_list(book, words.say("statement.name"), title, [words.say(f"statement.{name}") for name in COLUMNS], rows)
    close(book)
    return into.getvalue()


def _row(words: Words, one: Compared, statement: Statement) -> tuple[Value, ...]:
    stated = one.stated
    return (
        words.say(f"statement.is_{one.standing.value}"),
        number_of(words, one),
        stated.issued if stated else one.invoice.paper.issue_date if one.invoice else None,
        stated.amount if stated else None,
        stated.open if stated else None,
        one.reference,
        words.say(f"status.invoice.{one.invoice.status.value}") if one.invoice else None,
        one.ours,
        one.our_open,
        currency_of(one, statement),
    )
