"""What one invoice costs with a thousand and with a hundred thousand stored, or a million; the same mails on both, by turns.

python -m tests.bench.growth [--invoices 100000] [--times 30] [SMALL_URL BIG_URL]

The supplier has a two-hundredth of everything, or (S-1) a tenth. Each invoice bills an order of its own that was just
entered, and names it or not. `whole` is the road from the stored mail to the written letters, `database` the part of it spent
in statements, `plans` the statements that scan a table that grows. The aim is a ratio of 1.5. Then a supplier with 2,000 open
orders of 50 lines: how long it takes to find the order of an invoice that names none (aim: one second).
"""

import argparse
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from decimal import Decimal
from itertools import count
from uuid import uuid4

from sqlalchemy import event, text
from sqlalchemy.exc import SQLAlchemyError

from bot.demo.bill import Row
from bot.dossiers import orders_for
from core.invoice import Invoice
from core.matching.candidates import ranked
from core.names import Address, Reference, SupplierId
from core.order import PurchaseOrder
from core.paper import Paper
from parsers.cage import Cage
from storage.store import Store, migrate, open_store
from tests.bench.archive import NOW, fill
from tests.flows.bills import paper, xml
from tests.flows.conftest import ANN, House
from tests.storage.plans import GROWING, listening, scans
from tests.stores import _created, _dropped, _own_server

RARE, FREQUENT = "S-8", "S-1"
MANY = 2_000
_names = count(1)


class Archive(House):
    """A house that is years old: its people are in the store, and so may be the letters of an earlier run."""

    def __init__(self, store: Store, cage: Cage) -> None:
        super().__init__(store, cage)
        self.bot = replace(self.bot, new_id=lambda: uuid4().hex[:16])
        self.numbers = count(time.time_ns())

    def _people(self) -> None:
        """They are there."""


@dataclass(slots=True, kw_only=True)
class Spent:
    """Seconds of each invoice."""

    whole: list[float] = field(default_factory=list)
    database: list[float] = field(default_factory=list)


def main() -> None:
    """Print the figures of both databases."""
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("urls", nargs="*")
    words.add_argument("--invoices", type=int, default=100_000)
    words.add_argument("--times", type=int, default=30)
    given = words.parse_args()
    with ExitStack() as stack, Cage(jobs=1) as cage:
        pairs = [tuple(given.urls)] if given.urls else list(_databases(stack))
        for small, big in pairs:
            _measured(cage, _filled(small, 1_000), _filled(big, given.invoices), given.times)


def _databases(stack: ExitStack) -> Iterator[tuple[str, str]]:
    folder = stack.enter_context(tempfile.TemporaryDirectory())
    yield f"sqlite:///{folder}/small.db", f"sqlite:///{folder}/big.db"
    try:
        server = stack.enter_context(_own_server())
    except (ImportError, OSError, RuntimeError, SQLAlchemyError) as missing:
        print(f"postgresql: no server ({missing})")
        return
    urls = [_created(server, f"growth_{time.time_ns()}") for _ in range(2)]
    for url in urls:
        stack.callback(_dropped, server, url)
    yield urls[0], urls[1]


def _filled(url: str, invoices: int) -> Store:
    """An open store with so many invoices and as many orders; one that holds any is taken as it is."""
    migrate(url)
    store = open_store(url, reserve=0)
    with store.read() as unit:
        empty = not unit.documents.newest(1)
    if empty:
        fill(store, 2 * invoices)
    if store.engine.dialect.name == "postgresql":
        with store.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("ANALYZE"))
    return store


def _measured(cage: Cage, small: Store, big: Store, times: int) -> None:
    print(f"== {small.engine.dialect.name}", flush=True)
    houses = [Archive(store, cage) for store in (small, big)]
    for supplier in (RARE, FREQUENT):
        for named in (True, False):
            spent = [Spent(), Spent()]
            for _ in range(times):
                for house, figures in zip(houses, spent, strict=True):
                    _one(house, figures, supplier, named)
            _print(f"{supplier} {'names its order' if named else 'names none':15}", *spent)
    with listening(big) as sent:
        _one(houses[1], Spent(), RARE, named=True)
        _one(houses[1], Spent(), FREQUENT, named=False)
    found = scans(big, sent, GROWING)
    print(f"plans: {len(sent)} statements, {len(found)} with a scan", *found, sep="\n  ")
    _many_orders(houses[1])
    for store in (small, big):
        store.close()


