"""Builders of the tests' world: one house, its people, a supplier, its orders and invoices, and a table to play on.

Everything has a plain default; a story names only what matters to it.
"""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from core.commands.buyer_orders import NewOrder, SubmitOrder
from core.commands.command import Command
from core.commands.supplier_invoices import SubmitInvoice
from core.decision import may_decide
from core.dossier import Actor, Dossier, Fresh
from core.engine import Outcome, begin, handle
from core.events import Event
from core.findings import Finding, FindingKind
from core.invoice import Invoice, InvoiceStatus
from core.letters import NoticeKind, Post
from core.money import EUR
from core.names import BlobHash, Reference, SupplierId, Token, address, hash_of
from core.notices import posts
from core.order import Attached, OrderLine, PurchaseOrder
from core.paper import Paper, PaperDoubt, PaperKind, PaperLine, Source
from core.party import Buyer, BuyerRole, Contact, ContactRole, Language, Level, Supplier
from core.policy import Band, House, Policy
from core.question import Question, QuestionState

NOON = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)
DAY = timedelta(days=1)

IRIS = address("iris@acme.example")
"""Initiator of the orders."""
OTTO = address("otto@acme.example")
"""Another initiator, who approves too."""
ANNA = address("anna@acme.example")
"""Approver."""
KARL = address("karl@acme.example")
"""Accountant."""
ADA = address("ada@acme.example")
"""Admin."""
TOM = address("tom@bowls.example")
"""The supplier's contact for everything."""
BOWLS = SupplierId("S-1")


def money(text: str | int | Decimal) -> Decimal:
    """A decimal from what a story writes."""
    return Decimal(text)


def buyer(who: str, *roles: BuyerRole, **more: Any) -> Buyer:
    """A person of the house."""
    return Buyer(address=address(who), name=who.partition("@")[0].title(), roles=frozenset(roles), **more)


PEOPLE = (
    buyer(IRIS, BuyerRole.INITIATOR),
    buyer(OTTO, BuyerRole.INITIATOR, BuyerRole.APPROVER),
    buyer(ANNA, BuyerRole.APPROVER),
    buyer(KARL, BuyerRole.ACCOUNTANT),
    buyer(ADA, BuyerRole.ADMIN),
)


def contact(who: str = TOM, *roles: ContactRole, language: Language = Language.EN, name: str = "") -> Contact:
    """A person at the supplier; without roles he has all of them."""
    chosen = frozenset(roles) or frozenset(ContactRole)
    return Contact(address=address(who), name=name or who.partition("@")[0].title(), language=language, roles=chosen)


def supplier(**more: Any) -> Supplier:
    """Bowls Ltd with Tom."""
    known: dict[str, Any] = {"id": BOWLS, "name": "Bowls Ltd", "contacts": (contact(),)}
    return Supplier(**known | more)


def line(number: int = 1, what: str = "Bowl 24 cm", quantity: int | str = 10, price: str = "10.00", **more: Any) -> OrderLine:
    """An order line: ten bowls at ten, unless said otherwise."""
    return OrderLine(number=number, description=what, quantity=money(quantity), unit_price=money(price), **more)


def order(reference: str = "PO-1", *lines: OrderLine, **more: Any) -> PurchaseOrder:
    """A draft of Iris's; without lines it is ten bowls, EUR 100.00."""
    known: dict[str, Any] = {"supplier": BOWLS, "initiator": IRIS, "currency": EUR}
    return PurchaseOrder(reference=Reference(reference), lines=lines or (line(),), **known | more)


def row(what: str = "Bowl 24 cm", quantity: int | str = 10, price: str = "10.00", **more: Any) -> PaperLine:
    """A line as it stands on an invoice; its amount follows unless said."""
    count, unit_price = money(quantity), money(price)
    known: dict[str, Any] = {"net_amount": (count * unit_price).quantize(money("0.01"))}
    return PaperLine(description=what, quantity=count, unit_price=unit_price, **known | more)


