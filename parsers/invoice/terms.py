"""Due dates out of sentences: "payable within 30 days net"."""

import re
from datetime import date, timedelta

from parsers.dates import DateFound, dates, reading
from parsers.invoice.dictionary import fold
from parsers.invoice.view import View

_DAYS = r"(?:days?|tage?n?|jours?|dagen|dias|giorni|gg|dni|dagar|dage|dnu|dny|kalendertage?n?)"
_TERM = re.compile(rf"(?<![\d.,])(\d{{1,3}})\s*{_DAYS}(?!\w)|\bnet\s?(\d{{1,3}})(?![\d.,%])|\b(?:{_DAYS})\s+(\d{{1,3}})(?!\d)")
_ABOUT = re.compile(
    r"zahlbar|zahlung|fallig|payable|payment|terms|due|net\b|netto|paiement|reglement|echeance|betal|vencimiento|pago|pagamento|scadenza|platnos"
    r"|forfall|forfald|splatn|vencimento|zaplat"
)
_CASH = re.compile(r"skonto|discount|escompte|korting|descuento|sconto|rabat|rabatt|desconto|sleva|abzug")
_WHOLE = re.compile(
    r"\bnett?o?\b|ohne abzug|without deduction|sans escompte|senza sconto|sin descuento|sem desconto|zonder korting|bez slevy"
    r"|bez rabatu|uden rabat|utan rabatt"
)
_STOP = re.compile(r"[,;.](?:\s|$)")
_UNFIT = re.compile(
    r"verzug|late|retard|interest|zins|penal|end of month|fin de mois|monatsende|reklam|complain|cancel|kundig|return|retour"
    r"|warrant"
)


_DEBIT = re.compile(
    r"eingezogen|abgebucht|lastschrift|debited|direct debit|prelev\w*|afgeschreven|geincasseerd|domiciliad|cargo en cuenta"
    r"|addebitat|autogiro|betalingsservice|inkaso|debito direto|polecenie zaplaty"
)


def for_discount(text: str, day: str) -> bool:
    """Whether a day (ISO) in a text is that of a cash discount: the text tells of one, and beside the day of nothing net."""
    if not _discounted(text):
        return False
    clauses = [_clause(text, one) for one in dates(text) if day[:10] in {meant.isoformat() for meant in one.readings}]
    return not any(_WHOLE.search(fold(clause)) and not _discounted(clause) for clause in clauses)


def _discounted(text: str) -> bool:
    return _CASH.search(fold(text)) is not None and "%" in text


def _clause(text: str, day: DateFound) -> str:
    """What stands around a date up to the next comma or stop."""
    return _STOP.split(text[: day.start])[-1] + _STOP.split(text[day.end :])[0]


def debited_on(view: View) -> date | None:
    """The day on which the amount is taken from our account, where one sentence names one day."""
    found: set[date] = set()
    for row in view.rows:
        if _DEBIT.search(fold(row.text)):
            meant = [reading(one, view.order) for one in dates(row.text)]
            found |= {day for day in meant if day is not None} if len(meant) == 1 else set()
    return found.pop() if len(found) == 1 else None


def due_by_terms(view: View, issued: date) -> date | None:
    """The date that follows from the number of days in a sentence about payment: the longest, the shorter ones being for a
    cash discount. None where a sentence tells of something else too."""
    found: set[int] = set()
    for row in view.rows:
        text = fold(row.text)
        if not _ABOUT.search(text) or _UNFIT.search(text):
            continue
        days = [int(next(g for g in match.groups() if g)) for match in _TERM.finditer(text)]
        if days and not (len(days) == 1 and _CASH.search(text)):
            found.add(max(days))
    return issued + timedelta(days=found.pop()) if len(found) == 1 else None
