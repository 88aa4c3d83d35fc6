"""Real mail servers for a whole run; missing ones skip by name, or fail where nothing may be skipped."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.demo.world import signing_key
from tests.doors import Shelf
from tests.peers.servers import MailPeers, mail_servers, missing
from tests.peers.town import CONFIGURATION, Town
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


@pytest.fixture
def town(mail_peers: MailPeers, store_url: str, tmp_path: Path) -> Town:
    """A buyer, an approver's role and a supplier on file; nothing runs yet."""
    address, port = mail_peers.address, mail_peers.port
    domains = dict.fromkeys(who.rpartition("@")[2] for who in address.values())
    signed = {domain: signing_key(domain, "s1") for domain in domains}
    (tmp_path / "zone.txt").write_text("".join(zone for _, zone in signed.values()))
    text = CONFIGURATION.format(
        bot=address["bot"],
        buyer=address["buyer"],
        database=store_url,
        password=mail_peers.user["bot"],
        certificate=mail_peers.certificate,
        **port,
    )
    (tmp_path / "counterfoil.toml").write_text(text)
    town = Town(peers=mail_peers, folder=tmp_path, keys={domain: key for domain, (key, _) in signed.items()})
    roles = [word for role in ("admin", "initiator", "accountant", "approver") for word in ("--role", role)]
    town.say("buyer", "add", address["buyer"], "--name", "Ann Berg", *roles)
    town.say("supplier", "add", "Corvina Metalware B.V.", "--contact", address["supplier"], "--tolerance", "5", "--country", "NL")
    return town
