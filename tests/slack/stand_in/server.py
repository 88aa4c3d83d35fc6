"""The two servers of the stand-in, and what people do in it: type, press, enter, say, look."""

import json
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from websockets.exceptions import ConnectionClosed
from websockets.sync.server import Server, ServerConnection, serve

from tests.slack.stand_in import validate
from tests.slack.stand_in.methods import call
from tests.slack.stand_in.validate import Invalid
from tests.slack.stand_in.workspace import BOT_TOKEN, Workspace

Json = dict[str, Any]
STRUCTURED = ("blocks", "attachments", "metadata", "view", "files")


class SlackStandIn:
    """Both servers on loopback. `acknowledged` maps envelopes to (seconds, payload)."""

    def __init__(self, port: int = 0) -> None:
        self.world = Workspace()
        self.acknowledged: dict[str, tuple[float, Json | None]] = {}
        self._sent: dict[str, float] = {}
        self._sockets: list[ServerConnection] = []
        self._changed = threading.Condition()
        self.http = ThreadingHTTPServer(("127.0.0.1", port), _handler(self))
        self.http.daemon_threads = True
        self.gateway: Server = serve(self._socket, "127.0.0.1", 0)
        self.threads = [threading.Thread(target=s.serve_forever, daemon=True) for s in (self.http, self.gateway)]

    @property
    def base_url(self) -> str:
        return f"http://127.0.0.1:{self.http.server_address[1]}/api/"

    @property
    def gateway_url(self) -> str:
        return f"ws://127.0.0.1:{self.gateway.socket.getsockname()[1]}/link/?ticket={time.monotonic_ns()}"

    def start(self) -> "SlackStandIn":
        for thread in self.threads:
            thread.start()
        return self

    def close(self) -> None:
        self.cut()
        self.http.shutdown()
        self.http.server_close()
        self.gateway.shutdown()

    # ---- Socket Mode

    def _socket(self, connection: ServerConnection) -> None:
        connection.send(json.dumps({"type": "hello", "num_connections": 1, "connection_info": {"app_id": "A0"}}))
        with self._changed:
            self._sockets.append(connection)
            self._changed.notify_all()
        try:
            for raw in connection:
                self._acknowledge(json.loads(raw))
        except ConnectionClosed:
            pass
        finally:
            with self._changed:
                self._sockets.remove(connection)

    def _acknowledge(self, answer: Json) -> None:
        with self._changed:
            name = answer["envelope_id"]
            self.acknowledged[name] = (time.monotonic() - self._sent[name], answer.get("payload"))
            self._changed.notify_all()

    def connected(self, seconds: float = 10) -> bool:
        with self._changed:
            return self._changed.wait_for(lambda: bool(self._sockets), seconds)

    def cut(self) -> None:
        """Close every websocket without a word."""
        for connection in list(self._sockets):
            with suppress(OSError):
                connection.socket.shutdown(socket.SHUT_RDWR)

    def send(self, kind: str, payload: Json, *, retry: int = 0) -> str:
        """Put an envelope on the wire; its name."""
        assert self.connected()
        name = f"envelope-{time.monotonic_ns()}"
        envelope: Json = {"envelope_id": name, "type": kind, "payload": payload, "accepts_response_payload": kind != "events_api"}
        if retry:
            envelope |= {"retry_attempt": retry, "retry_reason": "timeout"}
        with self._changed:
            self._sent[name] = time.monotonic()
            self._sockets[-1].send(json.dumps(envelope))
        return name

    def acknowledgement(self, name: str, seconds: float = 3) -> Json | None:
        """What an envelope was acknowledged with; fails like Slack when none came within three seconds."""
        with self._changed:
            assert self._changed.wait_for(lambda: name in self.acknowledged, seconds), "operation_timeout"
            return self.acknowledged[name][1]

    # ---- the Web API

    def api(self, method: str, args: Json, token: str) -> tuple[int, Json, dict[str, str]]:
        """One call: status, body, headers."""
        w = self.world
        with w.lock:
            w.calls.append((method, args))
            if w.busy[method] > 0:
                w.busy[method] -= 1
                return 429, {"ok": False, "error": "ratelimited"}, {"Retry-After": str(w.retry_after)}
            try:
                answer = {"ok": True, **call(w, method, args, token, self.gateway_url, self.base_url.removesuffix("/api/"))}
            except Invalid as no:
                w.refusals.append((method, f"{no.code} {no.messages}"))
                answer = {"ok": False, "error": no.code, "response_metadata": {"messages": list(no.messages)}}
                if no.code == "missing_scope":
                    answer |= {"needed": no.messages[0], "provided": ",".join(sorted(w.scopes))}
            return 200, answer, {"X-OAuth-Scopes": ",".join(sorted(w.scopes))}

    def respond(self, url: str, body: Json) -> tuple[int, Json]:
        """A response_url: five times within thirty minutes."""
        w = self.world
        with w.lock:
            target = w.respond.get(url)
            if target is None:
                return 404, {"ok": False, "error": "expired_url"}
            if target["uses"] >= 5:
                w.refusals.append(("response_url", "used_url"))
                return 404, {"ok": False, "error": "used_url"}
            try:
                validate.message_blocks(body.get("blocks"), body.get("attachments"))
            except Invalid as no:
                w.refusals.append(("response_url", f"{no.code} {no.messages}"))
                return 400, {"ok": False, "error": no.code}
            target["uses"] += 1
            w.ephemeral.append({"channel": target["channel"], "user": target["user"], **body})
        with self._changed:
            self._changed.notify_all()
        return 200, {"ok": True}

    def wait(self, true: Any, seconds: float = 10) -> Any:
        """Until something is so."""
        end = time.monotonic() + seconds
        while not (found := true()):
            assert time.monotonic() < end, f"it did not happen; refused: {self.world.refusals}"
            time.sleep(0.01)
        return found


