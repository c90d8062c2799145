"""What a campaign ends with: figures, what is wrong if anything is, and the sentence."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from services.verifier.verdict import SENTENCE, RunVerdict

from .doubt import Doubt
from .options import Options
from .plan import Incident
from .record import Done

KILLED_S_MAX, BROKER_S_MAX = 15.0, 60.0


@dataclass(frozen=True, slots=True)
class Outcome:
    """All that is known when the run is over. `unfinished` is what was still in work after the run-down."""

    options: Options
    verdict: RunVerdict
    done: Sequence[Done]
    skipped: Sequence[Incident]
    doubts: Sequence[Doubt]
    unfinished: Mapping[str, int]
    stuck: Sequence[str]
    counts: Mapping[str, int]
    seconds: float

    @property
    def kills(self) -> int:
        return sum(len(done.dead) for done in self.done)

    def problems(self) -> list[str]:
        """What must not be, the verifier's findings first."""
        found = list(self.verdict.first())
        found += [
            f"unexplained doubt: {each.case}: text {each.intent} at {each.at:%Y-%m-%d %H:%M}"
            for each in self.doubts
            if not each.why
        ]
        found += [
            f"never looked for: {each.case}: text {each.intent} is with the carrier, and nobody knows"
            for each in self.doubts if each.open and each.there
        ]  # fmt: skip
        found += [
            f"left in doubt: {each.case}: text {each.intent} since {each.at:%Y-%m-%d %H:%M}, though the carrier's list "
            "tells what became of it"
            for each in self.doubts if each.left and not each.there
        ]  # fmt: skip
        found += [f"never worked again: {done.incident}" for done in self.done if done.recovered_s is None]
        found += [f"not at rest: {count} of {what}" for what, count in self.unfinished.items()]
        found += [f"a loop hung for more than a minute: {one}" for one in self.stuck]
        killed, broker = self.times("killed"), self.times("broker")
        if killed and percentile(killed, 95) > KILLED_S_MAX:
            found.append(f"too slow: after a kill p95 is {percentile(killed, 95):.1f} s, at most {KILLED_S_MAX:.0f}")
        if broker and max(broker) > BROKER_S_MAX:
            found.append(f"too slow: after the broker's loss {max(broker):.1f} s, at most {BROKER_S_MAX:.0f}")
        if self.kills < self.options.kills:
            found.append(f"only {self.kills} of {self.options.kills} kills: there was no time for the rest")
        return found

    @property
    def fine(self) -> bool:
        return not self.problems()

    def times(self, group: str) -> list[float]:
        """Seconds to recovery: `killed` (processes of services), or the incident's kind."""
        return sorted(
            done.recovered_s for done in self.done
            if done.recovered_s is not None and group == ("killed" if done.incident.kills else done.incident.kind)
        )  # fmt: skip

    def faults(self) -> dict[str, int]:
        """How often each kind was done; the network by mode, aimed kills by point where it was really reached."""
        counts: Counter[str] = Counter()
        for done in self.done:
            incident = done.incident
            name: str = incident.kind
            if incident.kind == "network":
                name = f"network {incident.way} {incident.mode}"
            elif incident.kind == "aimed":
                name = f"kill at {incident.point}" if not done.note else "kill (aimed, not reached)"
            counts[name] += 1
        return dict(sorted(counts.items()))

    def doc(self) -> dict[str, Any]:
        recovery = {}
        for group in ("killed", "pause", "broker", "database", "rebalance", "network"):
            if times := self.times(group):
                recovery[group] = {
                    "count": len(times), "p50_s": round(percentile(times, 50), 1),
                    "p95_s": round(percentile(times, 95), 1), "max_s": round(times[-1], 1),
                }  # fmt: skip
        found = self.verdict.to_json()
        return {
            "seed": self.options.seed,
            "all_cases_accounted": self.fine,
            "seconds": round(self.seconds, 1),
            "kills": self.kills,
            "kills_planned": self.options.kills,
            "cases": found["cases"],
            "events": found["events"],
            "texts_posted": found["texts_posted"],
            "visits": found["visits"],
            "lost": found["lost"],
            "doubled": found["doubled"],
            "uncertain": len(self.doubts),
            "uncertain_unexplained": sum(not each.why for each in self.doubts),
            "uncertain_still_open": sum(each.open for each in self.doubts),
            **self.counts,
            "recovery": recovery,
            "faults": self.faults(),
            "stuck": list(self.stuck),
            "skipped": [str(incident) for incident in self.skipped],
            "doubts": [each.doc() for each in self.doubts],
            "problems": self.problems(),
            "incidents": [done.doc() for done in self.done],
            "verifier": found,
        }

    def lines(self) -> list[str]:
        """For a person."""
        doc = self.doc()
        shown = [
            f"{doc['cases']} cases, {doc['events']} events, {doc['texts_posted']} texts posted, "
            f"{doc['visits']} visits, {doc['kills']} kills in {doc['seconds'] / 60:.1f} minutes",
            "faults: " + ", ".join(f"{name} {count}" for name, count in doc["faults"].items()),
        ]
        for group, times in doc["recovery"].items():
            shown.append(
                f"works again after {group:<9} p50 {times['p50_s']:>5.1f} s  p95 {times['p95_s']:>5.1f} s  "
                f"max {times['max_s']:>5.1f} s  ({times['count']})"
            )
        why: defaultdict[str, int] = defaultdict(int)
        for each in self.doubts:
            why[each.why.partition(":")[0] or "unexplained"] += 1
        there = sum(each.open and each.there for each in self.doubts)
        told = ", ".join(f"{reason} {count}" for reason, count in why.items())
        shown.append(
            f"lost {doc['lost']}, doubled {doc['doubled']}, uncertain {doc['uncertain']}"
            + (f" ({told}; {doc['uncertain_still_open']} still open, {there} of them with the carrier)" if told else "")
        )
        problems = self.problems()
        return [*shown, *(problems or [SENTENCE])]


def percentile(values: Sequence[float], share: int) -> float:
    """Nearest rank, of sorted values."""
    return values[max(0, -(-len(values) * share // 100) - 1)]
