"""`counterfoil check`: what works, what does not, and what to do about it."""

import os
import shutil
from collections.abc import Iterator
from typing import TYPE_CHECKING

from bot.receive import sources
from bot.run import sink_of
from channels.source import Checkup
from core.approval import may_approve
from core.message import Trust
from core.party import Buyer, BuyerRole
from core.policy import Band

if TYPE_CHECKING:
    from bot.wire import Bot

MOST_DRIFT = 30
"""Seconds; a lease of mail lasts 120."""
SHORTEST_KEY = 32
"""Letters; `counterfoil init` makes 43, which hold 256 random bits."""
WORDS_OF_TRUST = {
    Trust.HOST: "senders count as authentic by the Authentication-Results of {authserv}",
    Trust.DKIM: "senders count as authentic by their DKIM signature, checked here",
    Trust.LOGIN: "senders count as authentic by their login at our SMTP door",
    Trust.NOTHING: "no sender counts as authentic: everything but comments and invoices waits for a YES; set mail.trust",
}


def checkups(bot: "Bot") -> Iterator[Checkup]:
    """One finding a part, in the order in which mail passes them."""
    yield _database(bot)
    yield from _clocks(bot)
    yield from _people(bot)
    yield from _keys(bot)
    yield _trust(bot)
    yield from _doors(bot)
    sink = sink_of(bot)
    yield sink.check() if sink else _todo("outgoing", "no mail goes out: configure [smtp_out]")
    if bot.settings.slack is not None:
        from bot.slack.check import checkups as slack_checkups

        yield from slack_checkups(bot)
    yield _pictures()


def _doors(bot: "Bot") -> Iterator[Checkup]:
    try:
        doors = list(sources(bot, bot.store.keep))
    except ValueError as missing:
        yield _todo("incoming", str(missing))
        return
    for _, door in doors:
        yield door.check()
    if not doors:
        yield _todo("incoming", "no mail comes in: configure [imap], [smtp_in] or [folder]")


def _keys(bot: "Bot") -> Iterator[Checkup]:
    """The key of our tokens (docs/mail.md 1), and the one that letters are signed with."""
    if len(bot.settings.keys.token) < SHORTEST_KEY:
        yield _todo("keys", f"keys.token is shorter than {SHORTEST_KEY} letters and can be guessed: set random ones")
    file, selector = bot.settings.mail.dkim_key_file, bot.settings.mail.dkim_selector
    if (file is None) != (not selector):
        yield _todo("keys", "mail.dkim_selector and mail.dkim_key_file go together: letters are not signed")
    elif file and not (file.is_file() and os.access(file, os.R_OK)):
        yield _todo("keys", f"mail.dkim_key_file {file} cannot be read: no letter can be signed")


def _database(bot: "Bot") -> Checkup:
    with bot.store.read() as unit:
        numbers = unit.counters.peek()
    return Checkup(
        door="database", well=True, finding=f"open; the next order is PO-{numbers.order}, the next invoice INV-{numbers.invoice}"
    )


def _clocks(bot: "Bot") -> Iterator[Checkup]:
    """Leases count by our clock (docs/reliability.md 4)."""
    ahead = abs(bot.store.drift(bot.clock()).total_seconds())
    if ahead > MOST_DRIFT:
        yield _todo("clock", f"this machine's clock and the database's differ by {ahead:.0f} s: set both by NTP")


def _people(bot: "Bot") -> Iterator[Checkup]:
    with bot.store.read() as unit:
        buyers = unit.people.buyers()
    admins = [b for b in buyers if b.may(BuyerRole.ADMIN)]
    if not admins:
        yield _todo("buyers", "no admin: `counterfoil buyer add MAIL --role admin`")
        return
    yield Checkup(door="buyers", well=True, finding=f"{len(buyers)} on file, {len(admins)} of them admin")
    for place, band in enumerate(bot.policy.bands, start=1):
        yield from (_todo("bands", f"band {place}: {finding}") for finding in _wrong(band, buyers))


def _wrong(band: Band, buyers: tuple[Buyer, ...]) -> Iterator[str]:
    """Whom a band names in vain, and where nobody would be left on an approver's own order (docs/rules.md 4.5)."""
    people = {b.address: b for b in buyers}
    missing = [a for a in band.approvers if a not in people]
    if missing:
        yield f"{', '.join(missing)} is no buyer; add the buyer or mend policy.bands"
    lost = [a for a in band.approvers if a in people and not may_approve(people[a])]
    if lost:
        yield f"{', '.join(lost)} may not approve; give the role approver or mend policy.bands"
    able = {a: people[a] for a in band.approvers if a in people and a not in lost}
    if not able:
        yield "nobody of it may approve, so its invoices fall to the admins; name an approver"
    if len(able) == 1 and next(iter(able.values())).may(BuyerRole.INITIATOR, BuyerRole.ADMIN):
        yield f"its only approver, {next(iter(able))}, enters orders too and never approves his own; name a second one"


def _trust(bot: "Bot") -> Checkup:
    trust, mail = bot.settings.mail.trust, bot.settings.mail
    if trust is Trust.HOST and not mail.authserv_id:
        return Checkup(
            door="trust", well=False, finding="mail.trust is host, but mail.authserv_id is empty: say whose header counts"
        )
    if trust is Trust.LOGIN and not (bot.settings.smtp_in and bot.settings.smtp_in.logins):
        return _todo("trust", "mail.trust is login, but smtp_in.logins is empty")
    finding = WORDS_OF_TRUST[trust].format(authserv=mail.authserv_id)
    return Checkup(door="trust", well=trust is not Trust.NOTHING, finding=finding)


def _pictures() -> Checkup:
    from parsers.documents.image import PictureReader, reader

    match reader():
        case PictureReader.TESSERACT:
            finding = f"tesseract reads pictures of pages ({shutil.which('tesseract')})"
        case PictureReader.RAPIDOCR:
            finding = (
                "rapidocr reads pictures of pages, at some seconds a page; tesseract would go first (apt install tesseract-ocr)"
            )
        case None:
            finding = (
                "no reader of pictures: pictures of pages are not read"
                " (apt install tesseract-ocr, or pip install 'counterfoil[ocr]' for rapidocr)"
            )
    return Checkup(door="pictures", well=True, finding=finding)


def _todo(door: str, finding: str) -> Checkup:
    return Checkup(door=door, well=False, finding=finding)