def _arguments(handler: BaseHTTPRequestHandler) -> Json:
    body = handler.rfile.read(int(handler.headers.get("Content-Length") or 0)).decode()
    kind = handler.headers.get("Content-Type", "")
    if kind.startswith("application/json"):
        return json.loads(body or "{}")
    pairs = {k: v[-1] for k, v in parse_qs(f"{urlsplit(handler.path).query}&{body}", keep_blank_values=True).items()}
    found: Json = {k: json.loads(v) if k in STRUCTURED and v else v for k, v in pairs.items()}
    booleans = {"true": True, "false": False, "1": True, "0": False}
    return {k: booleans.get(v, v) if isinstance(v, str) and k not in ("ts", "cursor") else v for k, v in found.items()}


def _handler(slack: SlackStandIn) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            if self.path.startswith(("/upload/", "/files-pri/")):
                self._file()
                return
            args = _arguments(self)
            if slack.world.down:
                self._give(503, {"ok": False, "error": "service_unavailable"}, {})
                return
            path = urlsplit(self.path).path
            if path.startswith("/api/"):
                method = path.removeprefix("/api/")
                fate = slack.world.weather.fate()
                if fate == "cut":
                    self.connection.close()
                    return
                if fate == "busy":
                    slack.world.busy[method] += 1
                if fate == "lost":
                    slack.world.drop_after[method] += 1
                token = (self.headers.get("Authorization") or "").removeprefix("Bearer ")
                status, body, headers = slack.api(method, {k: v for k, v in args.items() if k != "token"}, token)
                if slack.world.drop_after[method] > 0:
                    slack.world.drop_after[method] -= 1
                    self.connection.close()
                    return
                self._give(status, body, headers)
            else:
                self._give(*slack.respond(path, args), {})

        do_GET = do_POST  # noqa: N815

        def _file(self) -> None:
            """The bytes of an upload; or of a file, for whoever has the token: everybody else gets a page to log in at."""
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            file = slack.world.files[self.path.split("/")[2]]
            if self.path.startswith("/upload/"):
                file["content"] = body
                self._give(200, {}, {})
                return
            known = self.headers.get("Authorization") == f"Bearer {BOT_TOKEN}"
            raw = file["content"] if known else b"<!DOCTYPE html><title>Sign in</title>"
            self.send_response(200)
            self.send_header("Content-Type", file["mimetype"] if known else "text/html")
            self.send_header("Content-Length", str(len(raw)))
            self.end_headers()
            self.wfile.write(raw)

        def _give(self, status: int, body: Json, headers: dict[str, str]) -> None:
            raw = json.dumps(body).encode()
            self.send_response(status)
            for name, value in {"Content-Type": "application/json; charset=utf-8", **headers}.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(raw)))
            self.end_headers()
            self.wfile.write(raw)

        def log_message(self, format: str, *args: object) -> None:
            """Quiet."""

    return Handler


def running(port: int = 0) -> Iterator[SlackStandIn]:
    """For a fixture."""
    slack = SlackStandIn(port).start()
    try:
        yield slack
    finally:
        slack.close()
