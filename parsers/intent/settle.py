"""The statements of one mail, settled with one another: the rest, exceptions, contradictions, what takes a yes back."""

from collections.abc import Iterable
from dataclasses import fields, replace
from datetime import date
from decimal import Decimal
from itertools import pairwise

from core.commands.command import Command
from core.commands.supplier_orders import Accept, Change, Reject, Ship
from core.commands.supplier_quotes import Decline, Quote, QuotedItem
from core.commands.supplier_self import ChangeProfile
from core.commands.supplier_talk import AskStatus
from core.doubt import Choice, Doubt, Option, Reason
from core.question import About
from core.reading import Said
from parsers.intent.parts import is_part
from parsers.intent.point import Point, doubt
from parsers.intent.sheet import Sheet


def settled(points: Iterable[Point], sheet: Sheet, offers_other: bool = False) -> list[Point]:
    """The points of one document in the order said, free of contradictions. `offers_other`: another article is spoken of."""
    every = _with_rest(_no_weak(_boxes_sent(list(points))), sheet)
    every = _answered(_replaced_refusals(_without_dates(every), offers_other))
    every = _accepted(every, sheet)
    every = _merged_changes(every)
    every = _quotes(every, sheet)
    return _dated_all(every, sheet)


def _boxes_sent(points: list[Point]) -> list[Point]:
    """ "Picked up by DPD. 11 cartons.": what the boxes of a shipment hold is not asked."""
    if not any(_is(p, Ship) for p in points):
        return points
    return [p for p in points if not (p.doubt and p.doubt.why is Reason.OTHER_UNIT and not p.lines)]


def _is(point: Point, *kinds: type[Command]) -> bool:
    return isinstance(point.command, kinds)


def _whole_yes(points: list[Point]) -> bool:
    return any(_is(p, Accept) and not p.lines and not p.rest for p in points)


def _no_weak(points: list[Point]) -> list[Point]:
    return points if _whole_yes(points) else [p for p in points if not p.weak]


def _with_rest(points: list[Point], sheet: Sheet) -> list[Point]:
    """ "The rest" is every line that nothing else names."""
    named = {n for p in points if not p.rest for n in p.lines}
    left = tuple(n for n in sheet.numbers if n not in named)
    result = []
    for before, point in pairwise((None, *points)):
        assert point is not None
        if not point.rest:
            result.append(point)
        elif not named or _rest_of_a_line(before, point, sheet):
            result.append(doubt(About.LINE, Reason.REST_OF_WHAT, point.words, blocks=True))
        elif not left:
            continue
        else:
            result.extend(_for_rest(point, left))
    return result


def _rest_of_a_line(before: Point | None, point: Point, sheet: Sheet) -> bool:
    """ "60 of the pans come on 12 May; the rest on 9 June": the other pans, or the other lines."""
    return before is not None and isinstance(point.command, Change) and is_part(before, sheet)


def _for_rest(point: Point, left: tuple[int, ...]) -> list[Point]:
    command = point.command
    if isinstance(command, Change):
        return [replace(point, rest=False, lines=(n,), command=replace(command, line=n)) for n in left]
    if isinstance(command, Decline):
        return [replace(point, rest=False, lines=left, command=replace(command, items=left))]
    if isinstance(command, Ship):
        return [replace(point, rest=False, lines=left, command=replace(command, lines=left))]
    return [replace(point, rest=False, lines=left)]


def _without_dates(points: list[Point]) -> list[Point]:
    """A day of lines of which the mail says that there is none yet is one that was ruled out."""
    open_days = [p.lines for p in points if p.doubt and p.doubt.why is Reason.NO_DATE]
    return [p for p in points if not (isinstance(p.command, Change) and _only_dated(p.command) and _reached(p.lines, open_days))]


def _only_dated(command: Change) -> bool:
    return command.date is not None and command == Change(line=command.line, date=command.date)


def _reached(lines: tuple[int, ...], others: list[tuple[int, ...]]) -> bool:
    return any(not other or not lines or set(lines) & set(other) for other in others)


def _replaced_refusals(points: list[Point], offers_other: bool) -> list[Point]:
    """A line that is unavailable but comes as something else, or later, is changed or asked about, and not refused."""
    changed = {n for p in points if _is(p, Change) for n in p.lines}
    fewer = {n for p in points if isinstance(p.command, Change) and p.command.quantity for n in p.lines}  # "strike the other 15"
    later = any(p.doubt and p.doubt.about is About.DATE and p.doubt.why is Reason.VAGUE_DATE for p in points)

    def left(point: Point) -> tuple[int, ...]:
        return tuple(n for n in point.lines if n not in changed)

    other = any(p.doubt and p.doubt.about is About.SUBSTITUTE for p in points)
    if later or other:  # "sold out, new stock in mid-January", "we would send another one": that is asked, and nothing is refused
        points = [p for p in points if not (_is(p, Reject) and p.unavailable)]
    elif offers_other:
        points = [_replaced(p) if _is(p, Reject) and p.unavailable and left(p) else p for p in points]
    gone = [_is(p, Reject) and bool(changed) and (p.unavailable or bool(set(p.lines) & fewer)) for p in points]
    return [replace(p, lines=left(p)) if g else p for p, g in zip(points, gone, strict=True) if not g or left(p)]


