"""A decision is a line that is nothing else; a reason goes on, words for the supplier do not belong to it."""

from parsers.decided import Decided, Decision, decided


def test_a_reason_ends_at_an_empty_line_or_at_words_for_the_supplier() -> None:
    """What follows is said besides."""
    found, rest = decided("Reject: too dear,\nand late\nto supplier: please call me\n\nfor Bob")

    assert [one.reason for one in found] == ["too dear, and late"]
    assert rest == "to supplier: please call me\n\nfor Bob"


def test_a_reason_may_follow_an_empty_line() -> None:
    """As people write it."""
    assert decided("Abgelehnt.\n\nGrund folgt nicht") == (
        (Decided(decision=Decision.REJECT, words="Abgelehnt.", reason="Grund folgt nicht"),),
        "",
    )


def test_two_decisions_on_one_document_are_none() -> None:
    """Approve and reject: it is not for us to choose."""
    assert decided("approve\nreject: no") == ((), "approve\nreject: no")


def test_numbers_say_which_line_of_the_digest() -> None:
    """With and without a dot, in both languages."""
    found, rest = decided("1. freigeben\n#2 ablehnen: doppelt\n3) approve")

    assert [(one.number, one.decision.value, one.reason) for one in found] == [
        (1, "approve", ""),
        (2, "reject", "doppelt"),
        (3, "approve", ""),
    ]
    assert rest == ""
