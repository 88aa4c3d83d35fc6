"""Who sells, by the names on a page: letter-head, line of the sender, foot, mail and web addresses."""

import re
from collections.abc import Iterator

from parsers.invoice.blocks import Block, cleaned, has_form, name_like, sender_name
from parsers.invoice.fields import whole_text
from parsers.invoice.headings import table_rows
from parsers.invoice.layout import Segment
from parsers.invoice.sides import Side, labelled, squashed
from parsers.invoice.view import View


def seller_name(view: View, every: tuple[Block, ...], buyer: str | None, side: Side | None) -> str | None:
    """The likeliest name that is not the buyer's, or None where all are unlikely."""
    scores: dict[str, float] = {}
    shown: dict[str, str] = {}
    ours = squashed(buyer or "")
    for name, score, at in _candidates(view, every):
        key = squashed(name)
        if len(key) < 3 or (ours and (key == ours or key in ours)):
            continue
        theirs = at is not None and side is not None and side.holds(at.row, at.left)
        scores[key] = scores.get(key, 0.0) + score - (4.0 if theirs and score < 5 else 0.0)
        shown.setdefault(key, name)
    text = whole_text(view)
    domains = {squashed(d) for d in re.findall(r"(?:@|www\.)([\w-]{4,})\.", text)}
    letters = re.sub(r"[^a-z0-9\n]", "", text)
    for key in scores:
        if any(domain in key or key[: max(5, len(domain) - 2)] in domain for domain in domains if len(domain) >= 4):
            scores[key] += 2.0
        scores[key] += (1.0 if has_form(shown[key]) else 0.0) + 0.6 * min(letters.count(key) - 1, 3)
    best = max(scores, key=lambda key: scores[key], default=None)
    return shown[best] if best is not None and scores[best] > 1.0 else None


def _candidates(view: View, every: tuple[Block, ...]) -> Iterator[tuple[str, float, Segment | None]]:
    """Names that may be the seller's, each with a weight and where it stands."""
    for side in labelled(view, "seller"):
        yield side.name, 8.0, None
    table = table_rows(view)
    for block in every:
        names = block.names()
        if names and (block.contact or (block.lines[0].page == 1 and block.lines[0].row < 2)):
            yield names[0], 3.5, block.lines[0]
    yield from _two_lines(view)
    heights = sorted(row.height for row in view.rows)
    usual = heights[len(heights) // 2] if heights else 10.0
    for row in view.rows:
        if row.index in table:
            continue
        sender = sender_name(row)
        if sender:
            yield sender, 4.0, row.segments[0]
        for segment in row.segments:
            name = _head_of(segment.text)
            top = row.page == 1 and row.index < 8
            if not name_like(name) or len(name.split()) > 9:
                continue
            if has_form(name):
                yield name, 2.0 + (1.0 if top else 0.0), segment
            elif top and not view.labels[row.index][row.segments.index(segment)]:
                yield name, 1.2 + (0.8 if segment.bottom - segment.top > 1.3 * usual else 0.0), segment


def _two_lines(view: View) -> Iterator[tuple[str, float, Segment | None]]:
    """A name over the first two lines of a letter-head, its legal form in the second."""
    if len(view.rows) > 1:
        first, second = view.rows[0].segments[0], view.rows[1].segments[0]
        if abs(first.left - second.left) < 6 and name_like(first.text) and has_form(second.text) and not has_form(first.text):
            yield f"{first.text} {second.text}", 6.0, first


_LONG = re.compile(
    r"^((?:[A-ZÀ-Ý&][\w&.'-]*\s){1,5}(?:GmbH|AG|SAS|SARL|SA|Ltd|Limited|Inc|S\.A\.S|S\.p\.A|S\.r\.l|B\.V|N\.V|AB|A/S|ApS)\.?)(?=[\s,])"
)


def _head_of(text: str) -> str:
    """The text before the first comma, unless a legal form follows it: "Userpilot, Inc."."""
    name = cleaned(text)
    if len(name) > 60 and (form := _LONG.match(name)):
        return form.group(1)
    first, comma, rest = name.partition(",")
    return name if comma and has_form(rest.strip()[:12]) and len(rest) < 14 else first


def _in_words(key: str, text: str) -> bool:
    """Whether some words of a text make up the key: "doklad" is not in "dokladu"."""
    words = [squashed(word) for word in text.split()]
    joined = ("".join(words[first:last]) for first in range(len(words)) for last in range(first + 1, len(words) + 1))
    return key in joined


def confirmed(view: View, name: str) -> bool:
    """Whether a second place says that a name is the sender's: it is printed in two places, or is that of its own web address."""
    key, table = squashed(name), table_rows(view)
    rows = [row.index for row in view.rows if row.page == 1 and row.index not in table and _in_words(key, row.text)]
    domains = {squashed(d) for d in re.findall(r"(?:@|www\.)([\w-]{4,})\.", whole_text(view))}
    return len(rows) > 1 or any(domain in key or key[: max(5, len(domain) - 2)] in domain for domain in domains)
