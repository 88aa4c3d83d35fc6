"""An honest, small IMAP server: one folder, IDLE, MOVE. For the contract of all sources; the real one is in tests/peers."""

import re
import socket
import threading
from collections.abc import Callable
from typing import BinaryIO


class Box:
    """A mailbox; `put` delivers into it."""

    def __init__(self) -> None:
        self.mails: dict[int, bytes] = {}
        self._next = 1
        self.news = threading.Condition()

    def put(self, mail: bytes) -> None:
        with self.news:
            self.mails[self._next] = mail
            self._next += 1
            self.news.notify_all()

    @property
    def next(self) -> int:
        return self._next


def serve(box: Box) -> Callable[[socket.socket, BinaryIO], None]:
    """The server's side of one connection."""

    def part(connection: socket.socket, lines: BinaryIO) -> None:
        connection.sendall(b"* OK ready\r\n")
        for line in lines:
            tag, _, rest = line.strip().partition(b" ")
            word = rest.upper()
            if word == b"IDLE":
                _idle(box, connection, lines)
            else:
                connection.sendall(_answer(box, word))
            connection.sendall(tag + b" OK done\r\n")
            if word == b"LOGOUT":
                return

    return part


def _answer(box: Box, word: bytes) -> bytes:
    uids = [int(n) for n in re.findall(rb"\d+", word.partition(b"(")[0])]
    if word == b"CAPABILITY":
        return b"* CAPABILITY IMAP4rev1 IDLE MOVE\r\n"
    if word.startswith(b"SELECT"):
        return b"* %d EXISTS\r\n* OK [UIDVALIDITY 9] x\r\n* OK [UIDNEXT %d] x\r\n" % (len(box.mails), box.next)
    if word.startswith(b"UID SEARCH"):
        return b"* SEARCH" + b"".join(b" %d" % uid for uid in sorted(box.mails)) + b"\r\n"
    if word.startswith(b"LIST"):
        return b'* LIST () "/" Processed\r\n'
    if word.startswith(b"UID FETCH"):
        return b"".join(_fetched(uid, box.mails[uid], b"SIZE" in word) for uid in uids if uid in box.mails)
    if word.startswith(b"UID MOVE"):
        for uid in uids:
            box.mails.pop(uid, None)
    return b""


def _fetched(uid: int, mail: bytes, size: bool) -> bytes:
    if size:
        return b"* 1 FETCH (UID %d RFC822.SIZE %d)\r\n" % (uid, len(mail))
    return b"* 1 FETCH (UID %d BODY[] {%d}\r\n%s)\r\n" % (uid, len(mail), mail)


def _idle(box: Box, connection: socket.socket, lines: BinaryIO) -> None:
    """Tell of new mail until the client says DONE or goes."""
    known = box.next
    connection.sendall(b"+ idling\r\n")
    over = threading.Event()

    def tell() -> None:
        with box.news:
            box.news.wait_for(lambda: box.next > known or over.is_set(), 60)
        if not over.is_set():
            connection.sendall(b"* %d EXISTS\r\n" % len(box.mails))

    teller = threading.Thread(target=tell, daemon=True)
    teller.start()
    lines.readline()
    over.set()
    with box.news:
        box.news.notify_all()
    teller.join(5)
