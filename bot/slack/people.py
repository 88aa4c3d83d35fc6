"""Suppliers, contacts, held mail and the own digest, as they are typed (docs/rules.md 9)."""

from bot.dossiers import with_known
from bot.slack import doing
from bot.slack.grammar import Misspelled, Words
from bot.slack.office import Session
from bot.slack.reading import allowed, whole
from channels.slack.escape import dead
from channels.slack.requests import Told
from core.commands.buyer_people import AddContact, AddSupplier, RemoveContact
from core.commands.buyer_suppliers import SettleRequest
from core.errors import Conflict
from core.names import Address, SupplierId, address, safe_line
from core.party import BuyerRole, Contact, Supplier, SupplierStatus

KEEPERS = (BuyerRole.ACCOUNTANT, BuyerRole.ADMIN)


def known(session: Session, which: str) -> Supplier:
    """The supplier with this reference. Raises Misspelled."""
    with session.bot.store.read() as unit:
        found = unit.people.supplier(SupplierId(which.upper()))
    if found is None:
        raise Misspelled(f"there is no supplier {which}; see `/supplier list`")
    return found


def mail_address(word: str) -> Address:
    """A mail address as typed. Raises Misspelled."""
    try:
        return address(word)
    except ValueError as problem:
        raise Misspelled(str(problem)) from problem


def add(session: Session, words: Words) -> Told:
    """A new supplier, pending until it is approved."""
    who = mail_address(words.next("the mail address of a contact"))
    name = safe_line(words.all(), 200)
    if not name:
        raise Misspelled("the name is missing")
    with session.bot.store.read() as unit:
        number = unit.counters.peek().supplier
    new = Supplier(
        id=SupplierId(f"S-{number}"),
        name=name,
        status=SupplierStatus.PENDING,
        currency=session.bot.policy.house.currency,
        contacts=(Contact(address=who),),
    )
    return doing.say(session, None, AddSupplier(supplier=new), grow=with_known(new))


def contacts(session: Session, words: Words) -> Told:
    """`add MAIL [NAME]` or `remove MAIL`."""
    which = known(session, words.next("a supplier such as S-12"))
    what = words.next("add or remove").lower()
    who = mail_address(words.next("a mail address"))
    grow = doing.with_supplier(which.id)
    if what == "remove":
        return doing.say(session, None, RemoveContact(address=who), grow=grow)
    if what != "add":
        raise Misspelled("say add MAIL or remove MAIL")
    return doing.say(session, None, AddContact(contact=Contact(address=who, name=safe_line(words.all(), 100))), grow=grow)


# ---- held mail: the accountants' (docs/rules.md 1)


def assign(session: Session, words: Words) -> Told:
    """Its sender becomes a contact of the supplier, and the mail is worked on again."""
    allowed(session, *KEEPERS)
    which, supplier = whole(words.next("the id of a mail")), known(session, words.next("a supplier such as S-12"))
    with session.bot.store.read() as unit:
        row = unit.inbox.row(which)
    if row is None:
        raise Misspelled(f"there is no mail {which}; see `/inbox list held`")
    contact = Contact(address=mail_address(row.sender))
    answer = doing.say(session, None, AddContact(contact=contact), grow=doing.with_supplier(supplier.id))
    now = known(session, supplier.id)
    return _again(session, which) if now.contact(contact.address) else answer


def release(session: Session, words: Words) -> Told:
    """Work on it once more, after what held it was mended."""
    allowed(session, *KEEPERS)
    return _again(session, whole(words.next("the id of a mail")))


def _again(session: Session, which: int) -> Told:
    from storage.errors import Missing

    try:
        with session.bot.store.begin() as unit:
            unit.inbox.requeue(which)
    except (Conflict, Missing) as problem:
        raise Misspelled(str(problem)) from problem
    return Told(text=f"Mail {which} is worked on again.")


def junk(session: Session, words: Words) -> Told:
    """Aside for good; its bytes are kept."""
    allowed(session, *KEEPERS)
    from storage.errors import Missing

    which = whole(words.next("the id of a mail"))
    try:
        with session.bot.store.begin() as unit:
            unit.inbox.junk(which)
    except (Conflict, Missing) as problem:
        raise Misspelled(str(problem)) from problem
    return Told(text=f"Mail {which} is junk now.")


# ---- the own digest


def digest_now(session: Session, words: Words) -> Told:
    """At once."""
    from bot.digests import digest

    written = digest(session.bot, session.buyer, session.bot.clock(), ask=True, request=session.request)
    return Told(text="Your digest is on its way." if written else "Nothing waits for you.")


DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def digest_time(session: Session, words: Words) -> Told:
    """Daily at an hour of the buyer's own time, or on one day of the week."""
    hour = whole(words.next("an hour from 0 to 23"))
    if hour > 23:
        raise Misspelled("an hour is a number from 0 to 23")
    day = words.all().lower()
    if day and day not in DAYS:
        raise Misspelled(f"{day} is no day of the week such as monday")
    return _set(session, hour, DAYS.index(day) if day else None)


def digest_off(session: Session, words: Words) -> Told:
    """None any more."""
    return _set(session, None, None)


def _set(session: Session, hour: int | None, weekday: int | None) -> Told:
    """A buyer's own choice; no role is needed for it."""
    from bot.digests import choose

    choose(session.bot, session.actor, hour, weekday)
    when = "daily" if weekday is None else f"on {DAYS[weekday].title()}s"
    return Told(text="No digest any more." if hour is None else f"Your digest comes {when} at {hour}:00.")


# ---- what suppliers ask to change


def requests(session: Session, words: Words) -> Told:
    """Of one supplier, or of all."""
    from bot.digests import requests_for

    allowed(session, BuyerRole.ADMIN)
    wanted = words.all()
    with session.bot.store.read() as unit:
        found = requests_for(unit, session.buyer)
    if wanted:
        found = tuple((s, r) for s, r in found if s.id == known(session, wanted).id)
    lines = [dead(f"{s.id} {s.name} · {r.number} · {r.kind.value.replace('_', ' ')}: {r.value}", 400) for s, r in found[:20]]
    return Told(text="\n".join(lines) or "No supplier asks for a change.")


def confirm(session: Session, words: Words) -> Told:
    """Make the change that was asked for."""
    which = known(session, words.next("a supplier such as S-12"))
    number = whole(words.next("the number of a request"))
    return doing.say(session, None, SettleRequest(number=number), grow=doing.with_supplier(which.id))


def refuse(session: Session, words: Words) -> Told:
    """With a reason, which the supplier is told."""
    which = known(session, words.next("a supplier such as S-12"))
    number = whole(words.next("the number of a request"))
    no = SettleRequest(number=number, confirmed=False, reason=words.all())
    return doing.say(session, None, no, grow=doing.with_supplier(which.id))
