"""A campaign of outages as the record that is kept of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from deploy.local.proof_folder import version_and_commit
from deploy.local.proof_record import FOUND_MAX, BrokenPromise, CampaignRecord, Sometimes

from .judge import Result

CHARS_MAX = 400


def record_of(
    results: Sequence[Result], rows: int, began: datetime, seconds: float, *, stopped: bool
) -> CampaignRecord:
    """What must sometimes happen is every row; one that was skipped or does not hold yet was not reached."""
    version, commit = version_and_commit()
    broken = [
        BrokenPromise(rule=each.row, what=problem[:CHARS_MAX])
        for each in results if each.fails for problem in each.problems
    ]  # fmt: skip
    return CampaignRecord(
        kind="outages", began=began, seconds=round(seconds, 1),
        verdict="broken" if broken else "stopped" if stopped else "held",
        seeds="all" if len(results) == rows else "some", count=len(results),
        faults={each.row: 1 for each in results if each.word != "skipped"},
        sometimes=tuple(Sometimes(name=each.row, seen=int(each.word == "held")) for each in results),
        broken=tuple(broken[:FOUND_MAX]),
        figures={
            "lost": sum(len(each.lost) for each in results), "doubled": sum(len(each.doubled) for each in results),
            "slowest recovery, s": round(max((each.recovered_s or 0 for each in results), default=0)),
        },
        version=version, commit=commit,
    )  # fmt: skip
