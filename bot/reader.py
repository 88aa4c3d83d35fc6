"""What touches foreign bytes, in the cage: open a mail, read its files, understand its words (docs/threats.md T15-T19)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from bot import fill_ins
from channels.dns import NameServers, TemporaryFailure, TxtRecords, ZoneFile
from config.settings import Settings
from core.errors import Unreachable
from core.knowledge import Knowledge, Layout
from core.message import Attachment, Delivery, FileRole, Message
from core.names import SupplierId
from core.paper import Field, Paper, PaperKind
from core.reading import Context, Reading
from core.statement import Statement
from parsers import authentic, intent, rfc822, statement
from parsers.cage import Cage
from parsers.documents.caged import join_caged, learn_caged, read_caged
from parsers.documents.sniff import Sort, sort_of

UNREAD = frozenset({FileRole.LOGO, FileRole.EMPTY, FileRole.EXECUTABLE, FileRole.ENCRYPTED, FileRole.SIGNATURE, FileRole.MESSAGE})
LISTS = frozenset({FileRole.STATEMENT, FileRole.REMINDER, FileRole.OTHER})
"""Files that may list what is open."""
HANDED_IN = frozenset({FileRole.INVOICE, FileRole.CREDIT_NOTE})
HEAD = 4096
"""Bytes by which the sort of a file is told."""
MAX_FILES = 25
"""Files of one mail that are read; the rest is kept and named."""


Files = list[tuple[Attachment, tuple[Paper, ...]]]
"""Files with the papers that each holds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """A cage of readers, and where DNS keys come from."""

    cage: Cage
    dns: TxtRecords
    house: rfc822.MailSettings

    def open(self, delivery: Delivery) -> Message:
        """Open a mail. Raises Unreachable when DNS does not answer (try again, never a verdict), Caged."""
        names = self.cage.run(authentic.names_needed, delivery.raw)
        return self.cage.run(rfc822.open_mail, delivery, self.house, self._keys(names))

    def _keys(self, names: Iterable[str]) -> Mapping[str, str]:
        found: dict[str, str] = {}
        for name, records in self.dns.lookup(names).items():
            if isinstance(records, TemporaryFailure):
                raise Unreachable(f"DNS: {records.why}")
            if records:
                found[name] = records[0] if len(records) == 1 else next((r for r in records if "v=" in r), records[0])
        return found

    def papers(self, message: Message, knowledge: Knowledge) -> tuple[Message, tuple[Paper, ...]]:
        """Read every file on its own, so that a bad one never spoils the others; files get the role that their content shows."""
        read: Files = []
        files: list[Attachment] = []
        for place, file in enumerate(message.attachments):
            if file.role in UNREAD or place >= MAX_FILES:
                files.append(file)
                continue
            form = fill_ins.recognised(self.cage, file)
            if form:
                files.append(form)
                continue
            found = read_caged(self.cage, file.content, file.name, knowledge)
            read.append((file, tuple(replace(p, file=file.name) for p in found)))
            files.append(self._stated(replace(file, role=_role(found, file)), knowledge))
        papers = [paper for _, own in self._joined(read, knowledge) for paper in own]
        return replace(message, attachments=tuple(files)), tuple(papers)

    def _stated(self, file: Attachment, knowledge: Knowledge) -> Attachment:
        """A statement of account with what it lists; a table of open items without a title is one too, where words say so."""
        if file.role not in LISTS:
            return file
        found = self.cage.attempt(statement.read, file.content, file.name, knowledge)
        return replace(file, statement=replace(found, file=file.name)) if isinstance(found, Statement) else file

    def _joined(self, read: Files, knowledge: Knowledge) -> Files:
        """The files with several pictures of one paper as the first of them."""
        found = join_caged(self.cage, tuple(f.content for f, _ in read), tuple(own for _, own in read), knowledge)
        if found is None:
            return read
        places, paper = found
        first = read[places[0]][0]
        return [*read[: places[0]], (first, (replace(paper, file=first.name),)), *read[places[-1] + 1 :]]

    def learn(self, file: Attachment, paper: Paper, supplier: SupplierId) -> Layout | None:
        """What a file of a supplier teaches, when its paper is proven or a person confirmed it; None where there is nothing."""
        return learn_caged(self.cage, file.content, file.name, paper, supplier)

    def understand(
        self, message: Message, papers: tuple[Paper, ...], context: Context, today: date, keys: tuple[bytes, ...] = ()
    ) -> Reading:
        """What the words say, and what the files say without words. `keys` verify fill-in files. Raises Caged."""
        bare = replace(message, attachments=tuple(_bare(a, papers) for a in message.attachments))
        said, doubts = self.cage.run(intent.understand, bare, context, today)
        reading = Reading(message=message, said=said, doubts=doubts, papers=papers)
        return fill_ins.with_fill_ins(self.cage, reading, context, keys, today)


def _bare(file: Attachment, papers: tuple[Paper, ...]) -> Attachment:
    """A file without its bytes. One whose paper was joined with another's, a second page as a photo, hands nothing in itself."""
    joined = file.role in HANDED_IN and all(p.file != file.name for p in papers)
    return replace(file, content=b"", role=FileRole.OTHER if joined else file.role)


def _role(papers: tuple[Paper, ...], file: Attachment) -> FileRole:
    kinds = [p.kind for p in papers]
    handed_in = [k for k in (PaperKind.INVOICE, PaperKind.CREDIT_NOTE) if k in kinds]
    if handed_in:
        return FileRole(handed_in[0].value)
    known = [k for k in kinds if k is not PaperKind.OTHER]
    if known:
        return FileRole(known[0].value)
    unreadable = any(p.doubted(Field.FILE) for p in papers)
    why = " ".join(d.why for p in papers for d in p.doubts)
    if unreadable and "password" in why:
        return FileRole.ENCRYPTED
    no_document = sort_of(file.content[:HEAD], file.name) is Sort.UNKNOWN
    return FileRole.UNREADABLE if unreadable and not no_document else file.role


def house_of(settings: Settings) -> rfc822.MailSettings:
    """What the mail reader must know about us."""
    return rfc822.MailSettings(
        addresses=(settings.house.mailbox,),
        message_id_domain=settings.domain,
        authserv_id=settings.mail.authserv_id,
        trusted_received_hops=settings.mail.trusted_received_hops,
    )


def dns_of(settings: Settings) -> TxtRecords:
    """A zone file where one is configured, else DNS."""
    return ZoneFile(settings.mail.zone_file) if settings.mail.zone_file else NameServers()
