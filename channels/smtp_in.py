"""The SMTP door: a mail is answered with 250 only when it is committed, and with a temporary error whenever we fail."""

import asyncio
import logging
import shutil
import smtplib
import socket
import ssl
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from channels.limits import KEEPERS, RECIPIENTS, SPACE_RESERVE
from channels.smtp_session import NO_ROOM, Load, Session
from channels.source import Checkup, Clock, Keep, utc_now
from core.delivery_hash import content_hash
from core.errors import CounterfoilError, OutOfSpace, Unreachable
from core.message import Channel, Delivery, Envelope, Trust
from core.names import Address, address

log = logging.getLogger(__name__)

KEPT = "250 2.0.0 Kept"
FAILED = "451 4.3.0 Temporary failure, try again later"
RELAY_DENIED = "550 5.7.1 Relay access denied"
LOGIN_FIRST = "530 5.7.0 Authentication required"
STOPPING = b"421 4.3.2 Service is stopping\r\n"

Login = Callable[[str, str], Address | None]
"""Name and password to the address they stand for, None when wrong. Called in the event loop: it must be quick."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listening:
    """Where the door listens and what it lets in."""

    host: str = "127.0.0.1"
    port: int = 8025
    """0 = any free port."""
    name: str = "localhost"
    """Our host name in the greeting."""
    own: tuple[str, ...]
    """Addresses (with every +detail) and domains (`acme.example`) for which mail is taken; other recipients are refused."""
    certificate: Path | None = None
    key: Path | None = None
    plain_login: bool = False
    """Passwords without TLS: for loopback only."""
    login_required: bool = False
    trust: Trust = Trust.NOTHING
    folder: Path | None = None
    """A folder on the disk where mail is kept: its free space is watched."""

    def __post_init__(self) -> None:
        if self.plain_login and self.host not in ("127.0.0.1", "::1", "localhost"):
            raise ValueError("plain_login: a password without TLS is for 127.0.0.1 only")
        if not self.own:
            raise ValueError("own: name the addresses or domains for which mail is taken")


class SmtpIn:
    """A source of mail. `run` blocks its thread; `ready` is set when the port is open, `port` is then its number."""

    def __init__(self, listening: Listening, keep: Keep, *, login: Login | None = None, clock: Clock = utc_now) -> None:
        self._listening, self._keep, self._login, self._clock = listening, keep, login, clock
        self.ready = threading.Event()
        self.port = listening.port
        self.trouble = ""

    def run(self, stop: threading.Event) -> None:
        """Listen until `stop`. Commits under way are awaited. Raises Unreachable when the port cannot be opened."""
        # It logs every line of every session, addresses and all.
        logging.getLogger("mail.log").setLevel(logging.WARNING)
        with ThreadPoolExecutor(KEEPERS, thread_name_prefix="smtp-keep") as keepers:
            asyncio.run(self._serve(stop, keepers))

    async def _serve(self, stop: threading.Event, keepers: ThreadPoolExecutor) -> None:
        loop, load, at = asyncio.get_running_loop(), Load(), self._listening
        gate = Gate(at, self._keep, clock=self._clock, keepers=keepers, note=self._note)
        session = partial(
            Session, gate, load=load, name=at.name, tls=_tls(at), login=self._authenticator(), plain_login=at.plain_login
        )
        try:
            server = await loop.create_server(session, at.host, at.port, backlog=256)
        except OSError as problem:
            self.trouble = f"cannot listen on {at.host}:{at.port}: {problem.strerror}"
            raise Unreachable(self.trouble) from problem
        self.port = server.sockets[0].getsockname()[1]
        self.ready.set()
        await _until(stop)
        self.ready.clear()
        server.close()
        if load.commits:
            await asyncio.wait(load.commits)
        for left in tuple(load.open):
            left.hang_up(STOPPING)

    def _note(self, trouble: str) -> None:
        self.trouble = trouble

    def _authenticator(self) -> Any:
        """aiosmtpd's form of `login`; None without logins, and then AUTH refuses everybody."""
        from aiosmtpd.smtp import AuthResult, LoginPassword

        login = self._login
        if login is None:
            return None

        def authenticate(_server: Any, _session: Any, _envelope: Any, _mechanism: str, given: LoginPassword) -> AuthResult:
            who = login(given.login.decode("utf-8", "replace"), given.password.decode("utf-8", "replace"))
            return AuthResult(success=who is not None, handled=False, auth_data=who)

        return authenticate

    def check(self) -> Checkup:
        """Whether the door answers, or could be opened."""
        at, door = self._listening, f"SMTP {self._listening.host}:{self.port}"
        try:
            with smtplib.SMTP(at.host, self.port, timeout=5) as client:
                client.ehlo()
                return Checkup(
                    door=door, well=True, finding=f"answers, STARTTLS {'yes' if client.has_extn('starttls') else 'no'}"
                )
        except ConnectionRefusedError:
            return self._could_open(door)
        except (OSError, smtplib.SMTPException) as problem:
            return Checkup(
                door=door,
                well=False,
                finding=f"answers wrongly: {problem}",
                advice="see which program has the port; set another port",
            )

    def _could_open(self, door: str) -> Checkup:
        at = self._listening
        try:
            _tls(at)
            with socket.create_server((at.host, at.port)):
                return Checkup(door=door, well=True, finding="not running; the port is free")
        except OSError as problem:
            advice = "set another port, or give the right to open it (CAP_NET_BIND_SERVICE)"
            if isinstance(problem, ssl.SSLError | FileNotFoundError):
                advice = "set certificate and key to readable PEM files"
            return Checkup(door=door, well=False, finding=str(problem), advice=advice)


