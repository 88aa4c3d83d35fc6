"""How long a client waits for its 250 after the end of its mail, and the memory of the door meanwhile.

python -m tests.bench.acknowledge [--sessions 50] [--mails 40] [--size 20000]
"""

import argparse
import re
import smtplib
import statistics
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from functools import partial
from pathlib import Path

from tests.storm.doors import door_process


def main() -> None:
    """Print median, 99th percentile and the largest resident set."""
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name, usual in (("sessions", 50), ("mails", 40), ("size", 20_000)):
        words.add_argument(f"--{name}", type=int, default=usual)
    given = words.parse_args()
    with tempfile.TemporaryDirectory() as folder, door_process(Path(folder)) as (process, port):
        with ProcessPoolExecutor(1) as other:
            waits = other.submit(clients, port, given.sessions, given.mails, given.size).result()
        peak = re.search(r"VmHWM:\s+(\d+)", Path(f"/proc/{process.pid}/status").read_text())
    assert peak is not None
    cuts = statistics.quantiles(waits, n=100)
    print(f"{len(waits)} mails, {given.sessions} sessions: median {cuts[49] * 1000:.0f} ms, p99 {cuts[98] * 1000:.0f} ms")
    print(f"largest resident set of the door: {int(peak[1]) / 1024:.0f} MB")


def clients(port: int, sessions: int, mails: int, size: int) -> list[float]:
    """All waits, in seconds."""
    with ThreadPoolExecutor(sessions) as pool:
        return [wait for waits in pool.map(partial(client, port, mails, size), range(sessions)) for wait in waits]


def client(port: int, mails: int, size: int, number: int) -> list[float]:
    """One session; the wait for each of its mails."""
    waits = []
    with smtplib.SMTP("127.0.0.1", port) as smtp:
        smtp.ehlo()
        for count in range(mails):
            for command in ("MAIL FROM:<ann@supplier.test>", "RCPT TO:<orders@acme.test>", "DATA"):
                smtp.docmd(command)
            smtp.send(f"Message-ID: <{number}.{count}@supplier.test>\r\n\r\n".encode() + b"x" * size + b"\r\n")
            began = time.monotonic()
            smtp.send(b".\r\n")
            smtp.getreply()
            waits.append(time.monotonic() - began)
    return waits


if __name__ == "__main__":
    main()
