"""TXT records: an answer, no such name, or "try again later"; the last is never taken for the second."""

import socket
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import dns.message
import dns.rcode
import dns.resolver
import dns.rrset
import pytest

from channels.dns import NAMES, NameServers, TemporaryFailure, ZoneFile

Answering = Callable[[str], int | tuple[str, ...] | None]


@pytest.fixture
def name_server() -> Iterator[Callable[[Answering], NameServers]]:
    """A name server on loopback: texts = answer, a number = that rcode, None = silence."""
    server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    server.bind(("127.0.0.1", 0))
    answering: list[Answering] = []

    def serve() -> None:
        while True:
            try:
                wire, peer = server.recvfrom(4096)
            except OSError:
                return
            query = dns.message.from_wire(wire)
            question = query.question[0]
            said = answering[0](question.name.to_text(omit_final_dot=True))
            if said is None:
                continue
            reply = dns.message.make_response(query)
            if isinstance(said, int):
                reply.set_rcode(dns.rcode.Rcode(said))
            elif said:
                quoted = [" ".join(f'"{part}"' for part in text.split("|")) for text in said]
                reply.answer.append(dns.rrset.from_text(question.name, 60, "IN", "TXT", *quoted))
            server.sendto(reply.to_wire(), peer)

    def start(how: Answering) -> NameServers:
        answering.append(how)
        resolver = dns.resolver.Resolver(configure=False)
        resolver.nameservers, resolver.port = ["127.0.0.1"], server.getsockname()[1]
        resolver.timeout = 0.2
        return NameServers(resolver)

    threading.Thread(target=serve, daemon=True).start()
    yield start
    server.close()


def test_each_name_has_its_records(name_server: Callable[[Answering], NameServers]) -> None:
    """Strings of one record are joined, records stay apart, missing names have none."""
    zone: dict[str, int | tuple[str, ...]] = {
        "a.test": ("v=DKIM1; p=AB|CD",),
        "b.test": ("one", "two"),
        "c.test": (),
        "d.test": 3,
    }

    assert name_server(zone.__getitem__).lookup(zone) == {
        "a.test": ("v=DKIM1; p=ABCD",),
        "b.test": ("one", "two"),
        "c.test": (),
        "d.test": (),
    }


@pytest.mark.parametrize("said", [2, 5, None], ids=["SERVFAIL", "REFUSED", "silence"])
def test_a_server_in_trouble_is_no_answer(
    name_server: Callable[[Answering], NameServers], said: int | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A time-out or a failing server is a temporary failure, never "no such key"."""
    monkeypatch.setattr("channels.dns.NAME_SECONDS", 0.5)

    (records,) = name_server(lambda name: said).lookup(["a.test"]).values()

    assert isinstance(records, TemporaryFailure)


@pytest.mark.parametrize(
    "name", ["x" * 64 + ".test", "a..test", ".".join(["abcdefgh"] * 40), "\\400.test", "\x00", "ü" * 70 + ".test"]
)
def test_impossible_names_have_no_records(name_server: Callable[[Answering], NameServers], name: str) -> None:
    """Hostile signatures name keys that cannot exist."""
    assert name_server(lambda name: 3).lookup([name]) == {name: ()}


def test_the_number_of_names_is_limited(name_server: Callable[[Answering], NameServers]) -> None:
    """A mail with a thousand signatures costs as much as one with twenty."""
    assert len(name_server(lambda name: ("x",)).lookup(f"k{n}.test" for n in range(1000))) == NAMES


def test_a_zone_file_answers_in_the_same_form(tmp_path: Path) -> None:
    """Comments, time to live, several strings, escapes, and names in any case."""
    zone = tmp_path / "zone"
    zone.write_text(
        "; keys of the demo\n"
        'sel._domainkey.Supplier.test. IN TXT "v=DKIM1; " "p=ABC"\n'
        '_dmarc.supplier.test 300 IN TXT "v=DMARC1; p=reject"\n\n'
        'two.test TXT "first"\ntwo.test TXT "sec\\"ond"\n'
    )

    assert ZoneFile(zone).lookup(["SEL._domainkey.supplier.test", "_dmarc.supplier.test", "two.test", "no.test"]) == {
        "SEL._domainkey.supplier.test": ("v=DKIM1; p=ABC",),
        "_dmarc.supplier.test": ("v=DMARC1; p=reject",),
        "two.test": ("first", 'sec"ond'),
        "no.test": (),
    }


def test_a_wrong_line_of_a_zone_file_is_named(tmp_path: Path) -> None:
    """The operator is told which line it is."""
    (tmp_path / "zone").write_text('a.test IN TXT "x"\na.test IN A 127.0.0.1\n')

    with pytest.raises(ValueError, match="line 2"):
        ZoneFile(tmp_path / "zone").lookup(["a.test"])


def test_a_missing_zone_file_is_a_temporary_failure(tmp_path: Path) -> None:
    """It does not make mails unauthentic."""
    (records,) = ZoneFile(tmp_path / "none").lookup(["a.test"]).values()

    assert isinstance(records, TemporaryFailure)
