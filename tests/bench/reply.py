"""How fast the new words of a mail are found, against talon in the same run; and how many mails `explain` reads a second.

    python -m tests.bench.reply [--rounds 7] [--mails 200]

talon (github.com/mailgun/talon) is the baseline where it is installed; it needs no place in the lock file: put it into a
virtual environment of its own and name that on PYTHONPATH. Without it only our own figures are printed, and that is said.
"""

import argparse
import statistics
import time
import tomllib
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from bot.explaining import explain, reader, told
from core.message import Channel, Delivery
from parsers.intent.trial import Trial, context_from_json
from parsers.reply import read_reply
from tests.bot.test_account import WORLD

REPLIES = Path(__file__).parents[1] / "parsers" / "mail" / "replies.toml"
SIZE = 20_000
NOON = datetime(2026, 4, 20, 12, tzinfo=UTC)
_MAIL = (
    "From: Paul <sales@corvina.example>\r\nTo: orders@acme.example\r\nSubject: Re: [PO-1034] Purchase order\r\n"
    "Message-ID: <{n}@corvina.example>\r\nDate: Mon, 20 Apr 2026 11:09:10 +0200\r\nMIME-Version: 1.0\r\n"
    "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n{text}"
)


def texts() -> list[str]:
    """Replies of all mail programs, each with a quoted order of 20 KB below it."""
    found = [row["text"] for row in tomllib.loads(REPLIES.read_text(encoding="utf-8"))["reply"]]
    return [_filled(text) for text in found]


def _filled(text: str) -> str:
    rows = (f"> {n}  CM-POT-{n:02}  Stock pot {n} l with lid  60 pcs  38.90 EUR  12 May 2026\n" for n in range(1, 1000))
    head = text.rstrip("\n") + "\n"
    for row in rows:
        if len(head) >= SIZE:
            break
        head += row
    return head


def _round(read: Callable[[str], object], mails: list[str]) -> float:
    """Milliseconds a mail."""
    start = time.perf_counter()
    for text in mails:
        read(text)
    return (time.perf_counter() - start) * 1000 / len(mails)


def new_words(rounds: int) -> None:
    """Ours and talon's in turn, the median of the rounds."""
    mails = texts()
    talon = _talon()
    own: list[float] = []
    other: list[float] = []
    for _ in range(rounds + 1):
        own.append(_round(read_reply, mails))
        if talon:
            other.append(_round(talon, mails))
    ours = statistics.median(own[1:])  # the first round is warm-up
    print(f"new words of {len(mails)} replies of {SIZE // 1000} KB: {ours:.2f} ms a mail")
    if talon:
        theirs = statistics.median(other[1:])
        print(f"  talon {theirs:.2f} ms a mail; ours is {ours / theirs:.2f} of it (goal 1)")
    else:
        print("  talon is not installed: no comparison")


def _talon() -> Callable[[str], object] | None:
    try:
        from talon import quotations  # type: ignore[import-not-found]
    except ImportError:
        return None
    found: Callable[[str], object] = quotations.extract_from_plain
    return found


def _deliveries(count: int) -> Iterator[Delivery]:
    mails = texts()
    for n in range(count):
        raw = _MAIL.format(n=n, text=mails[n % len(mails)].replace("\n", "\r\n")).encode()
        yield Delivery(channel=Channel.CLI, transport_id=str(n), received_at=NOON, raw=raw)


def whole(count: int, trial: Trial) -> None:
    """Everything that `explain --json` does with a mail, in one process and its reading child."""
    with reader(None, trial) as own:
        deliveries = list(_deliveries(count))
        for delivery in deliveries[:20]:
            told(explain(None, trial, own, delivery, "warm"), as_json=True)
        start = time.perf_counter()
        for delivery in deliveries:
            told(explain(None, trial, own, delivery, "mail"), as_json=True)
        print(f"explain: {count / (time.perf_counter() - start):.0f} mails of {SIZE // 1000} KB a second (goal 40)")


def main() -> None:
    """Both."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--rounds", type=int, default=7)
    options.add_argument("--mails", type=int, default=200)
    chosen = options.parse_args()
    new_words(chosen.rounds)
    whole(chosen.mails, context_from_json(WORLD))


if __name__ == "__main__":
    main()
