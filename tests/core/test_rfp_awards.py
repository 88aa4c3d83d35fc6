"""Comparing and awarding, in the words of docs/rules.md 5."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from core.commands.buyer_awards import Choice
from core.commands.buyer_rfps import CancelRfp, CompleteRfp
from core.commands.supplier_quotes import Decline, Quote
from core.compare import compare
from core.money import Currency
from core.order import OrderStatus
from core.proposal import ProposalStatus as S
from core.proposal import RfpStatus
from tests.core.rfp_stories import (
    BOWLS,
    GLASSES,
    LUC,
    PLATES,
    TOM,
    UTE,
    RfpTable,
    item,
    price,
    rfp,
)
from tests.core.stories import IRIS
from tests.core.test_rfps import ALL

# ---- comparing


def offered() -> RfpTable:
    """Bowls: 10, 20, 5. Plates: 9, 22, none. Both in euro."""
    table = RfpTable().quotes(BOWLS, *ALL)
    return table.writes(PLATES, Quote(items=(price(1, "9"), price(2, "22"))), Decline(items=(3,)))


def test_the_best_price_of_each_item_is_marked() -> None:
    """Per item and supplier."""
    table = offered()
    best = {
        row.item.number: [o.proposal for o in row.offers if o.best] for row in compare(table.rfp, table.dossier.proposals).items
    }

    assert best == {1: ["RFP-1-S-2"], 2: ["RFP-1-S-1"], 3: ["RFP-1-S-1"]}


def test_the_total_of_each_combination() -> None:
    """Cheapest per item: 100 x 9 + 50 x 20 + 20 x 5. Cheapest single: 100 x 10 + 50 x 20 + 20 x 5."""
    table = offered()
    found = compare(table.rfp, table.dossier.proposals)

    assert str(found.each.total) == "EUR 2000.00"
    assert found.cheapest_single is not None and str(found.cheapest_single.total) == "EUR 2100.00"
    assert found.cheapest_single.proposal == "RFP-1-S-1"
    assert [(one.proposal, one.lacking) for one in found.single] == [("RFP-1-S-1", ()), ("RFP-1-S-2", (3,))]


def test_an_offer_of_less_is_filled_up_by_the_next_cheapest() -> None:
    """60 at 8 from one, the other 40 at 10."""
    table = RfpTable(rfp(item(1))).quotes(BOWLS, price(1, "10")).quotes(PLATES, price(1, "8", quantity=Decimal(60)))
    found = compare(table.rfp, table.dossier.proposals)

    assert [(p.proposal, p.quantity) for p in found.each.picks] == [("RFP-1-S-2", 60), ("RFP-1-S-1", 40)]
    assert str(found.each.total) == "EUR 880.00"


def test_another_currency_is_shown_and_not_compared() -> None:
    """Nobody guesses a rate."""
    dollars = replace(price(1, "1"), currency=Currency("USD"))
    table = RfpTable(rfp(item(1))).quotes(BOWLS, price(1, "10")).quotes(PLATES, dollars)
    (row,) = compare(table.rfp, table.dossier.proposals).items

    assert [(o.proposal, o.best, o.amount) for o in row.offers] == [
        ("RFP-1-S-1", True, Decimal("1000.00")),
        ("RFP-1-S-2", False, None),
    ]


# ---- awarding


def test_an_award_makes_one_submitted_order_per_winner() -> None:
    """Price and quantity as quoted, the initiator's own, and the order mail goes out to each."""
    table = offered().awards((1, PLATES), (2, BOWLS), (3, BOWLS))

    orders = {o.supplier: o for o in table.dossier.orders}
    assert {s: o.status for s, o in orders.items()} == {BOWLS: OrderStatus.SUBMITTED, PLATES: OrderStatus.SUBMITTED}
    assert {o.initiator for o in orders.values()} == {IRIS}
    assert [(line.number, line.quantity, line.unit_price) for line in orders[BOWLS].lines] == [(2, 50, 20), (3, 20, 5)]
    assert table.told(TOM) == ["order_sent", "proposal_partly_won"]
    assert table.told(UTE) == ["order_sent", "proposal_partly_won"]
    assert {post.supplier for post in table.letters if not post.to[0].buyer} == {BOWLS, PLATES}


def test_all_items_awarded_is_completed_and_the_losers_are_told() -> None:
    """Bowls takes everything."""
    table = offered().awards((1, BOWLS), (2, BOWLS), (3, BOWLS))

    assert (table.rfp.status, table.status(BOWLS), table.status(PLATES)) == (RfpStatus.COMPLETED, S.WON, S.NOT_WON)
    assert table.told(UTE) == ["proposal_not_won"]


def test_the_order_holds_the_alternative_and_the_promised_day() -> None:
    """Lead time from the day of the award; an article number stands in its own field as well."""
    quoted = price(1, "10", lead_time_days=14, alternative="BW-2400")
    table = RfpTable(rfp(item(1, sku="A-1"))).quotes(BOWLS, quoted).awards((1, BOWLS))

    (line,) = table.dossier.orders[0].lines
    assert (line.description, line.supplier_sku, line.buyer_sku) == ("Bowl 24 cm – BW-2400", "BW-2400", "A-1")
    assert line.delivery_date == date(2026, 3, 24)


def test_an_item_may_be_split_among_several() -> None:
    """60 and 40 of 100; then nothing is left of it."""
    table = RfpTable(rfp(item(1))).quotes(BOWLS, price(1, "10")).quotes(PLATES, price(1, "8", quantity=Decimal(60)))
    table.awards(Choice(item=1, supplier=PLATES), Choice(item=1, supplier=BOWLS))

    assert [(a.proposal, a.quantity) for a in table.rfp.awards] == [("RFP-1-S-2", 60), ("RFP-1-S-1", 40)]
    assert table.rfp.status is RfpStatus.COMPLETED


def test_no_more_is_awarded_than_is_offered_or_left() -> None:
    """All of it or nothing."""
    table = RfpTable(rfp(item(1))).quotes(BOWLS, price(1, "10", quantity=Decimal(60)))

    assert table.awards(Choice(item=1, supplier=BOWLS, quantity=Decimal(61))).why == "more_than_open"
    assert table.awards((1, PLATES)).why == "wrong_status"
    assert table.awards((1, GLASSES)).why == "not_invited"
    assert table.dossier.orders == () and table.rfp.awards == ()


def test_complete_by_hand_leaves_the_others_not_awarded() -> None:
    """Who won something keeps it, the others are told."""
    table = offered().awards((1, PLATES)).says(IRIS, CompleteRfp())

    assert (table.rfp.status, table.status(PLATES), table.status(BOWLS)) == (RfpStatus.COMPLETED, S.PARTLY_WON, S.NOT_WON)
    assert (table.told(TOM), table.told(UTE)) == (["proposal_not_won"], [])


def test_a_cancellation_is_told() -> None:
    """Those who offered, and those who might still have; not those who refused."""
    table = (
        RfpTable(rfp(invited=(BOWLS, PLATES, GLASSES)))
        .quotes(BOWLS, *ALL)
        .declines(GLASSES)
        .says(IRIS, CancelRfp(reason="No budget"))
    )

    assert table.rfp.status is RfpStatus.CANCELED
    assert (table.told(TOM), table.told(UTE), table.told(LUC)) == (["rfp_canceled"], ["rfp_canceled"], [])
    assert table.quotes(BOWLS, *ALL).why == "wrong_status"


def test_what_is_awarded_cannot_be_canceled() -> None:
    """It is completed instead; the orders have a life of their own."""
    assert offered().awards((1, PLATES)).says(IRIS, CancelRfp()).why == "already_decided"
