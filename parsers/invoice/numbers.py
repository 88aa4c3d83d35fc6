"""Candidates for the numbers in the head: of the paper, of an order, of the invoice that is credited."""

import re
from collections.abc import Iterator

from core.paper import Field
from parsers.dates import dates
from parsers.invoice.dictionary import Hit, section
from parsers.invoice.fields import NEARNESS, Candidate, bare, places
from parsers.invoice.layout import Row, Segment
from parsers.invoice.view import View

_NUMBER_WORDS = {"nr", "no", "number", "nummer", "numero", "num", "n", "c", "cislo", "numer", "id", "ref", "reference", "kennung"}


_TOKEN = re.compile(r"[^\W_][\w/.\-#+&]*")


_BEFORE_DATE = re.compile(
    r"(?:[\s,;/|(–-]|\b(?:vom|von|du|of|from|dated|del|van|av|dne|ze|z|dnia|am|le|date|datum|data|den|fecha|af|dato|des|der))+$",
    re.I,
)


_BAR = re.compile(r"\s[|¦](?:\s|$)")
"""Between blanks it parts what stands in a row of heads; within a number it may be a letter."""
_PARTED = re.compile(r"^(\w*\d)\s([-–/])\s?(\w*\d)(?!\w)")


def identifier(text: str) -> tuple[str, bool] | None:
    """The number of a paper at the beginning of a text, and whether nothing else could be meant."""
    text = _PARTED.sub(r"\1\2\3", _behind_nr(_BAR.split(text)[0]))
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
        strong = names_number(hit)
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
                + NEARNESS[place.how]
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
            rest = bare(segment.text[hit.end :])
            got = identifier(rest) if rest and " " not in rest else None
            if got and sum(c.isdigit() for c in got[0]) >= 3:
                spot = segment.spot(Field.NUMBER, len(segment.text) - len(rest))
                yield Candidate(value=got[0], score=8.0 - row.index * 0.002, strong=False, label=hit.words, how="same", spot=spot)


def _titled(text: str) -> bool:
    """Whether a cell begins with the title of a paper: "Credit note (self-billed) no. 4711"."""
    first = next(iter(section("kinds").hits(text)), None)
    return first is not None and first.start == 0


_FIELDS = {"number": Field.NUMBER, "order_reference": Field.ORDER_REFERENCE, "invoice_reference": Field.NUMBER}


def names_number(hit: Hit) -> bool:
    return any(word in _NUMBER_WORDS or word.endswith(("nummer", "nr")) for word in hit.words.split())
