"""Who is it, and what becomes of the mail (docs/mail.md 2 and 3)."""

import pytest

from core.message import Authenticity, MailKind, Message, Verdict
from core.names import SupplierId, address
from core.party import BuyerRole, Level, SupplierStatus
from core.triage import TRIAGE, Action, Seen, may_answer, triage
from core.trust import OnFile, Standing, lookalike, skeleton, standing
from tests.core.stories import IRIS, TOM, buyer, contact, supplier

PASS = Authenticity(verdict=Verdict.PASS, why="dkim")
NONE = Authenticity()
FORGED = Authenticity(verdict=Verdict.FAIL, why="dmarc", enforced=True)
LAX = Authenticity(verdict=Verdict.FAIL, why="dmarc p=none")
BOWLS_ = supplier()
KNOWN = OnFile(suppliers=(BOWLS_,), domains=("bowls.example",))
TOKEN = OnFile(token_supplier=BOWLS_, domains=("bowls.example",), names=("Tom Miller",))


# ---- the ladder


@pytest.mark.parametrize(
    ("shown", "level"), [(PASS, Level.AUTHENTIC), (NONE, Level.NAMED), (LAX, Level.NAMED), (FORGED, Level.FORGED)]
)
def test_a_contact_is_as_good_as_his_authentication(shown: Authenticity, level: Level) -> None:
    """Pass: everything; none, or a failure nobody enforces: named; an enforced failure: forged."""
    assert standing(TOM, "Tom", shown, KNOWN).level is level


def test_a_valid_token_makes_a_colleague_a_bearer_when_his_own_domain_vouches() -> None:
    """Not authentic for his own domain: a stranger."""
    assert standing(address("new@else.example"), "New", PASS, TOKEN).level is Level.BEARER
    assert standing(address("new@else.example"), "New", NONE, TOKEN).level is Level.STRANGER
    assert standing(address("new@else.example"), "New", PASS, OnFile()).level is Level.STRANGER


def test_a_display_name_counts_for_nothing_but_suspicion() -> None:
    """Tom's address as a name is a stranger; Tom's name on a foreign address with his token is forged."""
    assert standing(address("x@freemail.example"), TOM, PASS, OnFile()).level is Level.STRANGER
    assert standing(address("x@freemail.example"), "tom  MILLER", PASS, TOKEN).level is Level.FORGED


def test_without_one_from_address_nobody_speaks() -> None:
    """Two of them, or none."""
    assert standing(None, "", PASS, KNOWN).level is Level.STRANGER


def test_an_address_of_two_suppliers_needs_a_token() -> None:
    """Else it is not guessed; a token of a third is none of his."""
    other = supplier(id=SupplierId("S-2"))
    both = OnFile(suppliers=(BOWLS_, other))
    assert standing(TOM, "", PASS, both).level is Level.STRANGER
    mine = standing(TOM, "", PASS, OnFile(suppliers=(BOWLS_, other), token_supplier=other))
    assert (mine.level, mine.supplier) == (Level.AUTHENTIC, other)
    third = OnFile(suppliers=(BOWLS_,), token_supplier=supplier(id=SupplierId("S-3")))
    assert standing(TOM, "", PASS, third).supplier is None


def test_a_buyer_is_one_only_when_authentic() -> None:
    """A spoofed initiator is a stranger."""
    iris = OnFile(buyer=buyer(IRIS, BuyerRole.INITIATOR))
    assert standing(IRIS, "Iris", PASS, iris).level is Level.BUYER
    assert standing(IRIS, "Iris", NONE, iris).buyer is None


# ---- look-alikes


FILE = ("supplier.com", "mail.bigbowls.de", "acme.de")


@pytest.mark.parametrize(
    "domain",
    [
        "supp1ier.com",
        "suppiier.com",
        "suppler.com",
        "supplierr.com",
        "suppleir.com",
        "supplier.com.evil.io",
        "ѕupplier.com",
        "mail.bigbow1s.de",
        "suppli\u0435r.com".encode("idna").decode(),
    ],
)
def test_a_domain_that_looks_like_one_on_file_is_found(domain: str) -> None:
    """One edit, a twin letter, the known name in front of a foreign end; punycode is undone first."""
    assert lookalike(domain, FILE) is not None


