"""Draws the golden documents: one of each format, and one of each difficulty that invoices have."""

import csv
import io
import subprocess
from collections.abc import Callable
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

from core.knowledge import Knowledge
from core.paper import PaperKind
from parsers.documents import read
from tests.generate import office, pages, pictures, unseen
from tests.generate.invoices import Sample, sample
from tests.generate.truth import is_gross_priced
from tests.generate.wording import LANGUAGES
from tests.generate.xml_invoices import cii, ubl

Wanted = Callable[[Sample, str], bool]
"""Whether a drawn invoice with a layout shows a difficulty."""

DIFFICULTIES: dict[str, Wanted] = {
    "number-in-title": lambda one, layout: layout.startswith("titled"),
    "letter-spaced-title": lambda one, layout: layout.startswith("spaced"),
    "labels-over-values": lambda one, layout: layout.startswith("band") and layout.endswith("side_by_side"),
    "description-above-figures": lambda one, layout: "stacked" in layout,
    "typewriter": lambda one, layout: "printout" in layout,
    "dotted-leaders": lambda one, layout: layout.endswith("leaders"),
    "credit-note-with-minus": lambda one, _: one.truth.kind is PaperKind.CREDIT_NOTE and "-" in one.printed.totals[-1][2],
    "prices-with-tax": lambda one, _: is_gross_priced(one.truth),
    "deposit": lambda one, _: one.truth.prepaid is not None,
    "freight": lambda one, _: any(charge.amount > 0 for charge in one.truth.charges),
    "discount-on-all": lambda one, _: any(charge.amount < 0 for charge in one.truth.charges),
    "discounts-on-lines": lambda one, _: any(line.discount for line in one.truth.lines),
    "several-rates": lambda one, _: len(one.truth.taxes) > 1,
    "sub-totals": lambda one, _: sum(not row.item for row in one.printed.rows) > 1,
    "many-pages": lambda one, _: len(one.truth.lines) == 28,
    "due-in-a-sentence": lambda one, _: (
        one.truth.due_date is not None and any(char.isdigit() for char in (one.printed.closing or ("",))[0])
    ),
    "currency-of-others": lambda one, _: one.truth.currency in ("USD", "CHF"),
}


def documents() -> dict[str, bytes]:
    """Every golden document by its file name."""
    made: dict[str, bytes] = {}
    for at, (name, wanted) in enumerate(DIFFICULTIES.items()):
        one = _first(wanted, start=at * 11 + at)
        made[f"{name}.pdf"] = pages.pdf(one.printed, one.seed)
    one = _provable()
    made["visible.pdf"] = unseen.pdf(one.printed, one.seed)
    made["scan.jpg"] = pictures.scanned(made["visible.pdf"], 1)
    made["word.docx"] = office.docx(one.printed, one.seed)
    made["sheet.xlsx"] = office.typed_xlsx(one)
    made["export.csv"] = _csv(one)
    made["open.ods"] = _ods(made["sheet.xlsx"])
    made["invoice-ubl.xml"], made["invoice-cii.xml"] = ubl(one.truth), cii(one.truth)
    made["hybrid.pdf"] = _hybrid(made["visible.pdf"], made["invoice-cii.xml"])
    return made


def _first(wanted: Wanted, *, start: int) -> Sample:
    """From different starts, so that the languages change; one that is proven, where one of the first forty is."""
    drawn = (sample(seed, LANGUAGES[seed % len(LANGUAGES)]) for seed in range(start, 9000))
    some = list(islice((one for one in drawn if wanted(one, pages.layout(one.seed))), 40))
    return next((one for one in some if _proven(pages.pdf(one.printed, one.seed), "a.pdf")), some[0])


def _provable() -> Sample:
    """One that every format can prove."""
    drawn = (sample(seed, "de") for seed in range(200))
    return next(
        one
        for one in drawn
        if len(one.truth.lines) > 2 and _proven(unseen.pdf(one.printed, one.seed), "a.pdf") and _proven(ubl(one.truth), "a.xml")
    )


def _proven(data: bytes, name: str) -> bool:
    return read(data, name, Knowledge())[0].proven


def _csv(one: Sample) -> bytes:
    held, printed = io.StringIO(), one.printed
    writer = csv.writer(held, delimiter=";")
    writer.writerows([text] for text in (*printed.seller, printed.buyer_label, *printed.buyer, printed.title))
    writer.writerows((label, value) for _, label, value in printed.facts)
    writer.writerow(printed.heads.values())
    writer.writerows(row.cells.values() for row in printed.rows)
    writer.writerows((label, value) for _, label, value in (*printed.totals, *printed.seller_facts))
    return held.getvalue().encode()


def _ods(workbook: bytes) -> bytes:
    with TemporaryDirectory() as folder:
        written = Path(folder) / "sheet.xlsx"
        written.write_bytes(workbook)
        profile = f"-env:UserInstallation=file://{folder}/profile"
        command = ["soffice", profile, "--headless", "--convert-to", "ods", "--outdir", folder, str(written)]
        subprocess.run(command, check=True, capture_output=True, timeout=120)
        return written.with_suffix(".ods").read_bytes()


def _hybrid(page: bytes, inside: bytes) -> bytes:
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(page)))
    writer.add_attachment("factur-x.xml", inside)
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()
