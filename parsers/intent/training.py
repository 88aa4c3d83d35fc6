"""Train the model from the phrasings beside it: `python -m parsers.intent.training`. Pure Python, about two minutes."""

import math
import random
import sys
from importlib.resources import files
from pathlib import Path
from zlib import compress

from parsers.intent.lexicon import LANGUAGES
from parsers.intent.model import BUCKETS, CLASSES, features

ROUNDS = 40
RATE = 0.6
DECAY = 1e-5
Example = tuple[tuple[int, ...], int]


def phrasings(language: str) -> list[tuple[str, str]]:
    """(class, sentence) of a language."""
    text = (files("parsers.intent") / "phrasings" / f"{language}.txt").read_text(encoding="utf-8")
    pairs = (line.split(" | ", 1) for line in text.splitlines() if " | " in line)
    return [(label, sentence) for label, sentence in pairs]


def examples() -> list[Example]:
    """Every phrasing as features and class."""
    return [(features(s), CLASSES.index(label)) for language in LANGUAGES for label, s in phrasings(language)]


def train(data: list[Example], seed: int = 1) -> list[list[float]]:
    """Multinomial logistic regression by stochastic gradient descent; the last weight of a class is its bias."""
    weights = [[0.0] * (BUCKETS + 1) for _ in CLASSES]
    order = random.Random(seed)
    for step in range(ROUNDS):
        order.shuffle(data)
        rate = RATE / (1 + step / 8)
        for found, label in data:
            _learn(weights, found, label, rate)
    return weights


def _learn(weights: list[list[float]], found: tuple[int, ...], label: int, rate: float) -> None:
    norm = math.sqrt(len(found)) or 1.0
    scores = [sum(w[f] for f in found) / norm + w[BUCKETS] for w in weights]
    top = max(scores)
    parts = [math.exp(s - top) for s in scores]
    total = sum(parts)
    for k, w in enumerate(weights):
        pull = rate * ((1.0 if k == label else 0.0) - parts[k] / total)
        if abs(pull) < DECAY:
            continue
        for f in found:
            w[f] += pull / norm
        w[BUCKETS] += pull * 0.1


def packed(weights: list[list[float]]) -> bytes:
    """The weights as signed bytes behind their scale, compressed."""
    largest = max(abs(v) for w in weights for v in w)
    scale = largest / 127
    raw = round(scale * 1_000_000).to_bytes(4, "big")
    for w in weights:
        raw += bytes(round(v / scale) & 0xFF for v in w)
    return compress(raw, 9)


if __name__ == "__main__":
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent / "model.bin"
    target.write_bytes(packed(train(examples())))