def _replaced(point: Point) -> Point:
    return doubt(About.SUBSTITUTE, Reason.VALUE_FOR_WHAT, point.words, (), point.lines, True)


def _answered(points: list[Point]) -> list[Point]:
    """A value refused in one sentence and given in the next is no doubt any more."""

    def open_still(point: Point) -> bool:
        if point.settled_by == "yes":
            return not any(_is(p, Accept) for p in points)
        if point.settled_by == "no":
            return not any(
                _is(p, Reject) and not p.rest and (not p.lines or set(p.lines) >= set(point.lines or (0,))) for p in points
            )
        changes = [
            p.command
            for p in points
            if isinstance(p.command, Change) and (not point.lines or not p.lines or set(p.lines) & set(point.lines))
        ]
        return not any(getattr(c, point.settled_by, None) for c in changes)

    return [p for p in points if not p.settled_by or open_still(p)]


def _accepted(points: list[Point], sheet: Sheet) -> list[Point]:
    """Of what a yes covers, lines with another fate are taken out; a doubt about the whole takes a whole yes back."""
    other = {n for p in points if not _is(p, Accept) and not _is(p, Ship) for n in p.lines if _is(p, Change, Reject) or p.blocks}
    open_doubt = any(p.blocks and not p.lines for p in points)
    whole_no = any(_is(p, Reject) and not p.lines for p in points)
    whole_change = any(_is(p, Change) and not p.lines for p in points)
    result = []
    for point in points:
        if not _is(point, Accept):
            result.append(point)
            continue
        if not point.lines and (open_doubt or whole_no or whole_change):
            if whole_no:
                result.append(
                    doubt(
                        About.ACCEPTANCE,
                        Reason.YES_AND_NO,
                        point.words,
                        (Option.ACCEPT, Option.REFUSE),
                        blocks=True,
                    )
                )
            continue
        lines = tuple(n for n in (point.lines or sheet.numbers) if n not in other)
        if lines:
            result.append(replace(point, lines=() if lines == sheet.numbers else lines))
    if whole_no and len(result) > len([p for p in points if not _is(p, Accept)]):
        result = [p for p in result if not (_is(p, Reject) and not p.lines)]
    return result


def _merged_changes(points: list[Point]) -> list[Point]:
    """Two changes of one line become one; two values for one field are a doubt."""
    first: dict[int | None, int] = {}
    result: list[Point] = []
    for point in points:
        if not isinstance(point.command, Change):
            result.append(point)
            continue
        key = point.command.line
        if key not in first:
            first[key] = len(result)
            result.append(point)
            continue
        before = result[first[key]]
        result[first[key]] = _joined(before, point)
    return result


def _both(one: object, other: object) -> tuple[Choice, ...]:
    """Two values as choices; part-deliveries and texts are no choice of one word."""
    return tuple(value for value in (one, other) if isinstance(value, (Decimal, date)))


def _joined(one: Point, other: Point) -> Point:
    assert isinstance(other.command, Change)
    if not isinstance(one.command, Change):
        return one
    values = {}
    for f in fields(Change):
        a, b = getattr(one.command, f.name), getattr(other.command, f.name)
        if a not in (None, ()) and b not in (None, ()) and a != b:
            about = {"date": About.DATE, "unit_price": About.UNIT_PRICE}.get(f.name, About.QUANTITY)
            return doubt(about, Reason.SEVERAL_VALUES, f"{one.words} / {other.words}", _both(a, b), one.lines, True)
        values[f.name] = b if a in (None, ()) else a
    return replace(one, command=Change(**values), words=one.words if one.words == other.words else f"{one.words} {other.words}")


def _quotes(points: list[Point], sheet: Sheet) -> list[Point]:
    """All offered items in one quote, in the order of the request; declined ones in one command."""
    offers = [p for p in points if isinstance(p.command, Quote)]
    items: dict[int, QuotedItem] = {}
    doubted = {n for p in points if p.doubt and p.doubt.about in (About.UNIT_PRICE, About.CURRENCY) for n in p.lines}
    for point in offers:
        assert isinstance(point.command, Quote)
        for item in point.command.items:
            if item.item:
                items[item.item] = _more(items.get(item.item), item)
    for point in offers:
        assert isinstance(point.command, Quote)
        for item in point.command.items:
            if not item.item:  # said of everything: of what this mail quotes, else of what was quoted before
                items = {n: _more(known, replace(item, item=n)) for n, known in items.items()} or {0: item}
    unsure = any(p.doubt and not p.weak for p in points)  # "that is all" does not count while a price is in doubt
    complete = not unsure and any(isinstance(p.command, Quote) and p.command.complete for p in offers)
    kept = tuple(i for n, i in sorted(items.items()) if n and n not in doubted)
    result = [p for p in points if not isinstance(p.command, (Quote, Decline))]
    if 0 in items:  # "both in three weeks" beside no price: of what is asked
        result.append(doubt(About.LINE, Reason.VALUE_FOR_WHAT, offers[0].words, tuple(i.label for i in sheet.items[:6])))
    if kept or complete:
        words = " ".join(dict.fromkeys(p.words for p in offers))
        result.insert(0, replace(offers[0], command=Quote(items=kept, complete=complete), words=words))
    closing = {p.words for p in offers if isinstance(p.command, Quote) and p.command.complete}
    points = [p for p in points if not (isinstance(p.command, Decline) and not p.lines and p.words in closing)]
    return result + _declines(points, sheet, bool(kept))


