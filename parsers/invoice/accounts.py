"""Whose VAT ids and bank accounts stand on a page."""

import re
from dataclasses import dataclass

from core.knowledge import Knowledge, KnownParty
from parsers.invoice.dictionary import fold
from parsers.invoice.fields import Place, places
from parsers.invoice.identifiers import Identifier, ibans, vat_ids
from parsers.invoice.layout import Segment
from parsers.invoice.sides import Side
from parsers.invoice.view import View

_NATIONAL = re.compile(r"^(?:[A-Z]{2,3}[ .-]?)?[A-Z]?\d[\dA-Z .\-/]{6,18}")
_AMOUNT = re.compile(r"^[^\d]{0,4}\d[\d .]*[.,]\d{2}(?!\d)")
_THEIRS = re.compile(
    r"\b(?:ihre?|your|customer|kunde\w*|client|uw|su|vs|vostra|ert|deres|jeres|nabywcy|cliente|odberatele|buyer|votre|klant\w*|kaufer|rep\w*)\b"
)
_DEBITED = re.compile(
    r"\b(?:ihrem konto|your account|votre compte|uw rekening|eingezogen|prelev\w*|debited|lastschrift|abgebucht|einzug"
    r"|mandat\w*)\b"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Vats:
    """The VAT ids of both sides. `sure`: no other could be the seller's; `placed`: the buyer's stands in the buyer's part."""

    own: str | None
    theirs: str | None
    sure: bool
    placed: bool


def vats_of(
    view: View,
    buyer: Side | None,
    seller: Side | None,
    knowledge: Knowledge,
    supplier: KnownParty | None,
    account: Identifier | None,
) -> Vats:
    """The VAT ids of seller and buyer: by master data, else by the block and the label that they stand with."""
    ours = {_plain(v) for v in knowledge.buyer.vat_ids}
    scores = _scores(view, buyer, seller, account)
    on_file = {v for v in scores if supplier and _plain(v) in {_plain(known) for known in supplier.vat_ids}}
    scores |= dict.fromkeys(on_file, 99.0)
    own = [v for v in sorted(scores, key=lambda v: -scores[v]) if _plain(v) not in ours and scores[v] > 0]
    others = [v for v in scores if _plain(v) in ours or scores[v] <= 0]
    clear = len(own) == 1 or (len(own) > 1 and scores[own[0]] - scores[own[1]] >= _APART)
    return Vats(
        own=own[0] if own else None,
        theirs=others[0] if others else own[1] if len(own) > 1 else None,
        sure=bool(own) and (own[0] in on_file or (clear and scores[own[0]] >= _AT_ACCOUNT)),
        placed=clear,
    )


_APART = 2.0
_AT_ACCOUNT = 6.0
"""The score of an id that stands with the account to pay to, or in the part of the page that a label gives the seller."""


def _scores(view: View, buyer: Side | None, seller: Side | None, account: Identifier | None) -> dict[str, float]:
    scores: dict[str, float] = {}
    found = list(vat_ids(view.rows))
    for one in found:
        place = _region_score(one.row.index, one.left, buyer, seller)
        near = 3.0 if account and abs(account.row.index - one.row.index) <= 2 and account.row.page == one.row.page else 0.0
        score = 3.0 + (1.0 if one.valid else 0.0) + _label_score(view, one) + place + near
        scores[one.value] = max(scores.get(one.value, -9.0), score)
    for row, segment, hit in view.hits("vat_id"):
        for place_of in places(view, row, segment, hit):
            value = _national(place_of)
            if value and not any(value in known or known in value for known in scores):
                theirs = 3.0 if _THEIRS.search(fold(segment.text)) else 0.0
                scores[value] = 2.0 - theirs + (0.5 if hit.leads else 0.0) + _region_score(row.index, segment.left, buyer, seller)
            break
    for one in found:
        if buyer and buyer.holds(one.row.index, one.left):
            scores[one.value] = min(scores[one.value], 0.0)
    return scores


def _region_score(row: int, left: float, buyer: Side | None, seller: Side | None) -> float:
    ours, theirs = seller is not None and seller.holds(row, left), buyer is not None and buyer.holds(row, left)
    return (3.0 if ours else 0.0) - (5.0 if theirs else 0.0)


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
