"""Blocks as HTML for mail: tables by hand, styles inlined, dark mode by a style block that stays; nothing is loaded."""

import re
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING

from channels.render.blocks import Codes, Part
from channels.render.layouts import layout
from core.party import Language

if TYPE_CHECKING:
    from css_inline import CSSInliner
    from jinja2 import Template
    from markupsafe import Markup

_REFERENCE = re.compile(r"\b[A-Z]{1,5}-\d[\dA-Z-]{0,16}\b")


def whole(text: str) -> "Markup":
    """Escaped, with references such as PO-1034 kept on one line."""
    from markupsafe import Markup, escape

    return Markup(_REFERENCE.sub(r'<span class="keep">\g<0></span>', str(escape(text))))


@cache
def _layout() -> "tuple[Template, CSSInliner]":
    from css_inline import CSSInliner

    inliner = CSSInliner(keep_style_tags=True, keep_at_rules=True, load_remote_stylesheets=False)
    return layout("letter.html", whole=whole), inliner


def html(parts: Sequence[Part], foot: Sequence[str], *, house: str, subject: str, tag: str, language: Language) -> str:
    """The HTML part of a letter. Every value is escaped (docs/threats.md T11)."""
    template, inliner = _layout()
    shown = [(part, [b for b in part.blocks if not isinstance(b, Codes)]) for part in parts]
    page = template.render(parts=shown, foot=foot, house=house, subject=subject, tag=tag, language=language.value)
    return inliner.inline(page)
