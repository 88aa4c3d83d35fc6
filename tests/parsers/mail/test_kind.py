"""What kind of mail it is: machines are told from people, and a person's words are never hidden by a mark."""

import tomllib
from datetime import date
from pathlib import Path

import pytest

from core.message import MailKind

HERE = Path(__file__).parent
HUMAN = [m for name in ("human_mails", "human_more") for m in tomllib.loads((HERE / f"{name}.toml").read_text("utf-8"))["mail"]]
MACHINE = [
    m for name in ("machine_mails", "machine_servers") for m in tomllib.loads((HERE / f"{name}.toml").read_text("utf-8"))["mail"]
]
BOUNCES = [mail for mail in MACHINE if mail["kind"] == "bounce"]


def test_there_are_enough_hard_cases():
    """At least thirty mails of people that look like a machine's."""
    assert len(HUMAN) >= 30


@pytest.mark.parametrize("mail", HUMAN, ids=[mail["why"] for mail in HUMAN])
def test_a_person_stays_a_person(opened, mail):
    """Whatever marks a host or a program adds, and whatever the words are about."""
    message = opened(mail["raw"])
    assert (message.kind, message.silent) == (MailKind.HUMAN, mail["silent"])
    assert message.new_text


@pytest.mark.parametrize("mail", MACHINE, ids=[mail["why"] for mail in MACHINE])
def test_a_machine_is_told_and_never_answered(opened, mail):
    """Each form of machine mail has its kind, and every kind but an invitation is silent."""
    message = opened(mail["raw"])
    assert message.kind == MailKind(mail["kind"])
    assert message.silent == (mail["kind"] != "calendar")
    assert message.signs


@pytest.mark.parametrize("mail", BOUNCES, ids=[mail["why"] for mail in BOUNCES])
def test_a_bounce_finds_its_letter(opened, mail):
    """By our header or our Message-ID in what came back, also when the provider rewrote the Message-ID."""
    bounce = opened(mail["raw"]).bounce
    assert bounce is not None
    assert (bounce.outbox, bounce.recipients) == ("77", ("anna@supplier.example",))


def test_a_bounce_finds_its_letter_by_the_envelope_sender(opened):
    """A report without any part of our mail still came back to an address that names it."""
    head = "To: orders+b.77@acme.example\nFrom: MAILER-DAEMON@mx.example\nSubject: Returned mail\n\n"
    assert opened(f"{head}User unknown: anna@supplier.example").bounce.outbox == "77"


def test_a_delay_is_no_failure(opened):
    """The report says `delayed`, so the letter is noted and not given up."""
    delayed = next(mail for mail in MACHINE if mail["why"].startswith("a delay"))
    failed = next(mail for mail in MACHINE if mail["why"] == "RFC 3464")
    assert (opened(delayed["raw"]).bounce.delayed, opened(delayed["raw"]).bounce.status) == (True, "4.4.1")
    assert (opened(failed["raw"]).bounce.delayed, opened(failed["raw"]).bounce.status) == (False, "5.1.1")


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("I am out of the office until 20 May 2026.", date(2026, 5, 20)),
        ("Ich bin bis 22.05.2026 nicht im Büro.", date(2026, 5, 22)),
        ("Ich bin ab dem 2. Juni wieder da.", date(2026, 6, 2)),
        ("Je suis absent jusqu'au 1er juin 2026.", date(2026, 6, 1)),
        ("Estoy fuera hasta el 3 de junio de 2026.", date(2026, 6, 3)),
        ("Sono in ferie fino al 5 giugno 2026.", date(2026, 6, 5)),
        ("Ik ben afwezig tot en met 7 juni 2026.", date(2026, 6, 7)),
        ("Jestem na urlopie do 8 czerwca 2026.", date(2026, 6, 8)),
        ("I will be back on June 9th.", date(2026, 6, 9)),
        ("Back on 2 January.", date(2027, 1, 2)),
        ("I am away.", None),
        ("Until 31.02.2026 or so.", None),
        ("Back on 4 June 2031", None),
    ],
)
def test_the_day_of_return(opened, text, day):
    """In the writer's language; no day, an impossible one or one years away is none."""
    raw = (
        f"From: a@supplier.example\nDate: Tue, 12 May 2026 09:00:00 +0200\nSubject: away\nAuto-Submitted: auto-replied\n\n{text}"
    )
    assert opened(raw).away_until == day
