"""Verdicts in a buyer's reply, and why a supplier refuses."""

import pytest

from core.commands.deciding import LineVerdict
from core.order import AnswerField as F
from parsers.intent.because import reason_of
from parsers.verdicts import verdicts


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("TAKE ALL", LineVerdict(take=True)),
        ("take all.", LineVerdict(take=True)),
        ("Alles übernehmen", LineVerdict(take=True)),
        ("REFUSE ALL. Reason: too late", LineVerdict(take=False, reason="too late")),
        ("Alles ablehnen. Grund: zu spät", LineVerdict(take=False, reason="zu spät")),
        ("Line 2: TAKE", LineVerdict(take=True, line=2)),
        ("line 2 take date", LineVerdict(take=True, line=2, fields=(F.DATE,))),
        ("Line 2: take date, item number", LineVerdict(take=True, line=2, fields=(F.DATE, F.SUBSTITUTE))),
        ("Line 2: take part-deliveries and price", LineVerdict(take=True, line=2, fields=(F.PARTS, F.PRICE))),
        ("Pos. 2: übernehmen Termin. Grund: vereinbart", LineVerdict(take=True, line=2, fields=(F.DATE,), reason="vereinbart")),
        ("Line 12: REFUSE. Reason: no", LineVerdict(take=False, line=12, reason="no")),
    ],
)
def test_a_line_is_a_verdict(text: str, verdict: LineVerdict) -> None:
    """In English and German, in any case."""
    assert verdicts(text)[0] == (verdict,)


@pytest.mark.parametrize(
    "text",
    [
        "Do not take all.",
        "Shall we take all?",
        "We could take all of it if Bob agrees",
        "Line 2: take colour",
        "Line 2: refuse date",
        "Line 2: take it or leave it",
        "ok",
        "yes, take",
    ],
)
def test_anything_else_decides_nothing(text: str) -> None:
    """A question, a negation, a condition, a value that we do not know: a note at most."""
    assert verdicts(text) == ((), "", text)


def test_a_reason_goes_on_until_an_empty_line() -> None:
    """What comes after it is no part of it."""
    found, words, rest = verdicts("Line 1: take\nLine 2: refuse. Reason: the price\nis agreed.\n\nAsk Bob.")
    assert found == (
        LineVerdict(take=True, line=1),
        LineVerdict(take=False, line=2, reason="the price\nis agreed."),
    )
    assert (words.splitlines()[-1], rest.strip()) == ("is agreed.", "Ask Bob.")


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("Line 2 rejected: out of production.", "out of production"),
        ("Wir lehnen Position 2 ab, weil der Ofen defekt ist.", "weil der Ofen defekt ist"),
        ("We cannot deliver line 2 because the kiln is down.", "because the kiln is down"),
        ("Line 3 is no longer available.", "Line 3 is no longer available."),
        ("Position 3 ist nicht mehr lieferbar.", "Position 3 ist nicht mehr lieferbar."),
        ("We reject line 2.", ""),
        ("Line 1 ok, line 2 rejected.", ""),
    ],
)
def test_a_refusal_says_why_or_does_not(words: str, reason: str) -> None:
    """After a colon, a dash, a comma or a word such as "because"; or it is itself the reason."""
    assert reason_of(words) == reason
