"""A post for every kind of notice, and for every form that a kind has."""

from collections.abc import Callable

import pytest

from core.letters import Notice, NoticeKind, Person, Post, Scene
from core.names import Address
from core.party import Language
from tests.channels.render import cases_answers, cases_invoices, cases_order_answers, cases_orders, cases_people, cases_rfps
from tests.channels.render.sample_scenes import BUYERS


def cases() -> dict[str, tuple[Notice, Scene]]:
    """Every notice with its scene."""
    return (
        cases_orders.orders()
        | cases_order_answers.answered()
        | cases_orders.talk()
        | cases_invoices.invoices()
        | cases_invoices.settled()
        | cases_answers.answers()
        | cases_answers.statements()
        | cases_answers.buyers()
        | cases_rfps.rfps()
        | cases_rfps.proposals()
        | cases_people.people()
        | cases_people.admins()
    )


def person(kind: NoticeKind, language: Language) -> Person:
    """Who such a notice goes to."""
    if kind in BUYERS:
        return Person(address=Address("mara@acme.example"), name="Mara Lind", language=language, buyer=True)
    return Person(address=Address("anna@toepferei.example"), name="Anna Żuraw", language=language)


@pytest.fixture(scope="session")
def letters() -> Callable[[Language], dict[str, tuple[Post, Scene]]]:
    """Posts with their scenes by name, in a language."""

    def made(language: Language) -> dict[str, tuple[Post, Scene]]:
        return {
            name: (Post(to=(person(told.kind, language),), notices=(told,)), scene) for name, (told, scene) in cases().items()
        }

    return made
