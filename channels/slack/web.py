"""HTTP mode: Slack calls us. Who does not sign is turned away before a byte of it is understood (docs/threats.md T26)."""

import hashlib
import hmac
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from enum import StrEnum
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from slack_bolt import App

BODY = 2_000_000
"""Bytes; payloads with whole messages in them are some ten thousand."""
WINDOW = 300
"""Seconds that a signature is good for, and remembered."""
REMEMBERED = 100_000
IDLE = 15
"""Seconds that a caller may be silent."""


class Verdict(StrEnum):
    """What to do with a request."""

    FRESH = "fresh"
    AGAIN = "again"
    FORGED = "forged"


class Signatures:
    """Checks signatures (Slack: verifying requests from Slack), and knows those of the last five minutes."""

    def __init__(self, secret: str, clock: Callable[[], float] = time.time) -> None:
        self._secret, self._clock, self._lock = secret.encode(), clock, threading.Lock()
        self._seen: OrderedDict[bytes, float] = OrderedDict()

    def judge(self, timestamp: str, signature: str, body: bytes) -> Verdict:
        """Any text and any bytes get a verdict: Slack's own verifier raises for some of them (docs/reliability.md)."""
        now, told = self._clock(), signature.encode("utf-8", "replace")
        if not (timestamp.isascii() and timestamp.isdigit() and len(timestamp) < 13) or abs(now - int(timestamp)) > WINDOW:
            return Verdict.FORGED
        mac = hmac.new(self._secret, b"v0:" + timestamp.encode() + b":" + body, hashlib.sha256).hexdigest()
        if not hmac.compare_digest(b"v0=" + mac.encode(), told):
            return Verdict.FORGED
        return self._first(told, now)

    def _first(self, told: bytes, now: float) -> Verdict:
        with self._lock:
            while self._seen and (len(self._seen) > REMEMBERED or next(iter(self._seen.values())) < now - 2 * WINDOW):
                self._seen.popitem(last=False)
            if told in self._seen:
                return Verdict.AGAIN
            self._seen[told] = now
            return Verdict.FRESH

    def forget(self, signature: str) -> None:
        """The work failed: the same request may come again."""
        with self._lock:
            self._seen.pop(signature.encode("utf-8", "replace"), None)


def serve(app: "App", signatures: Signatures, host: str, port: int, stop: threading.Event) -> None:
    """Take requests until `stop`; TLS is the reverse proxy's. Raises OSError where the port is taken."""
    server = ThreadingHTTPServer((host, port), _handler(app, signatures))
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    stop.wait()
    server.shutdown()
    server.server_close()


def _handler(app: "App", signatures: Signatures) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        timeout = IDLE

        def do_POST(self) -> None:
            length = self.headers.get("Content-Length", "")
            if not length.isdigit() or int(length) > BODY:
                self._give(413, b"", "text/plain")
                return
            body = self.rfile.read(int(length))
            signature = self.headers.get("X-Slack-Signature", "")
            verdict = signatures.judge(self.headers.get("X-Slack-Request-Timestamp", ""), signature, body)
            if verdict is Verdict.FRESH:
                status, answer, kind = _dispatched(app, body, dict(self.headers.items()))
                if status >= 500:
                    signatures.forget(signature)
                self._give(status, answer, kind)
            else:
                self._give(401 if verdict is Verdict.FORGED else 200, b"", "text/plain")

        def _give(self, status: int, body: bytes, kind: str) -> None:
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Paths and bodies hold tokens: nothing is logged (docs/threats.md T25)."""

    return Handler


def _dispatched(app: "App", body: bytes, headers: dict[str, str]) -> tuple[int, bytes, str]:
    from slack_bolt.request import BoltRequest

    try:
        words = body.decode("utf-8")
    except UnicodeDecodeError:
        return 400, b"", "text/plain"
    answer = app.dispatch(BoltRequest(body=words, headers={k: [v] for k, v in headers.items()}))
    kind = answer.headers.get("content-type", ["text/plain"])[0]
    return answer.status, (answer.body or "").encode(), kind