def _more(known: QuotedItem | None, item: QuotedItem) -> QuotedItem:
    if known is None:
        return item
    filled = {
        f.name: getattr(known, f.name) if getattr(known, f.name) is not None else getattr(item, f.name)
        for f in fields(QuotedItem)
    }
    return QuotedItem(**filled)


def _declines(points: list[Point], sheet: Sheet, offered: bool) -> list[Point]:
    declines = [p for p in points if isinstance(p.command, Decline)]
    if not declines:
        return []
    items = tuple(dict.fromkeys(n for p in declines for n in p.lines))
    whole = any(not p.lines for p in declines)
    if whole and offered and not items:
        return [doubt(About.ACCEPTANCE, Reason.OFFER_AND_REFUSAL, declines[0].words)]
    words = " ".join(dict.fromkeys(p.words for p in declines))
    return [replace(declines[0], command=Decline(items=() if whole and not offered else items), words=words)]


def _dated_all(points: list[Point], sheet: Sheet) -> list[Point]:
    """A date for every line and a change of one: the date goes to the lines that have none of their own."""
    whole = [p for p in points if isinstance(p.command, Change) and not p.lines and p.command.date]
    single = {p.command.line for p in points if isinstance(p.command, Change) and p.lines}
    fated = {n for p in points if _is(p, Reject) for n in p.lines}
    if not whole or not (single or fated):
        return points
    result: list[Point] = []
    for point in points:
        if point is not whole[0]:
            result.append(point)
            continue
        assert isinstance(point.command, Change)
        own = {p.command.line for p in points if isinstance(p.command, Change) and (p.command.date or p.command.parts)}
        for n in (n for n in sheet.numbers if n not in own and n not in fated):
            result.append(replace(point, lines=(n,), command=replace(point.command, line=n)))
    return _merged_changes(result)


def as_said(points: Iterable[Point]) -> tuple[tuple[Said, ...], tuple[Doubt, ...]]:
    """Commands and doubts of settled points; equal ones once."""
    commands: list[Said] = []
    doubts: list[Doubt] = []
    for point in sorted(points, key=lambda p: isinstance(p.command, ChangeProfile) and not p.command.value):
        if point.doubt is not None:
            if not any(d.about is point.doubt.about and d.words == point.doubt.words for d in doubts):
                doubts.append(point.doubt)
        elif point.command is not None:
            command = _with_lines(point)
            if not any(s.command == command or _less(command, s.command) for s in commands):
                commands.append(Said(command=command, words=point.words))
    return _one_answer(_one_status(commands)), tuple(doubts)


def _less(command: Command, other: Command) -> bool:
    """Whether a command is another one with its value missing."""
    return isinstance(command, ChangeProfile) and isinstance(other, ChangeProfile) and command.field is other.field


def _one_status(commands: list[Said]) -> list[Said]:
    """A second question about the state of things means the document that the first one named."""
    named = [s for s in commands if isinstance(s.command, AskStatus)]
    return [
        s
        for s in commands
        if not isinstance(s.command, AskStatus)
        or s is named[0]
        or s.command.document not in (None, "", named[0].command.document)
    ]


def _with_lines(point: Point) -> Command:
    command = point.command
    assert command is not None
    if isinstance(command, (Accept, Reject, Ship)):
        command = replace(command, lines=point.lines)
    return replace(command, document=point.document) if point.document and command.document is None else command


def _one_answer(commands: list[Said]) -> tuple[Said, ...]:
    """Accepted lines in one command, refused lines in one."""
    result: list[Said] = []
    for said in commands:
        same = next((i for i, r in enumerate(result) if _joins(r.command, said.command)), None)
        if same is None:
            result.append(said)
            continue
        result[same] = Said(command=_union(result[same].command, said.command), words=f"{result[same].words} {said.words}")
    return tuple(result)


def _joins(one: Command, other: Command) -> bool:
    return type(one) is type(other) and isinstance(one, (Accept, Reject)) and one.document == other.document


def _union(one: Command, other: Command) -> Command:
    assert isinstance(one, (Accept, Reject)) and isinstance(other, (Accept, Reject))
    lines = tuple(sorted({*one.lines, *other.lines})) if one.lines and other.lines else ()
    return replace(one, lines=lines)
