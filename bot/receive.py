"""The first road: a source is given `keep`, and its peer is told only after that has committed (docs/design.md 2)."""

from collections.abc import Iterator
from hmac import compare_digest
from typing import TYPE_CHECKING

from channels.source import Keep
from core.names import Address

if TYPE_CHECKING:
    from bot.wire import Bot
    from channels.source import Source


def sources(bot: "Bot", keep: Keep) -> "Iterator[tuple[str, Source]]":
    """The doors that the configuration opens, by name, each with `keep` and nothing else of the house."""
    if bot.settings.imap:
        yield "imap", _imap(bot, keep)
    if bot.settings.smtp_in:
        yield "smtp", _smtp(bot, keep)
    if bot.settings.folder.incoming:
        yield "folder", _folder(bot, keep)


def _imap(bot: "Bot", keep: Keep) -> "Source":
    from channels.imap import ImapSource
    from channels.imap_mailbox import Account
    from channels.tls import Security

    imap = bot.settings.imap
    assert imap is not None
    if not imap.password:
        raise ValueError("imap.password: missing; set COUNTERFOIL_IMAP_PASSWORD, or imap.password_file in the configuration")
    account = Account(
        host=imap.host,
        port=imap.port,
        security=Security(imap.security),
        user=imap.user,
        password=imap.password,
        ca_file=imap.ca_file,
        folder=imap.folder,
        processed=imap.processed,
    )
    return ImapSource(account, keep, known=bot.store.known, clock=bot.clock, trust=bot.settings.mail.trust)


def _smtp(bot: "Bot", keep: Keep) -> "Source":
    from channels.smtp_in import Listening, SmtpIn

    door = bot.settings.smtp_in
    assert door is not None
    listening = Listening(
        host=door.host,
        port=door.port,
        name=bot.settings.domain,
        own=(bot.policy.house.mailbox,),
        certificate=door.certificate,
        key=door.key,
        plain_login=door.plain_login,
        login_required=door.login_required,
        trust=bot.settings.mail.trust,
        folder=bot.store.folder,
    )
    known = dict(door.logins)

    def login(name: str, password: str) -> Address | None:
        who = Address(name.lower())
        return who if compare_digest(known.get(who, "").encode(), password.encode()) and who in known else None

    return SmtpIn(listening, keep, login=login if known else None, clock=bot.clock)


def _folder(bot: "Bot", keep: Keep) -> "Source":
    from channels.folder import FolderSource

    incoming = bot.settings.folder.incoming
    assert incoming is not None
    return FolderSource(incoming, keep, clock=bot.clock, trust=bot.settings.mail.trust)
