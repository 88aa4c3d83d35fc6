"""The supplier's dashboard: what is open and whose turn it is, and the sums per status; the sheet has all of it."""

from collections.abc import Sequence

from channels.render.blocks import Block, Cell, Column, Heading, Paragraph, Part, Table
from channels.render.tell import invoice_blocks, order_blocks, rfps
from channels.render.tell.telling import Telling
from core.invoice import Invoice
from core.letters import Scene
from core.moves import Turn
from core.order import OrderStatus, PurchaseOrder
from core.overview import MOST, SETTLED, Overview, totals, turn_of_order

SHOWN = 15
"""Rows of one kind in the letter; whose turn is the supplier's comes first."""
TURNS = {Turn.SUPPLIER: "yours", Turn.BUYER: "buyers", Turn.NOBODY: "nobodys"}


def overview_in(scene: Scene) -> Overview:
    """The dashboard as it was loaded; else what the scene holds."""
    known = Overview(
        orders=scene.orders, invoices=scene.invoices, credits=scene.credits, rfps=scene.rfps, proposals=scene.proposals
    )
    return scene.overview or known


def open_documents(t: Telling) -> Part:
    """Everything that is open: the supplier's own first."""
    found, say = overview_in(t.scene), t.words.say
    theirs = tuple(o for o in found.orders if o.status is OrderStatus.SUBMITTED)
    billed = tuple(i for i in found.invoices if i.status not in SETTLED)
    asked = rfps.open_requests(t)
    turns = (*map(turn_of_order, theirs), *map(t.turn_of, billed), *(t.turn_of_proposal(p) for _, p in asked))
    counted = {"orders": t.words.count("orders_open", len(theirs)), "invoices": t.words.count("invoices_open", len(billed))}
    blocks: list[Block] = []
    if theirs:
        first = sorted(theirs, key=lambda o: turn_of_order(o) is not Turn.SUPPLIER)
        blocks += [Heading(text=say("open.orders")), orders(t, first[:SHOWN]), *_more(t, len(theirs))]
    if billed:
        mine = sorted(billed, key=lambda i: t.turn_of(i) is not Turn.SUPPLIER)
        blocks += [Heading(text=say("open.invoices")), invoices(t, mine[:SHOWN]), *_more(t, len(billed))]
    if asked:
        blocks += [Heading(text=say("open.rfps")), rfps.listed(t, asked[:SHOWN]), *_more(t, len(asked))]
    if found.invoices:
        blocks += [Heading(text=say("open.sums")), _sums(t, found.invoices)]
    cut = (Paragraph(text=say("open.cut", most=str(MOST)), small=True),) if found.cut else ()
    return Part(
        subject=say("open.subject"),
        happened=say("open.happened", house=t.house, **counted),
        turn=say("open.turn" if Turn.SUPPLIER in turns else "open.turn_none"),
        blocks=(*blocks, Paragraph(text=say("open.attached"), small=True), *cut),
    )


def _more(t: Telling, count: int) -> tuple[Block, ...]:
    if count <= SHOWN:
        return ()
    return (Paragraph(text=t.words.say("open.more", n=str(count - SHOWN)), small=True),)


def _turn(t: Telling, turn: Turn) -> Cell:
    return Cell(text=t.words.say(f"open.{TURNS[turn]}"), differs=turn is Turn.SUPPLIER)


def _columns(t: Telling, second: str) -> tuple[Column, ...]:
    say = t.words.say
    return (
        Column(title=say("open.document")),
        Column(title=say(second)),
        Column(title=say("open.whose")),
        Column(title=say("open.amount"), right=True),
    )


def invoices(t: Telling, found: Sequence[Invoice]) -> Table:
    """A list of invoices with status and whose turn."""
    rows = tuple(
        (
            Cell(text=invoice_blocks.number(i), below=i.reference),
            Cell(text=t.words.say(f"status.invoice.{i.status.value}"), chip=t.invoice_chip(i)),
            _turn(t, t.turn_of(i)),
            Cell(text=invoice_blocks.total(t, i)),
        )
        for i in found
    )
    return Table(columns=_columns(t, "common.status"), rows=rows)


def orders(t: Telling, found: Sequence[PurchaseOrder]) -> Table:
    """A list of orders with the answer and whose turn."""
    rows = tuple(
        (
            Cell(text=o.reference),
            Cell(text=order_blocks.confirmation(t.words, o)),
            _turn(t, turn_of_order(o)),
            Cell(text=t.words.money(o.net)),
        )
        for o in found
    )
    return Table(columns=_columns(t, "order.state"), rows=rows)


def _sums(t: Telling, found: Sequence[Invoice]) -> Table:
    """Per status and currency: how many, what they come to, what of it is open."""
    say = t.words.say
    columns = (
        Column(title=say("common.status")),
        Column(title=say("open.count"), right=True),
        Column(title=say("open.amount"), right=True),
        Column(title=say("overview.open"), right=True),
    )
    rows = tuple(
        (
            Cell(text=say(f"status.invoice.{one.status.value}")),
            Cell(text=str(one.count)),
            Cell(text=t.words.cash(one.gross, one.currency)),
            Cell(text=t.words.cash(one.open, one.currency)),
        )
        for one in totals(found)
    )
    return Table(columns=columns, rows=rows)
