"""Slack's Web API: one client for everybody, and its errors in the words of the house."""

import http.client
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING
from urllib.error import HTTPError, URLError

from core.errors import Refused, Uncertain, Unreachable

if TYPE_CHECKING:
    from slack_sdk import WebClient

TIMEOUT = 20
"""Seconds."""
LATER = frozenset(
    {
        "internal_error",
        "fatal_error",
        "service_unavailable",
        "request_timeout",
        "team_added_to_org",
        "ratelimited",
        "rate_limited",
        "message_limit_exceeded",
        # mended by the operator, and then all is sent (docs/slack.md)
        "invalid_auth",
        "not_authed",
        "account_inactive",
        "token_revoked",
        "token_expired",
        "missing_scope",
        "not_in_channel",
        "channel_not_found",
    }
)
"""Errors after which the same call may succeed."""


class Busy(Unreachable):
    """429: nothing was done; again after `seconds`."""

    def __init__(self, text: str, seconds: int) -> None:
        super().__init__(text)
        self.seconds = seconds


def web_client(token: str, base_url: str) -> "WebClient":
    """A client that never repeats by itself: a POST repeated after a reset is a message twice (docs/reliability.md)."""
    from slack_sdk import WebClient

    return WebClient(token=token, base_url=base_url, timeout=TIMEOUT, retry_handlers=[])


@contextmanager
def translated(*, writes: bool = True) -> Iterator[None]:
    """Slack's errors as ours. Raises Busy, Refused, Uncertain (a call that `writes` may have been taken), Unreachable."""
    from slack_sdk.errors import SlackApiError, SlackClientError

    try:
        yield
    except SlackApiError as no:
        raise _of_api(no) from no
    except HTTPError as no:
        raise Unreachable(f"Slack answered {no.code}") from no
    except URLError as lost:  # raised by connect and by sending: nothing was answered
        never = isinstance(lost.reason, ConnectionRefusedError)
        raise (Uncertain if writes and not never else Unreachable)(f"Slack: {lost.reason}") from lost
    except (OSError, http.client.HTTPException, SlackClientError) as lost:
        raise (Uncertain if writes else Unreachable)(f"Slack: {type(lost).__name__}") from lost


def _of_api(no: "Exception") -> Exception:
    from slack_sdk.errors import SlackApiError

    assert isinstance(no, SlackApiError)
    answer = no.response
    status = getattr(answer, "status_code", 200)
    error = str(answer.get("error", "")) if hasattr(answer, "get") else str(answer)
    if status == 429 or error in ("ratelimited", "rate_limited"):
        headers = {k.lower(): v for k, v in (answer.headers or {}).items()}
        wait = str(headers.get("retry-after", "30"))
        return Busy("Slack is busy", int(wait) if wait.isdigit() else 30)
    if status >= 500:
        return Unreachable(f"Slack answered {status}")
    needed = f", needed: {answer.get('needed')}" if error == "missing_scope" else ""
    return Unreachable(f"Slack: {error}{needed}") if error in LATER else Refused(f"Slack: {error}{needed}")
