"""How the reader does on drawn documents with known truth, and whether anything false stays proven.

    python -m tests.bench.generated --count 200 --seed 0 [--form pdf|unseen|further|web|word|scan|docx|xlsx|typed]
        [--mutate 3] [--context]

Prints the share of right fields, of proven documents and of whole documents, by language; the silent errors and the changed
documents that stayed proven must be 0. `--keep` leaves each false proof as a file with its reason.
"""

import argparse
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from random import Random

from rapidfuzz import fuzz

from core.knowledge import Knowledge, KnownParty
from core.names import Address, SupplierId, reference
from core.order import OrderLine, PurchaseOrder
from core.paper import Field, Paper, PaperLine
from parsers.documents import read
from tests.generate import further, office, pages, pictures, unseen, web
from tests.generate.invoices import Printed, Sample, sample
from tests.generate.mutate import CHANGES
from tests.generate.wording import LANGUAGES

FIELDS = (
    "kind", "number", "issue_date", "due_date", "order_references", "currency", "net_total", "tax_total", "gross_total",
    "seller_name", "seller_vat", "buyer_name", "iban",
)  # fmt: skip


@dataclass(slots=True, kw_only=True)
class Figures:
    """What was counted, by language or for all."""

    documents: int = 0
    proven: int = 0
    whole: int = 0
    right: Counter[str] = field(default_factory=Counter)
    asked: Counter[str] = field(default_factory=Counter)
    silent: list[str] = field(default_factory=list)
    changed: Counter[str] = field(default_factory=Counter)
    changed_proven: Counter[str] = field(default_factory=Counter)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=100)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--form", choices=tuple(FORMS), default="pdf")
    parser.add_argument("--mutate", type=int, default=0, help="changed twins of each document")
    parser.add_argument("--context", action="store_true", help="with our name, the supplier and the open order known")
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--show", action="store_true", help="each document that is not whole, and why")
    options = parser.parse_args()
    started = time.monotonic()
    by_language = {language: Figures() for language in LANGUAGES}
    for seed in range(options.seed, options.seed + options.count):
        language = LANGUAGES[seed % len(LANGUAGES)]
        _one(sample(seed, language), by_language[language], options)
    _print(by_language, time.monotonic() - started)


def _layout(drawn: Sample, options: argparse.Namespace) -> str:
    return LAYOUTS.get(options.form, pages.layout)(drawn.seed)


def _one(drawn: Sample, figures: Figures, options: argparse.Namespace) -> None:
    knowledge = _knowledge(drawn.truth) if options.context else Knowledge()
    data = FORMS[options.form](drawn, drawn.printed)
    paper = _best(read(data, f"drawn.{ENDINGS[options.form]}", knowledge), drawn.truth)
    wrong = _count(drawn.truth, paper, figures)
    if options.show and wrong:
        print(drawn.seed, drawn.language, _layout(drawn, options), ", ".join(wrong))
    false = false_in(drawn.truth, paper, drawn.printed)
    if paper.proven and false:
        figures.silent.append(f"{drawn.seed}-{drawn.language} {_layout(drawn, options)}: {'; '.join(false)}")
        _keep(options.keep, f"silent-{drawn.seed}-{drawn.language}", options.form, data, "; ".join(false))
    if options.mutate and paper.proven and options.form != "typed":
        _twins(drawn, figures, options, knowledge)


def _twins(drawn: Sample, figures: Figures, options: argparse.Namespace, knowledge: Knowledge) -> None:
    """Changed twins of a document that is proven as it is."""
    dice = Random(f"twins {drawn.seed}")
    for name in dice.sample(sorted(CHANGES), min(options.mutate, len(CHANGES))):
        printed = CHANGES[name](drawn.printed, dice)
        if printed is None:
            continue
        data = FORMS[options.form](drawn, printed)
        papers = read(data, f"drawn.{ENDINGS[options.form]}", knowledge)
        figures.changed[name] += 1
        if any(paper.proven and not _doubts(paper, name) for paper in papers):
            figures.changed_proven[name] += 1
            why = f"{name}: {_difference(drawn.printed, printed)}"
            figures.silent.append(f"{drawn.seed}-{drawn.language} {_layout(drawn, options)} changed {why}")
            _keep(options.keep, f"changed-{drawn.seed}-{drawn.language}-{name.replace(' ', '_')}", options.form, data, why)


