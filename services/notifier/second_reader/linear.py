"""A linear model over pieces of words and words in a row, as a second reader: a logistic regression for each meaning.

Its weights are whole numbers, made from labelled replies by `tests/benchmarks/replies/train.py` and loaded when the
first reply is read. No library is needed to read with it.
"""

from __future__ import annotations

from math import exp
from struct import unpack

from services.notifier.hearing.letters import same_words
from services.notifier.hearing.second_reader import YES, SecondOpinion, SecondReader
from services.notifier.understanding.reading import AskedKind

from .grams import grams
from .weights import LANE, ZERO, Weights, weights


class LinearReader:
    @property
    def version(self) -> str:
        return f"linear-{weights().version}"

    def opinion(self, text: str, asked: AskedKind) -> SecondOpinion:
        learnt = weights()
        found = grams(same_words(text), asked)
        known = [learnt.lanes[gram] for gram in found if gram in learnt.lanes]
        chances = dict(zip(learnt.meanings, _chances(learnt, known, len(found)), strict=True))
        yes = sum(chances[meaning] for meaning in YES)
        return SecondOpinion(chances, chances["stop"] > learnt.stop_over, yes < learnt.yes_under)


def second_reader(wanted: bool) -> SecondReader | None:
    return LinearReader() if wanted else None


def _chances(learnt: Weights, known: list[int], grams: int) -> list[float]:
    """Of every meaning, from the sums that lie side by side in one number. The more grams, the less each counts."""
    lanes = len(learnt.meanings)
    sums = unpack(f"<{lanes}I", sum(known).to_bytes(LANE * lanes, "little"))
    per_step = 1 / (learnt.scale * grams**0.5)
    return [
        1 / (1 + exp(-(bias + per_step * (total - ZERO * len(known)))))
        for total, bias in zip(sums, learnt.biases, strict=True)
    ]
