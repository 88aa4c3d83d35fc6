"""Candidates for the fields of the head: what stands beside, behind or below a label and has the right type."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from core.paper import Field, Spot
from parsers.dates import Order, dates, reading
from parsers.invoice.dictionary import Hit, fold, section, tokens
from parsers.invoice.layout import Row, Segment
from parsers.invoice.view import View, all_dates, dates_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Text where the value of a label may stand. `how`: same (behind the label), right (next cell) or below."""

    text: str
    how: str
    segment: Segment
    offset: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A value that a label claims. `strong`: the label names this field and nothing else."""

    value: str
    score: float
    strong: bool
    label: str
    how: str
    spot: Spot
    leads: bool = True
    """The label begins its cell."""
    sure: bool = True
    """Nothing else stands in the cell that could be a part of it."""


_LEAD = re.compile(r"^[\s:;.=#°*)»>\-–]+|^\([^)]{0,20}\)\s*:?\s*")
_ORDER = {"same": 3.0, "right": 2.5, "below": 1.5}


def places(view: View, row: Row, segment: Segment, hit: Hit) -> Iterator[Place]:
    """Where the value of a label may stand, nearest first."""
    labels = view.labels[row.index][row.segments.index(segment)]
    following = next((one.start for one in labels if one.start >= hit.end and one.leads), len(segment.text))
    rest = segment.text[hit.end : following]
    bare = _bare(rest)
    if bare:
        yield Place(text=bare, how="same", segment=segment, offset=hit.end + rest.find(bare))
    elif following == len(segment.text):
        yield from _beside(view, row, segment)
    if not bare or not any(c.isdigit() for c in bare):
        yield from _below(view, row, segment, hit)


def _bare(text: str) -> str:
    while (found := _LEAD.match(text)) and found.end():
        text = text[found.end() :]
    return text.strip()


def _beside(view: View, row: Row, segment: Segment) -> Iterator[Place]:
    """The next cell, unless it is a label itself; a lone colon is passed over."""
    for neighbour, labels in list(zip(row.segments, view.labels[row.index], strict=True))[row.segments.index(segment) + 1 :]:
        bare = _bare(neighbour.text)
        if not bare:
            continue
        if labels and labels[0].start == 0 and not _typed(bare):
            return
        yield Place(text=bare, how="right", segment=neighbour, offset=neighbour.text.find(bare))
        return


def _typed(text: str) -> bool:
    """It begins with a number or a date, whatever label the rest looks like."""
    return text[0].isdigit()


def _below(view: View, row: Row, segment: Segment, hit: Hit) -> Iterator[Place]:
    words = segment.words_between(hit.start, hit.end)
    left, right = words[0].left, words[-1].right
    for under in view.rows[row.index + 1 : row.index + 5]:
        if under.page != row.page or under.top - row.bottom > 2.2 * row.height:
            return
        for index, cell in enumerate(under.segments):
            if min(right, cell.right) - max(left, cell.left) < 0.3 * min(right - left, cell.right - cell.left):
                continue
            labels = view.labels[under.index][index]
            if labels and labels[0].start == 0 and not _typed(cell.text):
                return
            yield Place(text=_bare(cell.text), how="below", segment=cell, offset=0)
            return


# Words that make a label name the number of a paper rather than the paper.
_NUMBER_WORDS = {"nr", "no", "number", "nummer", "numero", "num", "n", "c", "cislo", "numer", "id", "ref", "reference", "kennung"}
_TOKEN = re.compile(r"[^\W_][\w/.\-#+&]*")
_BEFORE_DATE = re.compile(
    r"(?:[\s,;/|(–-]|\b(?:vom|von|du|of|from|dated|del|van|av|dne|ze|z|dnia|am|le|date|datum|data|den|fecha|af|dato|des|der))+$",
    re.I,
)


_PARTED = re.compile(r"^(\w*\d)\s([-–/])\s?(\w*\d)(?!\w)")


def identifier(text: str) -> tuple[str, bool] | None:
    """The number of a paper at the beginning of a text, and whether nothing else could be meant."""
    text = _PARTED.sub(r"\1\2\3", _behind_nr(text))
    found = dates(text)
    if found and 1 < found[0].start <= 45:
        head = _BEFORE_DATE.sub("", text[: found[0].start]).strip(" :,")
        first, _, rest = head.partition(" ")
        if any(c.isdigit() for c in first) and all(word.isalpha() and word.islower() for word in rest.split()):
            head = first
        # What stands between the label and the date of a title is the number, be it of several words.
        if any(c.isdigit() for c in head) and len(head) <= 25 and head.count(" ") <= 3:
            return head, " " not in head
    words = text.split()
    if not words or (found and found[0].start == 0 and not text[: found[0].end].isdigit()):
        return None
    taken = [words[0]]
    if not any(c.isdigit() for c in words[0]) and len(words) > 1 and words[0].isupper() and len(words[0]) <= 5:
        taken.append(words[1])
    value = " ".join(taken).strip(",;:.()[]")
    whole = [word for word in words if not _trailing(word)]
    sure = len(whole) == len(taken)
    match = _TOKEN.match(value.split()[-1]) if value else None
    if not match or not any(c.isdigit() for c in value) or len(value) > 40 or re.search(r"[€$£%@]|\d,\d\d$", value):
        return None
    return value, sure


_NR = re.compile(r"^[^\d:]{0,25}(?:\(\d+\)\s*)?\b(?:nr|no|num|number|nummer|numero|n°|nº)\b[.:]*\s*(?=\S*\d)", re.I)


def _names_itself(text: str) -> bool:
    """Whether "no." stands between a title and the number, and not the name of another number."""
    match = _NR.match(text)
    return match is not None and not any(hit.length > 1 for hit in section("fields").hits(match.group()))


def _behind_nr(text: str) -> str:
    """A longer title: "Final invoice (construction) (877) no. 210113"."""
    return _NR.sub("", text) if _names_itself(text) else text


def _trailing(word: str) -> bool:
    """Punctuation and prepositions behind a number."""
    return not any(c.isalnum() for c in word)


def identifiers(view: View, what: str) -> list[Candidate]:
    """Candidates for `number`, `order_reference` or `invoice_reference`, best first."""
    found = []
    for row, segment, hit in view.hits(what):
        if what == "number" and hit.means("invoice_reference"):
            continue
        strong = _names_number(hit)
        for place in places(view, row, segment, hit):
            if not strong and (not hit.leads or (place.how == "below" and not _row_of_labels(view, row, segment, hit))):
                continue
            got = identifier(place.text)
            named = strong or (place.how == "same" and _names_itself(place.text))
            if got is None:
                if place.how == "same":
                    break
                continue
            value, sure = got
            score = (
                (8.0 if strong else 4.0)
                + _ORDER[place.how]
                + hit.length * 0.5
                + (1.0 if hit.leads else -2.0)
                + (0.5 if sure else 0.0)
            )
            found.append(
                Candidate(
                    value=value,
                    score=score - row.index * 0.002,
                    strong=named and sure and (hit.leads or _titled(place.segment.text)),
                    label=hit.words,
                    how=place.how,
                    sure=sure,
                    leads=hit.leads,
                    spot=place.segment.spot(_FIELDS[what], place.offset, place.offset + len(value)),
                )
            )
            break
    if what == "number":
        found += _behind_titles(view)
    return sorted(found, key=lambda c: -c.score)


def _row_of_labels(view: View, row: Row, segment: Segment, hit: Hit) -> bool:
    """Labels side by side, each a cell of its own, have their values below."""
    whole = [hits[0] for s, hits in zip(row.segments, view.labels[row.index], strict=True) if hits and _whole(s.text, hits[0])]
    return len(whole) >= 2 and _whole(segment.text, hit)


def _whole(text: str, hit: Hit) -> bool:
    return hit.start == 0 and not any(c.isalnum() for c in text[hit.end :])


def _behind_titles(view: View) -> Iterator[Candidate]:
    """One token with digits behind a title and nothing more: "Tax invoice INV-4711"."""
    for row in view.rows[:60]:
        for segment in row.segments:
            hit = next(iter(section("kinds").hits(segment.text)), None)
            if hit is None or hit.start or not hit.means("invoice", "credit_note"):
                continue
            rest = _bare(segment.text[hit.end :])
            got = identifier(rest) if rest and " " not in rest else None
            if got and sum(c.isdigit() for c in got[0]) >= 3:
                spot = segment.spot(Field.NUMBER, len(segment.text) - len(rest))
                yield Candidate(value=got[0], score=8.0 - row.index * 0.002, strong=False, label=hit.words, how="same", spot=spot)


def _titled(text: str) -> bool:
    """Whether a cell begins with the title of a paper: "Credit note (self-billed) no. 4711"."""
    first = next(iter(section("kinds").hits(text)), None)
    return first is not None and first.start == 0


_FIELDS = {"number": Field.NUMBER, "order_reference": Field.ORDER_REFERENCE, "invoice_reference": Field.NUMBER}


def _names_number(hit: Hit) -> bool:
    return any(word in _NUMBER_WORDS or word.endswith(("nummer", "nr")) for word in hit.words.split())


# Labels of many dates: "Date" alone is the date of the paper only where nothing names it better.
_GENERIC = {"date", "datum", "data", "fecha", "dato", "del", "le", "dne", "du", "dated", "z dnia", "vom", "issued"}


def dated(view: View, what: str) -> list[Candidate]:
    """Candidates for `issue_date`, `due_date` or `service_date`, best first; the value is an ISO date, or two with a bar
    where day and month could be swapped."""
    found = []
    for row, segment, hit in view.hits(what):
        generic = hit.words in _GENERIC
        if generic and not hit.leads:
            continue
        for place in places(view, row, segment, hit):
            value = _date_at(view, place)
            if value is None:
                if place.how == "same" and any(c.isdigit() for c in place.text):
                    break
                continue
            score = (4.0 if generic else 8.0) + _ORDER[place.how] + hit.length * 0.5 + (1.0 if hit.leads else -1.0)
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
    return sorted(found, key=lambda c: -c.score)


def _date_at(view: View, place: Place) -> str | None:
    if (
        place.offset == 0
        and place.how != "same"
        and (typed := dates_of(place.segment))
        and typed[0].certain
        and typed[0].start < 12
    ):
        return typed[0].readings[0].isoformat()
    found = dates(place.text)
    if not found or found[0].start > 14:
        return None
    meant = reading(found[0], view.order)
    return meant.isoformat() if meant else "|".join(one.isoformat() for one in found[0].readings)


_PREPOSITIONS = {"vom", "von", "du", "of", "from", "dated", "del", "van", "av", "af", "dne", "ze", "z", "dnia", "am", "le", "date", "datum",
                 "data", "den", "fecha", "dato", "des", "der", "issued", "at", "on", "no", "nr", "emise", "de", "da", "d", "em", "del"}  # fmt: skip


def title_dates(view: View) -> list[Candidate]:
    """The date behind the number in a title: "Invoice 4711 of 5 June 2018". Between label and date stands the number, or nothing."""
    found = []
    for row, segment, hit in view.hits("number"):
        rest = segment.text[hit.end :]
        inside = dates(rest)
        if not inside or inside[0].start > 45 or not (hit.leads or _names_number(hit)):
            continue
        if any(
            hit.end <= other.start < hit.end + inside[0].start and other.words not in _GENERIC
            for other in _of(view, row, segment)
        ):
            continue
        between = [t.text for t in tokens(rest[: inside[0].start]) if t.text not in _PREPOSITIONS]
        if between and not any(word.isdigit() for word in between) or len(between) > 6:
            continue
        meant = reading(inside[0], view.order)
        value = meant.isoformat() if meant else "|".join(one.isoformat() for one in inside[0].readings)
        found.append(
            Candidate(value=value, score=9.0 - row.index * 0.002, strong=True, label=hit.words, how="same",
                      spot=segment.spot(Field.ISSUE_DATE, hit.end + inside[0].start, hit.end + inside[0].end))
        )  # fmt: skip
    return found


def _of(view: View, row: Row, segment: Segment) -> tuple[Hit, ...]:
    return view.labels[row.index][row.segments.index(segment)]


def lone_dates(view: View) -> list[Candidate]:
    """A date without a label in the upper half of the first page, as it stands after a town or alone: only where it is the only one."""
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
                value=meant.isoformat(), score=2.0, strong=False, label="", how="same",
                spot=segment.spot(Field.ISSUE_DATE, date_found.start, date_found.end),
            )  # fmt: skip
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


def whole_text(view: View) -> str:
    """All text, folded, for searching what is known beforehand."""
    return fold("\n".join(row.text for row in view.rows))


def as_date(text: str, likely: Order | None = None) -> date | None:
    """The date of a candidate; where it has two readings, that of the order that is likely, if one is."""
    first, _, second = text.partition("|")
    if second and likely is None:
        return None
    return date.fromisoformat(second if second and likely is Order.MONTH else first)