def _doubts(paper: Paper, change: str) -> bool:
    """A VAT number whose check digits another digit would pass as well is never said without a doubt, proven paper or not."""
    return change == "vat" and paper.doubted(Field.SELLER_VAT)


FORMS: dict[str, Callable[[Sample, Printed], bytes]] = {
    "pdf": lambda drawn, printed: pages.pdf(printed, drawn.seed),
    "unseen": lambda drawn, printed: unseen.pdf(printed, drawn.seed),
    "further": lambda drawn, printed: further.pdf(printed, drawn.seed),
    "web": lambda drawn, printed: web.pdf(printed, drawn.seed),
    "scan": lambda drawn, printed: pictures.scanned(pages.pdf(printed, drawn.seed), drawn.seed),
    "word": lambda drawn, printed: office.word_pdf(printed, drawn.seed),
    "docx": lambda drawn, printed: office.docx(printed, drawn.seed),
    "xlsx": office.xlsx,
    "typed": lambda drawn, printed: office.typed_xlsx(drawn),
}
LAYOUTS = {"unseen": unseen.layout, "further": further.layout}
ENDINGS = {
    "pdf": "pdf",
    "unseen": "pdf",
    "further": "pdf",
    "web": "pdf",
    "scan": "jpg",
    "word": "pdf",
    "docx": "docx",
    "xlsx": "xlsx",
    "typed": "xlsx",
}


def _knowledge(truth: Paper) -> Knowledge:
    assert truth.currency is not None
    supplier = KnownParty(
        id=SupplierId("S-1"),
        names=(truth.seller_name or "",),
        vat_ids=(truth.seller_vat or "",),
        ibans=(truth.iban,) if truth.iban else (),
    )
    lines = tuple(
        OrderLine(
            number=n, description=x.description, quantity=x.quantity, unit_price=x.unit_price, supplier_sku=x.seller_sku or ""
        )
        for n, x in enumerate(truth.lines, 1)
        if x.quantity is not None and x.unit_price is not None
    )
    orders = tuple(
        PurchaseOrder(
            reference=reference(number),
            supplier=SupplierId("S-1"),
            initiator=Address("a@example.org"),
            currency=truth.currency,
            lines=lines,
        )
        # An open order is known whether or not the paper prints its number.
        for number in truth.order_references or ("PO-OPEN",)
    )
    ours = KnownParty(names=(truth.buyer_name or "",), vat_ids=(truth.buyer_vat,) if truth.buyer_vat else ())
    return Knowledge(buyer=ours, suppliers=(supplier,), orders=orders)


def _best(papers: tuple[Paper, ...], truth: Paper) -> Paper:
    return next((paper for paper in papers if paper.number == truth.number), papers[0])


def _count(truth: Paper, paper: Paper, figures: Figures) -> list[str]:
    wrong = []
    for name in FIELDS:
        expected = getattr(truth, name)
        if expected is None or expected == ():
            continue
        figures.asked[name] += 1
        if _same(name, expected, getattr(paper, name)):
            figures.right[name] += 1
        else:
            wrong.append(f"{name} {getattr(paper, name)!s} for {expected!s}")
    lines = len(paper.lines) == len(truth.lines) and all(map(_same_line, truth.lines, paper.lines))
    figures.asked["lines"] += 1
    figures.right["lines"] += lines
    figures.documents += 1
    figures.proven += paper.proven
    figures.whole += not wrong and lines
    return wrong if lines else [*wrong, "lines"]


def _same(name: str, expected: object, got: object) -> bool:
    if got is None:
        return False
    if name in ("seller_name", "buyer_name"):
        return fuzz.token_set_ratio(str(expected).lower(), str(got).lower()) >= 85
    if name == "order_references":
        return isinstance(expected, tuple) and isinstance(got, tuple) and set(expected) <= set(got)
    if name in ("seller_vat", "iban"):
        # the country letters of a VAT number may stay unprinted
        return _letters(got).endswith(_letters(expected)[2:]) and _letters(expected).endswith(_letters(got)[2:])
    return abs(expected) == abs(got) if isinstance(expected, Decimal) and isinstance(got, Decimal) else expected == got


def _letters(value: object) -> str:
    return "".join(c for c in str(value) if c.isalnum()).upper()


def _same_line(expected: PaperLine, got: PaperLine) -> bool:
    def equal(one: Decimal | None, other: Decimal | None) -> bool:
        return one is not None and other is not None and abs(one) == abs(other)

    named = fuzz.token_set_ratio(expected.description.lower(), got.description.lower()) >= 70
    return named and equal(expected.quantity, got.quantity) and equal(expected.net_amount, got.net_amount)


