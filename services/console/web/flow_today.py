"""From an overdue loan to a visit: how many events of each step the monitor counted. Pure.

Events are no cases: a time is offered again to who asks for another one, and another crew needs a permit anew without
anybody agreeing anew. So a step may count more than the one before it; what makes it so stands beside it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from shared.decision.figures import counted

from ..model.steps import CaseStage
from ..views.at_the_door import MET_SOMEBODY, visit_word

CountRows = Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class FunnelStep:
    """`stage` is where a case stands after it. `per_minute` is oldest first; `height` are its bars, 0 to 24 px.

    `note` says what the total alone does not, or nothing.
    """

    name: str
    stage: CaseStage
    total: int
    per_minute: tuple[int, ...]
    note: str = ""

    def bars(self, height: int = 24) -> tuple[int, ...]:
        most = max(self.per_minute, default=0)
        return tuple(-(-count * height // most) if most else 0 for count in self.per_minute)


FUNNEL: tuple[tuple[str, CaseStage, frozenset[str]], ...] = (
    ("reported overdue", "overdue", frozenset({"loan.overdue"})),
    ("texts sent", "texted", frozenset({"text.sent"})),
    ("replies understood", "replied", frozenset({"reply.understood"})),
    ("visits requested", "requested", frozenset({"visit.requested"})),
    ("times offered", "offered", frozenset({"appointment.offered"})),
    ("agreed", "agreed", frozenset({"appointment.agreed"})),
    ("permitted", "permitted", frozenset({"appointment.permitted"})),
    (MET_SOMEBODY, "kept", frozenset({"appointment.kept"})),
    ("payments", "paid", frozenset({"loan.payment-received"})),
)


def funnel(counts: Iterable[Mapping[str, Any]]) -> tuple[FunnelStep, ...]:
    """`counts` are the monitor's rows: topic, type, reason, total and per_minute."""
    rows = list(counts)
    notes: dict[CaseStage, str] = {"agreed": _crews_changed(rows), "kept": _at_the_door(rows)}
    found = []
    for name, stage, types in FUNNEL:
        mine = [row for row in rows if row["type"] in types]
        minutes = tuple(map(sum, zip(*(row["per_minute"] for row in mine), strict=False)))
        found.append(FunnelStep(name, stage, sum(row["total"] for row in mine), minutes, notes.get(stage, "")))
    return tuple(found)


def _crews_changed(rows: CountRows) -> str:
    """The time stays agreed, so nobody agrees again; the permit of before is void."""
    changed = sum(
        row["total"] for row in rows if row["type"] == "appointment.moved" and row["reason"] == "crew-changed"
    )
    if not changed:
        return ""
    changes = counted(changed, "change of crew", "changes of crew")
    return f"and {changes}, which {'needs' if changed == 1 else 'need'} a permit anew"


def _at_the_door(rows: CountRows) -> str:
    """`5 promised, 3 refused; 2 came to nothing`."""
    met: Counter[str] = Counter()
    for row in rows:
        if row["type"] == "appointment.kept" and row["total"]:
            said = visit_word("kept", row["reason"])
            met[(row["reason"] if said == "kept" else said) or said] += row["total"]
    nothing = sum(row["total"] for row in rows if row["type"] == "appointment.missed")
    told = ", ".join(f"{count:,} {word.replace('-', ' ')}" for word, count in met.most_common())
    return "; ".join(filter(None, (told, f"{nothing:,} came to nothing" if nothing else "")))
