"""The pages. Each module has its routes; this is all of them."""

from __future__ import annotations

from . import (
    appointments,
    audit,
    case,
    cases,
    letter_acts,
    letters,
    map,
    now,
    parked,
    replays,
    reveals,
    switches,
    tail,
    texts,
)

ROUTES = [
    *now.ROUTES, *tail.ROUTES, *cases.ROUTES, *case.ROUTES, *appointments.ROUTES, *texts.ROUTES, *map.ROUTES,
    *letters.ROUTES, *parked.ROUTES, *replays.ROUTES, *letter_acts.ROUTES, *letters.LETTER_ROUTES,
    *switches.ROUTES, *reveals.ROUTES, *audit.ROUTES,
]  # fmt: skip
