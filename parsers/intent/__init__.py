"""What a mail wants: commands that are certain, doubts with their reason, comments (docs/mail.md 4)."""

from datetime import date

from core.doubt import Doubt
from core.message import Message
from core.reading import Context, Said
from parsers.intent.attached import with_files
from parsers.intent.reader import read_words
from parsers.intent.scene import scene

LONGEST_TEXT = 64 * 1024
"""Characters that are read; what follows is kept and told."""


def understand(message: Message, context: Context, today: date) -> tuple[tuple[Said, ...], tuple[Doubt, ...]]:
    """The commands that a mail holds for certain, and its doubts. Raises nothing, whatever the text.

    `today` is the day of receipt; relative dates count from the Date header where it is believable.
    """
    where = scene(message, context, today, message.new_text[:LONGEST_TEXT])
    commands, doubts = read_words(message, where)
    return with_files(commands, doubts, where)
