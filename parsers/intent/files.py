"""Which file of a mail is meant: by its content where that is known, else by its name."""

import re
from functools import lru_cache

from core.message import Attachment, FileRole
from parsers.intent.lexicon import papers
from parsers.intent.scene import Scene, digits_of
from parsers.intent.sheet import flat
from parsers.intent.signs import Sign
from parsers.intent.tokens import tokens_of

_UNTOLD = frozenset({FileRole.OTHER, FileRole.UNREADABLE})


@lru_cache(maxsize=512)
def signs_of_name(name: str) -> frozenset[Sign]:
    """The papers that a file name speaks of, in any language."""
    plain = re.sub(r"[\W\d_]+", " ", name)
    return frozenset(Sign(m.sign) for found in papers().marks(tokens_of(plain)) for m in found.meanings)


def files_as(where: Scene, role: FileRole, sign: Sign) -> tuple[Attachment, ...]:
    """The files that are such a paper: by content, else by name, else the only one whose content tells nothing."""
    by_role = tuple(f for f in where.files if f.role is role)
    if by_role:
        return by_role
    untold = tuple(f for f in where.files if f.role in _UNTOLD)
    by_name = tuple(f for f in untold if sign in signs_of_name(f.name))
    if by_name:
        return by_name
    nameless = tuple(f for f in untold if not signs_of_name(f.name))
    return nameless if len(nameless) == 1 or all(_document(f) for f in nameless) else ()


def _document(file: Attachment) -> bool:
    return file.name.lower().endswith((".pdf", ".xml", ".docx", ".xlsx", ".tif", ".tiff", ".jpg", ".jpeg", ".png"))


def file_for(where: Scene, role: FileRole, sign: Sign, number: str = "") -> Attachment | None:
    """The one file that is meant, the one with the number in its name first."""
    files = files_as(where, role, sign)
    wanted = digits_of(number)
    exact = [f for f in where.files if len(flat(number)) > 3 and flat(number) in flat(f.name)]
    if len(exact) == 1 and exact[0].role in _UNTOLD:
        return exact[0]
    named = [f for f in files if wanted and wanted in digits_of(f.name)]
    return named[0] if named else files[0] if files else None
