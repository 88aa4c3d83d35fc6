"""The texts of a line: which rows belong to it, and what of them is its description."""

import re
from collections.abc import Iterable
from dataclasses import replace
from itertools import pairwise

from parsers.invoice.layout import Row
from parsers.invoice.reading import Item
from parsers.invoice.table import Band

_BULLETS = frozenset("•*-–·▪")


def with_texts(items: list[Item], under: list[Band], roles: list[str]) -> Iterable[Item]:
    """Each line with the rows of text that belong to it. They follow it; but where its figures stand in the middle of its cell,
    some stand above, and the widest gap between two lines parts them."""
    if not items:
        return
    lines = [at for at, role in enumerate(roles) if role == "item"]
    above = _run(under, roles, 0, lines[0])
    centred = bool(above) and bool(_column_text(above[-1])) and _near(above[-1].row, under[lines[0]].row)
    middle = _vertically_centred(under, roles, lines)
    before, adrift = (above if centred else []), _beside(above, under[lines[0]]) and not centred
    for number, (item, at) in enumerate(zip(items, lines, strict=True)):
        end = lines[number + 1] if number + 1 < len(lines) else len(under)
        further = lines[number + 2] if number + 2 < len(lines) else len(under)
        texts = _run(under, roles, at + 1, end)
        following = under[end] if end < len(under) else None
        after = _run(under, roles, end + 1, further)
        own, rest = _parted(item.band, texts, following, after, centred, middle)
        yield replace(item, more=(*before, *own), unsure=not before and adrift)
        before, adrift = rest, _adrift(item.band, texts, following, after)


def texts_above(under: list[Band], roles: list[str], *, headed: bool) -> bool:
    """Whether text stands above every line, and the heading says so or none stands behind the last: then it names the line
    below it."""
    lines = [at for at, role in enumerate(roles) if role == "item"]
    if not lines or any(at == 0 or roles[at - 1] != "text" or not _words(under[at - 1]) for at in lines):
        return False
    behind = _run(under, roles, lines[-1] + 1, lines[-1] + 2)
    return headed or not behind or not _near(under[lines[-1]].row, behind[0].row)


def with_texts_above(items: list[Item], under: list[Band], roles: list[str]) -> Iterable[Item]:
    """Each line with the rows of text above it, those that are close together."""
    lines = [at for at, role in enumerate(roles) if role == "item"]
    for item, at in zip(items, lines, strict=True):
        start = at - 1
        while start and roles[start - 1] == "text" and _near(under[start - 1].row, under[start].row):
            start -= 1
        named = [replace(band, texts={"description": tuple(band.row.words)}, figures={}) for band in under[start:at]]
        own = {kind: words for kind, words in item.band.texts.items() if kind != "description"}
        yield replace(item, band=replace(item.band, texts=own), more=tuple(named))


def _words(band: Band) -> int:
    return sum(sum(c.isalpha() for c in word.text) >= 3 for word in band.row.words)


def _run(under: list[Band], roles: list[str], start: int, end: int) -> list[Band]:
    return [band for band, role in zip(under[start:end], roles[start:end], strict=True) if role == "text"]


def _near(upper: Row, lower: Row) -> bool:
    return upper.page == lower.page and lower.top - upper.bottom < 0.8 * max(lower.height, 6.0)


def _vertically_centred(under: list[Band], roles: list[str], lines: list[int]) -> bool:
    """Whether some line has no text beside its figures, but right above them."""
    return any(
        at > 0 and roles[at - 1] == "text" and not _column_text(under[at]) and bool(_column_text(under[at - 1])) for at in lines
    )


def _parted(
    line: Band, texts: list[Band], following: Band | None, after: list[Band], centred: bool, middle: bool
) -> tuple[list[Band], list[Band]]:
    """Which texts belong to the line, and which to the one that follows; `after` are the texts behind that."""
    own: list[Band] = []
    last = line.row
    for text in texts:
        if text.row.page == last.page and text.row.top - last.bottom > 3 * max(last.height, 6.0):
            break
        own.append(text)
        last = text.row
    if following is None or not own:
        return own, []
    chain = [line, *own, following]
    gaps = [_distance(a.row, b.row) for a, b in pairwise(chain)]
    cut = gaps.index(max(gaps))
    if centred:
        return own[:cut], own[cut:]
    clear = max(gaps) / max(sorted(gaps)[-2], 0.1)
    whole = chain[cut].row.index + 1 == chain[cut + 1].row.index  # no heading or sub-total stands between
    if clear > _CLEAR and _in_the_middle(following, own[cut:], after, middle or (whole and clear > _CLEARER)):
        return own[:cut], own[cut:]
    return own, []


