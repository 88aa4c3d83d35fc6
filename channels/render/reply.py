"""Ready-made answers: `mailto:` links with address, subject and body filled in; they work in every mail program (RFC 6068)."""

import re
from dataclasses import dataclass, replace
from urllib.parse import quote

from channels.render.blocks import Answer
from channels.render.words import HARD_SPACE, Words
from core.names import Address, Reference, Token

_ROUTED = re.compile(r"[^+@]+\+(?P<reference>[a-z0-9-]{1,20})\.[a-z2-7]{16}@.+")


def routed(address: Address) -> Reference | None:
    """The document in an address of ours such as `orders+po-1034.<token>@acme.example` (docs/mail.md 1)."""
    found = _ROUTED.fullmatch(address)
    return Reference(found["reference"].upper()) if found else None


def tag(reference: Reference | None, token: Token | None) -> str:
    """What stands in the subject: `[PO-1034]`, with a one-time token `[INV-1012 K7QX…]`."""
    parts = [part for part in (reference, token.upper() if token else None) if part]
    return f"[{' '.join(parts)}]" if parts else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """Where answers go, and what their subject carries."""

    to: Address
    words: Words
    reference: Reference | None = None
    token: Token | None = None
    title: str = ""

    def once(self, token: Token) -> "Reply":
        """The same, for the answer to a question with this one-time token."""
        return replace(self, token=token)

    def titled(self, title: str) -> "Reply":
        """The same under another subject."""
        return replace(self, title=title)

    def link(self, body: str) -> str:
        """The link that opens a new mail to us."""
        subject = f"Re: {tag(self.reference, self.token)} {self.title}".replace(HARD_SPACE, " ").strip()
        text = "\r\n".join(body.replace(HARD_SPACE, " ").splitlines()) + (" " if body.endswith(" ") else "")
        return f"mailto:{quote(self.to, safe='@')}?subject={quote(subject, safe='')}&body={quote(text.rstrip(), safe='')}"

    def spelled(self, label: str, body: str, *, main: bool = False) -> Answer:
        """An answer with a label and words of one's own."""
        return Answer(label=label, link=self.link(body), words=body.replace(HARD_SPACE, " "), main=main)

    def answer(self, name: str, *, main: bool = False, words: str = "", **values: str) -> Answer:
        """The answer `button.<name>`, in the words `words.<name>` (or others)."""
        body = self.words.say(f"words.{words or name}", **values)
        return self.spelled(self.words.say(f"button.{name}"), body, main=main)
