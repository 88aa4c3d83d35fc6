"""Files to Slack and from it: the upload in three steps, and the download of what was dropped into a thread."""

import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

import structlog

from channels.slack.client import TIMEOUT, Busy, translated
from channels.slack.message import Page
from core.errors import Refused

if TYPE_CHECKING:
    from slack_sdk import WebClient

log = structlog.get_logger()
LOOKS = 8
"""How often it is asked whether Slack has looked at an upload: before that no message may show it."""
PAUSE = 0.4


def uploaded(client: "WebClient", page: Page, picture: bytes) -> str:
    """Hand a picture over; its id, or nothing where Slack does not take it. It belongs to no channel but by the message that
    shows it. Raises Busy, Unreachable."""
    try:
        with translated(writes=False):
            answer = client.files_upload_v2(file=picture, filename="page.png", title=page.name, alt_txt=page.alt)
            file = str((answer.get("file") or {}).get("id") or "")
        return file if file and _looked_at(client, file) else ""
    except Refused as no:
        log.warning("slack took no picture", why=str(no)[:200])
        return ""


def _looked_at(client: "WebClient", file: str) -> bool:
    for look in range(LOOKS):
        with translated(writes=False):
            found = client.files_info(file=file).get("file") or {}
        if found.get("mimetype"):
            return True
        time.sleep(PAUSE * (look + 1) / 2)
    return False


@dataclass(frozen=True, slots=True, kw_only=True)
class Dropped:
    """A file that a person dropped; `content` None: it is larger than was wanted, and was not fetched."""

    name: str
    media_type: str
    size: int
    content: bytes | None


def fetched(client: "WebClient", file: str, most: int) -> Dropped:
    """A file of Slack's by its id. Its address is asked for, not taken from the message, and our token goes nowhere else.

    Raises Refused, Unreachable.
    """
    with translated(writes=False):
        found = client.files_info(file=file)["file"]
    size = int(found.get("size") or 0)
    made = Dropped(name=str(found.get("name") or "file"), media_type=str(found.get("mimetype") or ""), size=size, content=None)
    if size > most:
        return made
    with translated(writes=False):
        content = _download(client, str(found.get("url_private_download") or ""), most)
    return made if content is None else replace(made, content=content, size=len(content))


def _download(client: "WebClient", url: str, most: int) -> bytes | None:
    own = urlsplit(client.base_url)
    parts = urlsplit(url)
    ours = (parts.scheme, parts.netloc) == (own.scheme, own.netloc)
    theirs = parts.scheme == "https" and (parts.hostname or "").endswith(".slack.com")
    if not ours and not theirs:
        raise Refused("Slack: the file lies somewhere else")
    request = Request(url, headers={"Authorization": f"Bearer {client.token}"})
    with build_opener(_Stay()).open(request, timeout=TIMEOUT) as answer:
        kind, content = answer.headers.get_content_type(), answer.read(most + 1)
    if kind == "text/html" and b"<title>sign in" in content[:4000].lower():  # what Slack shows to whom it does not know
        raise Refused("Slack: the bot may not read files (files:read)")
    return content if len(content) <= most else None


class _Stay(HTTPRedirectHandler):
    """A redirect would carry our token to another host."""

    def redirect_request(self, *args: object, **named: object) -> None:
        raise Refused("Slack: the file moved somewhere else")


def shared(client: "WebClient", name: str, content: bytes) -> str:
    """Hand a file over that a message is to bring; its permanent address, which brings it where it is posted.

    Raises Busy, Refused, Unreachable.
    """
    with translated(writes=False):
        answer = client.files_upload_v2(file=content, filename=name, title=name)
        file = str((answer.get("file") or {}).get("id") or "")
        return str(client.files_info(file=file)["file"].get("permalink") or "") if file else ""


__all__ = ["Busy", "Dropped", "fetched", "shared", "uploaded"]
