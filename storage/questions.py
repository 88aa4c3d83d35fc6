"""Questions that the bot asked."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, insert, select, update

from core.errors import Conflict
from core.names import Address, Reference, Token
from core.question import Question, QuestionState
from storage.codec import dumps, loads
from storage.tables import question

_AT_ONCE = 200


class Questions:
    """The questions, within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, which: Reference) -> Question | None:
        """The question with this reference."""
        return self._one(question.c.reference == which)

    def by_token(self, token: Token) -> Question | None:
        """The question with this one-time token, whatever its state."""
        return self._one(question.c.token == token)

    def open_for(self, *documents: Reference) -> tuple[Question, ...]:
        """The open questions about these documents, the oldest first."""
        several = (documents[at : at + _AT_ONCE] for at in range(0, len(documents), _AT_ONCE))
        return tuple(one for some in several for one in self._open(question.c.document.in_(some), _AT_ONCE * len(some)))

    def open_of(self, who: Address) -> tuple[Question, ...]:
        """The open questions that were asked of an address, the oldest first."""
        return self._open(question.c.asked_of == who, _AT_ONCE)

    def overdue(self, now: datetime, limit: int = 50) -> tuple[Question, ...]:
        """Open questions whose time is over, the longest overdue first."""
        found = select(question.c.body).where(question.c.open_until <= now).order_by(question.c.open_until).limit(limit)
        return tuple(loads(body, Question) for body in self._connection.scalars(found))

    def save(self, what: Question, expected: int) -> Question:
        """Write over version `expected` (0: new) and give it back as saved. Raises Conflict, also for a token that exists."""
        saved = replace(what, version=expected + 1)
        values = {
            "document": saved.document,
            "asked_of": saved.asked_of,
            "token": saved.token,
            "state": saved.state,
            "open_until": saved.expires if saved.state is QuestionState.OPEN else None,
            "version": saved.version,
            "body": dumps(saved, Question),
        }
        if expected == 0:
            self._connection.execute(insert(question).values(reference=saved.reference, **values))
            return saved
        over = update(question).where(question.c.reference == saved.reference, question.c.version == expected)
        if self._connection.execute(over.values(**values)).rowcount != 1:
            raise Conflict(f"{saved.reference} is not at version {expected} any more")
        return saved

    def _one(self, which: ColumnElement[bool]) -> Question | None:
        body = self._connection.scalar(select(question.c.body).where(which))
        return None if body is None else loads(body, Question)

    def _open(self, which: ColumnElement[bool], limit: int) -> tuple[Question, ...]:
        open_ones = select(question.c.body).where(which, question.c.state == QuestionState.OPEN)
        found = open_ones.order_by(question.c.seq).limit(limit)
        return tuple(loads(body, Question) for body in self._connection.scalars(found))