def paper(number: str | None = "77", *rows: PaperLine, to: str | None = "PO-1", tax: str = "0", **more: Any) -> Paper:
    """A proven invoice whose totals follow from its rows and charges; tax in per cent."""
    every = rows or (row(),)
    net = sum((r.net_amount or money(0) for r in every), money(0)) + sum((c.amount for c in more.get("charges", ())), money(0))
    due = (net * money(tax) / 100).quantize(money("0.01"))
    known: dict[str, Any] = {
        "kind": PaperKind.INVOICE,
        "source": Source.TEXT,
        "file": f"{number}.pdf",
        "issue_date": date(2026, 3, 9),
        "currency": EUR,
        "net_total": net,
        "tax_total": due,
        "gross_total": net + due,
        "order_references": (to,) if to else (),
        "proven": True,
    }
    return Paper(number=number, lines=every, **known | more)


def doubted(what: Any, *candidates: str) -> PaperDoubt:
    """A field that could not be read for certain."""
    return PaperDoubt(field=what, why="two readings", candidates=candidates)


def credit_note(number: str, gross: str, to: str | None = None, **more: Any) -> Paper:
    """A credit note over an amount."""
    known: dict[str, Any] = {"kind": PaperKind.CREDIT_NOTE, "net_total": money(gross), "gross_total": money(gross)}
    known |= {"file": f"{number}.pdf", "issue_date": date(2026, 3, 9), "currency": EUR, "invoice_reference": to}
    return Paper(number=number, source=Source.TEXT, **known | more)


def house_policy(**more: Any) -> Policy:
    """Acme, strict unless said otherwise, without amount bands."""
    house = House(name="Acme GmbH", mailbox=address("orders@acme.example"), vat_ids=("DE123456789",))
    return Policy(house=house, **more)


def band(above: int | str, *who: str) -> Band:
    """An amount band and its approvers."""
    return Band(above=money(above), approvers=tuple(address(w) for w in who))


def file(name: str, content: bytes = b"") -> Attached:
    """A file as a document keeps it; its hash follows its name unless a content is given."""
    return Attached(hash=hash_of(content or name.encode()), name=name, media_type="application/pdf", size=1000)


