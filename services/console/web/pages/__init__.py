"""The pages. Each module has its routes; this is all of them."""

from __future__ import annotations

from . import (
    accounts,
    appointments,
    audit,
    case,
    cases,
    flow,
    holds,
    letter_acts,
    letters,
    map,
    now,
    parked,
    proof,
    replays,
    replies,
    reveals,
    switches,
    tail,
    texts,
    why_not,
    world,
)

ROUTES = [
    *now.ROUTES, *tail.ROUTES, *flow.ROUTES, *cases.ROUTES, *case.ROUTES, *appointments.ROUTES, *texts.ROUTES,
    *map.ROUTES,
    *letters.ROUTES, *parked.ROUTES, *replays.ROUTES, *letter_acts.ROUTES, *letters.LETTER_ROUTES,
    *switches.ROUTES, *replies.ROUTES, *holds.ROUTES, *accounts.ROUTES, *world.ROUTES, *why_not.ROUTES, *proof.ROUTES,
    *reveals.ROUTES, *audit.ROUTES,
]  # fmt: skip
