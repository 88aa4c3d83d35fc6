"""A mail of which only the headers were kept: what its failing signature says, by the source of authenticity."""

from datetime import UTC, datetime

import pytest

from bot.held import whole
from channels.oversize import only_headers
from core.message import Authenticity, Channel, Delivery, Envelope, MailKind, Message, Trust, Verdict
from core.names import Address

HEAD = b"From: paul@corvina.example\r\nSubject: Drawings\r\n\r\n"
FAILED = Authenticity(verdict=Verdict.FAIL, why="body hash", enforced=True)


def seen(raw: bytes, trust: Trust) -> Message:
    delivery = Delivery(
        channel=Channel.IMAP,
        transport_id="1",
        received_at=datetime(2026, 4, 20, 9, tzinfo=UTC),
        raw=raw,
        envelope=Envelope(trust=trust, sender=Address("paul@corvina.example"), recipients=()),
    )
    return whole(Message(kind=MailKind.HUMAN, authenticity=FAILED), delivery)


@pytest.mark.parametrize(
    ("trust", "verdict"), [(Trust.DKIM, Verdict.NONE), (Trust.HOST, Verdict.FAIL), (Trust.LOGIN, Verdict.FAIL)]
)
def test_a_signature_without_its_body_fails_for_no_fault_of_the_sender(trust: Trust, verdict: Verdict) -> None:
    """What the host found out with the whole mail in its hands stays."""
    message = seen(only_headers(HEAD, 60_000_000), trust)

    assert message.authenticity.verdict is verdict
    assert message.refused.startswith("larger than 50 MB")


def test_a_whole_mail_is_judged_as_it_is() -> None:
    assert seen(HEAD, Trust.DKIM).authenticity is FAILED
