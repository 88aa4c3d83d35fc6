"""`counterfoil read` and `counterfoil explain`: what the readers make of files and mails; both change nothing."""

import re
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from bot.cli.desk import Fault, desk, json_option

if TYPE_CHECKING:
    from bot.wire import Bot
    from core.knowledge import Knowledge
    from core.paper import Paper
    from parsers.intent.trial import Trial

T = TypeVar("T")
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
FILES = click.Path(exists=True, path_type=Path)


def _all(paths: tuple[Path, ...]) -> tuple[Path, ...]:
    """A folder stands for the files in it."""
    return tuple(f for path in paths for f in (sorted(p for p in path.iterdir() if p.is_file()) if path.is_dir() else (path,)))


def _jobs() -> int:
    import os

    return max(1, len(os.sched_getaffinity(0)))


def _each(files: tuple[Path, ...], work: Callable[[Path], T], jobs: int, *, quiet: bool) -> Iterator[T]:
    """In parallel over the cores, in the order given, with progress on a terminal."""
    from rich.console import Console
    from rich.progress import track

    with ThreadPoolExecutor(jobs) as pool:
        results = pool.map(work, files)
        if quiet or len(files) < 3 or not sys.stderr.isatty():
            yield from results
        else:
            yield from track(results, "reading", total=len(files), console=Console(stderr=True), transient=True)


@click.command()
@click.argument("files", nargs=-1, required=True, type=FILES)
@json_option
@click.option("--jobs", type=click.IntRange(1, 64), help="Documents at once; as many as there are cores without it.")
@click.pass_context
def read(ctx: click.Context, files: tuple[Path, ...], as_json: bool, jobs: int | None) -> None:
    """What the readers make of documents: invoice, order, proposal sheet, statement. A folder stands for its files.

    Example: counterfoil read --json invoices/*.pdf
    """
    from parsers.documents.caged import document_cage, read_caged
    from parsers.documents.jsonl import as_json as line_of

    knowledge = _knowledge(ctx)
    count = jobs or _jobs()
    with document_cage(count) as cage:
        for papers in _each(_all(files), lambda p: read_caged(cage, p.read_bytes(), p.name, knowledge), count, quiet=as_json):
            for paper in papers:
                click.echo(line_of(paper) if as_json else "\n".join(_shown(paper)))


def _knowledge(ctx: click.Context) -> "Knowledge":
    """Our own name and the suppliers on file, where there is a configuration; without one the page is read by itself."""
    from bot.conversation import known_party
    from core.knowledge import Knowledge, KnownParty

    if not Path(ctx.obj["config"]).exists():
        return Knowledge()
    with desk(ctx) as d, d.bot.store.read() as unit:
        house = d.bot.policy.house
        us = KnownParty(names=(house.name, *house.other_names), vat_ids=house.vat_ids, country=house.country)
        return Knowledge(buyer=us, suppliers=tuple(known_party(s) for s in unit.people.suppliers(limit=1000)))


def _or(value: object) -> object:
    """A value, or a dash where the page has none."""
    return "–" if value is None or value == "" else value


def _shown(paper: "Paper") -> Iterator[str]:
    """A paper for a person."""
    kind, proven = paper.kind.value.replace("_", " "), "proven" if paper.proven else "not proven"
    orders = ", ".join(paper.order_references) or "–"
    yield f"{paper.file}: {kind}, {proven} ({paper.source.value})"
    yield f"  number {_or(paper.number)}  dated {_or(paper.issue_date)}  due {_or(paper.due_date)}  orders {orders}"
    sums = f"net {_or(paper.net_total)}  tax {_or(paper.tax_total)}  gross {_or(paper.gross_total)}"
    yield f"  {sums} {paper.currency or ''}".rstrip()
    yield f"  seller {_or(paper.seller_name)}  {paper.seller_vat or ''}  buyer {_or(paper.buyer_name)}"
    for line in paper.lines:
        quantity = f"{_or(line.quantity)} {line.unit or ''}".rstrip()
        yield f"    {quantity} x {_or(line.unit_price)} = {_or(line.net_amount)}  {line.description}"
    for charge in paper.charges:
        yield f"    {charge.amount}  {charge.description}"
    for doubt in paper.doubts:
        yield f"  doubt {doubt.field.value}: {doubt.why} {' / '.join(doubt.candidates)}".rstrip()


