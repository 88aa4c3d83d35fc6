"""Addresses in words: who is added to our contacts, and who is taken from them (docs/mail.md 4)."""

from core.commands.command import Command
from core.commands.supplier_self import ChangeContact
from core.names import address
from core.party import ContactRole
from parsers.intent.scene import Scene
from parsers.intent.sentence import Sentence
from parsers.intent.signs import Sign
from parsers.intent.values import Value, What

_NEAR = 4
"""Tokens between an address and the word that takes it away, where several stand in a sentence."""


def contacts(s: Sentence, values: tuple[Value, ...], where: Scene) -> tuple[Command, ...]:
    """Who is to get our mails from now on, or no more; nothing where an address may be somebody else's."""
    mails = [v for v in values if v.what is What.MAIL]
    if (
        not mails
        or s.has(Sign.ABSENT)
        or not s.has(
            Sign.ADD,
            Sign.REMOVE,
            Sign.SEND,
            Sign.SEND_US,
            Sign.NEW,
            Sign.MAILS,
            Sign.REPLACE,
            Sign.INSTEAD,
            Sign.SUBSTITUTE,
        )
    ):
        return ()
    role = _role(s)
    commands: list[Command] = []
    for value in mails[:4]:
        try:
            who = address(value.text)
        except ValueError:
            continue
        removed = _removed(s, value, mails)
        if removed is None:
            continue
        commands.append(ChangeContact(remove=who) if removed else ChangeContact(add=who, role=role))
    return tuple(commands)


def _written_to(s: Sentence, value: Value, removed: int) -> bool:
    """ "Bob has left, write to eva@…": behind the one who leaves, in a piece of its own, comes who is there."""
    border = next((p for p in range(removed, value.first) if s.tokens[p].text in ",;:–-" or s.is_at(p, Sign.AND)), None)
    return border is not None and s.has(Sign.WRITE, Sign.SEND, Sign.SEND_US, Sign.NEW, first=border, last=value.first)


def _piece(s: Sentence, at: int) -> tuple[int, int]:
    """The words between commas around a token."""
    first = next((p + 1 for p in range(at, 0, -1) if s.tokens[p].text in ",;:–"), 0)
    return first, next((p for p in range(at, len(s.tokens)) if s.tokens[p].text in ",;:–"), len(s.tokens))


def _removed(s: Sentence, value: Value, mails: list[Value]) -> bool | None:
    """Whether the sign nearest before an address, or the only one, removes it; None where it may be about somebody else."""
    first, last = _piece(s, value.first)
    if len(mails) == 1 and s.has(Sign.REMOVE, first=first, last=last) and not s.has(Sign.NEW, Sign.WRITE, first=first, last=last):
        return True
    if len(mails) == 2 and s.has(Sign.REPLACE, Sign.SUBSTITUTE) and not s.has(Sign.INSTEAD, Sign.REMOVE):
        return value is mails[0]
    ends = s.places(Sign.FEWER) if len(mails) > 1 else ()  # "stop sending to bob@…, send to eva@…"
    adds, removes = s.places(Sign.ADD), (*s.places(Sign.REMOVE), *s.places(Sign.INSTEAD), *ends)
    gone = [p for p in removes if p < value.first]
    if not removes or (gone and _written_to(s, value, max(gone))):
        return False
    if not adds and len(mails) == 1 and not gone and s.has(Sign.NEW, Sign.WRITE, Sign.SEND, Sign.SEND_US, last=value.first):
        return None  # "… to eva@…, I am not responsible any more"
    if not adds:
        return len(mails) == 1 or any(abs(r - value.first) <= _NEAR for r in removes)
    if len(mails) == 1:
        near = min((*((abs(a - value.first), False) for a in adds), *((abs(r - value.first), True) for r in removes)))
        return near[1]
    before = [(value.first - p, kind) for kind, places in ((False, adds), (True, removes)) for p in places if p < value.first]
    return min(before)[1] if before else False


def _role(s: Sentence) -> ContactRole | None:
    roles = (
        (Sign.INVOICE, ContactRole.INVOICES),
        (Sign.PAYMENT, ContactRole.INVOICES),
        (Sign.RFP, ContactRole.PROPOSALS),
        (Sign.OFFER, ContactRole.PROPOSALS),
        (Sign.ORDER, ContactRole.ORDERS),
    )
    return next((role for sign, role in roles if s.has(sign)), None)
