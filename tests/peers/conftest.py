"""Real mail servers for a whole run; missing ones skip by name, or fail where nothing may be skipped."""

from collections.abc import Iterator

import pytest

from tests.doors import Shelf
from tests.peers.servers import MailPeers, mail_servers, missing
from tests.skips import lacking


@pytest.fixture(scope="session")
def running_mail_peers() -> Iterator[MailPeers]:
    """Postfix and Dovecot, started once."""
    if reason := missing():
        lacking(reason)
    with mail_servers() as peers:
        yield peers


@pytest.fixture
def mail_peers(running_mail_peers: MailPeers) -> MailPeers:
    """Postfix and Dovecot with empty mailboxes."""
    running_mail_peers.empty()
    return running_mail_peers


@pytest.fixture
def shelf() -> Shelf:
    return Shelf()