class Table:
    """A dossier on a table: people say things, it changes, and `events` and `letters` hold what the last thing did."""

    def __init__(self, *orders: PurchaseOrder, policy: Policy | None = None, who: Supplier | None = None) -> None:
        self.policy = policy or house_policy()
        self.at = NOON
        self.dossier = Dossier(
            actor=Actor(),
            fresh=Fresh(order=1, invoice=1, credit=1, question=1, supplier=2, key=b"k" * 32),
            supplier=who or supplier(),
            buyers=PEOPLE,
        )
        self.last: Outcome = begin(self.dossier)
        self.journal: list[tuple[Event, datetime]] = []
        self.letters: tuple[Post, ...] = ()
        for one in orders:
            self.says(one.initiator, NewOrder(order=one))
            self.says(one.initiator, SubmitOrder(document=one.reference))

    # ---- what happens

    def _play(self, actor: Actor, command: Command, words: str, receipt: bool, **seen: Any) -> "Table":
        dossier = replace(self.dossier, actor=actor, **seen)
        self.last = handle(begin(dossier), command, self.at, self.policy, words)
        self.journal += [(event, self.at) for event in self.last.events]
        self.letters = posts(self.last, self.policy, receipt=receipt, on=self.at.date())
        self.dossier = replace(
            self.last.dossier,
            actor=Actor(),
            thread=None,
            asked=None,
            by_token=False,
            decides=False,
            answers_revision=None,
            papers=(),
            files=(),
        )
        self.at += timedelta(minutes=1)
        return self

    def says(self, who: str, command: Command) -> "Table":
        """A buyer says something."""
        return self._play(Actor(buyer=address(who), by="command line"), command, "", False)

    def replies(self, who: str, command: Command, token: Token | None) -> "Table":
        """A buyer answers a letter by mail; `token`: that of the decision that it asked for."""
        actor = Actor(buyer=address(who), level=Level.BUYER, cause=hash_of(f"{self.at}{who}".encode()))
        named = self.dossier.order(Reference(command.document or ""))
        decides = bool(token and named and may_decide((token,), (self.dossier.fresh.key,), named, address(who)))
        return self._play(actor, command, "", True, decides=decides, thread=named.reference if named else None)

    def token(self, who: str) -> Token | None:
        """The token of the decision in the letter to this buyer."""
        mine = (post for post in self.letters if address(who) in {p.address for p in post.to})
        return next((n.decides for post in mine for n in post.notices if n.decides), None)

    def writes(
        self,
        command: Command,
        *,
        who: str = TOM,
        level: Level = Level.AUTHENTIC,
        thread: str | None = None,
        token: Question | None = None,
        revision: int | None = None,
        papers: tuple[Paper, ...] = (),
        files: tuple[Attached, ...] = (),
        words: str = "words of a mail",
    ) -> "Table":
        """The supplier writes a mail; `token`: it answers this question by its one-time token."""
        actor = Actor(contact=address(who), supplier=BOWLS, level=level, cause=hash_of(f"{self.at}{words}".encode()))
        place = thread or (token.document if token else None)
        asked = token or self._asked(place, who)
        seen: dict[str, Any] = {"thread": Reference(place) if place else None, "answers_revision": revision, "papers": papers}
        seen |= {"files": files or tuple(file(p.file) for p in papers), "asked": asked, "by_token": token is not None}
        return self._play(actor, command, words, True, **seen)

    def _asked(self, place: str | None, who: str) -> Question | None:
        mine = [q for q in self.open_questions if place and q.document == place and q.asked_of == who]
        return mine[0] if len(mine) == 1 else None

    def sends(self, *papers: Paper, **more: Any) -> "Table":
        """The supplier sends an invoice (or the same in several forms) as an attachment."""
        return self.writes(SubmitInvoice(attachment=papers[0].file), papers=papers, **more)

    def forwards(self, one: Paper, who: str = IRIS) -> "Table":
        """A buyer forwards a supplier's invoice."""
        actor = Actor(buyer=address(who), level=Level.BUYER)
        return self._play(actor, SubmitInvoice(attachment=one.file), "", False, papers=(one,), files=(file(one.file),))

    def later(self, days: float = 1) -> "Table":
        """Time passes."""
        self.at += days * DAY
        return self

    # ---- what is

    def order(self, which: str = "PO-1") -> PurchaseOrder:
        """An order as it is now."""
        found = self.dossier.order(Reference(which))
        assert found is not None
        return found

    def invoice(self, which: str = "INV-1") -> Invoice:
        """An invoice as it is now."""
        found = self.dossier.invoice(Reference(which))
        assert found is not None
        return found

    def status(self, which: str = "INV-1") -> InvoiceStatus:
        """Where an invoice stands."""
        return self.invoice(which).status

    def findings(self, kind: FindingKind, which: str = "INV-1") -> list[Finding]:
        """The findings of one kind on an invoice."""
        return [f for f in self.invoice(which).findings if f.kind is kind]

    @property
    def why(self) -> str | None:
        """Why the last thing was refused; None: it was not."""
        return self.last.refusal.why.value if self.last.refusal else None

    @property
    def open_questions(self) -> list[Question]:
        """The questions that wait for an answer."""
        return [q for q in self.dossier.questions if q.state is QuestionState.OPEN]

    @property
    def question(self) -> Question:
        """The only open question."""
        (only,) = self.open_questions
        return only

    def facts(self) -> list[str]:
        """The names of what the last thing did."""
        return [type(event).__name__ for event in self.last.events]

    def told(self, who: str) -> list[NoticeKind]:
        """What one person is told in the letters of the last thing, in order; they are one letter at most."""
        mine = [post for post in self.letters if address(who) in {p.address for p in post.to}]
        assert len(mine) <= 1, "one letter a person and transaction"
        return [notice.kind for post in mine for notice in post.notices]


def hash_named(text: str) -> BlobHash:
    """A blob's name."""
    return hash_of(text.encode())
