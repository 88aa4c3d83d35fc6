"""What people do in Slack, as the payloads that Slack sends for it (reference: interaction payloads, slash commands, events)."""

import time
from dataclasses import dataclass, field
from typing import Any

from tests.slack.stand_in.server import SlackStandIn
from tests.slack.stand_in.workspace import TEAM

Json = dict[str, Any]


@dataclass
class Answer:
    """What a person sees at once: an ephemeral answer, a window, or nothing."""

    text: str = ""
    blocks: list[Json] = field(default_factory=list)
    window: Json | None = None
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def words(self) -> str:
        """Everything readable, on one line."""
        return " ".join([self.text, *texts(self.blocks)])

    def button(self, label: str) -> Json:
        return next(b for b in elements(self.blocks) if b["text"]["text"] == label)


def texts(part: Any) -> list[str]:
    """All texts in blocks."""
    if isinstance(part, list):
        return [t for p in part for t in texts(p)]
    if not isinstance(part, dict):
        return []
    own = [part["text"]] if isinstance(part.get("text"), str) else []
    return own + [t for k, v in part.items() if k != "metadata" for t in texts(v)]


def elements(blocks: list[Json]) -> list[Json]:
    """All buttons."""
    found = [e for b in blocks if b["type"] == "actions" for e in b["elements"]]
    return found + [b["accessory"] for b in blocks if "accessory" in b]


def blocks_of(message: Json) -> list[Json]:
    """The blocks of a message, those of its attachments too."""
    return [*message.get("blocks", []), *(b for a in message.get("attachments", []) for b in a.get("blocks", []))]


