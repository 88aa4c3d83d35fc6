"""A doubt in words: the question, why it is asked, and the choices that would settle it (docs/mail.md 4.3)."""

from datetime import date
from decimal import Decimal

from channels.render.tell.telling import sentence
from channels.render.words import Words
from core.doubt import Choice, Doubt, Option
from core.question import About

SHOWN = 6
"""Choices that are told; nobody reads more."""


def why(words: Words, doubt: Doubt) -> str:
    """Why it is not certain, as a sentence."""
    return words.say(f"unsure.{doubt.why}", detail=doubt.detail)


def asked(words: Words, doubt: Doubt) -> str:
    """Why it is not certain, and what is asked."""
    return f"{why(words, doubt)} {sentence(words.say(f'about.{doubt.about}'))}"


def choice(words: Words, one: Choice, about: About) -> str:
    """A choice as the reader writes it; a name stays as it is."""
    match one:
        case Option():
            return words.say(f"option.{one}")
        case Decimal():
            return words.price(one) if about is About.UNIT_PRICE else words.quantity(one)
        case date():
            return words.day(one)
        case _:
            return one


def options(words: Words, doubt: Doubt) -> str:
    """The choices in one line."""
    return " / ".join(choice(words, one, doubt.about) for one in doubt.choices[:SHOWN])
