"""A judgement on each part of the system, with what it rests on and what helps. Pure.

A verdict is about work getting done and not about one figure: a service that is behind and catches up is fine.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from shared.decision.figures import counted

from .formatting import age

Tone = Literal["good", "wait", "bad"]
LATE = timedelta(seconds=30)
OUTBOX_MANY = 1_000
LOOKS_MIN = 6
"""Looks at how far a service is behind, before it is said to fall behind."""
SANDBOX_CLOCK = "of the sandbox's clock"
"""Said of minutes and seconds that are not those of whoever looks."""
SEE_STATUS = "See ./doorstep status and its log."


@dataclass(frozen=True, slots=True)
class PartVerdict:
    """`word` is the judgement in one or two words, `why` a sentence, `query` what to ask to see the same; `remedy` is
    what a person can do, or nothing."""

    name: str
    tone: Tone
    word: str
    why: str
    query: str
    remedy: str = ""


def service_verdict(
    name: str,
    *,
    ready: bool | None,
    waits: Iterable[tuple[str, str]],
    waiting: Mapping[str, Any] | None,
    now: datetime,
    todos: Sequence[str] = (),
    behind: Sequence[int] = (),
    virtual: bool = False,
) -> PartVerdict:
    """`ready` is None where nobody told us where to ask; `waiting` is the service's row of the query of that name.
    `now` is the services' time: `virtual` where that is not ours.

    `behind` is how many events it had to read at each of the last looks, the newest last.
    """
    query = f"GET /ready of {name}; SELECT * FROM {name}_published.waiting"
    if ready is False:
        return PartVerdict(name, "bad", "not ready", _why(waits), query, " ".join(todos) or SEE_STATUS)
    if waiting is None:
        return PartVerdict(name, "wait", "unknown", "the database does not say what waits", query)
    late = late_by(waiting["next_timer"], now)
    if late > LATE:
        why = f"a timer has been due for {age(late)}"
        if virtual:  # seconds of a clock that may run a thousand times as fast: no alarm
            return PartVerdict(name, "wait", "late", f"{why} {SANDBOX_CLOCK}", query, SEE_STATUS)
        return PartVerdict(name, "bad", "late", why, query, SEE_STATUS)
    if falls_behind(behind):
        why = f"{counted(behind[-1], 'event')} to read, and not fewer at any of the last {LOOKS_MIN} looks"
        return PartVerdict(name, "bad", "falls behind", why, query, "./doorstep lag")
    if waiting["outbox"] > OUTBOX_MANY:
        return PartVerdict(name, "wait", "behind", f"{waiting['outbox']} events are still to be published", query)
    if waiting["parked"]:
        why = f"{waiting['parked']} set aside wait for a person"
        return PartVerdict(name, "wait", "works", why, query, "./doorstep dlq ls")
    return PartVerdict(name, "good", "works", _work(waiting), query)


def monitor_verdict(
    ready: bool | None, *, waits: Iterable[tuple[str, str]] = (), records: int | None = None
) -> PartVerdict:
    """The stream monitor only watches: nothing of it harms a borrower. `ready` is None where none is known."""
    query = "GET /ready of the monitor"
    if ready is None:
        return PartVerdict("monitor", "wait", "none", "no stream monitor is known here", query)
    if not ready:
        remedy = "It is started again by itself; the services do without it."
        return PartVerdict("monitor", "wait", "not ready", _why(waits), query, remedy)
    return PartVerdict(
        "monitor", "good", "counts", "it keeps up" if records is None else counted(records, "record"), query
    )


def falls_behind(looks: Sequence[int]) -> bool:
    """Behind at each of the last looks, at none less than before, and there were enough of them."""
    last = looks[-LOOKS_MIN:]
    return len(last) == LOOKS_MIN and min(last) > 0 and list(last) == sorted(last)


def late_by(next_timer: datetime | None, now: datetime) -> timedelta:
    return max(timedelta(0), now - next_timer) if next_timer is not None else timedelta(0)


def _why(waits: Iterable[tuple[str, str]]) -> str:
    return "; ".join(f"{what}: {sentence}" for what, sentence in waits) or "it does not say why"


def _work(waiting: Mapping[str, Any]) -> str:
    found = [f"{waiting['outbox']} to publish" if waiting["outbox"] else "",
             f"{waiting['intake']} to decide on" if waiting["intake"] else ""]  # fmt: skip
    return ", ".join(filter(None, found)) or "nothing waits"
