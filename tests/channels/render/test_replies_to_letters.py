"""A reply that quotes one of our letters is read as its new words only, with the token and the tag of the letter."""

from collections.abc import Callable
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import SMTP

import pytest

from channels.render.mail import Rendered, render
from core.letters import Post, Scene
from core.message import Channel, Delivery, Message
from core.names import Address
from core.party import Language
from parsers.rfc822 import MailSettings, open_mail

Letters = Callable[[Language], dict[str, tuple[Post, Scene]]]
REPLY_TO = Address("orders+po-1034.abcdefghijklmnop@acme.example")
OURS = MailSettings(addresses=(Address("orders@acme.example"),), message_id_domain="acme.example")
WORDS = "Our invoice is attached."


def replied(letter: Rendered, *, html: bool) -> Message:
    """The reply as a mail program writes it, opened."""
    mail = EmailMessage(policy=SMTP)
    mail["From"], mail["To"], mail["Subject"] = "Anna <anna@toepferei.example>", REPLY_TO, f"Re: {letter.subject}"
    mail["Message-ID"], mail["Date"] = "<x1@toepferei.example>", "Tue, 12 May 2026 10:00:00 +0200"
    wrote = "On Tue, 12 May 2026 at 09:41, Acme <orders@acme.example> wrote:"
    if html:
        said = wrote.replace("<", "&lt;").replace(">", "&gt;")
        quoted = f'<blockquote class="gmail_quote">{letter.html}</blockquote>'
        quote = f'<div class="gmail_quote"><div class="gmail_attr">{said}<br></div>{quoted}</div>'
        mail.set_content(f"<div>{WORDS}</div>{quote}", subtype="html")
    else:
        quoted = "\n".join(f"> {line}" for line in letter.text.splitlines())
        mail.set_content(f"{WORDS}\n\n{wrote}\n{quoted}\n")
    delivery = Delivery(
        channel=Channel.FOLDER, transport_id="1", received_at=datetime(2026, 5, 12, 8, tzinfo=UTC), raw=mail.as_bytes()
    )
    return open_mail(delivery, OURS)


@pytest.mark.parametrize("html", [False, True], ids=["text", "html"])
@pytest.mark.parametrize("language", Language)
def test_only_the_new_words_are_read(letters: Letters, language: Language, html: bool) -> None:
    """Nothing that we wrote ourselves is ever taken for the supplier's word."""
    for name, (post, scene) in letters(language).items():
        message = replied(render(post, scene, REPLY_TO), html=html)

        assert message.new_text.strip() == WORDS, name
        assert ("PO-1034", "abcdefghijklmnop") in message.hints.tokens, name
        assert message.hints.tags == ("PO-1034",), name


def test_a_one_time_token_comes_back(letters: Letters) -> None:
    """From the subject, in whatever case."""
    post, scene = letters(Language.EN)["question"]

    assert replied(render(post, scene, REPLY_TO), html=False).hints.one_time == ("k7qxabcdefghijkl",)
