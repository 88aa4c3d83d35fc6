"""A proxy that passes bytes on until one side says a certain word, and then cuts the line or goes silent.

As a program: python -m tests.peers.cutting PORT TARGET_PORT WORD [--from client] [--after] [--then hang] [--times 1]
"""

import argparse
import socket
import threading
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from typing import Self


class Side(StrEnum):
    """Who says the word."""

    CLIENT = "client"
    SERVER = "server"


class Then(StrEnum):
    """What happens then: both connections are closed, or nothing is passed on any more."""

    CUT = "cut"
    HANG = "hang"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """When to cut. `after` = the piece with the word is still passed on. `times` = connections that suffer it."""

    word: bytes
    side: Side = Side.SERVER
    after: bool = False
    then: Then = Then.CUT
    times: int = 1


class CutProxy:
    """Listens on `port` of loopback (a free one when 0) for clients of the server at `target`."""

    def __init__(self, target: int, cut: Cut, port: int = 0) -> None:
        self._target, self._cut = target, cut
        self._listener = socket.create_server(("127.0.0.1", port))
        self.port = int(self._listener.getsockname()[1])
        self.cuts = 0
        self._lock = threading.Lock()
        self._open: list[socket.socket] = []
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                try:
                    server = socket.create_connection(("127.0.0.1", self._target), 5)
                except OSError:
                    client.close()
                    continue
                server.settimeout(None)
                self._open += [client, server]
                for source, target, side in ((client, server, Side.CLIENT), (server, client, Side.SERVER)):
                    threading.Thread(target=self._pass_on, args=(source, target, side), daemon=True).start()

    def _pass_on(self, source: socket.socket, target: socket.socket, side: Side) -> None:
        tail = b""
        with suppress(OSError):
            while piece := source.recv(65536):
                tail = (tail + piece)[-len(piece) - len(self._cut.word) :]
                if side is self._cut.side and self._cut.word in tail and self._claim():
                    if self._cut.after:
                        target.sendall(piece)
                    if self._cut.then is Then.HANG:
                        return
                    break
                target.sendall(piece)
        for one in (source, target):
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)

    def _claim(self) -> bool:
        with self._lock:
            if self.cuts >= self._cut.times:
                return False
            self.cuts += 1
            return True

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for one in (self._listener, *self._open):
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()


def main() -> None:
    """Run until interrupted."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("port", type=int)
    words.add_argument("target", type=int)
    words.add_argument("word")
    words.add_argument("--from", dest="side", type=Side, default=Side.SERVER)
    words.add_argument("--after", action="store_true")
    words.add_argument("--then", type=Then, default=Then.CUT)
    words.add_argument("--times", type=int, default=1)
    given = words.parse_args()
    cut = Cut(word=given.word.encode(), side=given.side, after=given.after, then=given.then, times=given.times)
    with CutProxy(given.target, cut, given.port), suppress(KeyboardInterrupt):
        threading.Event().wait()


if __name__ == "__main__":
    main()
