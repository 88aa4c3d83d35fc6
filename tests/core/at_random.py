"""What people may say and send in the house that is played at random (test_states)."""

from datetime import date
from decimal import Decimal

from hypothesis import strategies as st

from core.paper import Source
from core.party import Level
from tests.core.stories import (
    ADA,
    ANNA,
    IRIS,
    KARL,
    OTTO,
    line,
    paper,
    row,
)

PEOPLE = st.sampled_from([IRIS, OTTO, ANNA, KARL, ADA])
ORDERS = st.sampled_from(["PO-1", "PO-2", "PO-3"])
WHICH = st.integers(0, 7)
"""One of the invoices that there are, the newest first."""
NUMBERS = st.sampled_from(["1", "2", "3", "INV-001"])
LEVELS = st.sampled_from([Level.AUTHENTIC, Level.AUTHENTIC, Level.AUTHENTIC, Level.NAMED, Level.BEARER])
ITEMS = st.sampled_from(["Bowl 24 cm", "Plate 20 cm", "Vase", "Freight"])
COUNTS = st.integers(1, 12)
PRICES = st.sampled_from(["10.00", "10.30", "9.00", "12.00"])
AMOUNTS = st.integers(1, 15_000).map(lambda cents: Decimal(cents) / 100)
ROWS = st.lists(st.builds(row, ITEMS, COUNTS, PRICES), min_size=1, max_size=3)
PAPERS = st.builds(
    lambda number, rows, to, source, day, proven: paper(
        number, *rows, to=to, source=source, issue_date=date(2026, 3, day), proven=proven, file=f"{number}-{source}.pdf"
    ),
    st.sampled_from(["1", "2", "3", "4", "5", "INV-001", None]),
    ROWS,
    st.sampled_from(["PO-1", "PO-1", "PO-2", "PO-1", "PO-2", "PO-9", None]),
    st.sampled_from([Source.TEXT, Source.XML]),
    st.integers(1, 9),
    st.sampled_from([True, True, True, False]),
)
LINES = st.lists(
    st.builds(line, st.integers(1, 3), ITEMS, COUNTS, PRICES), min_size=1, max_size=3, unique_by=lambda li: li.number
)
