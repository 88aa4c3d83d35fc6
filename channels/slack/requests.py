"""What comes from Slack, and what goes back at once: payloads as values, by Slack's reference of interaction payloads."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from channels.slack.blocks import Json

Body = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Who:
    """A Slack user, and every workspace that the payload names for him."""

    user: str
    teams: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """A slash command. `id` is the same when Slack sends it again."""

    id: str
    who: Who
    command: str
    text: str
    channel: str
    trigger: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Pressed:
    """A button."""

    id: str
    who: Who
    action: str
    value: str
    channel: str
    trigger: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Entered:
    """A modal that was sent off."""

    id: str
    who: Who
    callback: str
    metadata: str
    values: tuple[tuple[str, str], ...]
    files: tuple[tuple[str, str], ...] = ()
    """Files that were dropped into it: id and name."""

    def value(self, name: str) -> str:
        """What was entered in a field; empty where nothing was."""
        return dict(self.values).get(name, "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """Somebody looks at the app's home."""

    id: str
    who: Who


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """Words in a thread. `files` are (id, name) of what was dropped."""

    id: str
    who: Who
    channel: str
    thread: str
    ts: str
    text: str
    files: tuple[tuple[str, str], ...] = ()


Request = Typed | Pressed | Entered | Opened | Said


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """An answer that only the one who asked sees. `channel` is where it is shown after a modal."""

    text: str
    blocks: tuple[Json, ...] = ()
    channel: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """A modal to open."""

    view: Json


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """A modal stays open: what is wrong, by field. `channel` is where it is told when the modal is gone already."""

    errors: tuple[tuple[str, str], ...]
    channel: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Home:
    """The home tab of the one who looks."""

    view: Json


Reply = Told | Window | Problem | Home | None
Handle = Callable[[Request], Reply]


def _who(body: Body, user: str, *more: str) -> Who:
    named = (_id(body.get("team")), body.get("team_id"), *more)
    return Who(user=user, teams=frozenset(str(t) for t in named if t))


def _id(part: object) -> str:
    return str(part.get("id") or "") if isinstance(part, Mapping) else str(part or "")


def typed(body: Body) -> Typed:
    """A slash command. Raises KeyError for a payload that is none."""
    return Typed(
        id=f"slack:{body['trigger_id']}",
        who=_who(body, str(body["user_id"])),
        command=str(body["command"]).lstrip("/"),
        text=str(body.get("text") or ""),
        channel=str(body["channel_id"]),
        trigger=str(body["trigger_id"]),
    )


def pressed(body: Body) -> Pressed:
    """A button. Raises KeyError or IndexError for a payload that is none."""
    action, user = body["actions"][0], body["user"]
    place = body.get("container") or {}
    channel = _id(body.get("channel")) or str(place.get("channel_id") or "")
    return Pressed(
        id=f"slack:{body['trigger_id']}",
        who=_who(body, str(user["id"]), str(user.get("team_id") or "")),
        action=str(action["action_id"]),
        value=str(action.get("value") or ""),
        channel=channel,
        trigger=str(body["trigger_id"]),
    )


def entered(body: Body) -> Entered:
    """A modal. The view's id is the request's: one window is sent off once. Raises KeyError."""
    view, user = body["view"], body["user"]
    values = tuple(
        (block, _entered_value(element)) for block, held in view["state"]["values"].items() for element in held.values()
    )
    return Entered(
        id=f"slack:{view['id']}",
        who=_who(body, str(user["id"]), str(user.get("team_id") or "")),
        callback=str(view["callback_id"]),
        metadata=str(view.get("private_metadata") or ""),
        values=values,
        files=tuple(
            (str(file["id"]), str(file.get("name") or "file"))
            for held in view["state"]["values"].values()
            for element in held.values()
            for file in element.get("files") or ()
        ),
    )


def _entered_value(element: Body) -> str:
    """Text, a chosen option, several of them with a space between two, or a day."""
    chosen = element.get("selected_options") or [element.get("selected_option")]
    options = " ".join(str(option["value"]) for option in chosen if option)
    return options or str(element.get("selected_date") or element.get("value") or "")


def opened(body: Body) -> Opened | None:
    """The home tab; None for the other tabs. Raises KeyError."""
    event = body["event"]
    if event.get("tab") != "home":
        return None
    return Opened(id=f"slack:{body.get('event_id', '')}", who=_who(body, str(event["user"])))


def said(body: Body) -> Said | None:
    """A person's words in a thread; None for anything else: our own words, edits, joins, words outside of threads."""
    event = body["event"]
    own = bool(event.get("bot_id")) or event.get("subtype") not in (None, "file_share", "thread_broadcast")
    if own or not event.get("thread_ts") or not event.get("user"):
        return None
    files = tuple((str(f["id"]), str(f.get("name") or "file")) for f in event.get("files") or ())
    return Said(
        id=f"slack:{body.get('event_id') or event['ts']}",
        who=_who(body, str(event["user"]), str(event.get("user_team") or "")),
        channel=str(event["channel"]),
        thread=str(event["thread_ts"]),
        ts=str(event["ts"]),
        text=str(event.get("text") or ""),
        files=files,
    )
