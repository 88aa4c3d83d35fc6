"""Candidates for the dates in the head."""

from datetime import date

from core.paper import Field
from parsers.dates import Order, dates, reading
from parsers.invoice.dictionary import tokens
from parsers.invoice.fields import NEARNESS, Candidate, Place, after_value, labels_of, places
from parsers.invoice.layout import Row, Segment
from parsers.invoice.numbers import names_number
from parsers.invoice.terms import for_discount
from parsers.invoice.view import View, all_dates, dates_of

GENERIC = {"date", "datum", "data", "fecha", "dato", "del", "le", "dne", "du", "dated", "z dnia", "vom", "issued"}


def dated(view: View, what: str) -> list[Candidate]:
    """Candidates for `issue_date`, `due_date` or `service_date`, best first; the value is an ISO date, or two with a bar
    where day and month could be swapped."""
    found: list[Candidate] = []
    rows: list[Row] = []
    for row, segment, hit in view.hits(what):
        generic = hit.words in GENERIC
        if generic and not hit.leads and not after_value(segment.text, hit.start):
            continue
        for place in places(view, row, segment, hit):
            value = date_in(view, place)
            if value is None:
                if place.how == "same" and any(c.isdigit() for c in place.text):
                    break
                continue
            score = (4.0 if generic else 8.0) + NEARNESS[place.how] + hit.length * 0.5 + (1.0 if hit.leads else -1.0)
            rows.append(row)
            found.append(
                Candidate(
                    value=value,
                    score=score - row.index * 0.002,
                    strong=not generic,
                    label=hit.words,
                    how=place.how,
                    spot=place.segment.spot(Field.DUE_DATE if what == "due_date" else Field.ISSUE_DATE, place.offset),
                )
            )
            break
    if what == "due_date":
        found = [c for c, row in zip(found, rows, strict=True) if not for_discount(row.text, c.value)]
    return sorted(found, key=lambda c: -c.score)


def date_in(view: View, place: Place) -> str | None:
    """The date at a place, as ISO, or two with a bar; None where it does not begin with one."""
    if (
        place.offset == 0
        and place.how != "same"
        and (typed := dates_of(place.segment))
        and typed[0].certain
        and typed[0].start < 12
    ):
        return typed[0].readings[0].isoformat()
    found = dates(place.text) or dates(f"{place.text} {_year_below(view, place)}")
    if not found or found[0].start > 14:
        return None
    meant = reading(found[0], view.order)
    return meant.isoformat() if meant else "|".join(one.isoformat() for one in found[0].readings)


def _year_below(view: View, place: Place) -> str:
    """The year of a date that is too long for its cell."""
    at = place.segment.row + 1
    below = view.rows[at].segments if at < len(view.rows) and view.rows[at].page == place.segment.page else ()
    return next((s.text for s in below if abs(s.left - place.segment.left) < 3 and s.text.isdigit() and len(s.text) == 4), "")


_PREPOSITIONS = frozenset(
    [
        "vom",
        "von",
        "du",
        "of",
        "from",
        "dated",
        "del",
        "van",
        "av",
        "af",
        "dne",
        "ze",
        "z",
        "dnia",
        "am",
        "le",
        "date",
        "datum",
        "data",
        "den",
        "fecha",
        "dato",
        "des",
        "der",
        "issued",
        "at",
        "on",
        "no",
        "nr",
        "emise",
        "de",
        "da",
        "d",
        "em",
    ]
)


def title_dates(view: View) -> list[Candidate]:
    """The date behind the number in a title: "Invoice 4711 of 5 June 2018". Between them
    stands the number, or nothing."""
    found = []
    for row, segment, hit in view.hits("number"):
        rest = segment.text[hit.end :]
        inside = dates(rest)
        if not inside or inside[0].start > 45 or not (hit.leads or names_number(hit)):
            continue
        if any(
            hit.end <= other.start < hit.end + inside[0].start and other.words not in GENERIC
            for other in labels_of(view, row, segment)
        ):
            continue
        between = [t.text for t in tokens(rest[: inside[0].start]) if t.text not in _PREPOSITIONS]
        if (between and not any(word.isdigit() for word in between)) or len(between) > 6:
            continue
        meant = reading(inside[0], view.order)
        value = meant.isoformat() if meant else "|".join(one.isoformat() for one in inside[0].readings)
        found.append(
            Candidate(
                value=value,
                score=9.0 - row.index * 0.002,
                strong=True,
                label=hit.words,
                how="same",
                spot=segment.spot(Field.ISSUE_DATE, hit.end + inside[0].start, hit.end + inside[0].end),
            )
        )
    return found


def lone_dates(view: View) -> list[Candidate]:
    """A date without a label in the upper half of the first page, as it stands after a town or alone:
    only where it is the only one."""
    found: dict[str, Candidate] = {}
    first = [row for row in view.rows if row.page == 1]
    half = (first[-1].bottom * 0.55) if first else 0.0
    for row, segment, date_found in all_dates(first):
        before = segment.text[: date_found.start].strip(" ,.:;–-")
        labelled = any(hit.start < date_found.start for hit in view.labels[row.index][row.segments.index(segment)])
        if row.top > half or labelled or segment.text[date_found.end :].strip() or len(before.split()) > 4 or not _town(before):
            continue
        meant = reading(date_found, view.order)
        if meant and not _claimed(view, row, segment):
            found[meant.isoformat()] = Candidate(
                value=meant.isoformat(),
                score=2.0,
                strong=False,
                label="",
                how="same",
                spot=segment.spot(Field.ISSUE_DATE, date_found.start, date_found.end),
            )
    return list(found.values()) if len(found) == 1 else []


def _town(before: str) -> bool:
    """Nothing, or words such as a town with "the" or "den": no digits, no colon."""
    return ":" not in before and not any(c.isdigit() for c in before)


def _claimed(view: View, row: Row, segment: Segment) -> bool:
    """Whether the cell to the left is a label."""
    at = row.segments.index(segment)
    if at == 0:
        return False
    left = row.segments[at - 1]
    return left.text.rstrip().endswith((":", ",")) or bool(view.labels[row.index][at - 1])


def as_date(text: str, likely: Order | None = None) -> date | None:
    """The date of a candidate; where it has two readings, that of the order that is likely, if one is."""
    first, _, second = text.partition("|")
    if second and likely is None:
        return None
    return date.fromisoformat(second if second and likely is Order.MONTH else first)
