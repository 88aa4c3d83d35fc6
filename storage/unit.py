"""One transaction: everything that is read or written in it is one moment, and happens wholly or not at all."""

from sqlalchemy import Connection

from storage.blobs import Blobs
from storage.counters import NextNumbers
from storage.documents import Documents
from storage.erasure import Erased, Erasure
from storage.inbox import Inbox
from storage.journal import Journal
from storage.layouts import Layouts
from storage.once import Digests, Requests
from storage.outbox import Outbox
from storage.people import People
from storage.questions import Questions
from storage.threads import Threads


class Unit:
    """What the transaction can reach. Use it in its `with` block and in one thread only."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self.blobs = Blobs(connection)
        self.counters = NextNumbers(connection)
        self.digests = Digests(connection)
        self.documents = Documents(connection)
        self.inbox = Inbox(connection)
        self.journal = Journal(connection)
        self.layouts = Layouts(connection)
        self.outbox = Outbox(connection)
        self.people = People(connection)
        self.questions = Questions(connection)
        self.requests = Requests(connection)
        self.threads = Threads(connection)

    def erasure(self, who: Erased) -> Erasure:
        """Taking a person out of everything."""
        return Erasure(self._connection, who)