def false_in(truth: Paper, paper: Paper, printed: Printed) -> list[str]:
    """What a paper states without doubt and is not so."""
    found = []
    for name in FIELDS:
        got, expected = getattr(paper, name), getattr(truth, name)
        doubt = Field("order_reference" if name == "order_references" else name)
        if got not in (None, ()) and not paper.doubted(doubt) and not _matches(name, expected, got):
            found.append(f"{name} is {expected!s}, read {got!s}")
    if paper.doubted(Field.LINES):
        return found
    if len(paper.lines) != len(truth.lines):
        return [*found, f"{len(truth.lines)} lines, read {len(paper.lines)}"]
    return found + [_line_difference(a, b) for a, b in zip(truth.lines, paper.lines, strict=True) if _line_is_false(a, b)]


def _matches(name: str, expected: object, got: object) -> bool:
    if name == "order_references":
        return isinstance(got, tuple) and isinstance(expected, tuple) and set(got) <= set(expected)
    return expected is not None and _same(name, expected, got)


def _line_is_false(expected: PaperLine, got: PaperLine) -> bool:
    pairs = [(expected.quantity, got.quantity), (expected.unit_price, got.unit_price), (expected.net_amount, got.net_amount)]
    pairs.append((expected.tax_rate, got.tax_rate))
    different = any(b is not None and a is not None and abs(a) != abs(b) for a, b in pairs)
    return different or fuzz.token_set_ratio(expected.description.lower(), got.description.lower()) < 70


def _line_difference(expected: PaperLine, got: PaperLine) -> str:
    def shown(line: PaperLine) -> str:
        return f"{line.description!r} {line.quantity} x {line.unit_price} = {line.net_amount} ({line.tax_rate} %)"

    return f"line {shown(expected)}, read {shown(got)}"


def _difference(one: Printed, other: Printed) -> str:
    if len(one.rows) != len(other.rows):
        gone = next(row for row in one.rows if row not in other.rows or one.rows.count(row) > other.rows.count(row))
        return f"gone {gone.cells}"
    rows = [f"{a.cells} -> {b.cells}" for a, b in zip(one.rows, other.rows, strict=True) if a != b]
    facts = zip((*one.totals, *one.seller_facts), (*other.totals, *other.seller_facts), strict=True)
    return "; ".join([*rows, *(f"{a} -> {b}" for a, b in facts if a != b)])


def _keep(folder: Path | None, name: str, form: str, data: bytes, why: str) -> None:
    if folder is None:
        return
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.{ENDINGS[form]}").write_bytes(data)
    with (folder / "README").open("a", encoding="utf-8") as notes:
        notes.write(f"{name}.{ENDINGS[form]}: {why}\n")


def _print(by_language: dict[str, Figures], seconds: float) -> None:
    everything = list(by_language.values())
    for language, figures in by_language.items():
        if figures.documents:
            share = sum(figures.right.values()) / max(1, sum(figures.asked.values()))
            counts = f"documents {figures.documents:4d}  whole {figures.whole:4d}  proven {figures.proven:4d}"
            print(f"{language}  fields {share:.3f}  {counts}")
    asked, right = sum((f.asked for f in everything), Counter()), sum((f.right for f in everything), Counter())
    for name in (*FIELDS, "lines"):
        print(f"  {name:17s} {right[name] / max(1, asked[name]):.3f}  of {asked[name]}")
    documents = sum(f.documents for f in everything)
    changed, stayed = sum((f.changed for f in everything), Counter()), sum((f.changed_proven for f in everything), Counter())
    for name in sorted(changed):
        print(f"  changed {name:16s} {changed[name]:5d}, still proven {stayed[name]}")
    for error in (error for f in everything for error in f.silent[:20]):
        print("  FALSE", error)
    silent = sum(len(f.silent) for f in everything) - sum(stayed.values())
    whole = sum(f.whole for f in everything) / max(1, documents)
    proven = sum(f.proven for f in everything) / max(1, documents)
    fields = sum(right.values()) / max(1, sum(asked.values()))
    print(f"all: documents {documents}, fields {fields:.3f}, whole {whole:.3f}, proven {proven:.3f}, {seconds:.1f} s")
    print(f"all: silent errors {silent}, changed documents {sum(changed.values())}, still proven {sum(stayed.values())}")


if __name__ == "__main__":
    main()
