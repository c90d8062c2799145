"""Lives of small regions from a seed, and what was decided in them: the same after every change of how it is found.

    python -m tests.properties.router.region_lives    # that is meant: record them anew

Homes stand on a grid, so that many crews cost the same and the order of equals is held too. Lives with an even seed
report positions; the others go on to the running day without.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from random import Random
from typing import Any

from services.router.core.published_rows import CollectorShown, StopGone, StopShown, StopsKept
from services.router.core.state import Assigned, Underway
from shared.contracts.routing import PlanChanged, PlanRevised
from shared.contracts.values import Needs
from shared.decision import Publish, TimerDue
from shared.runtime.machine import as_json
from tests.unit.router.events import (
    CERTIFICATES,
    MONDAY,
    absent,
    arrived,
    asked,
    at,
    cancelled,
    certified,
    complained,
    departed,
    ended,
    gone,
    located,
    made,
    on_shift,
    registered,
    revoked,
)
from tests.unit.router.given import Scenario

RECORDED = Path(__file__).with_name("region_lives.json")
SEEDS = range(30)
HAPPENINGS = 110
NEEDS = (Needs(), Needs(), Needs(), Needs(crew_size=1), Needs(crew_size=3, duration_min=60), Needs(certificates=()))


def names(seed: int) -> list[str]:
    """Whoever works in the region of this seed: few or many."""
    return [f"c{number:02}" for number in range((5, 9, 16)[seed % 3])]


def staff(random: Random, team: list[str]) -> Iterator[Any]:
    for name in team:
        yield registered(name, random.randint(-5, 5), random.randint(-5, 5))
        last = random.choice([100, 100, 100, 2])
        yield from (certified(name, each, last=last) for each in CERTIFICATES)
        for day in range(1, 13):
            kind = random.choice(["whole", "whole", "whole", "long", "split", "none"])
            if kind == "split":
                yield on_shift(name, day, 9, 12, shift=f"a{day}")
                yield on_shift(name, day, 13.5, 18, shift=f"b{day}")
            elif kind != "none":
                yield on_shift(name, day, *((9, 18) if kind == "whole" else (8, 21)))


def happenings(random: Random, team: list[str], life: Life, positions: bool) -> Iterator[Any]:
    """Events, timers and moves of the clock, without end: what is told of days and bookings fits the life so far."""
    number = 0
    while True:
        number += 1
        name, who, now = f"b{number}", random.choice(team), MONDAY + timedelta(minutes=number)
        some = random.choice(list(life.region.bookings)[-25:] or [name])
        where: dict[str, Any] = {"east": random.randint(-6, 6), "north": random.randint(-6, 6)}
        day = max(1, (life.at - MONDAY).days + random.choice([0, 1, 1, 2, 2, 3, 5]))
        hour = random.choice([9, 9.5, 10, 11, 12, 14, 14.5, 16])
        barred = (random.choice(team),) if random.random() < 0.15 else ()
        match random.choices(KINDS, WEIGHTS)[0]:
            case "made":
                hours = random.choice([2, 2, 4])
                more = {"needs": random.choice(NEEDS), "not_collectors": barred, "hours": hours}
                yield made(name, day=day, hour=hour, **where, **more)
            case "asked":
                around = at(day, 13) if random.random() < 0.3 else None
                last = at(day + random.choice([0, 2, 6]), 24)
                needs = random.choice(NEEDS)
                yield asked(f"q{number}", **where, first=at(day, 0), last=last, around=around, needs=needs,
                            not_collectors=barred)  # fmt: skip
            case "cancelled":
                yield cancelled(some)
            case "absent":
                start = random.choice([0, 10, 14])
                yield absent(who, day, start, start + random.choice([2, 12, 48]))
            case "shift":
                yield on_shift(who, day, *random.choice([(9, 12), (11, 18), (9, 20), (9, 9)]), time=now)
            case "home":
                yield registered(who, random.randint(-6, 6), random.randint(-6, 6), time=now)
            case "gone":
                yield gone(who, time=now)
            case "revoked":
                yield revoked(who, random.choice(CERTIFICATES), day, time=now)
            case "complaint":
                yield complained(some, who)
            case "field":
                yield random.choice([departed, arrived, ended, ended])(some)
            case "clock":
                yield random.choice([0.5, 1, 2, 5])
            case "position" if positions:
                yield ("position", who, where)
            case "elsewhere":
                yield ("elsewhere", who, day, random.choice([8, 11, 15]))
            case "lost":
                yield ("lost", random.randint(0, 10**6))
            case _:
                yield "timer"


KINDS = (
    "made asked cancelled absent shift home gone revoked complaint field clock position elsewhere lost timer".split()
)
WEIGHTS = (44, 12, 7, 5, 5, 2, 1, 1, 3, 9, 5, 6, 3, 1, 1.5)


class Life(Scenario):
    """A scenario in which anything that `happenings` gives can happen."""

    def goes_on(self, said: Any) -> bool:
        """Was something decided?"""
        match said:
            case float() | int():
                self.at += timedelta(hours=said)
                return False
            case ("position", who, where):
                self.when(located(who, self.at, **where))
                return False
            case ("elsewhere", who, day, hour):
                self.busy.setdefault(who, []).append(
                    (int(at(day, hour).timestamp()), int(at(day, hour + 3).timestamp()))
                )
                return False
            case ("lost", number):
                boxes = [each.home for each in self.region.collectors.values() if each.home is not None]
                visits = [each for each in self.region.bookings.values() if isinstance(each, Assigned | Underway)]
                boxes += [each.booking.home for each in visits]
                if boxes:
                    self.lost.add(boxes[number % len(boxes)].box)
                return False
            case "timer":
                if not self.timers:
                    return False
                kind = min(self.timers, key=lambda each: (self.timers[each], each))
                due = self.timers[kind]
                self.at = max(self.at, due)
                self.when(TimerDue(kind, due))
            case _:
                self.when(said)
        return True


PUBLISHED = (CollectorShown, StopShown, StopGone, StopsKept)
"""What is shown of a region is no part of these records: it follows from its state (see `check`)."""
PLANS = (PlanRevised, PlanChanged)
"""Nor is what is told of plans (see `test_told_plans`)."""


def lived(seed: int, life: Life) -> Iterator[str]:
    """A short digest of each decision of the life, and of its region in the end."""
    random, team = Random(seed), names(seed)
    life.when(*staff(random, team))
    story = happenings(random, team, life, positions=seed % 2 == 0)
    for _ in range(HAPPENINGS):
        if life.goes_on(next(story)):
            yield digest(life)
    yield sha256(as_json(life.region)).hexdigest()[:6]


def digest(life: Life) -> str:
    decision = life.decision
    changes = [as_json(change).decode() for change in decision.changes]
    told = [decision.reason, decision.why, decision.rule, str(decision.accepted), *changes]
    # How UTC is called depends on whether a moment was read or made.
    effects = [effect for effect in decision.effects if not isinstance(effect, PUBLISHED) and not _is_plan(effect)]
    told += [re.sub(r"TzInfo\((UTC|0)\)|datetime\.timezone\.utc", "UTC", repr(effect)) for effect in effects]
    return sha256("\n".join(told).encode()).hexdigest()[:6]


def _is_plan(effect: object) -> bool:
    return isinstance(effect, Publish) and effect.event in PLANS


def recorded() -> dict[int, str]:
    """By seed: the digests, side by side."""
    return {int(seed): digests for seed, digests in json.loads(RECORDED.read_text(encoding="utf-8")).items()}


def main() -> None:
    found = {str(seed): " ".join(lived(seed, Life())) for seed in SEEDS}
    RECORDED.write_text(json.dumps(found, indent=0) + "\n", encoding="utf-8")
    sys.stdout.write(f"{len(found)} lives recorded\n")


if __name__ == "__main__":
    main()
