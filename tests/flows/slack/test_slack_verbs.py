"""Every verb typed, in both modes, with its answer (docs/rules.md 9)."""

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.slack.grammar import form
from bot.slack.verbs import SURFACES, VERBS
from core.commands.buyer_orders import AttachFile
from core.commands.buyer_people import AddBuyer, RemoveBuyer
from core.commands.buyer_rfps import AttachToRfp
from core.commands.buyer_self import SetDeputy
from core.commands.buyer_suppliers import ConfirmBank, DropBank, ProposeBank, SetProfile
from core.commands.registry import BUYER_COMMANDS
from core.names import Reference
from tests.flows.conftest import PAN, POT, SALES, to
from tests.flows.slack.conftest import STAND, Office, types_signed
from tests.flows.slack.test_slack_decisions import billed_above
from tests.slack.stand_in.people import Answer, Person, texts

ELSEWHERE = {AttachFile, AttachToRfp, AddBuyer, RemoveBuyer, SetDeputy, SetProfile, ProposeBank, ConfirmBank, DropBank}
"""Files and buyers are entered at the command line; bank accounts are never a matter of Slack alone."""
GOLDEN = Path(__file__).parents[2] / "golden" / "slack" / "verbs.txt"
Types = Callable[[Person, str], Answer]


def test_every_command_of_a_buyer_can_be_typed() -> None:
    """A new command needs a verb here, or a reason."""
    assert {c for v in VERBS for c in v.says} | ELSEWHERE >= set(BUYER_COMMANDS)
    for verb in VERBS:
        assert verb.meaning and verb.example.startswith(f"/{verb.surface}")
        assert all(isinstance(form(c), str) for c in verb.says)


def shown(answer: Answer) -> str:
    """An answer as one reads it: texts line by line, a window with its title."""
    parts: list[Any] = [answer.blocks or answer.text] if not answer.window else [answer.window["title"], answer.window["blocks"]]
    read = [part if isinstance(part, str) else "\n".join(texts(part)) for part in parts]
    return "\n".join(line.rstrip() for line in "\n".join(read).replace("\xa0", " ").splitlines())


class Day:
    """A day in the office, written down: each line that is typed, and its answer."""

    def __init__(self, office: Office, types: Types) -> None:
        self.office, self.house, self._types = office, office.house, types
        self.written: list[str] = []
        self.said: list[tuple[str, str]] = []

    def types(self, line: str, who: Person | None = None) -> None:
        """One line."""
        surface, _, rest = line.removeprefix("/").partition(" ")
        self.said.append((surface, rest.partition(" ")[0]))
        answer = self._types(who or self.office.ann, line)
        self.written.append(f"> {line}\n{shown(answer)}\n")

    def bill(self, n: int, *rows: Any, order: str = "", answers: Any = None) -> None:
        """An invoice comes."""
        self.house.writes("", answers=answers, files=(self.house.bill(str(70 + n), order, *rows),))

    def orders(self) -> None:
        for line in ("help", "list", "new S-1 3 pcs x 2.50 Cup; 4 pcs x 1.10 CM-1 Saucer", "import", "attach", "show PO-1"):
            self.types(f"/po {line}")
        for line in ("submit PO-1", "resend PO-1", "revise PO-1 1=5 pcs x 2.50 Cup", "history PO-1", "complete PO-1"):
            self.types(f"/po {line}")
        letter = self.house.orders(PAN, POT)
        self.house.writes("Line 1: 25.50 EUR on 12 June 2026.\nLine 2: 50 pcs.", answers=letter)
        for line in ("decide PO-1034 take 1:date 2 the price is agreed", "cancel PO-1034 ordered twice", "cancel PO-1034 again"):
            self.types(f"/po {line}")
        for line in ("list Submitted", "lst", "show PO-1043", "new S-1", "revise PO-1 1=cheap", "decide PO-1 yes", ""):
            self.types(f"/po {line}".rstrip())

    def invoices(self) -> None:
        for n in range(1, 5):
            order = self.house.orders(replace(PAN, quantity=PAN.quantity + 20 * n), number=f"PO-110{n}")
            self.bill(n, replace(PAN, quantity=PAN.quantity + 20 * n), STAND, order=f"PO-110{n}", answers=order)
        many = replace(PAN, quantity=PAN.quantity * 4)
        self.bill(5, many, order="PO-1105", answers=self.house.orders(many, number="PO-1105"))
        self.house.writes("Our invoice.", files=(self.house.bill("76", "", POT),))
        for line in (
            "help",
            "list Matching",
            "show INV-1",
            "take INV-1",
            "reject INV-2 never ordered",
            "return INV-3 at po price",
        ):
            self.types(f"/invoice {line}")
        for line in (
            "cancel INV-4 sent to the wrong company",
            "link INV-6 PO-1101 1=1",
            "reject INV-1",
            "link INV-1",
            "pay INV-1",
        ):
            self.types(f"/invoice {line}")
        for line in (
            "approve INV-5",
            "credit INV-5 98.00 number=G-77 four pans came back",
            "credit INV-5 98.00",
            "pay INV-5 11760.00 2026-04-21 SEPA 4711",
            "history INV-5",
            "list Paid",
        ):
            self.types(f"/invoice {line}", self.office.carla)
        for line in ("take INV-1", "approve INV-99", "return INV-3", "pay INV-1 lots", "link INV-6 PO-1101 2="):
            self.types(f"/invoice {line}")

    def requests(self) -> None:
        for line in ("help", "new 2026-05-04 S-1 400 pcs x Bowl 24 cm; 40 pcs x Jug 1.5 l", "import", "attach", "open RFP-1"):
            self.types(f"/rfp {line}")
        letter = self.house.delivered()[-1]
        for line in ("list", "list Canceled", "show RFP-1", "compare RFP-1", "open RFP-1", "extend RFP-1 2026-05-11 12:00"):
            self.types(f"/rfp {line}")
        for line in ("extend RFP-1 soon", "award RFP-1", "award RFP-1 cheapest", "award RFP-1 1=S-1", "admit RFP-1 S-1"):
            self.types(f"/rfp {line}")
        self.house.passes(days=22)
        self.house.writes("Item 1: 3.10 EUR\nItem 2: 15 EUR", answers=letter)
        for line in ("admit RFP-1 S-1", "compare RFP-1", "award RFP-1 1=S-1:100", "complete RFP-1", "history RFP-1"):
            self.types(f"/rfp {line}")
        for line in ("new 2026-09-04 S-1 4 pcs x Bowl", "cancel RFP-2 no budget", "show RFP-9", "new 2026-09-04 S-1 Bowl"):
            self.types(f"/rfp {line}")
        self.types("/rfp new 2026-09-04 S-7 4 pcs x Bowl")

    def people(self) -> None:
        for line in ("help", "list", "show S-1", "add new@mills.example Mills & Sons", "approve S-2", "tolerance S-1 7,5"):
            self.types(f"/supplier {line}")
        for line in ("contacts S-1 add anna@corvina.example Anna", "contacts S-1 remove anna@corvina.example", "bank"):
            self.types(f"/supplier {line}")
        self.house.writes("Our company has a new name: Corvina Tableware B.V.")
        for line in ("requests S-1", "confirm S-1 1", "refuse S-1 2 please call us", "disable S-1", "enable S-1", "approve S-1"):
            self.types(f"/supplier {line}")
        self.house.writes("Hello", who="stranger@else.example")  # type: ignore[arg-type]
        held = 1 + max(n for n in range(1, 60) if self._mail(n))
        for line in ("help", "list held", f"show {held - 1}", f"release {held - 1}", f"junk {held - 1}", "show 999", "junk x"):
            self.types(f"/inbox {line}", self.office.carla)
        self.types(f"/inbox assign {held - 1} S-2")
        for line in (
            "/note PO-1034 Paul sounded unsure",
            "/say PO-1101 “Can you deliver a week earlier?”",
            "/note help",
            "/say help",
        ):
            self.types(line)
        for line in ("help", "now", "time 7", "time 7 monday", "time 99", "off"):
            self.types(f"/digest {line}")

    def _mail(self, n: int) -> bool:
        with self.house.bot.store.read() as unit:
            return unit.inbox.row(n) is not None


