"""What happens to whom and when, from one seed. Pure: the same options give the same plan.

First a script, which has one of everything; then whatever the seed draws, until there were as many kills as asked for.
Moments are shares of the world's virtual time, which stands still while anything is in work: so faults meet work.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import cycle
from random import Random
from typing import Literal

from shared.runtime.failpoints import POINTS, Point

from .proxy import MODES, Mode

Kind = Literal["kill", "aimed", "wire", "both", "pause", "broker", "database", "rebalance", "network"]
Way = Literal["kafka", "postgres", "carrier", "webhooks"]

FIRST, LAST = 0.01, 0.85
"""Of the virtual time. What is aimed at a point waits for it, so the last ones need room."""
SESSION_S = 6.0
"""The services' consumer session: who is silent for longer is taken for dead."""
NOTIFIERS_OWN: tuple[Point, ...] = (
    "text-claimed", "before-post", "after-post", "before-settle", "webhook-stored", "intake-read",
)  # fmt: skip
SERVICES = ("notifier", "scheduler", "router")
BAD_MODES: tuple[Mode, ...] = tuple(mode for mode in MODES if mode != "pass")
KILLS: dict[Kind, int] = {"kill": 1, "aimed": 1, "wire": 1, "both": 2}
# What the seed draws, and how often in twenty.
DRAWN: tuple[Kind, ...] = (
    *("kill",) * 7, *("aimed",) * 5, "wire", "both", "pause", "rebalance", *("network",) * 3,
)  # fmt: skip
RARE: tuple[Kind, ...] = ("broker", "database")
RARE_EVERY = 9
"""Kills between two ends of broker or database, which take turns."""
TOGETHER = 0.2


@dataclass(frozen=True, slots=True)
class Incident:
    """`service` (and the number of its `replica`, 1 or 2) is who it happens to, where it happens to one of them.

    `seconds` is how long it lasts; `passes` how often an aimed point is let pass first. One that comes `together` does
    not wait until the one before it is over.
    """

    kind: Kind
    service: str = ""
    replica: int = 0
    point: Point | None = None
    passes: int = 0
    way: Way | None = None
    mode: Mode = "pass"
    seconds: float = 0.0
    together: bool = False
    at: float = 0.0

    @property
    def kills(self) -> int:
        return KILLS.get(self.kind, 0)

    def __str__(self) -> str:
        whom = self.service + (f" {self.replica}" if self.replica else "")
        match self.kind:
            case "kill":
                return f"kill {whom}"
            case "aimed":
                return f"kill {whom} at {self.point}" + (f" after {self.passes} more" if self.passes else "")
            case "wire":
                return f"kill {whom} with a request to the carrier on the wire"
            case "both":
                return f"kill both of {whom}"
            case "pause":
                return f"stop {whom} for {self.seconds:.0f} s, then let it go on"
            case "broker":
                return "kill the broker"
            case "database":
                return "stop the database at once"
            case "rebalance":
                return f"a third {whom} joins, and leaves after {self.seconds:.0f} s"
            case "network":
                return f"network of {whom or 'all'} to {self.way}: {self.mode} for {self.seconds:.0f} s"


def plan(kills: int, seed: str) -> list[Incident]:
    """In order of time, with exactly so many kills of services."""
    random = Random(f"{seed}/chaos")
    chosen: list[Incident] = []
    left = kills
    for incident in _endless(random):
        if left <= 0:
            break
        if incident.kills <= left:
            chosen.append(incident)
            left -= incident.kills
    width = (LAST - FIRST) / len(chosen)
    placed: list[Incident] = []
    for number, incident in enumerate(chosen):
        at = placed[-1].at if incident.together and placed else FIRST + width * (number + random.random())
        placed.append(replace(incident, at=round(at, 4)))
    return placed


def _endless(random: Random) -> Iterator[Incident]:
    yield from script(random)
    rare, since_rare = cycle(RARE), 0
    while True:
        kind = next(rare) if since_rare >= RARE_EVERY else random.choice(DRAWN)
        drawn = made(kind, random)
        since_rare = 0 if kind in RARE else since_rare + drawn.kills
        yield replace(drawn, together=random.random() < TOGETHER)


def script(random: Random) -> list[Incident]:
    """One of everything: each point, each kind, each mode; the most telling first, for short campaigns."""

    def aimed(point: Point) -> Incident:
        return replace(made("aimed", random, point), passes=0)

    def network(way: Way, mode: Mode) -> Incident:
        return replace(made("network", random), way=way, mode=mode, service=_who(way, random), replica=0)

    return [
        aimed("after-post"), network("carrier", "answers-lost"), aimed("before-offset"), made("broker", random),
        made("kill", random), made("pause", random), aimed("after-commit"), made("database", random),
        made("both", random), made("rebalance", random), aimed("before-post"), network("postgres", "answers-lost"),
        made("wire", random), network("kafka", "half-open"), aimed("webhook-stored"), network("webhooks", "half-open"),
        aimed("after-publish"), network("postgres", "reset"), aimed("timer-read"), network("kafka", "reset"),
        aimed("before-settle"), network("carrier", "half-open"), aimed("before-commit"), network("postgres", "slow"),
        aimed("after-poll"), network("kafka", "answers-lost"), aimed("before-publish"), network("carrier", "reset"),
        aimed("text-claimed"), network("kafka", "latency"), aimed("intake-read"), network("postgres", "half-open"),
        network("webhooks", "answers-lost"), network("carrier", "latency"), network("kafka", "slow"),
    ]  # fmt: skip


def made(kind: Kind, random: Random, point: Point | None = None) -> Incident:
    """An incident of this kind, the rest drawn."""
    service, replica = random.choice(SERVICES), random.randint(1, 2)
    match kind:
        case "aimed":
            point = point or random.choice(POINTS)
            service = "notifier" if point in NOTIFIERS_OWN else service
            return Incident(kind, service, replica, point, passes=random.choice((0, 0, 1, 3)))
        case "wire":
            return Incident(kind, "notifier", replica)
        case "both":
            return Incident(kind, service)
        case "pause":
            return Incident(kind, service, replica, seconds=SESSION_S + random.uniform(2, 7))
        case "rebalance":
            return Incident(kind, service, seconds=random.uniform(3, 8))
        case "network":
            way: Way = random.choice(("kafka", "kafka", "postgres", "postgres", "carrier", "webhooks"))
            who = _who(way, random)
            replica = 0 if way == "webhooks" or not who else replica
            mode, seconds = random.choice(BAD_MODES), random.uniform(4, 12)
            return Incident(kind, who, replica, way=way, mode=mode, seconds=seconds)
        case "broker" | "database":
            return Incident(kind)
        case "kill":
            return Incident(kind, service, replica)


def _who(way: Way, random: Random) -> str:
    """Whose network it is; now and then everybody's."""
    if way in ("carrier", "webhooks"):
        return "notifier"
    return "" if random.random() < 0.2 else random.choice(SERVICES)
