"""A campaign of real faults as the record that is kept of it."""

from __future__ import annotations

from datetime import datetime

from deploy.local.proof_folder import version_and_commit
from deploy.local.proof_record import FOUND_MAX, BrokenPromise, CampaignRecord, Sometimes
from shared.runtime.failpoints import POINTS

from .report import Outcome

FIGURES = ("cases", "events", "texts_posted", "visits", "kills", "uncertain", "lost", "doubled")


def record_of(outcome: Outcome, began: datetime) -> CampaignRecord:
    """What must sometimes happen: a kill at each point at which a process may die, and a network of each kind."""
    doc, faults = outcome.doc(), outcome.faults()
    version, commit = version_and_commit()
    reached = [f"kill at {point}" for point in POINTS]
    others = [name for name in faults if name not in reached]
    return CampaignRecord(
        kind="chaos", began=began, seconds=round(outcome.seconds, 1), verdict="held" if outcome.fine else "broken",
        seeds=outcome.options.seed[:400], count=1, faults=faults,
        sometimes=tuple(Sometimes(name=name, seen=faults.get(name, 0)) for name in (*reached, *others)),
        broken=tuple(BrokenPromise(rule=_rule(each), what=each[:400]) for each in outcome.problems()[:FOUND_MAX]),
        figures={name.replace("_", " "): int(doc[name]) for name in FIGURES}
        | {f"slowest recovery of {group}, s": round(times["max_s"]) for group, times in doc["recovery"].items()},
        version=version, commit=commit,
    )  # fmt: skip


def _rule(problem: str) -> str:
    """`[text-posted-twice] …` and `never worked again: …` name what was broken."""
    return problem[1:].partition("]")[0] if problem.startswith("[") else problem.partition(":")[0][:400]
