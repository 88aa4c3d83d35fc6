"""One request of Slack: who speaks, whether it was applied before, what it means (docs/slack.md)."""

import structlog

from bot.slack import buttons, home, modals, talk, verbs
from bot.slack.grammar import Misspelled
from bot.slack.identity import buyer_of
from bot.slack.office import Office, Session
from channels.slack.escape import dead
from channels.slack.requests import Entered, Home, Opened, Pressed, Reply, Request, Said, Told, Typed
from core.errors import Conflict, CounterfoilError, Unreachable
from core.party import Buyer

log = structlog.get_logger()
NOT_A_BUYER = Told(text="You are not a buyer here.")
BUSY = Told(text="That did not work just now, and nothing was changed. Please try again.")


def handle(office: Office, request: Request) -> Reply:
    """The answer. Everything that a person can mend, or try again, is told; anything else is a fault of ours, and raised."""
    try:
        buyer = buyer_of(office, request.who)
        if buyer is None:
            return _stranger(request)
        with office.bot.store.read() as unit:
            if unit.requests.made(request.id):
                return None  # applied before: Slack sent it again
        return _answer(office, buyer, request)
    except Misspelled as problem:
        return Told(text=dead(str(problem), 1500))
    except Conflict:
        return Told(text="Somebody else changes the same documents now; please try again.")
    except (Unreachable, CounterfoilError) as trouble:
        log.warning("slack request failed", trouble=type(trouble).__name__)
        return BUSY


def _stranger(request: Request) -> Reply:
    """Told that, and nothing else."""
    log.info("slack request of no buyer", kind=type(request).__name__)
    if isinstance(request, Opened):
        return Home(view=home.stranger())
    return None if isinstance(request, Said) else NOT_A_BUYER


def _answer(office: Office, buyer: Buyer, request: Request) -> Reply:
    match request:
        case Typed(channel=channel, trigger=trigger):
            session = Session(office=office, buyer=buyer, request=request.id, channel=channel, trigger=trigger)
            return verbs.run(session, request.command, request.text)
        case Pressed(channel=channel, trigger=trigger):
            session = Session(office=office, buyer=buyer, request=request.id, channel=channel, trigger=trigger)
            return buttons.pressed(session, request)
        case Entered():
            return modals.entered(Session(office=office, buyer=buyer, request=request.id), request)
        case Opened():
            return Home(view=home.of(Session(office=office, buyer=buyer, request=request.id)))
        case Said(channel=channel):
            return talk.said(Session(office=office, buyer=buyer, request=request.id, channel=channel), request)
