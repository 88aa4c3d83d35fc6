"""Everything in a mail that may say which document is meant (docs/mail.md 1). Nothing is verified here."""

import re
from collections.abc import Iterable, Iterator
from typing import Protocol

from core.message import Hints
from core.names import Address, MessageId, Token

_TAG = re.compile(r"\[\s{0,3}([A-Za-z0-9-]{1,20})(?:\s{1,3}([A-Za-z2-7]{16}))?\s{0,3}\]")
_TOKEN = r"[a-z2-7]{16}"
_IN_ADDRESS = re.compile(rf"\+([a-z0-9-]{{1,20}})\.({_TOKEN})@")
_ONE_TIME_ADDRESS = re.compile(rf"\+({_TOKEN})@")
_BOUNCE_ADDRESS = re.compile(r"\+b\.([a-z0-9-]{1,64})@")
_OURS = re.compile(rf"<([a-z0-9-]{{1,20}})\.({_TOKEN})\.([a-z0-9_-]{{1,64}})@([a-z0-9.-]{{1,255}})>", re.IGNORECASE)
_NUMBER = re.compile(r"(?<![\w-])(?:PO|INV|RFP|CN)[ \t]{0,2}[-#№]?[ \t]{0,2}\d{1,12}(?![\w-])", re.IGNORECASE)
# A purchase order may have any number; a word for it stands before it.
_NAMED = re.compile(
    r"(?<!\w)(?:purchase order|order|p\.?o\.?|bestellung|auftrag|bestellnummer|commande|pedido|ordine|bestelling|zamówieni[ea]|"
    r"objednávk[ay]|encomenda|tilaus|bestilling|beställning|comand[aă]|megrendelés|sipariş|замовлення|заказ|παραγγελία|订单|注文)"
    r"[ \t]{0,2}(?:no|nr|number|nummer|num|n°|nº|č|номер)?[.:#№\s]{0,3}([A-Z0-9][A-Z0-9-]{2,19})(?![\w-])",
    re.IGNORECASE,
)
_DATE = re.compile(r"\d{1,4}-\d{1,2}-\d{1,4}")
MAX_HINTS = 50


class House(Protocol):
    """Our own addresses and the domain of our Message-IDs."""

    @property
    def addresses(self) -> tuple[Address, ...]: ...

    @property
    def message_id_domain(self) -> str: ...


def hints_of(recipients: Iterable[Address], ids: tuple[MessageId, ...], subject: str, words: str, house: House) -> Hints:
    """`ids` are In-Reply-To and References, the nearest first."""
    ours = [who for who in recipients if is_ours(who, house)]
    tokens = [(m[1].upper(), Token(m[2])) for who in ours if (m := _IN_ADDRESS.search(who)) is not None]
    tokens += [(m[1].upper(), Token(m[2].lower())) for unit in ids if (m := our_message_id(unit, house)) is not None]
    tags = [m for m in _TAG.finditer(subject[:1000]) if any(letter.isdigit() for letter in m[1])]
    one_time = [Token(m[2].lower()) for m in tags if m[2]]
    one_time += [Token(m[1]) for who in ours if (m := _ONE_TIME_ADDRESS.search(who)) is not None]
    return Hints(
        tokens=tuple(dict.fromkeys(tokens))[:MAX_HINTS],
        message_ids=ids[:MAX_HINTS],
        tags=tuple(dict.fromkeys(m[1].upper() for m in tags))[:MAX_HINTS],
        one_time=tuple(dict.fromkeys(one_time))[:MAX_HINTS],
        numbers=tuple(dict.fromkeys(_numbers(words)))[:MAX_HINTS],
    )


def _numbers(words: str) -> Iterator[str]:
    for found in _NUMBER.finditer(words):
        yield _number(found[0])
    for found in _NAMED.finditer(_NUMBER.sub(" ", words)):
        if sum(letter.isdigit() for letter in found[1]) >= 3 and not _DATE.fullmatch(found[1]):
            yield found[1].upper()


def _number(text: str) -> str:
    """`po 1034`, `PO#1034` and `PO-1034` are one number."""
    letters, digits = re.sub(r"[^A-Z]", "", text.upper()), re.sub(r"\D", "", text)
    return f"{letters}-{digits}"


def is_ours(who: Address, house: House) -> bool:
    """Whether an address is one of our mailboxes, with or without a plus part."""
    local, _, domain = who.rpartition("@")
    return f"{local.partition('+')[0]}@{domain}" in house.addresses


def our_message_id(unit: str, house: House) -> re.Match[str] | None:
    """Reference, token and outbox id of a Message-ID that we made."""
    found = _OURS.fullmatch(unit)
    return found if found is not None and found[4].lower() == house.message_id_domain.lower() else None


def outbox_in_addresses(recipients: Iterable[Address], house: House) -> str | None:
    """The outbox id in an envelope sender of ours that a bounce came back to."""
    found = (_BOUNCE_ADDRESS.search(who) for who in recipients if is_ours(who, house))
    return next((match[1] for match in found if match is not None), None)
