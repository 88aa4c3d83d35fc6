"""Taking a person out of what is stored: names, addresses and words go, the documents' facts stay (docs/threats.md, privacy).

Everything is replaced in place, rows and journal alike, so that the journal still leads to the rows. The content hash of an
erased mail stays: the same mail that comes again is known, and is not kept a second time.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, Connection, Table, delete, func, insert, or_, select, update

from core.errors import Conflict
from core.names import Address, BlobHash, hash_of, text_hash
from storage import tables as t
from storage.inbox import InboxState

WORDS = frozenset({"text", "reason", "called", "note"})
"""Keys of a fact whose value is the hash of somebody's words."""
PAGE = 200
Redact = Callable[[bytes], bytes | None]
"""A mail or a letter without the person; None: it cannot be had without him, and goes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Erased:
    """Who is erased: the address, the names that it went by, and what stands in their place."""

    address: Address
    names: tuple[str, ...]
    alias: Address

    def clean(self, text: str) -> str:
        """A text without the person. Case does not count."""
        for part in (self.address, *self.names):
            at = text.lower().find(part.lower())
            while at >= 0:
                stand_in = self.alias if part == self.address else ""
                text = text[:at] + stand_in + text[at + len(part) :]
                at = text.lower().find(part.lower(), at + len(stand_in))
        return text

    def cleaned(self, value: Any) -> Any:
        """A JSON value without the person; the name of a contact goes with its address."""
        if isinstance(value, str):
            return self.clean(value)
        if isinstance(value, list):
            return [self.cleaned(part) for part in value]
        if not isinstance(value, dict):
            return value
        mine = self.address in (value.get("address"), value.get("value"), value.get("asked_by"))
        return {key: self.cleaned(part) for key, part in value.items() if not (mine and key == "name")}


@dataclass(frozen=True, slots=True, kw_only=True)
class Traces:
    """Where a person is found. `own`: mails that he wrote; `others`: mails of others that name him; `words`: what he said."""

    own: tuple[int, ...]
    others: tuple[int, ...]
    letters: tuple[str, ...]
    journal: tuple[int, ...]
    rows: int
    words: tuple[BlobHash, ...]


class Erasure:
    """One person, within one transaction. It scans tables: it is rare, and must find everything."""

    def __init__(self, connection: Connection, who: Erased) -> None:
        self._connection = connection
        self._who = who

    # ---- finding

    def traces(self, names_him: Callable[[bytes], bool]) -> Traces:
        """Everything that would change. `names_him` looks into the bytes of a mail or a letter."""
        own = self._connection.scalars(select(t.inbox.c.id).where(func.lower(t.inbox.c.sender) == self._who.address))
        mine = tuple(own)
        others = tuple(i for i, raw in self._mails() if i not in set(mine) and names_him(raw))
        letters = tuple(row for row, content in self._letters() if names_him(content))
        journal = tuple(seq for seq, _ in self._journal())
        rows = sum(1 for _ in self._bodies())
        return Traces(own=mine, others=others, letters=letters, journal=journal, rows=rows, words=self.words())

    def _mails(self) -> Iterator[tuple[int, bytes]]:
        found = select(t.inbox.c.id, t.blob.c.content).join_from(t.inbox, t.blob, t.blob.c.hash == t.inbox.c.hash)
        last = 0
        while rows := self._connection.execute(found.where(t.inbox.c.id > last).order_by(t.inbox.c.id).limit(PAGE)).all():
            last = rows[-1].id
            yield from ((row.id, bytes(row.content)) for row in rows)

    def _letters(self) -> Iterator[tuple[str, bytes]]:
        joined = select(t.outbox.c.seq, t.outbox.c.id, t.blob.c.content)
        found = joined.join_from(t.outbox, t.blob, t.blob.c.hash == t.outbox.c.content)
        last = 0
        while rows := self._connection.execute(found.where(t.outbox.c.seq > last).order_by(t.outbox.c.seq).limit(PAGE)).all():
            last = rows[-1].seq
            yield from ((row.id, bytes(row.content)) for row in rows)

    def _like(self, *columns: "Column[Any]") -> Any:
        """Rows whose text holds the address or a name; JSON is ASCII, so that a name stands there with its escapes."""
        parts = {self._who.address, *self._who.names, *(json.dumps(n)[1:-1] for n in self._who.names)}
        return or_(*(func.lower(c).contains(p.lower(), autoescape=True) for c in columns for p in parts))

    def _journal(self) -> Iterator[tuple[int, str]]:
        j = t.journal.c
        for row in self._connection.execute(select(j.seq, j.event).where(self._like(j.event, j.actor, j.document))):
            yield row.seq, row.event

    def _bodies(self) -> Iterator[tuple[Table, Any, str]]:
        """Rows of documents, suppliers, questions and layouts that name him."""
        for table, key in ((t.document, "reference"), (t.supplier, "id"), (t.question, "reference"), (t.layout, "fingerprint")):
            for row in self._connection.execute(select(table.c[key], table.c.body).where(self._like(table.c.body))):
                yield table, (key, row[0]), row.body

    def words(self) -> tuple[BlobHash, ...]:
        """What only he said: words that somebody else said as well are that one's, too."""
        return tuple(self._words())

    def _words(self) -> Iterator[BlobHash]:
        j = t.journal.c
        mine = self._connection.execute(select(j.event).where(func.lower(j.actor) == self._who.address))
        for said in dict.fromkeys(h for row in mine for h in _hashes(json.loads(row.event))):
            others = select(j.seq).where(func.lower(j.actor) != self._who.address, j.event.contains(said)).limit(1)
            if self._connection.scalar(others) is None:
                yield BlobHash(said)

    # ---- erasing

    def erase(self, found: Traces, redact: Redact) -> None:
        """Take him out. Raises Conflict where a mail of his, or a letter that names him, is on its way: try again."""
        self._own_mails(found.own)
        for which in found.others:
            self._mail_of_another(which, redact)
        for row in found.letters:
            self._letter(row, redact)
        self._texts(found.words)
        self._rows()
        self._columns()

    def _own_mails(self, which: tuple[int, ...]) -> None:
        busy = (InboxState.WAITING, InboxState.RUNNING)
        for mail in which:
            row = self._connection.execute(select(t.inbox).where(t.inbox.c.id == mail)).one()
            if row.state in busy:
                raise Conflict(f"mail {mail} of this person is not worked on yet; try again")
            self._connection.execute(delete(t.blob).where(t.blob.c.hash == row.hash))
            self._connection.execute(update(t.inbox).where(t.inbox.c.id == mail).values(**self._mail_row(row), subject_hint=""))

    def _mail_row(self, row: Any) -> dict[str, str]:
        envelope = json.dumps(self._who.cleaned(json.loads(row.envelope)), separators=(",", ":"))
        texts = {name: self._who.clean(getattr(row, name)) for name in ("sender", "reason", "verdict", "lane")}
        return {**texts, "envelope": envelope}

    def _mail_of_another(self, which: int, redact: Redact) -> None:
        row = self._connection.execute(select(t.inbox).where(t.inbox.c.id == which)).one()
        new = self._rewritten(row.hash, redact)
        values = {**self._mail_row(row), "subject_hint": self._who.clean(row.subject_hint), "hash": new}
        self._connection.execute(update(t.inbox).where(t.inbox.c.id == which).values(**values))
        self._connection.execute(update(t.journal).where(t.journal.c.cause == row.hash).values(cause=new))

    def _letter(self, which: str, redact: Redact) -> None:
        row = self._connection.execute(select(t.outbox).where(t.outbox.c.id == which)).one()
        if row.state in ("waiting", "sending", "uncertain") and row.recipient != self._who.address:
            raise Conflict(f"a letter to {row.recipient} that names this person is not sent yet; try again")
        new = self._rewritten(row.content, redact)
        self._connection.execute(update(t.outbox).where(t.outbox.c.content == row.content).values(content=new))

    def _rewritten(self, old: str, redact: Redact) -> str:
        """The bytes without him, under their new hash; where they cannot be had, the hash of nothing that is kept."""
        content = self._connection.scalar(select(t.blob.c.content).where(t.blob.c.hash == old))
        made = redact(bytes(content)) if content is not None else None
        self._connection.execute(delete(t.blob).where(t.blob.c.hash == old))
        if made is None:
            return old
        new: str = hash_of(made)
        if self._connection.scalar(select(t.blob.c.hash).where(t.blob.c.hash == new)) is None:
            self._connection.execute(insert(t.blob).values(hash=new, size=len(made), content=made))
        return new

    def _texts(self, words: tuple[BlobHash, ...]) -> None:
        """His own words go; words of others that name him are kept under the old hash, without him."""
        for said in words:
            self._connection.execute(delete(t.blob).where(t.blob.c.hash == said))
        spoken = {h for row in self._connection.execute(select(t.journal.c.event)) for h in _hashes(json.loads(row.event))}
        for name in spoken:
            content = self._connection.scalar(select(t.blob.c.content).where(t.blob.c.hash == name))
            text = bytes(content).decode("utf-8", "replace") if content is not None else ""
            clean = self._who.clean(text)
            if clean != text:
                made = clean.encode()
                self._connection.execute(update(t.blob).where(t.blob.c.hash == name).values(content=made, size=len(made)))

    def _rows(self) -> None:
        for table, (key, value), body in list(self._bodies()):
            values: dict[str, Any] = {"body": self._json(body)}
            if "version" in table.c:
                values["version"] = table.c.version + 1  # whoever read it before must not write it back
                values["body"] = self._json(body, bump=True)
            self._connection.execute(update(table).where(table.c[key] == value).values(**values))
        for seq, event in list(self._journal()):
            self._connection.execute(update(t.journal).where(t.journal.c.seq == seq).values(event=self._json(event)))

    def _json(self, text: str, *, bump: bool = False) -> str:
        value = self._who.cleaned(json.loads(text))
        if bump:
            value["version"] = value.get("version", 0) + 1
        return json.dumps(value, separators=(",", ":"))

    def _columns(self) -> None:
        """The columns that hold an address or a text of their own. What still waits for him is not sent any more."""
        waits = (t.outbox.c.state.in_(("waiting", "uncertain")), t.outbox.c.recipient == self._who.address)
        self._connection.execute(update(t.outbox).where(*waits).values(state="superseded", due_at=None))
        columns = (
            *(t.journal.c[n] for n in ("actor", "document")),
            *(t.outbox.c[n] for n in ("recipient", "envelope_sender", "supersede_key", "why", "delivery_why")),
            *(t.inbox.c[n] for n in ("sender", "subject_hint", "reason", "verdict")),
            t.question.c.asked_of,
            t.contact.c.address,
        )
        for column in columns:
            for (value,) in self._connection.execute(select(column).where(self._like(column)).distinct()).all():
                self._connection.execute(
                    update(column.table).where(column == value).values({column.name: self._who.clean(value)})
                )
        self._connection.execute(delete(t.request).where(self._like(t.request.c.id)))
        self._connection.execute(delete(t.digest).where(self._like(t.digest.c.buyer)))


def _hashes(value: Any) -> Iterator[str]:
    """The hashes of words in a fact, at any depth."""
    if isinstance(value, dict):
        for key, part in value.items():
            if key in WORDS and isinstance(part, str) and len(part) == len(text_hash("")):
                yield part
            else:
                yield from _hashes(part)
    elif isinstance(value, list):
        for part in value:
            yield from _hashes(part)
