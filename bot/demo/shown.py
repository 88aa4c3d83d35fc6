"""The page that shows every mail in order, and the files beside it."""

from email.message import EmailMessage
from pathlib import Path
from typing import TYPE_CHECKING

from bot.demo.world import Post, World
from core.names import safe_line

if TYPE_CHECKING:
    from channels.render.page import StoryFile


def show(world: World, chapters: dict[int, str], folder: Path) -> None:
    """Write index.html, and the order's PDF and XLSX."""
    from channels.render.page import StoryMail, story

    mails = []
    for place, post in enumerate(world.seen):
        message = post.message
        mails.append(
            StoryMail(
                who=safe_line(str(message["From"])),
                whom=safe_line(post.recipient or str(message["To"])),
                subject=safe_line(post.subject),
                text=post.text,
                html=post.html,
                at=post.at,
                from_us=bool(post.recipient),
                chapter=chapters.get(place, ""),
                files=_files(post, place, folder),
            )
        )
    (folder / "index.html").write_text(story(mails), encoding="utf-8")


def _files(post: Post, place: int, folder: Path) -> "tuple[StoryFile, ...]":
    """Attachments beside the page; the first order's files also under their own names."""
    from channels.render.page import StoryFile

    message = post.message
    assert isinstance(message, EmailMessage)
    files = folder / "files"
    files.mkdir(exist_ok=True)
    found = [StoryFile(label=".eml", link=f"mails/{_eml(post, place)}")]
    for part in message.iter_attachments():
        name = safe_line(part.get_filename() or "file", 60).replace("/", "-")
        content = part.get_payload(decode=True)
        if isinstance(content, bytes):
            (files / f"{place + 1:02}-{name}").write_bytes(content)
            if name in ("PO-1.pdf", "PO-1.xlsx"):
                (folder / name).write_bytes(content)
            found.append(StoryFile(label=name, link=f"files/{place + 1:02}-{name}"))
    return tuple(found)


def _eml(post: Post, place: int) -> str:
    whom = post.recipient or "to-the-bot"
    return f"{place + 1:02}-{whom.replace('@', '-at-')}.eml"
