"""What the first answer needs is loaded before somebody waits for it: Slack gives up after three seconds."""

from contextlib import suppress
from decimal import Decimal
from typing import TYPE_CHECKING

from core.errors import Unreachable
from core.letters import Notice, NoticeKind, Person, Post, Scene, Weight
from core.names import Reference, SupplierId
from core.order import OrderLine, OrderStatus, PurchaseOrder

if TYPE_CHECKING:
    from bot.wire import Bot


def warm(bot: "Bot") -> None:
    """Read what homes and digests look at, word a letter with its PDF and its sheet, and throw it away: what that took stays."""
    from bot.digests import desk_of
    from channels.render.mail import render

    with suppress(Unreachable), bot.store.read() as unit:
        desk_of(bot, unit, (), bot.clock())
    house = bot.policy.house
    order = PurchaseOrder(
        reference=Reference("PO-0"),
        supplier=SupplierId("S-0"),
        initiator=house.mailbox,
        currency=house.currency,
        lines=(OrderLine(number=1, description="Cup", quantity=Decimal(1), unit_price=Decimal(1)),),
        status=OrderStatus.SUBMITTED,
        revision=1,
    )
    scene = Scene(house=house, at=bot.clock(), tolerance=bot.policy.tolerance, orders=(order,))
    notice = Notice(kind=NoticeKind.ORDER_SENT, weight=Weight.STATUS, document=order.reference)
    render(Post(to=(Person(address=house.mailbox),), notices=(notice,)), scene, house.mailbox, "")
