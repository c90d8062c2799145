"""From an overdue loan to a visit: how many events of each step the monitor counted. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from ..model.steps import CaseStage


@dataclass(frozen=True, slots=True)
class FunnelStep:
    """`stage` is where a case stands after it. `per_minute` is oldest first; `height` are its bars, 0 to 24 px."""

    name: str
    stage: CaseStage
    total: int
    per_minute: tuple[int, ...]

    def bars(self, height: int = 24) -> tuple[int, ...]:
        most = max(self.per_minute, default=0)
        return tuple(-(-count * height // most) if most else 0 for count in self.per_minute)


FUNNEL: tuple[tuple[str, CaseStage, frozenset[str]], ...] = (
    ("overdue", "overdue", frozenset({"loan.overdue"})),
    ("texts sent", "texted", frozenset({"text.sent"})),
    ("replies understood", "replied", frozenset({"reply.understood"})),
    ("visits requested", "requested", frozenset({"visit.requested"})),
    ("offered", "offered", frozenset({"appointment.offered"})),
    ("agreed", "agreed", frozenset({"appointment.agreed"})),
    ("permitted", "permitted", frozenset({"appointment.permitted"})),
    ("kept", "kept", frozenset({"appointment.kept"})),
    ("paid", "paid", frozenset({"loan.payment-received"})),
)


def funnel(counts: Iterable[Mapping[str, Any]]) -> tuple[FunnelStep, ...]:
    """`counts` are the monitor's rows: topic, type, total and per_minute."""
    rows = list(counts)
    found = []
    for name, stage, types in FUNNEL:
        mine = [row for row in rows if row["type"] in types]
        minutes = tuple(map(sum, zip(*(row["per_minute"] for row in mine), strict=False)))
        found.append(FunnelStep(name, stage, sum(row["total"] for row in mine), minutes))
    return tuple(found)
