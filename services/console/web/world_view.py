"""What the World page shows, out of what the sandbox tells. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from shared.decision.figures import amount

LANGUAGES = {"en": "English", "pt": "Portuguese", "es": "Spanish", "zh": "Chinese"}
STANDINGS = {
    "current": ("owes nothing", "good"), "overdue": ("overdue", "wait"), "paid": ("paid", "good"),
    "plan": ("pays by plan", "held"), "dispute": ("disputes it", "held"),
}  # fmt: skip
UP = {"running": ("up", "good"), "stopped": ("stopped", "held"), "stopping": ("stopping", "held")}
WHO = {"holder": "by itself", "carrier": "the carrier"}
STARTING, DOWN = ("starting", "wait"), ("down", "bad")
SPEEDS = ((1.0, "as real time"), (60.0, "a minute a second"), (600.0, "10 minutes a second"),
          (3600.0, "an hour a second"), (0.0, "as fast as work gets done"))  # fmt: skip


@dataclass(frozen=True, slots=True)
class WorldClock:
    """`word` and `tone` say how it goes, `outruns` that no service keeps up, where none does.
    `waits` names what it is waiting for before it jumps on.
    """

    now: datetime
    zone: str
    word: str
    tone: str
    paused: bool
    speed: float
    waits: tuple[str, ...]
    outruns: str = ""

    @property
    def weekday(self) -> str:
        return f"{self.now.astimezone(ZoneInfo(self.zone)):%a}"


@dataclass(frozen=True, slots=True)
class WorldService:
    name: str
    word: str
    tone: str
    since: datetime
    restarts: int
    stops: int


@dataclass(frozen=True, slots=True)
class WorldCustomer:
    """`waits` is how many texts came since the phone last spoke."""

    case: str
    number: str
    language: str
    region: str
    word: str
    tone: str
    owes: str
    may_miss: bool
    may_pay: bool
    texts: int
    waits: int
    last_at: datetime | None


@dataclass(frozen=True, slots=True)
class Bubble:
    """`own` is what the phone itself said; `who` says who that was, where it was not whoever looks."""

    at: datetime
    own: bool
    who: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PhoneDay:
    label: str
    bubbles: tuple[Bubble, ...]


@dataclass(frozen=True, slots=True)
class WorldView:
    """`phone` is the chosen customer and what their phone shows; None where there is no customer at all."""

    clock: WorldClock
    services: tuple[WorldService, ...]
    weather: str
    by_hand: bool
    found: int
    customers: tuple[WorldCustomer, ...]
    phone: WorldCustomer | None
    days: tuple[PhoneDay, ...]
    began_again: datetime | None = None
    """Since when it is another world than the services': its process was killed. `forgot` says what is lost."""
    forgot: str = ""

    def at(self, now: datetime) -> WorldView:
        """With the clock as it is when the page is made: at full speed hours pass while the world answers."""
        return replace(self, clock=replace(self.clock, now=now))

    @property
    def were_stopped(self) -> bool:
        """On purpose, and started again."""
        return any(each.stops for each in self.services)


def world_view(
    state: Mapping[str, Any], listed: Mapping[str, Any], phone: Mapping[str, Any] | None
) -> WorldView:  # fmt: skip
    zone = str(state["zone"])
    return WorldView(
        clock=_clock(state),
        services=tuple(_service(each) for each in state["processes"]),
        weather=str(state["weather"]),
        by_hand=bool(state["by_hand"]),
        found=int(listed["found"]),
        customers=tuple(_customer(each) for each in listed["customers"]),
        phone=_customer(phone) if phone is not None else None,
        days=_days(phone["conversation"], zone) if phone is not None else (),
        began_again=datetime.fromisoformat(began) if (began := state.get("began_again")) else None,
        forgot=str(state.get("forgot", "")),
    )


def _clock(state: Mapping[str, Any]) -> WorldClock:
    paused, speed, ahead = bool(state["paused"]), float(state["speed"]), state["ahead_to"]
    zone = str(state["zone"])
    if not state["ready"]:
        word, tone = "the world is beginning", "wait"
    elif ahead is not None:
        at = datetime.fromisoformat(ahead).astimezone(ZoneInfo(zone))
        word, tone = "jumping to the next text" if state["until_text"] else f"jumping to {at:%a %d %b, %H:%M}", "wait"
    elif paused:
        word, tone = "stands still, its days are over" if state["over"] else "stands still", "held"
    else:
        word, tone = goes(speed), "good"
    now = datetime.fromisoformat(state["now"])
    return WorldClock(
        now=now, zone=zone, word=word, tone=tone, paused=paused, speed=speed,
        waits=tuple(f"{name} {count}" for name, count in state["waiting"].items()),
        outruns=str(state.get("outruns", "")),
    )  # fmt: skip


def goes(speed: float) -> str:
    """`60 times as fast`."""
    if speed == 0:
        return "goes as fast as work gets done"
    return "goes as real time" if speed == 1 else f"goes {speed:,g} times as fast"


def _service(row: Mapping[str, Any]) -> WorldService:
    state = str(row["state"])
    word, tone = DOWN if state in ("down", "waiting", "refused") else UP.get(state, STARTING)
    since = datetime.fromtimestamp(float(row["since"]), ZoneInfo("UTC"))
    return WorldService(str(row["name"]), word, tone, since, int(row["restarts"]), int(row.get("stops", 0)))


def _customer(row: Mapping[str, Any]) -> WorldCustomer:
    standing = str(row["standing"])
    word, tone = STANDINGS.get(standing, (standing, "held"))
    at = row["last_at"]
    return WorldCustomer(
        case=str(row["case"]), number=str(row["number"]),
        language=LANGUAGES.get(str(row["language"]).partition("-")[0], str(row["language"])),
        region=str(row["region"]), word=word, tone=tone,
        owes=amount(int(row["owes_minor"]), str(row["currency"])), may_miss=standing in ("current", "paid"),
        may_pay=standing not in ("current", "paid"), texts=int(row["texts"]), waits=int(row["waits"]),
        last_at=datetime.fromisoformat(at) if at is not None else None,
    )  # fmt: skip


def _days(texts: Sequence[Mapping[str, Any]], zone: str) -> tuple[PhoneDay, ...]:
    there = ZoneInfo(zone)
    bubbles = [_bubble(each) for each in texts]
    by_day = groupby(bubbles, key=lambda bubble: f"{bubble.at.astimezone(there):%A, %d %B %Y}")
    return tuple(PhoneDay(label, tuple(found)) for label, found in by_day)


def _bubble(text: Mapping[str, Any]) -> Bubble:
    by = str(text["by"])
    return Bubble(
        at=datetime.fromisoformat(text["at"]),
        own=by in ("person", "holder"),
        who=WHO.get(by, ""),
        lines=tuple(str(text["body"]).splitlines()),
    )
