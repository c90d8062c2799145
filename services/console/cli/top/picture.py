"""Everything that the first screen says, out of what was seen. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from shared.decision.figures import counted

from ...views.carrier_verdict import carrier_verdict
from ...views.database import SERVICES
from ...views.formatting import age
from ...views.needs_a_person import Need, NeedKind, by_themselves, needs
from ...views.verdicts import PartVerdict, monitor_verdict, service_verdict
from .readiness import carrier_problem, not_ready, readiness
from .seen import HeldSeen, LagSeen, ProcessesSeen, WorkSeen

LISTED_MAX = 20
"""Lines of one kind: behind hundreds of one kind nobody would find the others."""


@dataclass(frozen=True, slots=True)
class MoreOfAKind:
    """So many of a kind are not listed; `or_more` where nobody counted them."""

    kind: str
    count: int
    or_more: bool


@dataclass(frozen=True, slots=True)
class TopPicture:
    """`now` is the services' time, which in the sandbox is not ours; None before it was ever read."""

    verdicts: tuple[PartVerdict, ...]
    needs: tuple[Need | MoreOfAKind, ...]
    waits: int
    by_themselves: tuple[tuple[str, int], ...]
    oldest: Need | None
    lag: str
    of_kinds: tuple[tuple[NeedKind, int], ...]
    now: datetime | None


def picture(
    work: WorkSeen | None,
    held: HeldSeen | None,
    processes: ProcessesSeen | None,
    lag: LagSeen | None,
    *,
    real_now: datetime,
    read_max: int,
) -> TopPicture:
    """What is None was not read yet. `real_now` is this machine's time; lists of `read_max` rows may go on."""
    seen = processes or ProcessesSeen("")
    found = _needs(work, held, seen)
    return TopPicture(
        verdicts=tuple(_verdicts(work, seen, lag, real_now)),
        needs=tuple(_listed(found, read_max)),
        waits=sum(need.count for need in found),
        by_themselves=tuple(by_themselves(held.causes)) if held is not None else (),
        oldest=min((need for need in found if need.since), key=lambda need: need.since or real_now, default=None),
        of_kinds=tuple(_of_kinds(found)),
        lag=lag_sentence(lag.rows, real_now) if lag is not None else "not read yet",
        now=work.now if work is not None else None,
    )


def _of_kinds(found: Sequence[Need]) -> Iterator[tuple[NeedKind, int]]:
    """How much there is of each kind, in the order of the list."""
    for kind in dict.fromkeys(need.kind for need in found):
        yield kind, sum(need.count for need in found if need.kind == kind)


def lag_sentence(rows: Sequence[Mapping[str, Any]], real_now: datetime) -> str:
    """`none`, or how many events wait, the oldest since when, and who is to read it."""
    total = sum(row["behind"] for row in rows)
    if not total:
        return "none"
    events = counted(total, "event")
    dated = [row for row in rows if row.get("since") is not None]
    if not dated:
        return f"{events} to read"
    oldest = min(dated, key=lambda row: row["since"])
    return f"{events} to read, the oldest for {age(real_now - oldest['since'])}: {oldest['topic']}, {oldest['service']}"


def _verdicts(work: WorkSeen | None, seen: ProcessesSeen, lag: LagSeen | None, real_now: datetime) -> list[PartVerdict]:
    waiting = {row["service"]: row for row in work.waiting} if work is not None else {}
    looks = lag.looks or {} if lag is not None else {}
    virtual, moved = (work.virtual, work.moved) if work is not None else (False, None)
    found = []
    for service in SERVICES:
        ready = readiness(seen.documents, service)
        found.append(
            service_verdict(
                service, ready=ready.ready, waits=ready.waits, todos=ready.todos, waiting=waiting.get(service),
                now=work.now if work is not None else real_now, behind=looks.get(service, ()), virtual=virtual,
            )
        )  # fmt: skip
    found.append(carrier_verdict(moved, virtual=virtual, problem=carrier_problem(seen.documents)))
    monitor = readiness(seen.documents, "monitor")
    ready_by_counts = monitor.ready if monitor.ready is not None or seen.counts is None else True
    return [*found, monitor_verdict(ready_by_counts, waits=monitor.waits)]


def _needs(work: WorkSeen | None, held: HeldSeen | None, seen: ProcessesSeen) -> list[Need]:
    return needs(
        processes=not_ready(seen.documents),
        replies=work.replies if work is not None else (),
        parked=work.parked if work is not None else (),
        texts=work.texts if work is not None else (),
        letters=work.letters if work is not None else (),
        switches=work.switches if work is not None else (),
        used_up=work.used_up if work is not None else (),
        held=held.causes if held is not None else (),
        visits=held.visits if held is not None else (),
    )


def _listed(found: Sequence[Need], read_max: int) -> list[Need | MoreOfAKind]:
    shown: list[Need | MoreOfAKind] = []
    for kind, group in groupby(found, key=lambda need: need.kind):
        same = list(group)
        shown += same[:LISTED_MAX]
        if len(same) > LISTED_MAX:
            shown.append(MoreOfAKind(kind, len(same) - LISTED_MAX, len(same) >= read_max))
    return shown
