"""Holidays that people name in an appointment, each by its rule. Those of the moon are listed by year."""

from __future__ import annotations

from datetime import date, timedelta

from .days import Days, on_date

Fixed = tuple[int, int]

_FIXED: dict[str, Fixed] = {
    "new_year": (1, 1), "epiphany": (1, 6), "valentine": (2, 14), "st_patrick": (3, 17), "womens": (3, 8),
    "labor": (5, 1), "may_fourth": (5, 4), "victory_1945": (5, 8), "childrens": (6, 1), "juneteenth": (6, 19),
    "us_independence": (7, 4), "bastille": (7, 14), "assumption": (8, 15), "indian_independence": (8, 15),
    "republic_india": (1, 26), "gandhi": (10, 2), "indonesian_independence": (8, 17), "mexican_independence": (9, 16),
    "national_china": (10, 1), "teachers_china": (9, 10), "hispanic": (10, 12), "halloween": (10, 31),
    "all_saints": (11, 1), "all_souls": (11, 2), "veterans": (11, 11), "armistice": (11, 11),
    "brazilian_independence": (9, 7), "brazilian_republic": (11, 15), "tiradentes": (4, 21), "st_john": (6, 24),
    "aparecida": (10, 12), "immaculate": (12, 8), "guadalupe": (12, 12), "christmas_eve": (12, 24),
    "christmas": (12, 25), "boxing": (12, 26), "new_years_eve": (12, 31), "saudi_national": (9, 23),
    "pancasila": (6, 1), "double_ten": (10, 10), "singles": (11, 11), "fathers_taiwan": (8, 8), "canada": (7, 1),
    "anzac": (4, 25), "australia": (1, 26), "cinco_de_mayo": (5, 5), "bonfire": (11, 5),
    "merdeka": (8, 31), "malaysia": (9, 16), "nigerian_independence": (10, 1), "democracy_nigeria": (6, 12),
    "madaraka": (6, 1), "mashujaa": (10, 20), "jamhuri": (12, 12), "heritage_africa": (9, 24),
    "freedom_africa": (4, 27), "reconciliation": (12, 16), "rizal": (12, 30), "bonifacio": (11, 30),
    "emancipation": (8, 1), "lohri": (1, 13),
    "children_taiwan": (4, 4), "may_20": (5, 20), "double_twelve": (12, 12),
}  # fmt: skip
_NTH: dict[str, tuple[int, int, int]] = {  # month, day of the week from 1, which one (-1 the last)
    "mlk": (1, 1, 3), "presidents": (2, 1, 3), "mothers": (5, 7, 2), "memorial": (5, 1, -1), "fathers": (6, 7, 3),
    "labor_us": (9, 1, 1), "columbus": (10, 1, 2), "thanksgiving": (11, 4, 4), "mothers_fr": (5, 7, -1),
    "fathers_br": (8, 7, 2),
}  # fmt: skip
_EASTER = {
    "carnival": -47, "ash_wednesday": -46, "palm_sunday": -7, "holy_thursday": -3, "good_friday": -2, "easter": 0,
    "easter_monday": 1, "ascension": 39, "pentecost": 49, "whit_monday": 50, "corpus_christi": 60,
}  # fmt: skip
_MOON: dict[str, tuple[str, ...]] = {
    "chinese_new_year": ("2025-01-29", "2026-02-17", "2027-02-06", "2028-01-26", "2029-02-13", "2030-02-03"),
    "lantern": ("2025-02-12", "2026-03-03", "2027-02-20", "2028-02-09", "2029-02-27", "2030-02-17"),
    "qingming": ("2025-04-04", "2026-04-05", "2027-04-05", "2028-04-04", "2029-04-04", "2030-04-05"),
    "dragon_boat": ("2025-05-31", "2026-06-19", "2027-06-09", "2028-05-28", "2029-06-16", "2030-06-05"),
    "mid_autumn": ("2025-10-06", "2026-09-25", "2027-09-15", "2028-10-03", "2029-09-22", "2030-09-12"),
    "double_ninth": ("2025-10-29", "2026-10-18", "2027-10-08", "2028-10-26", "2029-10-16", "2030-10-05"),
    "laba": ("2025-01-07", "2026-01-26", "2027-01-15", "2028-01-04", "2029-01-22", "2030-01-11"),
    "little_new_year": ("2025-01-22", "2026-02-10", "2027-01-30", "2028-01-19", "2029-02-05", "2030-01-26"),
    "diwali": ("2025-10-20", "2026-11-08", "2027-10-29", "2028-10-17", "2029-11-05", "2030-10-26"),
    "holi": ("2025-03-14", "2026-03-04", "2027-03-22", "2028-03-11", "2029-03-01", "2030-03-20"),
    "dussehra": ("2025-10-02", "2026-10-20", "2027-10-09", "2028-09-27", "2029-10-16", "2030-10-06"),
    "raksha_bandhan": ("2025-08-09", "2026-08-28", "2027-08-17", "2028-08-05", "2029-08-23", "2030-08-13"),
    "eid_fitr": ("2025-03-31", "2026-03-20", "2027-03-10", "2028-02-26", "2029-02-14", "2030-02-04"),
    "eid_adha": ("2025-06-06", "2026-05-27", "2027-05-16", "2028-05-05", "2029-04-24", "2030-04-13"),
    "islamic_new_year": ("2025-06-26", "2026-06-16", "2027-06-06", "2028-05-25", "2029-05-14", "2030-05-03"),
    "mawlid": ("2025-09-05", "2026-08-25", "2027-08-15", "2028-08-03", "2029-07-24", "2030-07-13"),
    "winter_solstice": ("2025-12-21", "2026-12-22", "2027-12-22", "2028-12-21", "2029-12-21", "2030-12-22"),
    "qixi": ("2025-08-29", "2026-08-19", "2027-08-08", "2028-08-26", "2029-08-16", "2030-08-05"),
    "ghosts": ("2025-09-06", "2026-08-27", "2027-08-16", "2028-09-03", "2029-08-24", "2030-08-13"),
    "victoria": ("2025-05-19", "2026-05-18", "2027-05-24", "2028-05-22", "2029-05-21", "2030-05-20"),
    "ganesh_chaturthi": ("2025-08-27", "2026-09-14", "2027-09-04", "2028-08-23", "2029-09-11", "2030-09-01"),
    "thaipusam": ("2025-02-11", "2026-02-01", "2027-01-22"),
    "nyepi": ("2025-03-29", "2026-03-19", "2027-03-08", "2028-03-26", "2029-03-15", "2030-03-05"),
    "vesak": ("2025-05-12", "2026-05-31", "2027-05-20", "2028-05-09", "2029-05-27", "2030-05-16"),
}
_AFTER = {
    "black_friday": ("thanksgiving", 1),
    "cyber_monday": ("thanksgiving", 4),
    "chinese_new_years_eve": ("chinese_new_year", -1),
    **{f"chinese_new_year_{number}": ("chinese_new_year", number - 1) for number in range(2, 21)},
    **{f"twelfth_moon_{day}": ("laba", day - 8) for day in range(1, 30)},
}