@click.command()
@click.argument("files", nargs=-1, required=True, type=FILES)
@json_option
@click.option("--context", type=FILE, help="A world to try out, instead of the database.")
@click.option("--jobs", type=click.IntRange(1, 64), help="Mails at once; as many as there are cores without it.")
@click.pass_context
def explain(ctx: click.Context, files: tuple[Path, ...], as_json: bool, context: Path | None, jobs: int | None) -> None:
    """What the bot would do with a mail, and why; changes nothing.

    Example: counterfoil explain mail.eml
    """
    from bot.explaining import explain as explain_one
    from bot.explaining import reader, told
    from core.message import Channel, Delivery, Envelope
    from parsers.containers import outlook_as_mail

    count = jobs or _jobs()
    now = datetime.now(UTC)
    with ExitStack() as closing:
        trial = _trial(context) if context else None
        bot = None if trial else _bot(ctx, closing)
        with_ = closing.enter_context(reader(bot, trial, count))
        trust = bot.settings.mail.trust if bot else None

        def one(path: Path) -> str | Fault:
            envelope = Envelope(trust=trust) if trust else Envelope()
            raw = path.read_bytes()
            if path.suffix.lower() == ".msg":
                saved = with_.cage.attempt(outlook_as_mail, raw)
                if not isinstance(saved, bytes):
                    return _no_mail(path, raw)
                raw = saved
            elif not _is_mail(path, raw):
                return _no_mail(path, raw)
            delivery = Delivery(channel=Channel.CLI, transport_id=path.name, received_at=now, raw=raw, envelope=envelope)
            return told(explain_one(bot, trial, with_, delivery, path.name), as_json=as_json)

        refused: list[Fault] = []
        for answer in _each(_all(files), one, count, quiet=as_json):
            if isinstance(answer, Fault):
                refused.append(answer)
            else:
                click.echo(answer)
    if refused:  # the others are answered all the same
        raise Fault("\n".join(map(str, refused)))


_SORTS = {"empty": "empty", "pdf": "a PDF", "docx": "a DOCX", "xml": "an XML file", "sheet": "a sheet", "picture": "a picture"}
_SORTS |= {"archive": "an archive", "encrypted": "an encrypted file"}
_HEADER = re.compile(rb"\s*(?:>?From [^\n]*\n)?[!-9;-~]+[ \t]*:")
"""A mail begins with a header field (RFC 5322 2.2); an mbox line may stand before it."""


def _is_mail(path: Path, raw: bytes) -> bool:
    """Whether a file is meant as a mail: by its name, since servers hand over mails without a header too, or by its header."""
    return path.suffix.lower() == ".eml" or _HEADER.match(raw) is not None


def _no_mail(path: Path, raw: bytes) -> Fault:
    """What a file is instead, and which command reads it."""
    from parsers.documents.sniff import sort_of

    is_a = _SORTS.get(sort_of(raw, path.name), "a file without header lines")
    return Fault(f"{path} is {is_a}, and no mail: documents are read by `counterfoil read {path}`")


def _bot(ctx: click.Context, closing: ExitStack) -> "Bot | None":
    """The database's, where there is a configuration."""
    if not Path(ctx.obj["config"]).exists():
        return None
    return closing.enter_context(desk(ctx)).bot


def _trial(path: Path) -> "Trial":
    from parsers.intent.trial import context_from_json

    try:
        return context_from_json(path.read_text(encoding="utf-8"))
    except (ValueError, KeyError) as problem:
        raise Fault(f"{path}: not of the form of a context: {problem}") from problem