def _one(house: Archive, figures: Spent, supplier: str, named: bool) -> None:
    """An order is entered, its invoice comes; the time from the mail to the letters."""
    n = next(_names)
    house.now = NOW
    rows = tuple(
        Row(sku=f"NEW-{n}-{i}", text=f"Ladle no. {n} size {i}", quantity=Decimal(10 + i), price=Decimal(n + i)) for i in (1, 2)
    )
    number = f"N{time.time_ns()}"[:18]
    house.orders(*rows, number=number, supplier=supplier)
    stated = paper(f"G-{time.time_ns()}", *rows, orders=(number,) if named else ())
    who = Address(f"sales@supplier{supplier.removeprefix('S-')}.example")
    with _clocked(house.bot.store) as database:
        began = time.perf_counter()
        house.writes("", subject="Invoice", who=who, files=(xml(stated),))
        figures.whole.append(time.perf_counter() - began)
    figures.database.append(sum(database))


def _ladle(n: int, size: int) -> Row:
    return Row(sku=f"NEW-{n}-{size}", text=f"Ladle no. {n} size {size}", quantity=Decimal(10 + size), price=Decimal(n + size))


@contextmanager
def _clocked(store: Store) -> Iterator[list[float]]:
    """The seconds of each statement."""
    spent: list[float] = []
    began: list[float] = []

    def before(*_: object) -> None:
        began.append(time.perf_counter())

    def after(*_: object) -> None:
        spent.append(time.perf_counter() - began.pop())

    event.listen(store.engine, "before_cursor_execute", before)
    event.listen(store.engine, "after_cursor_execute", after)
    try:
        yield spent
    finally:
        event.remove(store.engine, "before_cursor_execute", before)
        event.remove(store.engine, "after_cursor_execute", after)


def _print(name: str, small: Spent, big: Spent) -> None:
    parts = []
    for what in ("whole", "database"):
        few, many = (statistics.median(getattr(spent, what)) for spent in (small, big))
        parts.append(f"{what} {few * 1000:.1f} -> {many * 1000:.1f} ms, x {many / few:.2f}")
    print(f"{name}  {'   '.join(parts)}", flush=True)


def _many_orders(house: Archive) -> None:
    """Enter 2,000 orders of 50 lines for one supplier, then look for the one that an invoice without a number bills."""
    supplier, store = SupplierId("S-7"), house.bot.store
    orders = [_large(supplier, n) for n in range(MANY)]
    with store.begin() as unit:
        for one in orders:
            unit.documents.save(one, 0)
    wanted = orders[MANY // 3]
    lines = [Row(sku="", text=line.description, quantity=line.quantity, price=line.unit_price) for line in wanted.lines[5:35]]
    stated: Paper = paper("LARGE-1", *lines, orders=())
    invoice = Invoice(reference=Reference("INV-LARGE"), supplier=supplier, paper=stated, received_at=NOW)
    times = []
    for _ in range(5):
        began = time.perf_counter()
        with store.read() as unit:
            owner = unit.people.supplier(supplier)
            assert owner is not None
            found = ranked(invoice, orders_for(unit, owner, (), (stated,)))
        times.append(time.perf_counter() - began)
    right = found[0][0].reference == wanted.reference
    print(f"the order of 30 lines without a number, of {MANY} open ones of 50 lines: {min(times):.2f} s, right: {right}")


def _large(supplier: SupplierId, n: int) -> PurchaseOrder:
    from tests.bench.archive import order

    like = order(2)
    lines = tuple(
        replace(
            like.lines[0],
            number=i,
            description=f"Hinge type {(n * 31 + i * 7) % 9973} brass {i} mm",
            supplier_sku="",
            quantity=Decimal(5 + i),
            unit_price=Decimal((n * 13 + i * 17) % 5000 + 100) / 100,
        )
        for i in range(1, 51)
    )
    name = Reference(f"L{time.time_ns() % 10**9}-{n}")
    return replace(like, reference=name, supplier=supplier, initiator=ANN, lines=lines, version=0)


if __name__ == "__main__":
    main()
