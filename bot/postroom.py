"""Turn what is to be said into letters with a fixed identity, and put them into the outbox (docs/mail.md 1)."""

from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from bot.letter_files import kept_files
from core.letters import Letter, Notice, NoticeKind, Person, Post, Scene
from core.message import Message
from core.names import Address, MessageId, Reference, SupplierId, Token
from core.tokens import house_token, routing_token

LETTERS = 500
"""Of a document, the newest: among them are those that a thread is found by."""
SLACK_TERM = timedelta(minutes=15)
"""How long a mail waits for the message in Slack that makes it needless."""

if TYPE_CHECKING:
    from bot.wire import Bot
    from channels.render.mime import DkimKey
    from storage.unit import Unit


def write(bot: "Bot", unit: "Unit", posts: tuple[Post, ...], scene: Scene, answers: Message | None) -> tuple[str, ...]:
    """Write every letter of a transaction into the outbox; the ids of the rows. `answers`: the mail that caused it."""
    rows = tuple(row for post in posts for row in _write_post(bot, unit, post, _seen_by(post, scene), answers))
    if bot.settings.slack:
        from bot.slack import posting

        posting.told(bot, unit, posts, scene)
    return rows


def _seen_by(post: Post, scene: Scene) -> Scene:
    """A letter to one of several suppliers is made from its own documents alone (docs/rules.md 5)."""
    whose = next((s for s in scene.suppliers if s.id == post.supplier), None)
    return scene.of_supplier(whose) if whose else scene


def _write_post(bot: "Bot", unit: "Unit", post: Post, scene: Scene, answers: Message | None) -> tuple[str, ...]:
    from channels.render.mail import render

    document = _thread(post)
    supplier = scene.supplier.id if scene.supplier else SupplierId("")
    routed = document or Reference(supplier or "HOUSE")
    to_us = any(person.buyer for person in post.to)
    token = house_token(bot.keys[0], routed) if to_us else routing_token(bot.keys[0], routed, supplier)
    reply_to = Address(_tagged(bot, f"{routed.lower()}.{token}"))
    mine = answers if answers and answers.sender in {p.address for p in post.to} else None
    rendered = render(post, scene, reply_to, mine.subject if mine else "")
    rows: list[str] = []
    for person in post.to:
        row = bot.new_id()
        before = _thread_of(unit, document, scene, person, mine)
        letter = Letter(
            outbox=row,
            to=person.address,
            shown_to=post.to,
            subject=rendered.subject,
            text=rendered.text,
            html=rendered.html,
            nature=rendered.nature,
            message_id=_message_id(bot, routed, token, row),
            reply_to=reply_to,
            document=document,
            in_reply_to=before[-1] if before else None,
            references=before,
            files=(*rendered.files, *kept_files(unit, post, scene)),
            unsubscribe=rendered.unsubscribe,
            numbered=tuple((line.document, line.version) for line in scene.digest),
        )
        waits = _for_slack(bot, unit, post, person, scene.at)
        supersede = waits or _superseded(post, person)
        rows.extend(put(bot, unit, letter, scene.at, supersede=supersede, due=scene.at + SLACK_TERM if waits else None))
    return tuple(rows)


def _for_slack(bot: "Bot", unit: "Unit", post: Post, person: Person, at: datetime) -> str:
    """Where a buyer reads it in Slack, the mail waits under this key, and goes out when Slack stays away."""
    if bot.settings.slack is None:
        return ""
    from bot.slack.instead import waits

    return waits(bot, unit, post, person, at)


def put(
    bot: "Bot", unit: "Unit", letter: Letter, at: datetime, *, supersede: str = "", due: datetime | None = None
) -> tuple[str, ...]:
    """Fix the bytes and add the row; a letter that is too large becomes several, numbered."""
    from channels.render.mime import build, split
    from storage.outbox import OutboxRow

    rows: list[str] = []
    for one in split(letter):
        content = build(one, date=at, house=bot.policy.house, dkim=_signing_key(bot))
        unit.outbox.add(
            OutboxRow(
                id=one.outbox,
                sink="mail",
                recipient=one.to,
                envelope_sender=_envelope_sender(bot, one.outbox),
                message_id=one.message_id,
                document=one.document,
                nature=one.nature,
                content=unit.blobs.put(content),
                created_at=at,
                supersede_key=supersede,
                due_at=due,
            )
        )
        if one.document:
            unit.threads.add(one.message_id, one.document)
        rows.append(one.outbox)
    return tuple(rows)


def _tagged(bot: "Bot", detail: str) -> str:
    local, _, domain = bot.policy.house.mailbox.rpartition("@")
    return f"{local}+{detail}@{domain}"


def _envelope_sender(bot: "Bot", row: str) -> Address:
    """Bounces come back to an address that names the row, where the host allows it."""
    return Address(_tagged(bot, f"b.{row}")) if bot.settings.mail.tagged_sender else bot.policy.house.mailbox


def _message_id(bot: "Bot", routed: Reference, token: Token, row: str) -> MessageId:
    return MessageId(f"<{routed.lower()}.{token}.{row}@{bot.settings.domain}>")


def _thread(post: Post) -> Reference | None:
    """The document that answers are about: a question's own, else the first notice's."""
    first: Notice = min(post.notices, key=lambda n: n.weight)
    if first.question and first.question.document:
        return first.question.document
    return next((n.document for n in sorted(post.notices, key=lambda n: n.weight) if n.document), None)


def _thread_of(
    unit: "Unit", document: Reference | None, scene: Scene, person: Person, answers: Message | None
) -> tuple[MessageId, ...]:
    """References: the mail that is answered with its own thread; else our letters to this person on the document or its order."""
    if answers and answers.message_id:
        older = tuple(reversed(answers.hints.message_ids))
        return tuple(dict.fromkeys((*older[-10:], answers.message_id)))
    invoice = next((i for i in scene.invoices if i.reference == document), None)
    places = (document, *(invoice.orders if invoice else ()))
    mine = [r for place in places if place for r in unit.outbox.newest_on(place, LETTERS) if r.recipient == person.address]
    mine.sort(key=lambda r: r.created_at)
    ids = [r.message_id for r in mine]
    return tuple(dict.fromkeys((*ids[:1], *ids[-5:])))


def _superseded(post: Post, person: Person) -> str:
    """Only reminders and digests are needless when a newer one exists."""
    kinds = {n.kind for n in post.notices}
    regular = kinds <= {NoticeKind.DIGEST, NoticeKind.REMINDER}
    return f"{'/'.join(sorted(kinds))}/{person.address}" if regular else ""


def _signing_key(bot: "Bot") -> "DkimKey | None":
    """The key that our letters are signed with, when one is configured."""
    mail = bot.settings.mail
    if mail.dkim_key_file is None or not mail.dkim_selector:
        return None
    return _key_in(mail.dkim_key_file, bot.settings.domain, mail.dkim_selector)


@cache
def _key_in(file: Path, domain: str, selector: str) -> "DkimKey":
    """Read once a process: a new key takes effect with the next start."""
    from channels.render.mime import DkimKey

    return DkimKey(domain=domain, selector=selector, private_key=file.read_bytes())
