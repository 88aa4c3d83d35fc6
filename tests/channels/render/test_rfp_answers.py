"""The ready-made answers of letters about requests are words that the reader of replies is certain about."""

from collections.abc import Callable
from datetime import date

import pytest

from channels.render.words import Words
from core.commands.command import Command
from core.commands.supplier_orders import Withdraw
from core.commands.supplier_quotes import Decline, Quote
from core.letters import Post, Scene
from core.message import MailKind, Message
from core.party import Language, Level
from core.reading import Context, Speaker
from parsers.intent import understand
from tests.channels.render.cases_rfps import REQUEST
from tests.channels.render.test_answers_are_understood import bodies

Letters = Callable[[Language], dict[str, tuple[Post, Scene]]]
BOTH = tuple(Language)


def heard(body: str, language: Language) -> list[Command]:
    """What a reply means."""
    speaker = Speaker(address=None, level=Level.AUTHENTIC, language=language, locale=f"{language.value}-DE", country="DE")
    context = Context(speaker=speaker, thread=REQUEST.reference, rfps=(REQUEST,))
    said, doubts = understand(Message(kind=MailKind.HUMAN, new_text=body), context, date(2026, 5, 12))
    assert doubts == ()
    return [s.command for s in said]


def filled(body: str, price: str, days: str) -> str:
    """The blanks between the words, filled in."""
    return (
        body.replace(":  EUR", f": {price} EUR")
        .replace("lead time  days", f"lead time {days} days")
        .replace("Lieferzeit  Tage", f"Lieferzeit {days} Tage")
    )


@pytest.mark.parametrize("language", BOTH)
def test_lines_that_were_filled_in_are_a_quote(letters: Letters, language: Language) -> None:
    """One line an item, with price and lead time."""
    quote, decline, _ = bodies(letters, "rfp_invitation", language)
    (command,) = heard(filled(quote, "3.90" if language is Language.EN else "3,90", "21"), language)

    assert isinstance(command, Quote)
    assert [(i.item, str(i.unit_price), i.lead_time_days) for i in command.items] == [(n, "3.90", 21) for n in (1, 2, 3)]
    assert heard(decline, language) == [Decline()]


@pytest.mark.parametrize("language", BOTH)
def test_that_is_all_and_withdraw(letters: Letters, language: Language) -> None:
    """Each is one command."""
    _, whole, withdraw, _ = bodies(letters, "quote_noted-draft", language)

    assert heard(whole, language) == [Quote(complete=True)]
    assert heard(withdraw, language) == [Withdraw()]


@pytest.mark.parametrize("language", BOTH)
def test_the_example_of_the_help(language: Language) -> None:
    """What the help offers works as written."""
    quote, decline = heard(Words(language=language).say("help_letter.quote_words"), language)

    assert isinstance(quote, Quote) and quote.complete and [(i.item, i.lead_time_days) for i in quote.items] == [(1, 14)]
    assert decline == Decline(items=(2,))
