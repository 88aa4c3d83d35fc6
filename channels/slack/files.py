"""Files to Slack and from it: the upload in three steps, and the download of what was dropped into a thread."""

import time
from typing import TYPE_CHECKING

import structlog

from channels.slack.client import Busy, translated
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


__all__ = ["Busy", "uploaded"]
