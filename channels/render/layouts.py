"""Templates of letters and pages: each value is escaped, and none turns the letters around it (docs/threats.md T11, T33)."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core.names import safe_text

if TYPE_CHECKING:
    from jinja2 import Template

FOLDER = Path(__file__).parent / "layout"


def layout(name: str, **filters: Callable[[str], str]) -> "Template":
    """A template of `layout/`; a value that is missing raises UndefinedError when it is rendered."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_safe,
    )
    environment.filters.update(filters)
    return environment.get_template(name)


def _safe(value: Any) -> Any:
    """What was escaped stays so: the kind of text is kept."""
    return type(value)(safe(value)) if isinstance(value, str) else value


def safe(text: str) -> str:
    """`safe_text`, whole: a letter is as long as it is."""
    return safe_text(text, 3 * len(text))
