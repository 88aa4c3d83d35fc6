"""Erase a person: what is found is shown first, then it goes in one transaction (docs/threats.md, privacy)."""

import base64
import binascii
import quopri
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot import commit, dossiers
from core.commands.buyer_people import RemoveContact
from core.dossier import Actor
from core.engine import begin, handle
from core.errors import Conflict
from core.names import Address, Reference

if TYPE_CHECKING:
    from bot.wire import Bot
    from storage.erasure import Erased, Traces
    from storage.unit import Unit

_BASE64 = re.compile(rb"(?:^[A-Za-z0-9+/]{40,76}\r?\n)+[A-Za-z0-9+/]*={0,2}", re.MULTILINE)
_SOFT = re.compile(rb"=\r?\n")
LEAST_QUOTE = 12
LEAST_NAME = 6
"""Shorter names, and names of one word, stand in too many honest sentences: they go with their address only."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Who is erased, and where he is found. `said`: his own words, squeezed, as mails and letters quote them."""

    who: "Erased"
    traces: "Traces"
    suppliers: tuple[str, ...]
    said: tuple[bytes, ...] = ()


def plan(bot: "Bot", address: Address) -> Plan:
    """What would be erased; changes nothing. Raises Conflict for somebody who must be removed by another command first."""
    from storage.erasure import Erased

    with bot.store.read() as unit:
        suppliers = unit.people.suppliers_of(address)
        last = [s.id for s in suppliers if len(s.contacts) == 1]
        if last:
            raise Conflict(f"{address} is the last contact of {', '.join(last)}: add another one first")
        if unit.people.buyer(address):
            raise Conflict(f"{address} is a buyer: `counterfoil buyer remove {address}` first")
        contacts = (c for s in suppliers for c in s.contacts if c.address == address)
        names = tuple(dict.fromkeys(c.name for c in contacts if len(c.name) >= LEAST_NAME and " " in c.name))
        who = Erased(address=address, names=names, alias=Address(f"erased-{bot.new_id()[-8:]}@erased.invalid"))
        said = _said(unit, who)
        traces = unit.erasure(who).traces(lambda raw: mentions(raw, who) or quotes(raw, said))
    return Plan(who=who, traces=traces, suppliers=tuple(s.id for s in suppliers), said=said)


def _said(unit: "Unit", who: "Erased") -> tuple[bytes, ...]:
    """Longer words of his: a bare "ok" is nobody's in particular."""
    texts = (squeezed(unit.blobs.get(said) or b"") for said in unit.erasure(who).words())
    return tuple(text for text in texts if len(text) >= LEAST_QUOTE)


def erase(bot: "Bot", actor: Actor, found: Plan) -> None:
    """Remove the contact by the road of every other command, then take the person out of everything that is kept.

    Raises Conflict where the admin may not, or where a mail of the person is being worked on.
    """
    with bot.store.begin() as unit:
        for which in found.suppliers:
            _remove(bot, unit, actor, which, found.who.address)
        erasure = unit.erasure(found.who)
        traces = erasure.traces(lambda raw: mentions(raw, found.who) or quotes(raw, found.said))
        erasure.erase(traces, lambda raw: None if quotes(raw, found.said) else redacted(raw, found.who))
    bot.store.compact()


def _remove(bot: "Bot", unit: "Unit", actor: Actor, which: str, address: Address) -> None:
    now = bot.clock()
    dossier = dossiers.for_document(unit, bot.keys[0], actor, Reference(which))
    outcome = handle(begin(dossier), RemoveContact(address=address), now, bot.policy)
    if outcome.refusal:
        raise Conflict(f"{which}: {outcome.refusal.why.value.replace('_', ' ')}")
    commit.write(unit, outcome, now)


def mentions(raw: bytes, who: "Erased") -> bool:
    """Whether a mail or a letter names the person: as it stands, in quoted-printable, in base64. Packed files are not opened."""
    needles = [part.lower().encode() for part in (who.address, *who.names)]
    return any(needle in text for text in _texts(raw) for needle in needles)


def quotes(raw: bytes, said: tuple[bytes, ...]) -> bool:
    """Whether a mail or a letter holds the person's own words: such a one cannot be had without them."""
    texts = [squeezed(text) for text in _texts(raw)] if said else []
    return any(words in text for text in texts for words in said)


def squeezed(text: bytes) -> bytes:
    """Without the white space and the marks of quoting that mail programs put into words."""
    return re.sub(rb"[\s>]+", b"", text.lower())


def _texts(raw: bytes) -> "list[bytes]":
    found = [raw.lower(), quopri.decodestring(_SOFT.sub(b"", raw)).lower()]
    for block in _BASE64.finditer(raw):
        try:
            found.append(base64.b64decode(re.sub(rb"\s", b"", block[0])).lower())
        except (binascii.Error, ValueError):
            continue
    return found


def redacted(raw: bytes, who: "Erased") -> bytes | None:
    """The bytes with the alias in the place of the address, and without the names; None where they stay in some encoding."""
    made = _SOFT.sub(b"", raw) if b"quoted-printable" in raw.lower() else raw
    for part in (who.address, *who.names):
        stand_in = who.alias.encode() if part == who.address else b""
        for form in {part.encode(), quopri.encodestring(part.encode()).strip(), part.encode("utf-8", "ignore")}:
            made = re.sub(re.escape(form), stand_in.replace(b"\\", rb"\\"), made, flags=re.IGNORECASE)
    return None if mentions(made, who) else made
