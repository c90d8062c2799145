"""A campaign of seeds as the record that is kept of it."""

from __future__ import annotations

from datetime import datetime

from deploy.local.proof_folder import version_and_commit
from deploy.local.proof_record import FOUND_MAX, BrokenPromise, CampaignRecord, CampaignVerdict, Sometimes

from .campaign import Tally
from .rates import A_CALL, A_TURN
from .sometimes import floors, missing, wanted

FAULT = "fault: "
OF_THE_CARRIER = ("post: ", "delivery: ", "report: ", "spell: ")


def record_of(tally: Tally, began: datetime, seconds: float, *, first: int, stopped: bool = False) -> CampaignRecord:
    """What was reached is told of everything that must be: a zero is the line that somebody has to see."""
    version, commit = version_and_commit()
    return CampaignRecord(
        kind="simulation", began=began, seconds=round(seconds, 1), verdict=_verdict(tally, stopped),
        seeds=f"{first} to {first + tally.seeds - 1}" if tally.seeds else f"none, from {first}", count=tally.seeds,
        faults=faults_of(tally),
        sometimes=tuple(
            Sometimes(name=name, seen=tally.seen.get(name, 0), wanted=wanted(floor, tally.seeds))
            for name, floor in floors().items()
        ),
        broken=tuple(
            BrokenPromise(seed=str(each.seed), rule=each.rule, where=each.where[:400], what=each.what[:400])
            for each in tally.found[:FOUND_MAX]
        ),
        figures={
            "borrowers": tally.borrowers, "events": tally.events, "port calls": tally.calls, "turns": tally.turns,
            "seconds of processor time": round(tally.cpu_s),
        },
        version=version, commit=commit,
    )  # fmt: skip


def faults_of(tally: Tally) -> dict[str, int]:
    """By kind: what was done to processes and servers, a zero for what was not, and what the carrier did."""
    seen = {name.removeprefix(FAULT): number for name, number in tally.seen.items() if name.startswith(FAULT)}
    own = dict.fromkeys((*A_CALL, *A_TURN), 0) | seen
    carrier = {f"carrier, {name}": number for name, number in tally.seen.items() if name.startswith(OF_THE_CARRIER)}
    return dict(sorted((own | carrier).items()))


def _verdict(tally: Tally, stopped: bool) -> CampaignVerdict:
    if tally.found:
        return "broken"
    if stopped:
        return "stopped"
    return "too-rare" if missing(tally.seen, tally.seeds) else "held"
