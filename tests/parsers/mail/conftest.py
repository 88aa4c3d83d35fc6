"""A house with one mailbox, and a way to open raw mails in it."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime

import pytest

from core.message import Channel, Delivery, Envelope, Message, Trust
from core.names import Address
from parsers.rfc822 import MailSettings, open_mail

RECEIVED_AT = datetime(2026, 5, 13, 8, 0, tzinfo=UTC)
Open = Callable[..., Message]


@pytest.fixture(scope="session")
def house() -> MailSettings:
    """Our mailbox is orders@acme.example; its host signs its word as mx.acme.example."""
    return MailSettings(
        addresses=(Address("orders@acme.example"),),
        message_id_domain="acme.example",
        authserv_id="mx.acme.example",
        trusted_received_hops=1,
    )


@pytest.fixture(scope="session")
def opened(house: MailSettings) -> Open:
    """Open raw bytes (or text) as they came in over IMAP."""

    def open_raw(
        raw: bytes | str,
        trust: Trust = Trust.NOTHING,
        keys: Mapping[str, str] | None = None,
        channel: Channel = Channel.IMAP,
        sender: Address | None = None,
        recipients: tuple[Address, ...] = (),
        login: Address | None = None,
    ) -> Message:
        content = raw.encode() if isinstance(raw, str) else raw
        envelope = Envelope(trust=trust, sender=sender, recipients=recipients, login=login)
        delivery = Delivery(channel=channel, transport_id="1", received_at=RECEIVED_AT, raw=content, envelope=envelope)
        return open_mail(delivery, house, keys)

    return open_raw