@pytest.mark.parametrize("domain", [*FILE, "orders.supplier.com", "acne.de", "elsewhere.org", "supplies-direct.com", "x"])
def test_an_honest_domain_is_left_alone(domain: str) -> None:
    """On file, beneath one on file, too short to tell, or different."""
    assert lookalike(domain, FILE) is None


def test_a_look_alike_is_forged_even_with_a_token() -> None:
    """It passes for its own domain: that is the trick."""
    seen = standing(
        address("tom@bowis.example"), "", PASS, OnFile(token_supplier=BOWLS_, domains=("bowls.example", "bowlss.example"))
    )
    assert seen.level in (Level.FORGED, Level.BEARER)  # a name of five letters is too short to tell
    long = OnFile(token_supplier=BOWLS_, domains=("bowlmakers.example",))
    assert standing(address("tom@bow1makers.example"), "", PASS, long).level is Level.FORGED


@pytest.mark.parametrize("text", ["", "xn--", "xn--\u00e9", "....", "a" * 5000])
def test_a_skeleton_of_anything(text: str) -> None:
    """No domain breaks it."""
    assert isinstance(skeleton(text), str)


# ---- triage


def seen(kind: MailKind = MailKind.HUMAN, level: Level = Level.AUTHENTIC, **more: object) -> Seen:
    """A mail of a kind from somebody of a level."""
    who = supplier(status=more.pop("status", SupplierStatus.APPROVED)) if level >= Level.BEARER else None  # type: ignore[arg-type]
    message = Message(kind=kind, silent=bool(more.pop("silent", False)))
    return Seen(message=message, standing=Standing(level=level, why="", supplier=who), **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("what", "action"),
    [
        (seen(MailKind.OWN), Action.DROP),
        (seen(MailKind.BOUNCE), Action.DELIVERY_REPORT),
        (seen(MailKind.BOUNCE, Level.STRANGER), Action.DELIVERY_REPORT),
        (seen(MailKind.OTHER), Action.NOTE),
        (seen(MailKind.AUTO_REPLY), Action.NOTE),
        (seen(MailKind.AUTO_REPLY, Level.STRANGER), Action.NOTE),
        (seen(MailKind.LIST, Level.STRANGER), Action.HOLD),
        (seen(MailKind.LIST, Level.AUTHENTIC), Action.WORK),
        (seen(MailKind.HUMAN, Level.FORGED), Action.HOLD),
        (seen(MailKind.HUMAN, Level.STRANGER), Action.HOLD),
        (seen(token_suppliers=2), Action.HOLD),
        (seen(status=SupplierStatus.DISABLED), Action.PORTAL_OFF),
        (seen(MailKind.CALENDAR), Action.COMMENT),
        (seen(level=Level.BEARER), Action.WORK),
        (seen(level=Level.NAMED), Action.WORK),
        (seen(), Action.WORK),
    ],
)
def test_what_becomes_of_a_mail(what: Seen, action: Action) -> None:
    """The first row that fits decides."""
    assert triage(what).action is action


def test_why_is_answered_with_the_rows() -> None:
    """The row that hit, and those before it that did not."""
    verdict = triage(seen(level=Level.STRANGER))
    names = [row[0] for row in TRIAGE]
    assert verdict.missed == tuple(names[: names.index(verdict.hit)])


@pytest.mark.parametrize("kind", [k for k in MailKind if k not in (MailKind.HUMAN, MailKind.CALENDAR)])
def test_machine_mail_is_never_answered(kind: MailKind) -> None:
    """Whoever sent it."""
    assert not may_answer(seen(kind))


def test_strangers_and_silent_mails_are_never_answered() -> None:
    """A mark forbids the answer, not the reading."""
    assert not any(may_answer(seen(level=level)) for level in (Level.FORGED, Level.STRANGER))
    assert not may_answer(seen(silent=True))
    assert triage(seen(silent=True)).action is Action.WORK
    assert may_answer(seen())


def test_a_contact_without_a_name_is_nobodys_twin() -> None:
    """An empty display name is not borrowed."""
    assert (
        standing(address("x@else.example"), "", PASS, OnFile(token_supplier=BOWLS_, names=("", contact().name))).level
        is Level.BEARER
    )
