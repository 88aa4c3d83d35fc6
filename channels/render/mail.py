"""One letter for all notices of a post, the most important first, in the language of its reader (docs/mail.md 6 and 8)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from channels.render.blocks import Part
from channels.render.html import html
from channels.render.plain import plain
from channels.render.reply import Reply, routed, tag
from channels.render.tell.registry import PERSONAL, REGULAR, REPLIES, TELL, WITH_ORDER, WITH_RFP
from channels.render.tell.telling import Telling, sentence
from channels.render.words import HARD_SPACE, Words
from core.events import DocumentSent, StatementReconciled
from core.letters import LetterFile, Nature, Notice, NoticeKind, Person, Post, Scene
from core.names import Address, Reference, safe_line
from core.proposal import RfpStatus

_RE = re.compile(r"(?:(?:re|aw|sv|vs|antw|odp|r|rif|ref)\s*(?:\[\d+\])?\s*:\s*)+", re.IGNORECASE)
_TAG = re.compile(r"\[[A-Za-z0-9-]{1,20}(?: [A-Za-z2-7]{16})?\]\s*")
SUBJECT_LIMIT = 180


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendered:
    """What a letter says: subject, both parts, the files made for it, and its nature."""

    subject: str
    text: str
    html: str
    files: tuple[LetterFile, ...] = ()
    nature: Nature = Nature.GENERATED
    unsubscribe: bool = False


def in_order(notices: Sequence[Notice]) -> tuple[Notice, ...]:
    """The most important first; equal ones in the order told."""
    return tuple(sorted(notices, key=lambda notice: notice.weight))


def about(post: Post) -> Reference | None:
    """The document that a letter is about, for the token in its address: that of its first notice."""
    first = in_order(post.notices)[0]
    document = first.document or (first.question.document if first.question else None)
    return document


def render(post: Post, scene: Scene, reply_to: Address, thread_subject: str = "") -> Rendered:
    """Lay a post out. `reply_to` is our address with the document's token; `thread_subject` is the subject of the mail that
    is answered, empty where none is. Raises ValueError where the scene lacks a document that a notice is about."""
    notices = in_order(post.notices)
    person = post.to[0]
    words = Words(language=person.language, zone=person.time_zone or scene.house.time_zone)
    place = routed(reply_to) or about(post)
    asked = any(n.question for n in notices)  # a one-time token stands beside a reference, also beside a supplier's
    reference = place if asked and place != "HOUSE" else _shown(place, scene)
    reply = Reply(to=reply_to, words=words, reference=reference)
    kinds = tuple(notice.kind for notice in notices)
    readers = tuple(reader.address for reader in post.to)
    tellings = [
        Telling(notice=n, scene=scene, words=words, person=person, reply=reply, kinds=kinds, readers=readers) for n in notices
    ]
    parts = [_part(telling) for telling in tellings]
    token = tellings[0].question.token if tellings[0].question else next((n.decides for n in notices if n.decides), None)
    marked = tag(reference, token)
    subject = _subject(parts[0].subject, marked, thread_subject, answers=notices[0].kind in REPLIES)
    foot = (
        words.say(f"common.foot_{'buyer' if person.buyer else 'supplier'}", house=scene.house.name, mailbox=scene.house.mailbox),
    )
    page = html(parts, foot, house=scene.house.name, subject=subject, tag=reference or "", language=person.language)
    return Rendered(
        subject=subject,
        text=plain(parts, foot, words),
        html=page,
        files=_files(notices, scene, person),
        nature=_nature(kinds, scene, person),
        unsubscribe=any(kind in REGULAR for kind in kinds),
    )


def _shown(reference: Reference | None, scene: Scene) -> Reference | None:
    """A tag names a document; a supplier as a whole, or the house, is none."""
    nobody = {scene.supplier.id if scene.supplier else "", "HOUSE"}
    return None if reference in nobody else reference


def _part(t: Telling) -> Part:
    """Told twice: the ready-made answers carry the subject that the first telling finds."""
    tell = TELL[t.notice.kind]
    titled = t.reply.titled(safe_line(tell(t).subject, SUBJECT_LIMIT))
    part = tell(t.with_reply(titled))
    return replace(part, happened=sentence(part.happened))


def _subject(own: str, marked: str, thread: str, *, answers: bool) -> str:
    """Ours, with the tag; an answer keeps the words of the subject that it answers. One line, whatever came in (T14)."""
    theirs = _TAG.sub("", _RE.sub("", safe_line(thread, SUBJECT_LIMIT))).strip()
    words = theirs if answers and theirs else own
    prefix = "Re: " if thread else ""
    return safe_line(f"{prefix}{marked} {words}".replace(HARD_SPACE, " "), SUBJECT_LIMIT + 60)


def _nature(kinds: Sequence[NoticeKind], scene: Scene, person: Person) -> Nature:
    """On a person's behalf, or in answer to a mail, or of ourselves (RFC 3834)."""
    if any(kind in PERSONAL for kind in kinds):
        return Nature.PERSONAL
    replies = any(kind in REPLIES for kind in kinds)
    return Nature.REPLIED if replies or (scene.reading is not None and not person.buyer) else Nature.GENERATED


def _files(notices: Sequence[Notice], scene: Scene, person: Person) -> tuple[LetterFile, ...]:
    """The order as PDF and fill-in sheet; the overview with the list of what is open."""
    from channels.render import order_files

    found: dict[str, LetterFile] = {}
    for notice in notices:
        order = next((o for o in scene.orders if o.reference == notice.document), None)
        made: tuple[LetterFile, ...] = ()
        if notice.kind in WITH_ORDER and order:
            form = notice.event.form if isinstance(notice.event, DocumentSent) else None
            made = order_files.order_files(order, scene, person, form)
        elif notice.kind in WITH_RFP:
            made = _of_rfp(notice, scene, person)
        elif notice.kind is NoticeKind.OPEN and scene.supplier:
            made = (order_files.overview_file(scene, person),)
        elif notice.kind is NoticeKind.BUYER_HELP:
            made = order_files.import_files()
        elif isinstance(notice.event, StatementReconciled):
            made = (order_files.statement_file(scene, notice.event, person),)
        found |= {file.name: file for file in made}
    return tuple(found.values())


def _of_rfp(notice: Notice, scene: Scene, person: Person) -> tuple[LetterFile, ...]:
    """The request to be filled in, while it is open for offers."""
    from channels.render import order_files

    proposal = next((p for p in scene.proposals if p.reference == notice.document), None)
    rfp = next((r for r in scene.rfps if proposal and r.reference == proposal.rfp), None)
    asks = rfp is not None and rfp.status is RfpStatus.OPEN and not rfp.past(scene.at)
    return order_files.rfp_files(rfp, proposal, scene, person) if rfp and proposal and asks else ()
