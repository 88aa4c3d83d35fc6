"""The new words of a mail: one line scanner, and a data file of phrases per language."""

from parsers.reply.scan import Reply, read_reply

__all__ = ["Reply", "read_reply"]
