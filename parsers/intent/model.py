"""The small model behind the phrases: a linear classifier over character n-grams, trained offline by `training`."""

import math
from array import array
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from zlib import crc32, decompress

from parsers.intent.tokens import fold

BUCKETS = 1 << 13
SHORTEST, LONGEST = 2, 5
CLASSES = ("accept", "reject", "later", "condition", "received", "open", "help", "quiet", "withdraw", "status", "chat")
_LONGEST_TEXT = 300


@dataclass(frozen=True, slots=True)
class Guess:
    """The likeliest class of a sentence, and how likely it is, from 0 to 1."""

    label: str
    certainty: float


def features(text: str) -> tuple[int, ...]:
    """The buckets of the n-grams of a sentence; digits are all alike."""
    flat = "".join("0" if c.isdigit() else c if c.isalpha() else " " for c in fold(text[:_LONGEST_TEXT]))
    words = f" {' '.join(flat.split())} ".encode()
    found = {crc32(words[i : i + n]) % BUCKETS for n in range(SHORTEST, LONGEST + 1) for i in range(len(words) - n + 1)}
    return tuple(sorted(found))


@lru_cache(maxsize=1)
def _weights() -> tuple[float, tuple["array[int]", ...]]:
    raw = decompress((files("parsers.intent") / "model.bin").read_bytes())
    scale = int.from_bytes(raw[:4], "big") / 1_000_000
    size = BUCKETS + 1
    return scale, tuple(array("b", raw[4 + k * size : 4 + (k + 1) * size]) for k in range(len(CLASSES)))


def guess(text: str) -> Guess:
    """What a sentence most likely says."""
    scale, tables = _weights()
    found = features(text)
    norm = math.sqrt(len(found)) or 1.0
    scores = [scale * (sum(map(table.__getitem__, found)) / norm + table[BUCKETS]) for table in tables]
    top = max(scores)
    parts = [math.exp(s - top) for s in scores]
    best = scores.index(top)
    return Guess(CLASSES[best], parts[best] / sum(parts))
