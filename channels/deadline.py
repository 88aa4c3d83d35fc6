"""A limit for the whole of an exchange: a time-out of the socket starts anew with each byte that trickles in."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress


@contextmanager
def deadline(connection: socket.socket, seconds: float) -> Iterator[None]:
    """Cut `connection` when the block lasts longer; the block then fails as if the other side had hung up."""
    timer = threading.Timer(seconds, cut, (connection,))
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def cut(connection: socket.socket) -> None:
    """End a connection under whoever reads or writes it."""
    with suppress(OSError):  # closed meanwhile
        # That of the plain socket: SSLSocket's own takes the TLS state away from under a reader in another thread.
        socket.socket.shutdown(connection, socket.SHUT_RDWR)
