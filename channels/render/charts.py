"""Figures as bars."""

from collections.abc import Sequence

from channels.render.blocks import Bar, Chart

AGE_COLOURS = ("#7bb661", "#d9a406", "#d97706", "#7f1d1d")
"""The older, the more urgent."""


def bars(title: str, figures: Sequence[tuple[str, int, str]]) -> Chart:
    """A chart of whole numbers, `(label, number, colour)`; the longest bar fills the width."""
    most = max((number for _, number, _ in figures), default=0) or 1
    made = tuple(
        Bar(label=label, value=str(number), share=number * 100 // most, colour=colour) for label, number, colour in figures
    )
    return Chart(title=title, bars=made)


def ages(title: str, figures: Sequence[tuple[str, int]]) -> Chart:
    """How many things are how old, the youngest class first."""
    return bars(title, [(label, n, colour) for (label, n), colour in zip(figures, AGE_COLOURS, strict=True)])
