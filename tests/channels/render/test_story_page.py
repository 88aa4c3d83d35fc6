"""The page that shows mails in their order."""

from datetime import UTC, datetime, timedelta

from channels.render.page import StoryFile, StoryMail, story

AT = datetime(2026, 5, 12, 8, 30, tzinfo=UTC)
FIRST = StoryMail(
    who="Acme Kitchens",
    whom="Anna Żuraw",
    subject="[PO-1034] Purchase order",
    text="Acme orders",
    html="<p>Acme orders</p><script>alert(1)</script>",
    at=AT,
    files=(StoryFile(label="PO-1034.pdf", link="files/PO-1034.pdf"),),
    from_us=True,
    chapter="The order",
)
SECOND = StoryMail(
    who="Anna",
    whom="Acme",
    subject='</p><img src="x">',
    text="</pre><script>x</script>",
    at=AT + timedelta(hours=1),
    chapter="The answer",
)


def test_mails_stand_in_order_under_their_chapters() -> None:
    """Who wrote to whom, with the files beside."""
    page = story((FIRST, SECOND))
    places = [page.index(part) for part in ("The order", "[PO-1034]", "files/PO-1034.pdf", "The answer")]

    assert places == sorted(places)
    assert "Anna Żuraw" in page


def test_nothing_of_a_mail_runs_and_nothing_is_loaded() -> None:
    """Mails stand escaped in frames that run no script; the policy of the page allows only its own."""
    page = story((FIRST, SECOND))

    assert page.count("<script>") == 1
    assert 'sandbox="allow-same-origin"' in page
    assert "default-src 'none'" in page
    assert "<img" not in page
    assert "http://" not in page and "https://" not in page
