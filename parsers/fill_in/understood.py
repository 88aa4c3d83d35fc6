"""What a fill-in file came to: commands, doubts, and the lines whose own cells were overwritten."""

from dataclasses import dataclass

from core.doubt import Doubt
from core.reading import Said


@dataclass(frozen=True, slots=True, kw_only=True)
class Understood:
    """`changed`: lines of which a cell that is the buyer's own says something else than the document: it is not read."""

    said: tuple[Said, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    changed: tuple[int, ...] = ()

    @property
    def empty(self) -> bool:
        """Whether nothing was filled in."""
        return not self.said and not self.doubts
