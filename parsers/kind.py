"""What kind of mail it is: ordered rows of signs, and the rows that hit are the answer to "why?" (docs/mail.md 2)."""

import re
import tomllib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cache, cached_property
from importlib.resources import files

from core.message import MailKind
from core.names import Address
from parsers.bounce import OUTBOX_HEADER, flufl_recipients, status_fields
from parsers.headers import Headers
from parsers.parts import Part
from parsers.references import House, is_ours, our_message_id
from parsers.reply.language import phrases

HEAD = 8000
"""Letters of the text in which a machine says what it is."""


@dataclass(frozen=True, slots=True)
class _Machine:
    daemon_local: frozenset[str]
    daemon_name: re.Pattern[str]
    bounce_subject: re.Pattern[str]
    bounce_text: re.Pattern[str]
    delayed_subject: re.Pattern[str]
    delayed_text: re.Pattern[str]
    challenge: re.Pattern[str]


@cache
def _machine() -> _Machine:
    table = tomllib.loads(files("parsers").joinpath("machine.toml").read_text("utf-8"))

    def either(key: str) -> re.Pattern[str]:
        words = sorted(table[key], key=len, reverse=True)
        spaced = "|".join(re.escape(word) for word in words if word.isascii() or word[0] < "\u2e80")
        glued = "|".join(re.escape(word) for word in words if word[0] >= "\u2e80")
        return re.compile(rf"(?<![\w.])(?:{spaced})(?![\w])" + (f"|{glued}" if glued else ""), re.IGNORECASE)

    return _Machine(
        daemon_local=frozenset(re.sub(r"[-_.]", "", word) for word in table["daemon_local"]),
        daemon_name=either("daemon_name"),
        bounce_subject=either("bounce_subject"),
        bounce_text=either("bounce_text"),
        delayed_subject=either("delayed_subject"),
        delayed_text=either("delayed_text"),
        challenge=either("challenge"),
    )


@dataclass(frozen=True)
class Seen:
    """What the rows look at."""

    root: Part
    sender: Address | None
    sender_name: str
    subject: str
    text: str = field(repr=False)
    new_text: str = field(repr=False)
    house: House
    null_sender: bool = False
    """The envelope sender is empty: a program that wants no answer."""
    reply: bool = False
    """It answers a mail of ours, or names one of our documents."""

    @property
    def headers(self) -> Headers:
        return self.root.headers

    @cached_property
    def daemon(self) -> bool:
        local = (self.sender or self.headers.first("from").strip("<> ").lower()).partition("@")[0].lower()
        local = re.sub(r"[-_.]", "", local)
        named = _machine().daemon_name.search(self.sender_name) is not None
        return local in _machine().daemon_local or local.startswith(("mailerdaemon", "postmaster")) or (named and not self.reply)

    @cached_property
    def reports(self) -> frozenset[str]:
        kinds = {part.media_type for part in self.root.walk()}
        if self.root.media_type == "multipart/report":
            kinds.add(self.root.options.get("report-type", "").strip().lower())
        return frozenset(kinds)

    @cached_property
    def actions(self) -> frozenset[str]:
        return frozenset(group["action"].strip().lower() for group in status_fields(self.root) if "action" in group)

    @cached_property
    def says_bounce(self) -> bool:
        return _machine().bounce_text.search(self.text[:HEAD]) is not None

    @cached_property
    def titled_bounce(self) -> bool:
        return _machine().bounce_subject.search(self.subject) is not None and not _REPLY.match(self.subject)

    @cached_property
    def titled_delay(self) -> bool:
        return _machine().delayed_subject.search(self.subject) is not None and not _REPLY.match(self.subject)

    @cached_property
    def delayed(self) -> bool:
        if self.actions:
            return "delayed" in self.actions and "failed" not in self.actions
        machine = _machine()
        said = machine.delayed_text.search(self.text[:HEAD]) is not None
        return said and "failed permanently" not in self.text[:HEAD].lower()


_REPLY = re.compile(r"\s*(?:re|aw|sv|vs|antw|odp|ynt|回复|答复|ref|wg|fw|fwd|tr|rv)\s*(?:\[\d\])?\s*[:：]", re.IGNORECASE)
_SES = re.compile(r'\\?"(?:notificationType|eventType)\\?"\s*:\s*\\?"(?:Bounce|Complaint|Delivery)')
_DELIVERED = frozenset(("delivered", "relayed", "expanded"))
_AUTO_PRECEDENCE = frozenset(("auto_reply", "auto-reply", "autoreply"))
_LIST_FIELDS = ("list-id", "list-unsubscribe", "list-subscribe", "mailing-list", "x-mlserver", "x-mailing-list")
_BULK = frozenset(("bulk", "list", "junk"))


