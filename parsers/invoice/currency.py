"""The currency of a paper: a label, the sign at the total, or the only one that is printed."""

import re

from core.money import Currency
from parsers.amounts import CODES, SHARED_SIGNS, currencies
from parsers.invoice.dictionary import fold
from parsers.invoice.fields import places
from parsers.invoice.ordered import Ordered
from parsers.invoice.totals import Totals
from parsers.invoice.view import View, currency_votes

_OTHER_DOLLARS = re.compile(r"\b(?:canada|australia|new zealand|singapore|hong kong|mexico|jamaica|taiwan)\b")
_WORDS = {"us dollars": "USD", "us dollar": "USD", "euros": "EUR", "pounds sterling": "GBP", "swiss francs": "CHF"}


def currency_in(view: View, totals: Totals, orders: Ordered) -> tuple[Currency | None, bool]:
    """The currency, and whether it is said without a doubt. A sign that several share means the currency of the orders."""
    found, sure = _printed(view, totals)
    only = next(iter(orders.currencies)) if len(orders.currencies) == 1 else None
    if not sure and only is not None and (found == only or only in _meant(view)):
        return only, len(currency_votes(view)) < 2
    return found, sure


def _meant(view: View) -> frozenset[str]:
    """What the signs on the page may mean."""
    signs = {figure.sign for figures in view.figures for figure in figures if figure.sign}
    return frozenset(code for sign in signs for code in SHARED_SIGNS[sign]) if len(signs) == 1 else frozenset()


def _printed(view: View, totals: Totals) -> tuple[Currency | None, bool]:
    said = _said(view)
    at_total = totals.currency_figure.currency if totals.currency_figure else None
    votes = currency_votes(view)
    if said is not None:
        return said, at_total in (None, said)
    if at_total is not None:
        last = view.rows[totals.currency_figure.row].page if totals.currency_figure else 0
        return at_total, all(code == at_total for code in currency_votes(view, last))
    if totals.currency_figure and totals.currency_figure.sign:
        return _of_sign(view, totals.currency_figure.sign)
    if votes:
        first, most = votes.most_common(1)[0]
        return first, len(votes) == 1 or most > 6 * sum(count for code, count in votes.items() if code != first)
    return _by_sign(view)


def _said(view: View) -> Currency | None:
    """What a label such as "currency:" says."""
    for row, segment, hit in view.hits("currency"):
        for place in places(view, row, segment, hit):
            named = [code for code in currencies(place.text[:20]) if code in CODES]
            if named:
                return named[0]
            break
    text = fold("\n".join(row.text for row in view.rows))
    named_words = {code for words, code in _WORDS.items() if re.search(rf"\bin {words}\b", text)}
    return Currency(named_words.pop()) if len(named_words) == 1 else None


def _by_sign(view: View) -> tuple[Currency | None, bool]:
    """The one sign of the page that several currencies share."""
    signs = {figure.sign for figures in view.figures for figure in figures if figure.sign}
    return _of_sign(view, signs.pop()) if len(signs) == 1 else (None, False)


def _of_sign(view: View, sign: str) -> tuple[Currency | None, bool]:
    """A sign that several currencies share is the one that is named by its code; else the likeliest, and sure only where no other
    country is named."""
    likely = SHARED_SIGNS[sign]
    named = [code for code in currency_votes(view) if code in likely]
    if named:
        return named[0], len(named) == 1
    if sign.startswith("kr"):
        spoken = {"sv": "SEK", "da": "DKK"}
        code = next((spoken[lang] for lang in view.languages if lang in spoken), likely[0])
        return Currency(code), bool(view.languages) and view.languages[0] in spoken
    text = fold("\n".join(row.text for row in view.rows))
    return Currency(likely[0]), sign == "$" and not _OTHER_DOLLARS.search(text) and "united states" in text