_CLEAR = 1.2
"""How much wider the gap between two cells is than that between two rows of one."""
_CLEARER = 1.4
"""As much wider, that nothing else in the table need show that figures stand in the middle."""


def _distance(upper: Row, lower: Row) -> float:
    return lower.middle - upper.middle if upper.page == lower.page else 1e6


def _beside(above: list[Band], line: Band) -> bool:
    """Whether some text above the first line is close enough to be the beginning of its name."""
    return any(bool(_column_text(band)) and _near(band.row, line.row) for band in above)


def _adrift(line: Band, texts: list[Band], following: Band | None, after: list[Band]) -> bool:
    """Whether the last text before a line is nearer to it than to what stands above: it may be the beginning of its name, which
    then goes on in small letters, or below."""
    if following is None or not texts or not _column_text(texts[-1]):
        return False
    down = _distance(texts[-1].row, following.row)
    overlaps = down < 0.9 * following.row.height  # as rows of two lines never do
    if overlaps or not _column_text(following):  # figures between two rows of a cell
        return overlaps
    above = texts[-2] if len(texts) > 1 else line
    goes_on = _column_text(following)[0].islower() or (bool(after) and _near(following.row, after[0].row))
    whole = above.row.index + 1 == texts[-1].row.index
    up = _distance(above.row, texts[-1].row)
    return up > _CLEAR * down and (_column_text(following)[0].islower() or (goes_on and whole and up > _CLEARER * down))


def _in_the_middle(line: Band, above: list[Band], after: list[Band], shown: bool) -> bool:
    """Whether the figures of a line stand in the middle of its text: none beside them, or, where that is shown by something
    else, as much above as below."""
    if not above or not _column_text(above[-1]):
        return False
    if not _column_text(line):
        return True
    up = _distance(above[-1].row, line.row)
    return shown and bool(after) and abs(_distance(line.row, after[0].row) - up) < 0.2 * up


def _column_text(band: Band) -> str:
    return " ".join(word.text for word in band.texts.get("description", ()))


def description(item: Item) -> str:
    """The words of its column, without notes: rows that begin elsewhere, behind a bullet, or after a gap."""
    words: list[str] = []
    last = None
    own = item.band.texts.get("description", ())
    edge = own[0].left if own else None
    for band in sorted((item.band, *item.more), key=lambda b: b.row.index):
        found = _own_words(band, edge)
        far = last is not None and words and not _near(last, band.row) and band.row.index > item.band.row.index
        if not found or far or (found[0] in _BULLETS or found[0][0] == "•"):
            if band.row.index > item.band.row.index and (far or found or not _near(last or item.band.row, band.row)):
                break
            continue
        words = _wrapped(words, found)
        last = band.row
    if not words:
        words = [w.text for kind, texts in item.band.texts.items() if kind != "unit" for w in texts]
    # A colon parts the name of an item from its details; apart from the word, both can be compared as words.
    return re.sub(r"(?<=\w|\)):(?= )", " :", " ".join(words)).removesuffix(":").rstrip()[:500]


def _own_words(band: Band, edge: float | None) -> list[str]:
    """The words of the description column. A row that begins there and runs over its edge is all of it; one that runs over the
    edge of the column, with no word beginning there, is a note."""
    own = band.texts.get("description", ())
    if own and own[0] is band.row.words[0] and len(band.row.segments) == 1 and not band.figures.get("amount"):
        return [w.text for w in band.row.words]
    if not own or band.figures.get("amount"):
        return [w.text for w in own]
    before = any(word.left < own[0].left for kind, words in band.texts.items() if kind != "description" for word in words)
    if before and len(band.row.segments) == 1 and (edge is None or abs(own[0].left - edge) > 4):
        return []
    return [w.text for w in own]


def _wrapped(words: list[str], more: list[str]) -> list[str]:
    """Text goes on in the next row; what a hyphen parted is joined."""
    if words and more and words[-1].endswith("-") and len(words[-1]) > 2:
        joined = words[-1] if more[0][:1].isupper() or more[0][:1].isdigit() or not more[0][:1].isalpha() else words[-1][:-1]
        return [*words[:-1], joined + more[0], *more[1:]]
    return [*words, *more]