@dataclass(frozen=True, slots=True)
class Row:
    """A sign and the kind that it tells."""

    kind: MailKind
    sign: str
    told: Callable[[Seen], bool]


def _own_header(seen: Seen) -> bool:
    return OUTBOX_HEADER.lower() in seen.headers


def _own_message_id(seen: Seen) -> bool:
    return our_message_id(seen.headers.first("message-id").strip(), seen.house) is not None


def _own_sender(seen: Seen) -> bool:
    return seen.sender is not None and is_ours(seen.sender, seen.house)


def _status_report(seen: Seen) -> bool:
    return bool(seen.reports & {"delivery-status", "message/delivery-status", "message/global-delivery-status"})


def _not_failed(seen: Seen) -> bool:
    return _status_report(seen) and bool(seen.actions) and seen.actions <= _DELIVERED


def _receipt(seen: Seen) -> bool:
    return bool(seen.reports & {"disposition-notification", "message/disposition-notification"})


def _abuse(seen: Seen) -> bool:
    return (
        bool(seen.reports & {"feedback-report", "message/feedback-report"})
        or "x-arf" in seen.headers
        or "x-hmxmroriginalrecipient" in seen.headers
    )


def _delay_notice(seen: Seen) -> bool:
    """Told as a bounce whose `delayed` says that nothing has failed yet."""
    return (seen.daemon or seen.null_sender) and (seen.delayed or (seen.titled_delay and seen.says_bounce))


def _challenge(seen: Seen) -> bool:
    said = _machine().challenge.search(f"{seen.subject}\n{seen.text[:HEAD]}") is not None
    return said and (seen.daemon or seen.null_sender or _auto_submitted(seen) or "x-challenge" in seen.headers)


def _failed_header(seen: Seen) -> bool:
    return "x-failed-recipients" in seen.headers


def _daemon_bounce(seen: Seen) -> bool:
    return seen.daemon and (seen.titled_bounce or seen.says_bounce)


def _null_bounce(seen: Seen) -> bool:
    return seen.null_sender and seen.titled_bounce and seen.says_bounce


def _known_form(seen: Seen) -> bool:
    return (seen.daemon or seen.null_sender or seen.titled_bounce) and bool(flufl_recipients(seen.root))


def _titled_and_said(seen: Seen) -> bool:
    """Old servers that write from any address: both title and text say it, nobody is answered, and no person's mail is quoted."""
    return seen.titled_bounce and seen.says_bounce and not seen.reply and _returned(seen)


def _returned(seen: Seen) -> bool:
    """The returned mail is inside, attached or written into the text."""
    if any(part.media_type in ("message/rfc822", "text/rfc822-headers", "message/rfc822-headers") for part in seen.root.walk()):
        return True
    return (
        re.search(r"^[ \t>|]{0,6}(?:received: |message-id: |return-path: )", seen.text, re.IGNORECASE | re.MULTILINE) is not None
    )


def _notification(seen: Seen) -> bool:
    """Amazon SES tells bounces as JSON over SNS."""
    return _SES.search(seen.text[:HEAD]) is not None and seen.sender is not None and seen.sender.endswith("amazonaws.com")


def _no_reply_bounce(seen: Seen) -> bool:
    local = re.sub(r"[-_.]", "", (seen.sender or "").partition("@")[0])
    return (
        local.startswith(("noreply", "donotreply", "noresponse")) and (seen.says_bounce or seen.titled_bounce) and _returned(seen)
    )


def _auto_submitted(seen: Seen) -> bool:
    value = seen.headers.first("auto-submitted").strip().lower()
    return bool(value) and value.partition(";")[0].strip() != "no"


def _auto_header(seen: Seen) -> bool:
    headers = seen.headers
    if any(
        name in headers for name in ("x-autorespond", "x-autoresponder", "x-auto-reply", "x-mailautoreply", "x-mail-autoreply")
    ):
        return True
    if headers.first("x-apple-action").strip().upper() == "VACATION" or headers.first("x-mailer").lower().startswith("vacation"):
        return True
    value = headers.first("x-autoreply").strip().lower()
    return "x-autoreply" in headers and value not in ("no", "0", "false")


def _auto_precedence(seen: Seen) -> bool:
    return seen.headers.first("precedence").strip().lower() in _AUTO_PRECEDENCE


def _away_text(seen: Seen) -> bool:
    return phrases().away_text.search(seen.new_text[:2000]) is not None


