"""A judgement on each part of the system, with what it rests on. Pure.

A verdict is about work getting done and not about one figure: a service that is behind and catches up is fine.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

Tone = Literal["good", "wait", "bad"]
LATE = timedelta(seconds=30)
OUTBOX_MANY = 1_000
DOUBT_SHARE = 0.05
SENT = frozenset({"text.sent", "text.delivered"})
FAILED = frozenset({"text.failed", "text.uncertain"})


@dataclass(frozen=True, slots=True)
class PartVerdict:
    """`word` is the judgement in one or two words, `why` a sentence, `query` what to ask to see the same."""

    name: str
    tone: Tone
    word: str
    why: str
    query: str


def service_verdict(
    name: str, *, ready: bool | None, waits: Iterable[tuple[str, str]], waiting: Mapping[str, Any] | None, now: datetime
) -> PartVerdict:
    """`ready` is None where nobody told us where to ask; `waiting` is the service's row of the query of that name."""
    query = f"GET /ready of {name}; SELECT * FROM {name}_published.waiting"
    if ready is False:
        why = "; ".join(f"{what}: {sentence}" for what, sentence in waits)
        return PartVerdict(name, "bad", "not ready", why or "it does not say why", query)
    if waiting is None:
        return PartVerdict(name, "wait", "unknown", "the database does not say what waits", query)
    late = late_by(waiting["next_timer"], now)
    if late > LATE:
        return PartVerdict(name, "bad", "late", f"a timer has been due for {int(late.total_seconds())} s", query)
    if waiting["outbox"] > OUTBOX_MANY:
        return PartVerdict(name, "wait", "behind", f"{waiting['outbox']} events are still to be published", query)
    if waiting["parked"]:
        return PartVerdict(name, "wait", "works", f"{waiting['parked']} set aside wait for a person", query)
    return PartVerdict(name, "good", "works", _work(waiting), query)


def carrier_verdict(counts: Iterable[Mapping[str, Any]] | None, minutes: int) -> PartVerdict:
    """`counts` are the monitor's rows over so many minutes: topic, type, total; None where it does not answer."""
    query = f"GET /counts?minutes={minutes} of the monitor: topic texts"
    if counts is None:
        return PartVerdict("carrier", "wait", "unknown", "the stream monitor does not answer", query)
    rows = [row for row in counts if row["topic"] == "texts"]
    sent = sum(row["total"] for row in rows if row["type"] in SENT)
    failed = sum(row["total"] for row in rows if row["type"] in FAILED)
    if not sent and not failed:
        return PartVerdict("carrier", "good", "quiet", f"no text in the last {minutes} min", query)
    said = f"{sent:,} sent or delivered, {failed:,} failed or in doubt in the last {minutes} min"
    if failed and not sent:
        return PartVerdict("carrier", "bad", "refuses", said, query)
    if failed > DOUBT_SHARE * (sent + failed):
        return PartVerdict("carrier", "wait", "uneven", said, query)
    return PartVerdict("carrier", "good", "takes texts", said, query)


def late_by(next_timer: datetime | None, now: datetime) -> timedelta:
    return max(timedelta(0), now - next_timer) if next_timer is not None else timedelta(0)


def _work(waiting: Mapping[str, Any]) -> str:
    found = [f"{waiting['outbox']} to publish" if waiting["outbox"] else "",
             f"{waiting['intake']} to decide on" if waiting["intake"] else ""]  # fmt: skip
    return ", ".join(filter(None, found)) or "nothing waits"
