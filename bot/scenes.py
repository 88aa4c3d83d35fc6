"""What letters and cards are made from: the documents of a transaction before and after it, and the words of the past."""

from datetime import datetime
from typing import TYPE_CHECKING

from core.dossier import Dossier, Text
from core.letters import FileVerdict, Scene
from core.names import BlobHash
from core.order import PurchaseOrder
from core.reading import Reading

if TYPE_CHECKING:
    from bot.wire import Bot
    from storage.unit import Unit


def scene_of(
    bot: "Bot",
    before: Dossier,
    after: Dossier,
    texts: tuple[Text, ...],
    at: datetime,
    reading: Reading | None = None,
    verdicts: tuple[FileVerdict, ...] = (),
) -> Scene:
    """The documents after the transaction, and what was read."""
    return Scene(
        house=bot.policy.house,
        at=at,
        tolerance=bot.policy.tolerance,
        was=before.supplier.status if before.supplier else None,
        supplier=after.supplier,
        orders=after.orders,
        before=_as_seen(before),
        invoices=after.invoices,
        credits=after.credits,
        questions=after.questions,
        rfps=after.rfps,
        proposals=after.proposals,
        suppliers=after.suppliers,
        reading=reading,
        verdicts=verdicts,
        statements=after.statements,
        texts=texts,
        seal=bot.keys[0],
    )


def _as_seen(before: Dossier) -> tuple[PurchaseOrder, ...]:
    """The orders as they were; the one that an old letter is answered about as that letter showed it."""
    seen = before.as_answered
    return tuple(seen if seen and o.reference == seen.reference else o for o in before.orders)


def quoted(unit: "Unit", dossier: Dossier) -> tuple[Text, ...]:
    """Words of the past that a letter may quote, the reasons and notes of its documents; erased ones are not there any more."""
    found = ((h, unit.blobs.get(h)) for h in _words_of(dossier))
    return tuple(Text(hash=h, text=content.decode("utf-8", "replace")) for h, content in found if content is not None)


def _words_of(dossier: Dossier) -> tuple[BlobHash, ...]:
    found = [i.reason for i in dossier.invoices if i.reason]
    found += [o.reason for o in dossier.orders if o.reason]
    found += [a.reason for o in dossier.orders for a in (*o.answers, *o.contested) if a.reason]
    found += [o.note for p in dossier.proposals for o in p.offers if o.note]
    return tuple(dict.fromkeys(found))
