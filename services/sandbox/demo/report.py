"""What a demo ends with: the table, the three numbers that must be zero, the report, and where to look next."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from rich.console import Console

from deploy.local.user_error import WrongUsage
from services.verifier.verdict import RunVerdict
from shared.decision.figures import counted

from .options import Options
from .stages import StageCounts
from .view import table
from .weather_report import told

MUST_APPEAR = (
    "paid after a text", "plan", "opted out", "visit done", "visit held", "unassigned, with reason",
)  # fmt: skip
WORTH_A_LOOK = (
    "visit done",
    "unassigned, with reason",
    "visit held",
    "visit being arranged",
    "plan",
    "paid after a text",
)

ONCE = (
    "Each case counts once, in the stage that tells most of it; ./doorstep held ls counts it under every cause that"
    " holds it."
)
EXAMPLES = {
    "asked-back": "asked back which time was meant",
    "crew-too-late": "the crew was late",
}


@dataclass(frozen=True, slots=True)
class DemoReport:
    """`doc` is the report as JSON; `fine` is what the exit code says."""

    doc: dict[str, Any]
    standing: StageCounts
    findings: tuple[str, ...]

    @property
    def fine(self) -> bool:
        """Every case accounted for, nothing found against the run, nothing stuck, and as many kills as promised."""
        doc = self.doc
        return (
            not self.findings
            and doc["lost"] == doc["doubled"] == doc["unlawful"] == doc["held_by_us"] == 0
            and sum(doc["by_stage"].values()) == doc["cases"]
            and not doc["stuck"]
            and doc["kills_missing"] == 0
        )


def made(
    options: Options,
    verdict: RunVerdict,
    standing: StageCounts,
    seen: Mapping[str, Any],
    *,
    seconds: float,
    first_text_s: float | None,
    killed: Mapping[str, int],
    kills_planned: int,
    weather: Mapping[str, int] | None = None,
) -> DemoReport:
    found = verdict.to_json()
    doc = {
        "cases": options.cases,
        "days": options.days,
        "seed": options.seed,
        "weather": options.weather,
        "lost": found["lost"],
        "doubled": found["doubled"],
        "visits_without_delivered_notice": found["visits_without_delivered_notice"],
        "unlawful": found["unlawful"],
        "held_by_us": found["held_by_us"],
        "weathered": dict(weather or {}),
        "texts_posted": seen.get("texts_posted", 0),
        "dead_letters": standing.dead_letters,
        "parked": standing.parked,
        "uncertain": found["uncertain"],
        "kills": sum(killed.values()),
        "kills_by_service": dict(killed),
        "kills_missing": max(0, kills_planned - sum(killed.values())),
        "seconds": round(seconds, 1),
        "first_text_seconds": first_text_s,
        "by_stage": standing.counts,
        "examples": {reason: standing.examples.get(reason, []) for reason in EXAMPLES},
        "jumps": seen.get("jumps", 0),
        "looks": seen.get("looks", 0),
        "stuck": seen.get("stuck", {}),
        "verifier": found,
    }
    return DemoReport(doc, standing, tuple(verdict.first()))


def make_room(options: Options) -> None:
    """The folder of the report: minutes of work must not end with one that can't be written. Raises `WrongUsage`.

    It is tried by opening the file; one that was not there is taken away again, as the demo may yet be refused.
    """
    if options.report is None:
        return
    try:
        options.report.parent.mkdir(parents=True, exist_ok=True)
        there = options.report.exists()
        options.report.touch()
        if not there:
            options.report.unlink()
    except OSError as error:
        raise WrongUsage(f"--report can't be written: {error.strerror}.", "Name another file.") from None


def write(report: DemoReport, options: Options) -> None:
    if options.report is not None:
        options.report.write_text(json.dumps(report.doc, indent=1) + "\n", encoding="utf-8")


def show(report: DemoReport, console: Console) -> None:
    doc = report.doc
    console.print()
    stand = "stands" if doc["cases"] == 1 else "stand"
    console.print(f"Where {counted(doc['cases'], 'case')} {stand} after {counted(doc['days'], 'day')}\n")
    console.print(table(report.standing))
    console.print(f"\n{ONCE}\n", markup=False)
    console.print(
        f"{counted(doc['texts_posted'], 'text')} posted, {counted(doc['dead_letters'], 'dead letter')}, "
        f"{doc['parked']} parked, {doc['uncertain']} in doubt, {counted(doc['kills'], 'kill')}, {doc['seconds']} s"
    )
    if doc["weather"] == "rough":
        console.print(f"the weather: {told(doc['weathered'])}")
    for line in report.findings:
        console.print(line, style="red", markup=False, soft_wrap=True)
    style = "bold green" if report.fine else "bold red"
    console.print(f"unlawful {doc['unlawful']}, held for a reason of ours {doc['held_by_us']}", style=style)
    console.print(
        f"lost {doc['lost']}, doubled {doc['doubled']}, "
        f"visits without delivered notice {doc['visits_without_delivered_notice']}"
        f" (of {counted(doc['verifier'].get('visits', 0), 'visit')})",
        style=style,
    )
    stands = [(stage, report.standing.cases[stage]) for stage in WORTH_A_LOOK if report.standing.cases.get(stage)]
    happened = [(EXAMPLES[reason], cases) for reason, cases in doc["examples"].items() if cases]
    title = "Look further:"
    worth: dict[str, list[str]] = {}
    for what, cases in [*stands[:1], *happened]:
        worth.setdefault(cases[0], []).append(what)
    for case, grounds in worth.items():
        console.print(f"{title} ./doorstep why {case}   ({', '.join(grounds)})", soft_wrap=True)
        title = " " * len(title)
