"""Mails accepted per second with a durable commit, against Postfix taking the same mails to `discard`.

    python -m tests.bench.accept [--mails 2000] [--sessions 20] [--size 20000] [--rounds 5] [--keep-open]

Both servers stand on the same file system, the rounds alternate, and the figure is the median of the ratios. Needs root and the
Debian packages postfix and dovecot. `keep` is SQLite with WAL and synchronous=FULL, one writer, group commit.
"""

import argparse
import os
import shutil
import statistics
import subprocess
import tempfile
import time
from pathlib import Path

from tests.peers.servers import mail_servers
from tests.storm.doors import door_process, kept

_PATH = f"{os.environ.get('PATH', '')}:/usr/sbin"


def main() -> None:
    """Print rates and ratios."""
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name, usual in (("mails", 2000), ("sessions", 20), ("size", 20_000), ("rounds", 5)):
        words.add_argument(f"--{name}", type=int, default=usual)
    words.add_argument("--keep-open", action="store_true", help="many mails a connection")
    given = words.parse_args()
    with mail_servers() as peers:
        ratios = [one_round(peers.port["mx"], peers.base, given) for _ in range(given.rounds)]
    print(f"accepted with durable commit / Postfix to discard: {statistics.median(ratios):.2f} (median of {len(ratios)})")


def one_round(postfix: int, folder: Path, given: argparse.Namespace) -> float:
    """Postfix, then ours, with new processes of ours each time."""
    theirs = rate(postfix, "sink@discard.test", given)
    place = Path(tempfile.mkdtemp(dir=folder))
    with door_process(place) as (_, port):
        ours = rate(port, "orders@acme.test", given)
    print(f"Postfix {theirs:7.0f}/s   ours {ours:7.0f}/s   ratio {ours / theirs:.2f}   kept {len(kept(place))}", flush=True)
    shutil.rmtree(place)
    return ours / theirs


def rate(port: int, recipient: str, given: argparse.Namespace) -> float:
    """Mails a second by smtp-source."""
    command = ["smtp-source", "-s", str(given.sessions), "-m", str(given.mails), "-l", str(given.size), "-N"]
    command += ["-d"] if given.keep_open else []
    began = time.monotonic()
    subprocess.run([*command, "-t", recipient, f"inet:127.0.0.1:{port}"], env={**os.environ, "PATH": _PATH}, check=True)
    return float(given.mails / (time.monotonic() - began))


if __name__ == "__main__":
    main()
