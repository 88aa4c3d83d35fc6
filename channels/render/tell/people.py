"""What is told about people: contacts, a supplier's own data, bank accounts, a welcome (docs/rules.md 7)."""

from channels.render.blocks import Block, Facts, Heading, Paragraph, Part
from channels.render.tell import order_blocks
from channels.render.tell.answers import examples
from channels.render.tell.telling import Telling
from core.colleagues import same_house
from core.events import (
    BankProposed,
    BankSettled,
    ChangeRequested,
    ContactAdded,
    ContactChanged,
    ContactRemoved,
    RequestSettled,
    SilenceNoted,
)
from core.names import Address, SupplierId
from core.party import ChangeRequest, ContactRole, ProfileField, RequestKind, Supplier, SupplierStatus
from core.profile import now_is

ROLES = tuple(ContactRole)


NOBODY = Supplier(id=SupplierId(""), name="")


def _supplier(t: Telling) -> Supplier:
    return t.scene.supplier or NOBODY


def _roles(t: Telling, roles: frozenset[ContactRole]) -> str:
    return t.words.list_of(t.words.say(f"role.{role}") for role in ROLES if role in roles)


def _people(supplier: Supplier) -> str:
    return ", ".join(f"{c.name} <{c.address}>" if c.name else c.address for c in supplier.contacts)


def welcome(t: Telling) -> Part:
    """Approved, or on again: what can be said, and who is written to."""
    supplier, again = _supplier(t), "_again" if t.scene.was is SupplierStatus.DISABLED else ""
    how: tuple[Block, ...] = () if again else (Heading(text=t.words.say("welcome.how")), examples(t))
    return Part(
        subject=t.words.say("welcome.subject", house=t.house),
        happened=t.words.say(f"welcome.happened{again}", house=t.house, supplier=t.supplier),
        turn=t.words.say(f"welcome.turn{again}"),
        blocks=(
            Facts(rows=((t.words.say("welcome.contacts"), _people(supplier)),)),
            *how,
            t.answers(t.reply.answer("open"), t.reply.answer("ask")),
        ),
    )


def own_settings(t: Telling) -> Part:
    """How a contact is written to from now on."""
    if not isinstance(t.event, ContactChanged):
        raise ValueError("settings are told from their event")
    contact, say = t.event.contact, t.words.say
    values = {
        "language": say(f"language.{contact.language}"),
        "mails": say("own_settings.quiet" if contact.quiet else "own_settings.all"),
        "roles": _roles(t, contact.roles),
    }
    return Part(
        subject=say("own_settings.subject"),
        happened=say("own_settings.happened", **values),
        turn=say("own_settings.turn"),
        blocks=(Paragraph(text=say("own_settings.quiet_note"), small=True),) if contact.quiet else (),
    )


def _request(t: Telling) -> ChangeRequest:
    if not isinstance(t.event, ChangeRequested | RequestSettled):
        raise ValueError("a request is told from its event")
    return t.event.request


def _wish(t: Telling) -> dict[str, str]:
    request = _request(t)
    who = f"{request.name} <{request.value}>" if request.name else request.value
    return {"what": t.words.say(f"request.{request.kind}"), "value": who}


def change_passed_on(t: Telling) -> Part:
    """The request reached the buyer."""
    values, request = _wish(t), _request(t)
    key = "_introduced" if request.asked_by == request.value else ""  # a colleague who is not on file yet
    return Part(
        subject=t.words.say(f"change_passed_on.subject{key}", **values),
        happened=t.words.say(f"change_passed_on.happened{key}", **values),
        turn=t.words.say(f"change_passed_on.turn{key}"),
    )


def change_settled(t: Telling) -> Part:
    """The request was confirmed or refused."""
    event, values = t.event, _wish(t)
    refused = isinstance(event, RequestSettled) and not event.confirmed
    key = "_refused" if refused else ""
    reason = t.quoted(event.reason, t.words.say("common.why")) if isinstance(event, RequestSettled) else ()
    return Part(
        subject=t.words.say("change_settled.subject", **values),
        happened=t.words.say(f"change_settled.happened{key}", house=t.house, **values),
        turn=t.words.say(f"change_settled.turn{key}"),
        blocks=(*reason, *((t.answers(t.reply.answer("ask")),) if refused else ())),
    )


def contact_added(t: Telling) -> Part:
    """A new contact, told to all of them: a stranger among them must be noticed."""
    if not isinstance(t.event, ContactAdded):
        raise ValueError("a new contact is told from its event")
    contact = t.event.contact
    values = {"house": t.house, "supplier": t.supplier, "address": contact.address}
    return Part(
        subject=t.words.say("contact_added.subject", **values),
        happened=t.words.say("contact_added.happened", roles=_roles(t, contact.roles), **values),
        turn=t.words.say("contact_added.turn"),
        blocks=(
            Paragraph(text=t.words.say("contact_added.note", **values), small=True),
            t.answers(t.reply.answer("open"), t.reply.answer("help"), t.reply.answer("not_us")),
        ),
    )