def holiday(name: str, today: date) -> Days:
    """The next day of that name, then the one before it. Nothing where the list ends."""
    days = sorted(day for year in range(today.year - 1, today.year + 2) if (day := in_year(name, year)))
    ahead = [day for day in days if day >= today]
    return (*ahead[:1], *[day for day in days if day < today][-1:])


def in_year(name: str, year: int) -> date | None:
    """The day of that name in a year, where one is known."""
    if name in _AFTER:
        other, days = _AFTER[name]
        found = in_year(other, year)
        return found and found + timedelta(days=days)
    if name in _FIXED:
        return next(iter(on_date(year, *_FIXED[name])), None)
    if name in _NTH:
        return _nth(year, *_NTH[name])
    if name in _EASTER:
        return _easter(year) + timedelta(days=_EASTER[name])
    return next((date.fromisoformat(day) for day in _MOON.get(name, ()) if day.startswith(str(year))), None)


def _nth(year: int, month: int, weekday: int, which: int) -> date:
    if which < 0:
        last = date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
        return last - timedelta(days=(last.isoweekday() - weekday) % 7)
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.isoweekday()) % 7 + 7 * (which - 1))


def _easter(year: int) -> date:
    """Easter Sunday by the Gregorian calendar (the anonymous algorithm, Meeus 1991)."""
    a, b, c = year % 19, year // 100, year % 100
    h = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    rest = (32 + 2 * (b % 4) + 2 * (c // 4) - h - c % 4) % 7
    m = (a + 11 * h + 22 * rest) // 451
    month, day = divmod(h + rest - 7 * m + 114, 31)
    return date(year, month, day + 1)
