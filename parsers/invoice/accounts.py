"""Whose VAT ids and bank accounts stand on a page."""

import re
from collections.abc import Callable

from core.knowledge import Knowledge, KnownParty
from parsers.invoice.dictionary import fold
from parsers.invoice.fields import Place, places
from parsers.invoice.identifiers import Identifier, ibans, vat_ids
from parsers.invoice.layout import Segment
from parsers.invoice.view import View

Region = Callable[[int, float], bool]
_NATIONAL = re.compile(r"^(?:[A-Z]{2,3}[ .-]?)?[A-Z]?\d[\dA-Z .\-/]{6,18}")
_AMOUNT = re.compile(r"^[^\d]{0,4}\d[\d .]*[.,]\d{2}(?!\d)")
_THEIRS = re.compile(
    r"\b(?:ihre?|your|customer|kunde\w*|client|uw|su|vs|vostra|ert|deres|jeres|nabywcy|cliente|odberatele|buyer|votre|klant\w*|kaufer|rep\w*)\b"
)
_DEBITED = re.compile(
    r"\b(?:ihrem konto|your account|votre compte|uw rekening|eingezogen|prelev\w*|debited|lastschrift|abgebucht|einzug"
    r"|mandat\w*)\b"
)


def vats_of(
    view: View, buyers: Region, sellers: Region, knowledge: Knowledge, supplier: KnownParty | None
) -> tuple[str | None, str | None]:
    """The VAT ids of seller and buyer: by master data, else by the block and the label that they stand with."""
    ours = {_plain(v) for v in knowledge.buyer.vat_ids}
    scores: dict[str, float] = {}
    for one in vat_ids(view.rows):
        score = (
            3.0 + (1.0 if one.valid else 0.0) + _label_score(view, one) + _region_score(one.row.index, one.left, buyers, sellers)
        )
        scores[one.value] = max(scores.get(one.value, -9.0), score)
    for row, segment, hit in view.hits("vat_id"):
        for place in places(view, row, segment, hit):
            value = _national(place)
            if value and not any(value in known or known in value for known in scores):
                theirs = 3.0 if _THEIRS.search(fold(segment.text)) else 0.0
                scores[value] = (
                    2.0 - theirs + (0.5 if hit.leads else 0.0) + _region_score(row.index, segment.left, buyers, sellers)
                )
            break
    for one in vat_ids(view.rows):
        if buyers(one.row.index, one.left):
            scores[one.value] = min(scores[one.value], 0.0)
    if supplier:
        scores |= {value: 99.0 for value in scores if _plain(value) in {_plain(v) for v in supplier.vat_ids}}
    own = [v for v in sorted(scores, key=lambda v: -scores[v]) if _plain(v) not in ours and scores[v] > 0]
    others = [v for v in scores if _plain(v) in ours or scores[v] <= 0]
    return (own[0] if own else None), (others[0] if others else own[1] if len(own) > 1 else None)


def _region_score(row: int, left: float, buyers: Region, sellers: Region) -> float:
    return (3.0 if sellers(row, left) else 0.0) - (5.0 if buyers(row, left) else 0.0)


def _plain(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", fold(text))


def _national(place: Place) -> str | None:
    """A tax number without a country, such as a NIP or a P. IVA: digits mostly, under a label that says so."""
    if _AMOUNT.match(place.text):
        return None
    match = _NATIONAL.match(place.text)
    value = re.sub(r"[ .\-/]", "", match.group()) if match else ""
    return value if sum(c.isdigit() for c in value) >= 7 and len(value) <= 16 and not place.text.rstrip().endswith("%") else None


def _label_score(view: View, one: Identifier) -> float:
    """A label such as "your VAT no." makes it the buyer's."""
    segment = _segment_at(one)
    at = one.row.segments.index(segment)
    before = segment.text if at == 0 else one.row.segments[at - 1].text + " " + segment.text
    return (-4.0 if _THEIRS.search(fold(before)) else 0.0) - one.row.index * 0.0001


def _segment_at(one: Identifier) -> Segment:
    return min(one.row.segments, key=lambda s: abs(s.left - one.left) if s.left <= one.left + 1 else 1e9)


def account_of(view: View, knowledge: Knowledge, supplier: KnownParty | None) -> Identifier | None:
    """The account to pay to: the supplier's where it is known, else one that is valid, stands under its own label, and is not
    the one that is debited."""
    found = [one for one in ibans(view.rows) if one.value not in knowledge.buyer.ibans]
    if supplier:
        known = next((one for one in found if one.value in supplier.ibans), None)
        if known:
            return known
    return max(found, key=_account_score, default=None)


def _account_score(one: Identifier) -> float:
    text = fold(_segment_at(one).text)
    leads = text.startswith("iban") or _segment_at(one).left >= one.left - 1
    return (4.0 if one.valid else 0.0) + (1.0 if leads else 0.0) - (6.0 if _DEBITED.search(fold(one.row.text)) else 0.0)