def contact_removed(t: Telling) -> Part:
    """A contact that left, told to those who stay and to him."""
    who = t.event.address if isinstance(t.event, ContactRemoved) else Address("")
    values = {"house": t.house, "supplier": t.supplier, "address": who}
    return Part(
        subject=t.words.say("contact_removed.subject", **values),
        happened=t.words.say("contact_removed.happened", **values),
        turn=t.words.say("contact_removed.turn"),
        blocks=(t.answers(t.reply.answer("not_us")),),
    )


def bank_proposed(t: Telling) -> Part:
    """The contacts on file hear of it before anything is changed; the account itself is never mailed (T9)."""
    values = {"house": t.house, "supplier": t.supplier}
    return Part(
        subject=t.words.say("bank_proposed.subject"),
        happened=t.words.say("bank_proposed.happened", **values),
        turn=t.words.say("bank_proposed.turn", **values),
        blocks=(
            Paragraph(text=t.words.say("bank_proposed.note", **values), small=True),
            t.answers(t.reply.answer("not_us", main=True)),
        ),
    )


def bank_settled(t: Telling) -> Part:
    """Changed by two persons, or dropped."""
    dropped = isinstance(t.event, BankSettled) and not t.event.confirmed
    key, values = "_dropped" if dropped else "", {"house": t.house, "supplier": t.supplier}
    return Part(
        subject=t.words.say(f"bank_settled.subject{key}"),
        happened=t.words.say(f"bank_settled.happened{key}", **values),
        turn=t.words.say(f"bank_settled.turn{key}", **values),
        blocks=() if dropped else (t.answers(t.reply.answer("not_us", main=True)),),
    )


# ---- to admins


def change_asked(t: Telling) -> Part:
    """What is on file, what is asked for, by whom."""
    supplier, request, values = _supplier(t), _request(t), _wish(t)
    say = t.words.say
    known = now_is(supplier, ProfileField(request.kind.value)) if request.kind.value in set(ProfileField) else _people(supplier)
    facts = Facts(
        rows=(
            (say("change_asked.now"), known or say("common.none")),
            (say("change_asked.wanted"), values["value"]),
            (say("change_asked.asked_by"), f"{request.asked_by}, {t.words.moment(request.asked_at)}"),
        )
    )
    return Part(
        subject=say("change_asked.subject", supplier=t.supplier, **values),
        happened=say("change_asked.happened", supplier=t.supplier, **values),
        turn=say("change_asked.turn"),
        blocks=(
            facts,
            *_warnings(t, supplier, request),
            Paragraph(text=say("change_asked.elsewhere", id=supplier.id, number=str(request.number)), small=True),
        ),
    )


def _warnings(t: Telling, supplier: Supplier, request: ChangeRequest) -> tuple[Block, ...]:
    if request.kind is RequestKind.PHONE:
        return (Paragraph(text=t.words.say("change_asked.call")),)
    if request.kind is not RequestKind.ADD_CONTACT:
        return ()
    known = any(same_house(Address(request.value), c.address) for c in supplier.contacts if c.address != request.value)
    return (Paragraph(text=t.words.say("change_asked.asked_contact" if known else "change_asked.foreign")),)


def bank_to_confirm(t: Telling) -> Part:
    """The second admin looks at it in a terminal: an account number is in no mail."""
    if not isinstance(t.event, BankProposed):
        raise ValueError("a proposal is told from its event")
    supplier, proposal = _supplier(t), t.event.proposal
    return Part(
        subject=t.words.say("bank_to_confirm.subject", supplier=t.supplier),
        happened=t.words.say("bank_to_confirm.happened", supplier=t.supplier, by=proposal.proposed_by),
        turn=t.words.say("bank_to_confirm.turn"),
        blocks=(
            *t.quoted(proposal.called, t.words.say("bank_to_confirm.called")),
            Paragraph(text=t.words.say("bank_to_confirm.elsewhere", id=supplier.id), small=True),
        ),
    )


def supplier_silent(t: Telling) -> Part:
    """All reminders were in vain."""
    supplier, order = _supplier(t), t.order
    if order is None:
        raise ValueError(f"the scene lacks the order {t.document}")
    left = order_blocks.open_lines(order)
    values = {"supplier": t.supplier, "document": order.reference}
    reminders = t.words.count("reminders", t.event.reminders if isinstance(t.event, SilenceNoted) else 0)
    facts = [(t.words.say("supplier_silent.people"), _people(supplier))]
    facts += [(t.words.say("supplier_silent.phone"), supplier.phone)] if supplier.phone else []
    return Part(
        subject=t.words.say("supplier_silent.subject", **values),
        happened=t.words.say("supplier_silent.happened", open=order_blocks.are_open(t, left), reminders=reminders, **values),
        turn=t.words.say("supplier_silent.turn", **values),
        blocks=(Facts(rows=tuple(facts)), order_blocks.lines(t, order, only=left), t.answers(t.reply.answer("say"))),
    )
