"""Days of the twelfth moon and of the first, by which the weeks around the Chinese new year are told."""

from __future__ import annotations

from collections.abc import Iterator

_DIGITS = "一二三四五六七八九十"
_NAMED = (8, 23)
"""Days of the twelfth moon that are feasts, each in the table under its name."""


def _spelt(day: int) -> tuple[str, ...]:
    ten, one = divmod(day, 10)
    last = _DIGITS[one - 1] if one else ""
    if day <= 10:
        return (f"初{_DIGITS[day - 1]}",)
    return (f"十{last}",) if ten == 1 else (f"二十{last}", f"廿{last}")


def _lines() -> Iterator[str]:
    for day in range(1, 30):
        if day not in _NAMED:
            digits = [f"腊月{day}"] if day > 10 else []
            yield f"holiday twelfth_moon_{day} = " + ", ".join([*(f"腊月{one}" for one in _spelt(day)), *digits])
    yield "holiday chinese_new_year = 正月初一"
    yield "holiday lantern = 正月十五"
    for day in range(2, 21):
        if day != 15:
            yield f"holiday chinese_new_year_{day} = " + ", ".join(f"正月{one}" for one in _spelt(day))


DAYS_OF_THE_MOON = "\n".join(_lines())