def _away_told_twice(seen: Seen) -> bool:
    """The subject begins as programs write it, and the mail is marked or from nobody.

    A person who writes about an absence, or answers a notice of one ("Re: Automatic reply"), has no such mark or a "Re:".
    """
    begins = phrases().away_subject.match(seen.subject.strip())
    if begins is None:
        return False
    titled = seen.subject.strip()[begins.end() :].lstrip().startswith((":", "：", "-", "–"))
    empty = seen.null_sender or seen.headers.first("return-path").replace(" ", "") == "<>"
    return (empty and (titled or _away_text(seen))) or (bool(silent_marks(seen.headers)) and _away_text(seen))


def _list(seen: Seen) -> bool:
    headers = seen.headers
    listed = any(name in headers for name in _LIST_FIELDS) or headers.first("precedence").strip().lower() in _BULK
    return listed and not seen.reply


def _calendar(seen: Seen) -> bool:
    calendars = [part for part in seen.root.walk() if part.media_type in ("text/calendar", "application/ics")]
    method = any(part.options.get("method") or b"\nMETHOD:" in part.content()[:20000] for part in calendars)
    others = [
        p for p in seen.root.walk() if not p.children and p.main_type not in ("text",) and p.media_type != "application/ics"
    ]
    return bool(calendars) and method and not others


ROWS: tuple[Row, ...] = (
    Row(MailKind.OWN, "our own header", _own_header),
    Row(MailKind.OWN, "our own Message-ID", _own_message_id),
    Row(MailKind.OWN, "our own address as sender", _own_sender),
    Row(MailKind.OTHER, "report of a delivery", _not_failed),
    Row(MailKind.OTHER, "read receipt", _receipt),
    Row(MailKind.OTHER, "abuse report", _abuse),
    Row(MailKind.BOUNCE, "delivery status report", _status_report),
    Row(MailKind.BOUNCE, "X-Failed-Recipients", _failed_header),
    Row(MailKind.OTHER, "challenge for the sender", _challenge),
    Row(MailKind.BOUNCE, "a server's notice of a delay", _delay_notice),
    Row(MailKind.BOUNCE, "a mail server's sender and words", _daemon_bounce),
    Row(MailKind.BOUNCE, "empty return path, title and words of a bounce", _null_bounce),
    Row(MailKind.BOUNCE, "form of a known mail server", _known_form),
    Row(MailKind.BOUNCE, "title and words of a bounce with the returned mail", _titled_and_said),
    Row(MailKind.BOUNCE, "notification of Amazon SES", _notification),
    Row(MailKind.BOUNCE, "no-reply sender, words of a bounce, the returned mail", _no_reply_bounce),
    Row(MailKind.AUTO_REPLY, "Auto-Submitted", _auto_submitted),
    Row(MailKind.AUTO_REPLY, "header of an autoresponder", _auto_header),
    Row(MailKind.AUTO_REPLY, "Precedence: auto_reply", _auto_precedence),
    Row(MailKind.AUTO_REPLY, "subject and text of an absence, and a mark", _away_told_twice),
    Row(MailKind.CALENDAR, "calendar invitation", _calendar),
    Row(MailKind.LIST, "mailing list", _list),
)


def kind_of(seen: Seen) -> tuple[MailKind, tuple[str, ...]]:
    """The kind of the first row that hits, and every sign that tells the same; a person's mail has no row."""
    hits = [row for row in ROWS if row.told(seen)][:10]
    marks = tuple(f"mark: {mark}" for mark in silent_marks(seen.headers))
    if not hits:
        return MailKind.HUMAN, marks
    return hits[0].kind, tuple(row.sign for row in hits if row.kind is hits[0].kind) + marks


def silent_marks(headers: Headers) -> tuple[str, ...]:
    """Marks that forbid an answer and say nothing about who wrote (RFC 3834 2, docs/mail.md 2)."""
    marks: list[str] = []
    if headers.first("precedence").strip().lower() in _BULK | _AUTO_PRECEDENCE:
        marks.append("Precedence")
    suppressed = {word.strip().lower() for word in headers.first("x-auto-response-suppress").split(",")}
    if suppressed & {"all", "autoreply", "oof"}:
        marks.append("X-Auto-Response-Suppress")
    marks += [name for name in ("list-id", "list-post", "x-loop") if name in headers]
    return tuple(marks)


def is_silent(kind: MailKind, marks: Iterable[str]) -> bool:
    """Machine mail and marked mail are never answered."""
    return kind not in (MailKind.HUMAN, MailKind.CALENDAR) or any(True for _ in marks)
