"""A remark beside a "confirm": words that change nothing of it, or words that may be a condition."""

from dataclasses import replace
from datetime import date

from core.commands.supplier_orders import Accept, Received
from core.commands.supplier_talk import Comment
from core.message import MailKind, Message
from core.names import Reference
from core.reading import Context
from parsers.intent import understand


def plain_remark(words: str, context: Context, document: Reference, today: date) -> bool:
    """Whether the words say nothing but thanks, a yes or chat: read as a mail about the document would be."""
    about = replace(context, thread=document, questions=())
    said, doubts = understand(Message(kind=MailKind.HUMAN, new_text=words), about, today)
    return not doubts and all(isinstance(s.command, Accept | Received | Comment) for s in said)
