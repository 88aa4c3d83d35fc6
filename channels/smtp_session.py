"""One SMTP session: aiosmtpd's, with limits over all sessions and with DATA read in large pieces."""

import asyncio
import re
import ssl
from typing import Any

from aiosmtpd.smtp import SMTP, Envelope, syntax

from channels.limits import IN_FLIGHT_BYTES, LINE_BYTES, MAIL_BYTES, SESSION_SECONDS, SESSIONS, WAIT_SECONDS, WAITING

BUSY = "421 4.3.2 Too many sessions, try again later"
NO_ROOM = "452 4.3.1 No room at the moment, try again later"
TOO_LARGE = "552 5.3.4 Mail too large"
SLOW = b"421 4.4.2 This session took too long\r\n"
_END = b"\r\n.\r\n"
_PLAIN = re.compile(r" ?<([A-Za-z0-9+=_.-]{1,64}@[A-Za-z0-9.-]{1,255})>(?= |$)")


class Load:
    """What all sessions of a door hold together. Used in the thread of the event loop only."""

    def __init__(self) -> None:
        self._free = asyncio.Semaphore(SESSIONS)
        self._room = IN_FLIGHT_BYTES
        self._waiting = 0
        self.open: set[Session] = set()
        self.commits: set[asyncio.Task[str]] = set()

    async def enter(self) -> bool:
        """Wait for a free session; False when there are too many."""
        if self._waiting >= WAITING:
            return False
        self._waiting += 1
        try:
            await asyncio.wait_for(self._free.acquire(), WAIT_SECONDS)
        except TimeoutError:
            return False
        finally:
            self._waiting -= 1
        return True

    def leave(self) -> None:
        self._free.release()

    def take(self, size: int) -> bool:
        """Ask for room in memory; False when there is none."""
        if size > self._room:
            return False
        self._room -= size
        return True

    def give(self, size: int) -> None:
        self._room += size


class Session(SMTP):
    """`handler` answers MAIL and RCPT, and commits in its `handle_DATA`."""

    line_length_limit = LINE_BYTES

    def __init__(self, handler: Any, *, load: Load, name: str, tls: ssl.SSLContext | None, login: Any, plain_login: bool) -> None:
        super().__init__(
            handler,
            data_size_limit=MAIL_BYTES,
            enable_SMTPUTF8=True,
            hostname=name,
            ident="Counterfoil",
            tls_context=tls,
            auth_require_tls=not plain_login,
            authenticator=login,
            # three guesses at a password a connection; the rest only stops a client that never says anything useful
            command_call_limit={"AUTH": 3, "STARTTLS": 3, "*": 100_000},
            loop=asyncio.get_running_loop(),
        )
        self._load = load
        self._held = 0

    def __dir__(self) -> list[str]:
        """aiosmtpd looks through all members of itself for commands, at each connection: a fifth of its time, spared here."""
        return _COMMANDS

    def _getaddr(self, arg: str) -> tuple[str | None, str | None]:
        """The address and the rest of MAIL and RCPT; a plain one without the full parser, which takes another tenth."""
        plain = _PLAIN.match(arg) if arg else None
        if plain:
            return plain[1], arg[plain.end() :]
        return super()._getaddr(arg)

    async def _handle_client(self) -> None:
        if not await self._load.enter():
            await self.push(BUSY)
            self._writer.close()
            return
        self._load.open.add(self)
        deadline = self.loop.call_later(SESSION_SECONDS, self.hang_up, SLOW)
        try:
            await super()._handle_client()
        finally:
            deadline.cancel()
            self._load.open.discard(self)
            self._load.leave()

    def hang_up(self, farewell: bytes) -> None:
        """End the session, from outside of it."""
        if self.transport is not None:
            self._writer.write(farewell)
            self.transport.close()

    @syntax("DATA")
    async def smtp_DATA(self, arg: str) -> None:  # noqa: N802 the name that aiosmtpd looks for
        if await self.check_helo_needed():
            return
        assert self.envelope is not None  # aiosmtpd makes it when the connection is made
        if not self.envelope.rcpt_tos:
            await self.push("503 5.5.1 Need RCPT command first")
        elif arg:
            await self.push("501 5.5.4 DATA takes no argument")
        else:
            await self.push("354 End data with <CR><LF>.<CR><LF>")
            await self.push(await self._receive(self.envelope))

    async def _receive(self, envelope: Envelope) -> str:
        """Read the mail and have it committed; the answer to give."""
        try:
            chunks, refusal = await self._read()
            if refusal:
                return refusal
            envelope.content = _unstuffed(chunks)
            chunks.clear()
            return await asyncio.shield(self._commit(envelope))
        finally:
            self._load.give(self._held)
            self._held = 0
            self.envelope = self._create_envelope()

    def _commit(self, envelope: Envelope) -> "asyncio.Task[str]":
        """Start the commit.

        A client that hangs up cancels the session but never the commit, which therefore has its own task: what was kept without
        an answer is known by its content when the client tries again. The room in memory is given back by the commit.
        """
        commit = self.loop.create_task(self.event_handler.handle_DATA(self, self.session, envelope))
        size, self._held = self._held, 0
        self._load.commits.add(commit)
        commit.add_done_callback(self._load.commits.discard)
        commit.add_done_callback(lambda _: self._load.give(size))
        return commit

    async def _read(self) -> tuple[list[bytes], str]:
        """The mail with its end mark, in pieces; or why it was read and dropped (RFC 5321 4.2.5: the answer comes after the end).

        The end is CR LF dot CR LF and nothing else (RFC 5321 4.1.1.4), or a mail could hide in a mail. The first CR LF may be
        the one that ended the DATA command: it is put in front of the mail, so that there is one way to find the end.
        StreamReader has no public way to put bytes back.
        """
        self._reader._buffer[:0] = b"\r\n"  # type: ignore[attr-defined]
        chunks: list[bytes] = []
        size, refusal, ended = 0, "", False
        while not ended:
            try:
                chunk = await self._reader.readuntil(_END)
                ended = True
            except asyncio.LimitOverrunError as full:
                chunk = await self._reader.read(full.consumed)
            self._reset_timeout()
            size += len(chunk)
            if not refusal:
                refusal = TOO_LARGE if size > MAIL_BYTES else "" if self._hold(len(chunk)) else NO_ROOM
            if refusal:
                chunks.clear()
                self._load.give(self._held)
                self._held = 0
            else:
                chunks.append(chunk)
        return chunks, refusal

    def _hold(self, size: int) -> bool:
        """Count bytes of this session against the memory of all."""
        if not self._load.take(size):
            return False
        self._held += size
        return True


_COMMANDS = [name for name in dir(SMTP) if name.startswith(("smtp_", "auth_"))]


def _unstuffed(chunks: list[bytes]) -> bytes:
    """The mail without the CR LF in front, the end mark, and the dots that the client doubled (RFC 5321 4.5.2)."""
    chunks[-1] = chunks[-1][:-3]
    chunks[0] = chunks[0][3:] if chunks[0].startswith(b"\r\n.") else chunks[0][2:]
    return b"".join(chunks).replace(b"\r\n.", b"\r\n")
