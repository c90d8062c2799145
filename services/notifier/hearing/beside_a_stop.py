"""What is told of the debt, or of who writes, beside a stop: the stop counts, and what was told is not lost with it."""

from __future__ import annotations

from services.notifier.understanding.reading import FoundMeaning, MeaningName, ReplyReading

STANDS_BESIDE: frozenset[MeaningName] = frozenset(
    {
        "deceased",
        "vulnerable",
        "represented",
        "wrong_number",
        "third_party",
        "dispute",
        "paid",
        "hardship",
        "promise",
    }
)
"""Nothing here lifts a stop; a person sees it, and what each brakes by itself is theirs to decide."""


def beside_a_stop(reading: ReplyReading, sure: float, rule: str) -> ReplyReading:
    """`reading` of words that stop besides, by `rule`: no window is taken, no wish for a visit counts,
    and visits that were refused stay refused."""
    told = tuple(meaning for meaning in reading.meanings if meaning.kind in STANDS_BESIDE)
    time = reading.time if any(meaning.kind == "promise" for meaning in told) else None
    return ReplyReading((FoundMeaning("stop", sure, (), rule), *told), time=time, no_visits=reading.no_visits)
