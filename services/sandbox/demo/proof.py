"""A demo with kills as the record that is kept of it."""

from __future__ import annotations

from datetime import datetime

from rich.console import Console

from deploy.local.proof_folder import keep_record, proof_folder, version_and_commit
from deploy.local.proof_record import FOUND_MAX, BrokenPromise, CampaignRecord, Sometimes

from .report import MUST_APPEAR, DemoReport

FIGURES = (
    "cases", "days", "texts_posted", "dead_letters", "parked", "uncertain", "kills", "lost", "doubled", "unlawful",
)  # fmt: skip
MUST_BE_NONE = ("lost", "doubled", "unlawful", "held_by_us", "kills_missing")


def record_of(report: DemoReport, began: datetime) -> CampaignRecord:
    """What must sometimes happen: every stage of a case that a demo is there to show."""
    doc = report.doc
    version, commit = version_and_commit()
    faults = {f"kill {service}": count for service, count in doc["kills_by_service"].items()}
    found = [BrokenPromise(rule="verifier", what=each[:400]) for each in report.findings]
    found += [BrokenPromise(rule=name, what=f"{doc[name]}, and none may be") for name in MUST_BE_NONE if doc[name]]
    found += [BrokenPromise(rule="stuck", what=f"{count} {name}"[:400]) for name, count in doc["stuck"].items()]
    if not report.fine and not found:
        found = [BrokenPromise(rule="accounted", what="the stages do not add up to the cases")]
    return CampaignRecord(
        kind="demo", began=began, seconds=doc["seconds"], verdict="held" if report.fine else "broken",
        seeds=str(doc["seed"])[:400], count=1, faults=faults | doc["weathered"],
        sometimes=tuple(Sometimes(name=name, seen=doc["by_stage"].get(name, 0)) for name in MUST_APPEAR),
        broken=tuple(found[:FOUND_MAX]), figures={name.replace("_", " "): int(doc[name]) for name in FIGURES},
        version=version, commit=commit,
    )  # fmt: skip


def keep(record: CampaignRecord, console: Console) -> None:
    """A demo whose record can't be kept was one all the same."""
    try:
        keep_record(proof_folder(), record)
    except OSError as error:
        console.print(f"The record of this demo can't be kept: {error.strerror}.", markup=False)