class Gate:
    """What aiosmtpd asks at each command. Its method names are aiosmtpd's hooks."""

    def __init__(
        self, listening: Listening, keep: Keep, *, clock: Clock, keepers: ThreadPoolExecutor, note: Callable[[str], None]
    ) -> None:
        self._at, self._keep, self._clock, self._keepers, self._note = listening, keep, clock, keepers, note
        self._own = frozenset(entry.lower().lstrip("@") for entry in listening.own)

    async def handle_EHLO(self, _server: Any, session: Any, _envelope: Any, name: str, answers: list[str]) -> list[str]:  # noqa: N802
        session.host_name = name
        return ["\r\n".join([answers[0], "250-PIPELINING", *answers[1:]])]  # one packet instead of seven

    async def handle_MAIL(self, _server: Any, session: Any, envelope: Any, sender: str, options: list[str]) -> str:  # noqa: N802
        if self._at.login_required and not session.authenticated:
            return LOGIN_FIRST
        declared = next((int(o[5:]) for o in options if o.startswith("SIZE=")), 0)
        if self._at.folder is not None and shutil.disk_usage(self._at.folder).free < declared * 3 // 2 + SPACE_RESERVE:
            return NO_ROOM
        envelope.mail_from = sender
        return "250 2.1.0 OK"

    async def handle_RCPT(self, _server: Any, _session: Any, envelope: Any, recipient: str, _options: list[str]) -> str:  # noqa: N802
        if len(envelope.rcpt_tos) >= RECIPIENTS:
            return "452 4.5.3 Too many recipients"
        if not self._is_own(recipient.lower()):
            return RELAY_DENIED
        envelope.rcpt_tos.append(recipient)
        return "250 2.1.5 OK"

    def _is_own(self, recipient: str) -> bool:
        local, _, domain = recipient.rpartition("@")
        return domain in self._own or f"{local.partition('+')[0]}@{domain}" in self._own

    async def handle_DATA(self, _server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        try:
            await asyncio.get_running_loop().run_in_executor(self._keepers, self._take, session, envelope)
        except OutOfSpace as problem:
            log.error("mail refused for now: no room (%s)", problem)
            self._note(f"mail is refused for now: {problem}")
            return NO_ROOM
        except CounterfoilError as problem:
            log.error("mail refused for now: %s", problem)
            self._note(f"mail is refused for now: {problem}")
            return FAILED
        self._note("")
        return KEPT

    def _take(self, session: Any, envelope: Any) -> bool:
        """Hash and keep, in a thread."""
        raw = envelope.content
        return self._keep(
            Delivery(
                channel=Channel.SMTP,
                transport_id=f"smtp:{content_hash(raw)}",
                received_at=self._clock(),
                raw=raw,
                envelope=Envelope(
                    sender=_clean(envelope.mail_from),
                    recipients=tuple(a for a in map(_clean, envelope.rcpt_tos) if a),
                    login=session.auth_data if session.authenticated else None,
                    trust=self._at.trust,
                ),
            )
        )

    async def handle_exception(self, problem: Exception) -> str:
        """Our own trouble is never the client's for good, and never the client's to read."""
        if isinstance(problem, ConnectionError | asyncio.IncompleteReadError):
            return FAILED  # the client hung up: nobody hears it, and nothing of ours failed
        log.error("SMTP session failed, answered 451", exc_info=problem)
        self._note(f"a session failed: {type(problem).__name__}")
        return FAILED


def _clean(text: str) -> Address | None:
    """An address of the envelope; None for the null return path and for what is no address in our sense."""
    try:
        return address(text)
    except ValueError:
        return None


def _tls(at: Listening) -> ssl.SSLContext | None:
    if at.certificate is None:
        return None
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(at.certificate, at.key)
    return context


async def _until(stop: threading.Event) -> None:
    """Wait for an event of another thread without polling."""
    loop, stopped = asyncio.get_running_loop(), asyncio.Event()

    def watch() -> None:
        stop.wait()
        with suppress(RuntimeError):  # the loop is closed: it ended by itself
            loop.call_soon_threadsafe(stopped.set)

    threading.Thread(target=watch, name="smtp-stop", daemon=True).start()
    await stopped.wait()
