"""Which changes on its way leave a mail the same mail, and which make it another."""

import time
import tracemalloc

import pytest

from core.delivery_hash import content_hash

MAIL = (
    b"From: Ann <ann@supplier.test>\r\nTo: orders@acme.test\r\nDate: Tue, 24 Nov 2026 10:00:00 +0000\r\n"
    b"Message-ID: <1@supplier.test>\r\nSubject: Invoice 77\r\nContent-Type: text/plain\r\n\r\nDear all,\r\nplease pay.\r\n"
)


@pytest.mark.parametrize(
    "again",
    [
        b"Received: from a by b; Tue, 24 Nov 2026 10:00:01 +0000\r\n" + MAIL,
        b"Return-Path: <x@y.test>\r\nDelivered-To: a@b.test\r\nAuthentication-Results: mx; dmarc=pass\r\nARC-Seal: i=1\r\n"
        + MAIL,
        b"X-Spam-Status: No,\r\n\tscore=1\r\n" + MAIL,
        MAIL.replace(b"\r\n", b"\n"),
        MAIL.replace(b"\r\n", b"\r"),
        MAIL.replace(b"Subject: Invoice 77", b"SUBJECT:  Invoice\r\n  77"),
        MAIL.replace(b"Message-ID: <1@supplier.test>\r\n", b"").replace(b"From:", b"Message-ID: <1@supplier.test>\r\nFrom:"),
        MAIL + b"\r\n\r\n",
        MAIL.rstrip(),
    ],
    ids=["trace", "more trace", "folded X-", "LF", "CR", "refolded", "reordered", "empty lines at the end", "no line end"],
)
def test_the_way_of_a_mail_does_not_count(again: bytes) -> None:
    """A resend with another trace is the same mail."""
    assert content_hash(again) == content_hash(MAIL)


@pytest.mark.parametrize(
    "other",
    [
        MAIL.replace(b"Invoice 77", b"Invoice 78"),
        MAIL.replace(b"<1@", b"<2@"),
        MAIL.replace(b"10:00:00", b"10:00:01"),
        MAIL.replace(b"ann@", b"eve@"),
        MAIL.replace(b"text/plain", b"text/html"),
        MAIL.replace(b"please", b"please do not"),
        MAIL.replace(b"all,\r\n", b"all, "),
        b"Subject: Invoice 77\r\n" + MAIL,
        b"Subject: Invoice 77\r\n"
        + MAIL.replace(b"\r\nSubject: Invoice 77", b"\r\nX-Subject: Invoice 77").replace(b"Ann", b"Ben"),
    ],
)
def test_what_the_writer_wrote_counts(other: bytes) -> None:
    """Another header, another word, a second subject: another mail."""
    assert content_hash(other) != content_hash(MAIL)


@pytest.mark.parametrize(
    "raw", [b"", b"\r\n", b"\r", b":", b"\0\xff" * 9, b"From", b"From:" * 10_000, b"\r\n" * 5, b"\r" * 2_000_000]
)
def test_any_bytes_have_a_hash(raw: bytes) -> None:
    """Hostile bytes are hashed like all others."""
    assert len(content_hash(raw)) == 64


def test_line_ends_do_not_count_in_a_large_body_either() -> None:
    """The body is hashed in pieces; a line end on the edge of a piece stays one."""
    head, body = b"Subject: large\r\n\r\n", b"x" * ((1 << 20) - 1) + b"\r\n" + b"y" * (1 << 20)

    assert content_hash(head + body) == content_hash(head + body.replace(b"\r\n", b"\n"))


def test_a_large_mail_is_hashed_without_copies_of_it() -> None:
    """Many mails of 50 MB may be at the door at once."""
    raw = b"Subject: large\r\n\r\n" + b"x\r\n" * 10_000_000 + b"\r\n" * 1_000_000
    tracemalloc.start()
    content_hash(raw)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert peak < 8_000_000


def test_endless_headers_are_hashed_in_time() -> None:
    """A mail that is all headers, without an end."""
    began = time.monotonic()
    content_hash(b"X: y\r\n" * 5_000_000)
    content_hash(b"From: y\r\n" * 5_000_000)

    assert time.monotonic() - began < 5
