"""The weights of the second reader as they are kept: packed, a header and a line for each gram."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable, Sequence
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

from services.notifier.understanding.reading import MeaningName

WEIGHTS = Path(__file__).with_name("weights.txt.gz")
STEPS = 31
"""Weights are whole numbers from minus to plus this many."""
ZERO = 79
"""The character of a weight of nothing: all of them are printable ASCII."""
LANE = 4
"""Bytes of a meaning's place in the sum of a text's weights: grams are added for all meanings at once."""


class Weights(NamedTuple):
    """`version` is the file's. `lanes` of a gram: its weights for all meanings in one number, each plus `ZERO`."""

    version: str
    meanings: tuple[MeaningName, ...]
    scale: float
    biases: tuple[float, ...]
    stop_over: float
    yes_under: float
    lanes: dict[str, int]


def packed(header: dict[str, Any], grams: Iterable[tuple[str, Sequence[int]]]) -> bytes:
    lines = [json.dumps(header)]
    lines += [f"{gram}\t{''.join(chr(ZERO + weight) for weight in weights)}" for gram, weights in grams]
    return gzip.compress("\n".join(lines).encode(), 9, mtime=0)


def header() -> dict[str, Any]:
    with gzip.open(WEIGHTS, "rt", encoding="utf-8", newline="\n") as lines:
        found: dict[str, Any] = json.loads(lines.readline())
        return found


@cache
def weights() -> Weights:
    """Loaded when they are first asked for."""
    content = WEIGHTS.read_bytes()
    first, *lines = gzip.decompress(content).decode().split("\n")
    told = json.loads(first)
    lanes: dict[str, int] = {}
    lane = bytearray(LANE * len(told["meanings"]))
    for line in lines:
        gram, _, numbers = line.rpartition("\t")
        lane[::LANE] = numbers.encode()
        lanes[gram] = int.from_bytes(lane, "little")
    version = sha256(content).hexdigest()[:8]
    meanings, biases = tuple(told["meanings"]), tuple(told["biases"])
    return Weights(version, meanings, told["scale"], biases, told["stop_over"], told["yes_under"], lanes)