@pytest.mark.parametrize("mode", ["socket", "http"])
def test_every_verb_is_answered_in_both_modes(office: Office, door: int, mode: str) -> None:
    """One long day; what is read is compared with the golden file."""
    signed = lambda who, line: types_signed(who, door, line)  # noqa: E731
    day = Day(office, signed if mode == "http" else lambda who, line: who.types(line))
    day.orders()
    day.invoices()
    day.requests()
    day.people()

    assert {(v.surface, v.word) for v in VERBS if v.word} - set(day.said) == set()
    written = "\n".join(day.written)
    if os.environ.get("COUNTERFOIL_GOLDEN") == "write":
        GOLDEN.parent.mkdir(parents=True, exist_ok=True)
        GOLDEN.write_text(written, "utf-8")
    assert written == GOLDEN.read_text("utf-8")


def test_disabling_a_supplier_says_how_many_drafts_go(office: Office) -> None:
    """Invoices and quotes, and asks first."""
    billed_above(office)
    office.ann.types("/invoice return INV-1 at po price")
    office.ann.types("/rfp new 2026-05-04 S-1 400 pcs x Bowl 24 cm; 40 pcs x Jug 1.5 l")
    office.ann.types("/rfp open RFP-1")
    letters = office.house.delivered()
    office.house.writes("Item 1: 3.10 EUR", answers=[letter for letter in letters if "RFP-1" in letter.subject][-1])

    window = office.ann.types("/supplier disable S-1").window
    assert window is not None
    assert "Corvina Metalware B.V.: 1 invoice and 1 quote in Draft will be mailed back" in window["blocks"][0]["text"]["text"]
    office.ann.enters(window)

    assert office.house.status("INV-1") == "none"
    with office.house.bot.store.read() as unit:
        assert unit.documents.proposals_on(Reference("RFP-1")) == ()


def test_say_reaches_the_supplier_and_a_note_does_not(office: Office) -> None:
    """Typographic quotes are taken off."""
    office.house.orders(PAN)
    office.ann.types("/say PO-1034 “Can you deliver a week earlier?”")
    letters = office.house.delivered()
    assert (
        "Can you deliver a week earlier?" in to(letters, SALES).text
        and "“" not in to(letters, SALES).text.split("earlier")[0][-40:]
    )
    office.ann.types("/note PO-1034 he sounded unsure")
    assert office.house.delivered() == []


def test_the_manifest_has_every_surface() -> None:
    """What can be typed is known to Slack."""
    manifest = (Path(__file__).parents[3] / "config" / "slack-manifest.yaml").read_text("utf-8")
    for surface in SURFACES:
        assert f"command: /{surface}\n" in manifest


@pytest.mark.parametrize("asked", ["help", "?", "HELP"])
def test_a_verb_tells_of_itself(office: Office, asked: str) -> None:
    """With its example, and nothing happens."""
    assert shown(office.ann.types(f"/po submit {asked}")) == "*/po submit*  Send the order to the supplier.\n`/po submit PO-1034`"
