"""A context from a JSON file, for trying mails out: `explain --context FILE`."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from core.invoice import Invoice, InvoiceStatus
from core.message import Message
from core.money import currency
from core.names import Address, SupplierId, Token, address, reference
from core.order import OrderLine, OrderStatus, PurchaseOrder
from core.paper import Paper, PaperKind, Source
from core.party import Contact, Language, Level, Supplier
from core.proposal import Rfp, RfpItem, RfpStatus
from core.question import About, Question, QuestionKind
from core.reading import Context, Speaker

_NEVER = datetime(9999, 12, 31, tzinfo=UTC)
_ABOUT = {"purchase_order": About.ORDER, "contact": About.SENDER, "amount": About.TOTAL, "date": About.ISSUE_DATE}
_ASKS = re.compile(r"\bquestion about\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question with the words in which it was put, by which an answer's quote shows it."""

    question: Question
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """A world for trying out: one supplier with its documents, contacts and questions; `token_address` counts as valid."""

    buyer: Address
    token_address: Address
    supplier: Supplier
    locales: Mapping[Address, str]
    orders: tuple[PurchaseOrder, ...] = ()
    invoices: tuple[Invoice, ...] = ()
    rfps: tuple[Rfp, ...] = ()
    asked: tuple[Asked, ...] = ()

    def context(self, message: Message, thread: str | None, level: Level = Level.AUTHENTIC) -> Context:
        """What this mail is read against; `thread` is the reference of its document."""
        who = message.sender
        contact = self.supplier.contact(who) if who else None
        speaker = Speaker(
            address=who,
            name=contact.name if contact else message.sender_name,
            supplier=self.supplier.id,
            level=level,
            country=self.supplier.country,
            locale=self.locales.get(who, "") if who else "",
            language=contact.language if contact else Language.EN,
        )
        return Context(
            speaker=speaker,
            thread=reference(thread) if thread else None,
            orders=self.orders,
            invoices=self.invoices,
            rfps=self.rfps,
            questions=self._answered(message, thread),
        )

    def _answered(self, message: Message, thread: str | None) -> tuple[Question, ...]:
        """The questions that a mail may answer: those it quotes, else those about its document when its subject says so."""
        quoted = _flat(message.quoted_text + " " + message.new_text)
        shown = tuple(a.question for a in self.asked if _flat(a.text)[:60] in quoted)
        if shown:
            return shown
        about = tuple(a.question for a in self.asked if a.question.document == thread)
        return about if _ASKS.search(message.subject) else ()


def _flat(text: str) -> str:
    return re.sub(r"[\s>]+", " ", text)


def context_from_json(text: str) -> Trial:
    """Read a world. Raises ValueError or KeyError where the file does not have its form."""
    raw = json.loads(text)
    maker, documents = raw["supplier"], raw["documents"]
    contacts = raw.get("contacts", {})
    supplier = Supplier(
        id=SupplierId(maker["id"]),
        name=maker["name"],
        country=maker.get("country", ""),
        currency=currency(maker.get("currency", "EUR")),
        vat_id=maker.get("vat_id", ""),
        contacts=tuple(_contact(a, c) for a, c in contacts.items()),
    )
    buyer = address(raw["buyer"]["address"])
    return Trial(
        buyer=buyer,
        token_address=address(raw["buyer"].get("token_address", buyer)),
        supplier=supplier,
        locales={address(a): _locale(c) for a, c in contacts.items()},
        orders=tuple(_order(n, d, supplier, buyer) for n, d in documents.items() if d["kind"] == "po"),
        invoices=tuple(_invoice(n, d, supplier) for n, d in documents.items() if d["kind"] == "invoice"),
        rfps=tuple(_rfp(n, d) for n, d in documents.items() if d["kind"] == "rfp"),
        asked=tuple(_question(n, q, supplier) for n, q in raw.get("questions", {}).items()),
    )


def _locale(contact: Mapping[str, Any]) -> str:
    return str(contact.get("locale") or "")


def _contact(where: str, contact: Mapping[str, Any]) -> Contact:
    language = Language.DE if contact.get("language") == "de" else Language.EN
    return Contact(address=address(where), name=contact.get("name", ""), language=language)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text[:10]) if text else None


def _order(name: str, raw: Mapping[str, Any], supplier: Supplier, buyer: Address) -> PurchaseOrder:
    lines = tuple(
        OrderLine(
            number=int(line["line"]),
            description=line["description"],
            quantity=Decimal(line["quantity"]),
            unit_price=Decimal(line["unit_price"]),
            unit=line.get("unit", ""),
            supplier_sku=line.get("sku", ""),
            delivery_date=_day(line.get("date")),
        )
        for line in raw["lines"]
    )
    return PurchaseOrder(
        reference=reference(name),
        supplier=supplier.id,
        initiator=buyer,
        currency=currency(raw.get("currency", "EUR")),
        lines=lines,
        status=OrderStatus(raw.get("status", "Submitted")),
        revision=1,
    )


def _invoice(name: str, raw: Mapping[str, Any], supplier: Supplier) -> Invoice:
    paper = Paper(
        kind=PaperKind.INVOICE,
        source=Source.TEXT,
        number=raw["number"],
        issue_date=_day(raw.get("date")),
        order_references=(raw["po"],) if raw.get("po") else (),
        currency=currency(raw.get("currency", "EUR")),
        net_total=Decimal(raw["net"]),
        tax_total=Decimal(raw["vat"]),
        gross_total=Decimal(raw["gross"]),
    )
    status = InvoiceStatus(raw.get("status", "Draft"))
    received = datetime.combine(paper.issue_date or date.min, datetime.min.time(), UTC)
    return Invoice(reference=reference(name), supplier=supplier.id, paper=paper, received_at=received, status=status)


def _rfp(name: str, raw: Mapping[str, Any]) -> Rfp:
    items = tuple(
        RfpItem(
            number=int(i["item"]),
            description=i["description"],
            quantity=Decimal(i["quantity"]),
            unit=i.get("unit", ""),
            sku=i.get("sku", ""),
        )
        for i in raw["items"]
    )
    deadline = datetime.fromisoformat(raw["deadline"]) if raw.get("deadline") else None
    return Rfp(reference=reference(name), items=items, status=RfpStatus(raw.get("status", "Open")), deadline=deadline)


def _question(name: str, raw: Mapping[str, Any], supplier: Supplier) -> Asked:
    known = {a.value: a for a in About}
    question = Question(
        reference=reference(name),
        document=reference(raw["document"]),
        supplier=supplier.id,
        about=_ABOUT.get(raw["about"]) or known.get(raw["about"], About.OTHER),
        kind=QuestionKind(raw["type"]),
        asked_of=Address(""),
        token=Token(""),
        expires=_NEVER,
        choices=tuple(raw.get("choices", ())),
    )
    return Asked(question=question, text=raw["text"])
