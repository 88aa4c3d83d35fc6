"""Foreign text in Slack's syntax (docs/threats.md T12, T33)."""

from hypothesis import given
from hypothesis import strategies as st

from channels.slack.escape import dead, dead_line, plain


@given(st.text(max_size=400), st.integers(min_value=20, max_value=300))
def test_dead_text_is_within_its_limit_and_holds_no_live_sign(text: str, limit: int) -> None:
    """Whatever it is."""
    shown = dead(text, limit)
    assert len(shown) <= limit
    assert "<" not in shown and ">" not in shown
    for part in shown.split("&")[1:]:
        assert part.startswith(("amp;", "lt;", "gt;"))


def test_what_slack_would_act_on_is_shown_as_it_was_written() -> None:
    """No mention, no link with another label."""
    assert dead("<!channel> <https://evil|Approve> <@U1> R&D", 200) == (
        "&lt;!channel&gt; &lt;https://evil|Approve&gt; &lt;@U1&gt; R&amp;D"
    )
    assert dead_line("two\nlines\u202e", 50) == "two lines"
    assert plain("x" * 100, 10) == "x" * 9 + "…"
    assert dead("&" * 4000, 2900).endswith("…")
