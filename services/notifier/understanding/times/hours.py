"""Times of day: which of two an hour means, parts of the day, and stretches between two hours."""

from __future__ import annotations

from datetime import datetime, time

Hours = tuple[time, ...]
"""What an hour can mean, best first."""
Stretch = tuple[time, time]

PARTS: dict[str, Stretch] = {
    "dawn": (time(5), time(8)),
    "early_morning": (time(8), time(10)),
    "morning": (time(8), time(12)),
    "noon": (time(12), time(13)),
    "lunch": (time(12), time(14)),
    "afternoon": (time(12), time(18)),
    "teatime": (time(16), time(18)),
    "afterwork": (time(18), time(21)),
    "past_noon": (time(12), time(18)),
    "evening": (time(18), time(21)),
    "tonight": (time(18), time(21)),
    "night": (time(18), time(21)),
    "office": (time(9), time(18)),
    "day_start": (time(8), time(12)),
    "day_middle": (time(11), time(15)),
    "day_end": (time(16), time(21)),
    "closing": (time(16), time(18)),
}
"""Parts of the day as an appointment means them. Midnight as an end is the next day's."""
_WITHIN = {
    "am": range(12), "pm": range(12, 24), "dawn": range(9), "morning": range(1, 12), "day_start": range(1, 12),
    "early_morning": range(1, 12), "noon": range(11, 16),
    "lunch": range(11, 16), "afternoon": range(12, 21), "past_noon": range(12, 21), "evening": range(16, 24),
    "tonight": range(16, 24), "afterwork": range(16, 24), "office": range(8, 19), "teatime": range(12, 21),
}  # fmt: skip
_NIGHT = (*range(18, 24), *range(5))
EARLIEST_GUESS, LATEST_GUESS = 8, 21
"""An hour from this one on is in the morning when nothing says which is meant, one before it in the afternoon."""


def hours(hour: int, minute: int = 0, second: int = 0, *, sure: bool = False) -> Hours:
    """What "4" can mean: 16:00, then 04:00. Nothing where there is no such hour."""
    if hour == 24 and minute == 0:
        return (time(0),)
    if not 0 <= hour < 24 or not 0 <= minute < 60 or not 0 <= second < 60:
        return ()
    said = time(hour, minute, second)
    if hour == 0 or hour > 12 or sure:
        return (said,)
    other = time((hour + 12) % 24, minute, second)
    return (said, other) if hour >= EARLIEST_GUESS else (other, said)


def of_digits(text: str) -> Hours:
    """What 4:30, 16.30, 0430 or 1630 can mean. A leading zero says that the clock has 24 hours."""
    plain = text.replace(".", ":")
    if len(plain) > 1 and plain[-2] == ":":
        return ()
    if ":" not in plain:
        plain = f"{plain[:-2]}:{plain[-2:]}"
    return hours(*(int(part) for part in plain.split(":")), sure=plain.startswith("0"))


def shifted(some: Hours, minutes: int) -> Hours:
    """So many minutes past (or to) the hour."""
    moved = [(one.hour * 60 + one.minute + minutes) % 1440 for one in some]
    found = [time(at // 60, at % 60) for at in moved]
    return tuple(sorted(found, key=lambda one: not EARLIEST_GUESS <= one.hour < LATEST_GUESS))


def within(some: Hours, part: str) -> Hours:
    """Those of a part of the day; all, if none is."""
    if part == "night":
        found = [one for one in some if one.hour in _NIGHT]
        return tuple(sorted(found, key=lambda one: one.hour < 5 and len(found) > 1)) or some
    return tuple(one for one in some if one.hour in _WITHIN.get(part, range(24))) or some


def between(some: Hours, others: Hours) -> tuple[Stretch, ...]:
    """Stretches from one of `some` to one of `others`, short and plausible ones first."""
    if len(some) == 1 and len(others) == 1:
        first, last = some[0], others[0]
        noon = time(12)
        if last <= first < noon and last > time(0):
            last = last.replace(hour=last.hour + 12)  # "0930 to 0530"
        return ((first, last),)
    pairs = [(a, b) for a in some for b in others if a < b or b == time(0)] or [(some[0], others[0])]

    def unlikely(pair: Stretch) -> tuple[bool, int]:
        first, last = pair[0].hour * 60 + pair[0].minute, (pair[1].hour * 60 + pair[1].minute) or 1440
        return first < 7 * 60 or last > 22 * 60, last - first

    best = sorted(pairs, key=unlikely)[:2]
    if len(some) == 1 or len(others) == 1:
        return tuple(best[:1])  # "7 to 8 in the evening": what tells of one end tells of the other
    return tuple(pair for pair in best if pair == best[0] or not unlikely(pair)[0])


def put(day: datetime, at: time) -> datetime:
    """An hour of a day."""
    return day.replace(hour=at.hour, minute=at.minute, second=at.second)
