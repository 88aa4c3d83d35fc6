"""The same documents as a browser prints them: other fonts, other order of the text in the file, columns by flex and float."""

import subprocess
from html import escape
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from tests.generate.invoices import Fact, Printed, Row
from tests.generate.tables import NUMERIC


def html(printed: Printed, seed: int) -> str:
    """A page whose parts stand in the order of the source or beside it, as style sheets do."""
    dice = Random(f"web {seed}")
    head = dice.choice((_head_flex, _head_floats, _head_list))(printed)
    totals = dice.choice((_totals_rows, _totals_flex))(printed)
    line = dice.choice(("border-bottom: 1px solid #ccc", "background: #f4f4f4", "border: 1px solid black"))
    style = (
        f"body {{ font: {dice.choice((11, 12, 13))}px {dice.choice(('serif', 'sans-serif', 'monospace'))}; }}"
        f"table {{ border-collapse: collapse; width: 100%; }} td, th {{ padding: {dice.choice((2, 4, 7))}px; {line} }}"
        "th { text-align: left; } .n { text-align: right; } small { color: #555; display: block; }"
    )
    foot = " | ".join(f"{escape(label)}: {escape(value)}" for _, label, value in printed.seller_facts)
    closing = "".join(f"<p>{escape(sentence)}</p>" for sentence in printed.closing)
    body = f"{head}<br>{_table(printed)}<br>{totals}{closing}<footer>{foot}</footer>"
    return f"<!doctype html><meta charset=utf-8><style>{style}</style>{body}"


def _block(values: tuple[str, ...]) -> str:
    return "<br>".join(map(escape, values))


def _facts(facts: tuple[Fact, ...], form: str) -> str:
    return "".join(form.format(label=escape(label), value=escape(value)) for _, label, value in facts)


def _head_flex(p: Printed) -> str:
    facts = _facts(p.facts, "<div><small>{label}</small><b>{value}</b></div>")
    return f"""<div style="display: flex; justify-content: space-between"><div>{_block(p.seller)}</div>
<h1>{escape(p.title)}</h1></div><p>{_block((p.buyer_label, *p.buyer))}</p>
<div style="display: flex; gap: 30px">{facts}</div>"""


def _head_floats(p: Printed) -> str:
    facts = _facts(p.facts, "<tr><td style='border: 0'>{label}</td><td style='border: 0'>{value}</td></tr>")
    return f"""<h2>{escape(p.title)}</h2><table style="float: right; width: auto">{facts}</table>
<p>{_block(p.buyer)}</p><p style="font-size: smaller">{_block(p.seller)}</p><div style="clear: both"></div>"""


def _head_list(p: Printed) -> str:
    facts = _facts(p.facts, "<li>{label}: <b>{value}</b></li>")
    return (
        f"<b>{_block(p.seller)}</b><h1>{escape(p.title)}</h1><ul>{facts}</ul><p>{escape(p.buyer_label)}:<br>{_block(p.buyer)}</p>"
    )


def _table(p: Printed) -> str:
    heads = "".join(f"<th{_right(column)}>{escape(label)}</th>" for column, label in p.heads.items())
    rows = "".join(f"<tr>{''.join(_cell(row, column) for column in p.heads)}</tr>" for row in p.rows)
    return f"<table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"


def _cell(row: Row, column: str) -> str:
    below = f"<small>{escape(row.below)}</small>" if column == "description" and row.below else ""
    return f"<td{_right(column)}>{escape(row.cells[column])}{below}</td>"


def _right(column: str) -> str:
    return " class=n" if column in NUMERIC else ""


def _totals_rows(p: Printed) -> str:
    rows = _facts(p.totals, "<tr><td class=n>{label}</td><td class=n style='width: 9em'>{value}</td></tr>")
    return f"<table style='border: 0'>{rows}</table>"


def _totals_flex(p: Printed) -> str:
    return "".join(
        f"<div style='display: flex; width: 22em; justify-content: space-between; margin-left: auto'>"
        f"<span>{escape(label)}:</span><span>{escape(value)}</span></div>"
        for _, label, value in p.totals
    )


def pdf(printed: Printed, seed: int) -> bytes:
    """As Chromium prints it; about a second a document."""
    with TemporaryDirectory() as folder:
        page, made = Path(folder) / "page.html", Path(folder) / "page.pdf"
        page.write_text(html(printed, seed), encoding="utf-8")
        subprocess.run(
            [
                "chromium",
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--no-pdf-header-footer",
                f"--print-to-pdf={made}",
                str(page),
            ],
            check=True,
            capture_output=True,
            timeout=60,
        )
        return made.read_bytes()
