"""IMAPClient for servers that may be hostile or dying: limits for what they send and how long they take, one kind of error."""

import imaplib
import socket
import ssl
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from imapclient import IMAPClient, SocketTimeout

from channels.deadline import deadline
from channels.limits import COMMAND_SECONDS, LITERAL_BYTES
from core.errors import Unreachable

CONNECT_SECONDS = 10.0
SILENCE_SECONDS = 60.0
OPENING_SECONDS = 60.0
_LINE_COST = 1000
"""Bytes that a line counts beyond its own: a flood of short lines costs time and memory too. Honest answers have few lines."""
_NONSENSE = (ArithmeticError, AssertionError, AttributeError, LookupError, RecursionError, TypeError, ValueError)
"""What imaplib and the response parser raise for answers that are no IMAP."""


class CountingImap(imaplib.IMAP4):
    """imaplib that gives up on a server which sends more than a mail can be, in one literal or in endless lines."""

    def __init__(self, host: str, port: int, context: ssl.SSLContext | None) -> None:
        self.taken = 0
        self._context = context
        with ExitStack() as self._opening:
            super().__init__(host, port, timeout=CONNECT_SECONDS)

    def _create_socket(self, timeout: float | None) -> socket.socket:
        plain = socket.create_connection((self.host, self.port), timeout)
        # The deadline until the greeting is read holds a second handle: TLS takes the first one over.
        self._opening.enter_context(deadline(self._opening.enter_context(plain.dup()), OPENING_SECONDS))
        return self._context.wrap_socket(plain, server_hostname=self.host) if self._context else plain

    def read(self, size: int) -> bytes:
        self._count(size)
        return super().read(size)

    def readline(self) -> bytes:
        line = super().readline()
        self._count(len(line) + _LINE_COST)
        return line

    def _count(self, size: int) -> None:
        self.taken += size
        if self.taken > LITERAL_BYTES:
            raise self.abort(f"the server sends more than {LITERAL_BYTES} bytes for one command")


class Client(IMAPClient):  # type: ignore[misc] # IMAPClient has no types
    """IMAPClient over `CountingImap`."""

    def __init__(self, host: str, port: int, context: ssl.SSLContext | None) -> None:
        timeout = SocketTimeout(CONNECT_SECONDS, SILENCE_SECONDS)
        super().__init__(host, port, ssl=context is not None, ssl_context=context, timeout=timeout)
        self._imap.debug = 0  # IMAPClient formats each line for a log, passwords and mails too

    def _create_IMAP4(self) -> CountingImap:  # noqa: N802 the name that IMAPClient calls
        return CountingImap(self.host, self.port, self.ssl_context if self.ssl else None)

    @contextmanager
    def exchange(self, seconds: float = 0.0) -> Iterator[None]:
        """One command and its answer under the limits; it may take `seconds`, else `COMMAND_SECONDS`.

        Raises Unreachable for everything that goes wrong on the wire.
        """
        self._imap.taken = 0
        with spoken(self.host), deadline(self.socket(), seconds or COMMAND_SECONDS):
            yield

    def was_told(self) -> bool:
        """Whether the server told of new mail after its answer to SELECT, which holds the first EXISTS.

        It may do so in the answer to any command, and will not repeat it in IDLE.
        """
        return len(self._imap.untagged_responses.get("EXISTS", ())) > 1

    def has_unread(self) -> bool:
        """Whether bytes of the server wait in the buffers of this process, where no poll of the socket sees them.

        A mail that arrives just before IDLE is told in the same packet as the answer to IDLE.
        """
        connection = self.socket()
        connection.settimeout(0)
        try:
            return bool(self._imap.file.peek(1))
        except OSError:  # a TLS socket says "would block" in this way
            return False
        finally:
            connection.settimeout(SILENCE_SECONDS)


@contextmanager
def spoken(host: str) -> Iterator[None]:
    """Turn whatever a bad answer or a lost connection raises into Unreachable."""
    try:
        yield
    except (OSError, imaplib.IMAP4.error, *_NONSENSE) as problem:
        raise Unreachable(f"{host}: {problem or type(problem).__name__}") from problem
