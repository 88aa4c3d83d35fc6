"""Reply with a PDF to status mail, through the whole service: SMTP in, reading in the cage, decision, letter, SMTP out.

    python -m tests.bench.end_to_end [--mails 150]

Baseline of the same run: the text of the same PDF by pdfplumber alone. Latency is from our 250 to the status mail at the world.
"""

import argparse
import io
import os
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from decimal import Decimal
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

from bot.demo.bill import Row, bill
from bot.demo.scenes import PAN, SALES
from bot.demo.service import Service
from bot.demo.world import World, free_port

NAME = "orders@acme.example"


def _mail(number: int, address: str, pdf: bytes) -> bytes:
    message = EmailMessage(policy=SMTP)
    message["From"], message["To"], message["Subject"] = SALES, address, "Re: [PO-1] Invoice"
    message["Message-ID"], message["Date"] = f"<{number}@corvina.example>", "Mon, 20 Apr 2026 09:00:00 +0000"
    message.set_content("Invoice attached.")
    message.add_attachment(pdf, maintype="application", subtype="pdf", filename=f"{number}.pdf")
    return message.as_bytes()


def _send(door: int, raw: bytes) -> None:
    import smtplib

    with smtplib.SMTP("127.0.0.1", door, timeout=60) as client:
        client.login(SALES, "secret")
        client.sendmail(SALES, [NAME], raw)


def _tree(pid: int) -> list[int]:
    done = subprocess.run(["ps", "-o", "pid=", "--ppid", str(pid)], capture_output=True, text=True, check=False)
    children = [int(p) for p in done.stdout.split()]
    return [pid, *(p for child in children for p in _tree(child))]


def _memory(pid: int) -> float:
    """Resident megabytes of the service and its children, shared pages counted once (PSS)."""
    total = 0
    for one in _tree(pid):
        with suppress(FileNotFoundError, ProcessLookupError):  # it ended meanwhile
            text = Path(f"/proc/{one}/smaps_rollup").read_text()
            total += int(next(line for line in text.splitlines() if line.startswith("Pss:")).split()[1])
    return total / 1024


def _processor(pid: int) -> float:
    """Seconds of processor time, all of the tree."""
    ticks = 0
    for one in _tree(pid):
        with suppress(FileNotFoundError, ProcessLookupError):
            fields = Path(f"/proc/{one}/stat").read_text().rpartition(")")[2].split()
            ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def _plumber(pdf: bytes) -> float:
    import pdfplumber

    with pdfplumber.open(io.BytesIO(pdf)) as first:
        first.pages[0].extract_text()
    started = time.perf_counter()
    for _ in range(20):
        with pdfplumber.open(io.BytesIO(pdf)) as made:
            made.pages[0].extract_text()
    return (time.perf_counter() - started) / 20


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--mails", type=int, default=150)
    count = parser.parse_args().mails
    with tempfile.TemporaryDirectory() as folder:
        _measured(Path(folder), count)


def _measured(folder: Path, count: int) -> None:
    world = World()
    service = Service(folder=folder, door=free_port())
    service.configure(world.open(), "")
    path = folder / "counterfoil.toml"
    text = path.read_text().replace('trust = "dkim"', 'trust = "login"').replace('zone_file = "zone.txt"\n', "")
    door = f'port = {service.door}\nplain_login = true\nlogins = [["{SALES}", "secret"]]\n'
    path.write_text(text.replace(f"port = {service.door}\n", door))
    service.say("buyer", "add", "ann@acme.example", "--role", "admin", "--role", "initiator")
    service.say("supplier", "add", "Corvina", "--contact", SALES, "--vat-id", "NL004495445B01", "--iban", "NL91ABNA0417164300")
    line = f"9000000 pcs x 24.50 CM-PAN-28 {PAN.text}"
    service.say("po", "new", "--supplier", "S-1", "--tax", "21", "--submit", "--line", line)
    pdfs = [_pdf(n) for n in range(1, count + 41)]
    base = _plumber(pdfs[0])
    with (folder / "log").open("wb") as log:
        process = service.start(log)
        try:
            world.wait_for(SALES, lambda p: "[PO-1]" in p.subject)
            time.sleep(2)
            idle = _memory(process.pid)
            latency = _one_by_one(service, world, pdfs[count:])
            rate, busy, loaded = _all_at_once(service, world, pdfs[:count], process.pid)
        finally:
            process.terminate()
            process.wait(30)
            world.close()
    last = sorted(latency)[int(len(latency) * 0.99)]
    print(
        f"reply to status mail, one at a time: median {statistics.median(latency):.2f} s, p99 {last:.2f} s ({len(latency)} mails)"
    )
    print(
        f"replies with PDF, all at once: {rate:.1f} a second by the clock, {count / busy:.1f} a second and core ({count} mails)"
    )
    mine, theirs = busy / count * 1000, base * 1000
    print(f"processor time of a reply ÷ pdfplumber extract_text of its page: {mine / theirs:.2f} ({mine:.0f} ÷ {theirs:.0f} ms)")
    print(f"memory (PSS, service and reading child): idle {idle:.0f} MB, loaded {loaded:.0f} MB")


def _pdf(number: int) -> bytes:
    """An invoice of its own: another number, quantity and total."""
    row = Row(sku=PAN.sku, text=PAN.text, quantity=Decimal(number), price=PAN.price)
    return bill(str(number), "PO-1", "20 April 2026", "20 May 2026", (row,))


def _answered(world: World) -> set[str]:
    """Message-IDs of ours that a status mail answers."""
    return {str(post.message["In-Reply-To"]) for post in list(world.seen)}


def _one_by_one(service: Service, world: World, pdfs: list[bytes]) -> list[float]:
    found = []
    for number, pdf in enumerate(pdfs, start=1_000):
        _send(service.door, _mail(number, NAME, pdf))
        started = time.perf_counter()
        world.wait_for(SALES, lambda post, name=f"<{number}@": name in str(post.message["In-Reply-To"]))
        found.append(time.perf_counter() - started)
    return found


def _all_at_once(service: Service, world: World, pdfs: list[bytes], pid: int) -> tuple[float, float, float]:
    processor, mine = _processor(pid), {f"<{number}@corvina.example>" for number in range(len(pdfs))}
    started = time.perf_counter()
    for number, pdf in enumerate(pdfs):
        _send(service.door, _mail(number, NAME, pdf))
    memory = 0.0
    while not mine <= _answered(world):
        memory = max(memory, _memory(pid))
        time.sleep(0.2)
    return len(pdfs) / (time.perf_counter() - started), _processor(pid) - processor, memory


if __name__ == "__main__":
    sys.exit(main())
