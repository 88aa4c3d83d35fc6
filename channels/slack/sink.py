"""The door where messages go out to Slack."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from channels.slack.blocks import section
from channels.slack.client import translated
from channels.slack.escape import dead_line
from channels.slack.files import shared, uploaded
from channels.slack.message import PAGE as PAGE_BLOCK
from channels.slack.message import Place, Posting
from channels.source import Checkup
from core.errors import CounterfoilError, Refused

if TYPE_CHECKING:
    from slack_sdk import WebClient

EVENT = "counterfoil_message"
"""The type of the metadata that carries our own id, so that a message can be found again."""
PAGE = 200
SKEW = 300
"""Seconds by which our clock may be ahead of Slack's when a message is looked for from the time it was written."""
SCOPES = frozenset(
    {
        "chat:write",
        "commands",
        "users:read",
        "users:read.email",
        "im:write",
        "channels:history",
        "channels:read",
        "files:read",
        "files:write",
    }
)


def _file_in(message: Mapping[str, Any]) -> str:
    """The picture that a message of ours shows."""
    blocks = [b for part in (message, *(message.get("attachments") or ())) for b in part.get("blocks") or ()]
    found = (b.get("slack_file") or {} for b in blocks if b.get("block_id") == PAGE_BLOCK)
    return next((str(f["id"]) for f in found if f.get("id")), "")


@dataclass(frozen=True, slots=True, kw_only=True)
class SlackJob:
    """One message with its places resolved. `since` is set where it may have arrived before."""

    outbox_id: str
    posting: Posting
    under: Place | None = None
    over: Place | None = None
    since: datetime | None = None
    picture: bytes | None = None
    """What the block `page` shows, as PNG, unless the message shows it already (`over.file`)."""
    files: tuple[tuple[str, bytes], ...] = ()
    """What the message brings: name and bytes."""


class SlackSink:
    """Posts and updates messages."""

    def __init__(self, client: "WebClient") -> None:
        self._client = client
        self._open: dict[str, str] = {}

    def send(self, job: SlackJob) -> Place:
        """Hand a message over; where it stands now. Raises Busy, Unreachable, Refused, Uncertain."""
        if job.over:
            return self._update(job, job.over)
        channel = self._conversation(job.posting.channel)
        found = self._find(channel, job) if job.since else None
        return found or self._with_picture(job, lambda file: self._post(channel, job, file))

    def _with_picture(self, job: SlackJob, say: Callable[[str], Place], file: str = "") -> Place:
        """With the picture where Slack takes it; a card without one is better than none."""
        shown = file or (uploaded(self._client, job.posting.page, job.picture) if job.picture and job.posting.page else "")
        try:
            return say(shown)
        except Refused:
            if not shown:
                raise
            return say("")

    def _content(self, posting: Posting, file: str) -> dict[str, Any]:
        blocks = [dict(b) for b in posting.blocks if file or b.get("block_id") != PAGE_BLOCK]
        for block in blocks:
            if block.get("block_id") == PAGE_BLOCK:
                block["slack_file"] = {"id": file}
        if not posting.colour:  # beside blocks of its own Slack shows the text in notifications only
            head = [section(posting.text)] if blocks else []
            return {"text": posting.text, "blocks": [*head, *blocks], "attachments": []}
        return {"text": posting.text, "attachments": [{"color": posting.colour, "fallback": posting.text, "blocks": blocks}]}

    def _post(self, channel: str, job: SlackJob, file: str) -> Place:
        more: dict[str, Any] = {"thread_ts": job.under.ts, "reply_broadcast": job.posting.aloud} if job.under else {}
        meta = {"event_type": EVENT, "event_payload": {"id": job.outbox_id}}
        brought = [link for name, content in job.files if (link := self._brought(name, content))]
        with translated():
            answer = self._client.chat_postMessage(
                channel=channel,
                metadata=meta,
                unfurl_links=bool(brought),
                unfurl_media=bool(brought),
                link_names=False,
                **self._content(replace(job.posting, text=" ".join((job.posting.text, *brought))), file),
                **more,
            )
        return Place(channel=str(answer["channel"]), ts=str(answer["ts"]), file=file)

    def _brought(self, name: str, content: bytes) -> str:
        """A link that brings the file; nothing where Slack does not take it: the message names it all the same."""
        try:
            link = shared(self._client, name, content)
        except Refused:
            return ""
        return f"<{link}|{dead_line(name, 120).replace('|', ' ')}>" if link.startswith("https://") else ""

    def _update(self, job: SlackJob, over: Place) -> Place:
        """The same again is the same: an update may be repeated."""

        def say(file: str) -> Place:
            with translated(writes=False):
                self._client.chat_update(channel=over.channel, ts=over.ts, **self._content(job.posting, file))
            return replace(over, file=file or over.file)

        return self._with_picture(job, say, over.file)

    def _conversation(self, channel: str) -> str:
        """The channel itself, or the direct conversation with a user."""
        if not channel.startswith(("U", "W")):
            return channel
        if channel not in self._open:
            with translated(writes=False):
                answer = self._client.conversations_open(users=channel)
            self._open[channel] = str(answer["channel"]["id"])
        return self._open[channel]

    def _find(self, channel: str, job: SlackJob) -> Place | None:
        """The message of an earlier try whose answer was lost."""
        assert job.since is not None
        more: dict[str, Any] = {"channel": channel, "oldest": f"{job.since.timestamp() - SKEW:.6f}", "include_all_metadata": True}
        cursor = ""
        while True:
            with translated(writes=False):
                if job.under:
                    page = self._client.conversations_replies(ts=job.under.ts, limit=PAGE, cursor=cursor, **more)
                else:
                    page = self._client.conversations_history(limit=PAGE, cursor=cursor, **more)
            for message in page.get("messages") or []:
                meta = message.get("metadata") or {}
                if (meta.get("event_payload") or {}).get("id") == job.outbox_id:
                    return Place(channel=channel, ts=str(message["ts"]), file=_file_in(message))
            cursor = str((page.get("response_metadata") or {}).get("next_cursor") or "")
            if not cursor:
                return None

    def awake(self) -> bool:
        """Whether Slack answers again."""
        try:
            with translated(writes=False):
                self._client.api_test()
        except CounterfoilError:
            return False
        return True

    def check(self) -> Checkup:
        """The token, its scopes and its workspace."""
        try:
            with translated(writes=False):
                answer = self._client.auth_test()
        except Refused as no:
            return Checkup(door="slack", well=False, finding=f"{no}; see docs/slack.md")
        except CounterfoilError as trouble:
            return Checkup(door="slack", well=False, finding=f"{trouble}; check the tokens (docs/slack.md)")
        granted = {s.strip() for s in str({k.lower(): v for k, v in answer.headers.items()}.get("x-oauth-scopes", "")).split(",")}
        lacks = sorted(SCOPES - granted)
        if lacks:
            todo = f"the bot token lacks {', '.join(lacks)}: install the app again from config/slack-manifest.yaml"
            return Checkup(door="slack", well=False, finding=todo)
        return Checkup(door="slack", well=True, finding=f"{answer.get('user')} in {answer.get('team')} ({answer.get('team_id')})")