class Person:
    """A user at the keyboard."""

    def __init__(self, slack: SlackStandIn, user: str, team: str = TEAM) -> None:
        self.slack, self.user, self.team = slack, user, team

    def _url(self, channel: str) -> str:
        path = f"/respond/{next(self.slack.world.numbers)}"
        self.slack.world.respond[path] = {"uses": 0, "channel": channel, "user": self.user}
        return self.slack.base_url.removesuffix("/api/") + path

    def slash(self, line: str, channel: str = "C0ORDERS") -> Json:
        """The payload of a typed command."""
        command, _, text = line.partition(" ")
        return {
            "token": "legacy",
            "team_id": self.team,
            "team_domain": "acme",
            "channel_id": channel,
            "channel_name": "orders",
            "user_id": self.user,
            "user_name": "ann",
            "command": command,
            "text": text,
            "api_app_id": "A0",
            "is_enterprise_install": "false",
            "response_url": self._url(channel),
            "trigger_id": self.slack.world.trigger(),
        }

    def types(self, line: str, channel: str = "C0ORDERS", *, payload: Json | None = None) -> Answer:
        """A slash command, and its answer."""
        seen = self.mark()
        name = self.slack.send("slash_commands", payload or self.slash(line, channel))
        told = self.slack.acknowledgement(name)
        return self.answer(seen, told, wait=False)

    def mark(self) -> tuple[int, int, int]:
        """How much there is to see before something is done."""
        return len(self.slack.world.ephemeral), len(self.slack.world.opened), len(self._direct())

    def _direct(self) -> list[Json]:
        return self.slack.world.channels.get(f"D{self.user[1:]}", [])

    def answer(self, seen: tuple[int, int, int], told: Json | None, *, wait: bool) -> Answer:
        """What there is to see since."""
        world = self.slack.world
        if wait:
            end = time.monotonic() + 2
            while time.monotonic() < end and self.mark() == seen:
                time.sleep(0.01)
        if told and told.get("response_action") == "errors":
            return Answer(errors=told["errors"])
        window = world.opened[-1] if len(world.opened) > seen[1] else None
        mine = [e for e in world.ephemeral[seen[0] :] if e["user"] == self.user] or self._direct()[seen[2] :]
        shown = told if told and (told.get("text") or told.get("blocks")) else (mine[-1] if mine else {})
        return Answer(text=shown.get("text", ""), blocks=shown.get("blocks") or [], window=window)

    def press(self, label: str, message: Json, channel: str = "C0ORDERS") -> Json:
        """The payload of a button of a message."""
        element = next(e for e in elements(blocks_of(message)) if e["text"]["text"] == label)
        return {
            "type": "block_actions",
            "user": {"id": self.user, "username": "ann", "team_id": self.team},
            "api_app_id": "A0",
            "token": "legacy",
            "container": {"type": "message", "message_ts": message.get("ts", ""), "channel_id": channel, "is_ephemeral": False},
            "trigger_id": self.slack.world.trigger(),
            "team": {"id": self.team, "domain": "acme"},
            "enterprise": None,
            "is_enterprise_install": False,
            "channel": {"id": channel, "name": "orders"},
            "response_url": self._url(channel),
            "actions": [{**element, "block_id": "decide", "action_ts": self.slack.world.ts()}],
        }

    def press_at_home(self, label: str, home: Json) -> Json:
        """The payload of a button of the home tab: it has no conversation and no response_url."""
        payload = self.press(label, home)
        view = {"id": "V0HOME", "type": "home", "team_id": self.team}
        return {
            **{k: v for k, v in payload.items() if k not in ("channel", "response_url")},
            "container": {"type": "view", "view_id": view["id"]},
            "view": view,
        }

    def presses(self, label: str, message: Json, *, payload: Json | None = None, wait: bool = True) -> Answer:
        """A button, and what comes of it for the one who pressed."""
        seen = self.mark()
        name = self.slack.send("interactive", payload or self.press(label, message))
        return self.answer(seen, self.slack.acknowledgement(name), wait=wait)

    def enters(self, window: Json, *, files: tuple[tuple[str, bytes], ...] = (), wait: bool = True, **values: str) -> Answer:
        """A window, filled in and sent off, and what comes of it."""
        seen = self.mark()
        name = self.slack.send("interactive", self.submission(window, files=files, **values))
        return self.answer(seen, self.slack.acknowledgement(name), wait=wait)

    def submission(self, window: Json, *, files: tuple[tuple[str, bytes], ...] = (), **values: str) -> Json:
        """The payload of a window, filled in; several options with a space between two."""
        state: Json = {}
        for block in (b for b in window["blocks"] if b["type"] == "input"):
            element, given = block["element"], values.get(block["block_id"])
            if element["type"] == "static_select":
                option = next(
                    (o for o in element["options"] if given in (o["value"], o["text"]["text"])), element["initial_option"]
                )
                held: Json = {"type": "static_select", "selected_option": option}
            elif element["type"] == "multi_static_select":
                held = {
                    "type": element["type"],
                    "selected_options": [o for o in element["options"] if o["value"] in (given or "").split()],
                }
            elif element["type"] == "datepicker":
                held = {"type": "datepicker", "selected_date": given}
            elif element["type"] == "file_input":
                dropped = [self.slack.world.file(name, content, self.user) for name, content in files]
                held = {"type": "file_input", "files": [{k: f[k] for k in ("id", "name", "size")} for f in dropped]}
            else:
                held = {"type": "plain_text_input", "value": given}
            state[block["block_id"]] = {element["action_id"]: held}
        return {
            "type": "view_submission",
            "team": {"id": self.team, "domain": "acme"},
            "user": {"id": self.user, "name": "ann", "team_id": self.team},
            "api_app_id": "A0",
            "token": "legacy",
            "trigger_id": self.slack.world.trigger(),
            "view": {**window, "state": {"values": state}},
            "response_urls": [],
            "is_enterprise_install": False,
        }

    def event(self, event: Json) -> Json:
        """The payload of an event."""
        name = f"Ev{next(self.slack.world.numbers)}"
        return {
            "token": "legacy",
            "team_id": self.team,
            "api_app_id": "A0",
            "type": "event_callback",
            "event_id": name,
            "event_time": int(time.time()),
            "event": event,
            "authorizations": [{"team_id": TEAM, "user_id": "U0BOT", "is_bot": True, "is_enterprise_install": False}],
        }

    def says(
        self,
        text: str,
        thread: str,
        channel: str = "C0ORDERS",
        *,
        payload: Json | None = None,
        retry: int = 0,
        files: tuple[tuple[str, bytes], ...] = (),
    ) -> Answer:
        """Words in a thread, with files dropped."""
        dropped = [self.slack.world.file(name, content, self.user, "application/pdf") for name, content in files]
        shown = [{k: f[k] for k in ("id", "name", "size", "mimetype")} for f in dropped]
        more = {"subtype": "file_share", "files": shown} if shown else {}
        event = self.message(text, thread, channel, **more)
        seen = self.mark()
        name = self.slack.send("events_api", payload or self.event(event), retry=retry)
        return self.answer(seen, self.slack.acknowledgement(name), wait=True)

    def message(self, text: str, thread: str, channel: str = "C0ORDERS", **more: Any) -> Json:
        """The event of words in a thread, which stand there from now on."""
        ts = self.slack.world.ts()
        message = {"ts": ts, "thread_ts": thread, "user": self.user, "text": text, **more}
        self.slack.world.channels[channel].append(message)
        return {**message, "type": "message", "channel": channel, "channel_type": "channel", "event_ts": ts}

    def looks(self) -> Json:
        """Opens the app's home."""
        self.slack.world.homes.pop(self.user, None)
        payload = self.event({"type": "app_home_opened", "user": self.user, "tab": "home", "channel": f"D{self.user[1:]}"})
        self.slack.acknowledgement(self.slack.send("events_api", payload))
        found: Json = self.slack.wait(lambda: self.slack.world.homes.get(self.user))
        return found
