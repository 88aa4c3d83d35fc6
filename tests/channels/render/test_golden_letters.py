"""The letters as they are read, one file each.

`COUNTERFOIL_GOLDEN=write pytest <this file>` rewrites them; the diff is the review.
"""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from channels.render.mail import render
from core.letters import Post, Scene
from core.names import Address
from core.party import Language

GOLDEN = Path(__file__).parents[2] / "golden" / "letters"
REPLY_TO = Address("orders+po-1034.abcdefghijklmnop@acme.example")


@pytest.mark.parametrize("language", Language)
def test_letters_read_as_before(letters: Callable[[Language], dict[str, tuple[Post, Scene]]], language: Language) -> None:
    """Subject and text of every letter, in every language."""
    folder = GOLDEN / language.value
    written = {}
    for name, (post, scene) in letters(language).items():
        made = render(post, scene, REPLY_TO)
        written[f"{name}.txt"] = f"Subject: {made.subject}\n\n{made.text}"
    if os.environ.get("COUNTERFOIL_GOLDEN") == "write":
        folder.mkdir(parents=True, exist_ok=True)
        for file in folder.glob("*.txt"):
            file.unlink()
        for name, text in written.items():
            (folder / name).write_text(text, "utf-8")

    assert {file.name: file.read_text("utf-8") for file in folder.glob("*.txt")} == written
