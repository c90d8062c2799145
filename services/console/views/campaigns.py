"""What campaigns of faults proved, in words. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from deploy.local.proof_folder import NamedRecord, ProofRecords
from deploy.local.proof_record import CampaignKind, CampaignRecord, CampaignVerdict, Sometimes
from shared.decision.figures import counted

WORDS: dict[CampaignVerdict, str] = {
    "held": "every promise held",
    "broken": "a promise was broken",
    "too-rare": "too little happened",
    "stopped": "stopped early",
}
WHAT: dict[CampaignKind, tuple[str, str]] = {
    "simulation": ("Simulation", "all services in worlds that one seed decides, with faults at any port call"),
    "sweep": ("Sweep", "a crash at every port call of the canonical cases"),
    "chaos": ("Chaos", "real processes, broker and database, killed, paused and cut off"),
    "outages": ("Outages", "what a bank's operations do to us: each said, over alone, nothing lost or doubled"),
    "demo": ("Demo with kills", "the demo's world, every service killed three times"),
}
COMMANDS: dict[CampaignKind, str] = {
    "simulation": "./doorstep test simulation --seeds 3000",
    "sweep": "./doorstep test simulation --sweep",
    "chaos": "./doorstep test chaos --kills 60",
    "outages": "./doorstep test outages",
    "demo": "./doorstep demo --kill",
}


@dataclass(frozen=True, slots=True)
class KindOfProof:
    """`newest` is the last campaign of its kind that is kept."""

    kind: CampaignKind
    newest: NamedRecord | None

    @property
    def title(self) -> str:
        return WHAT[self.kind][0]

    @property
    def what(self) -> str:
        return WHAT[self.kind][1]

    @property
    def command(self) -> str:
        return COMMANDS[self.kind]


def kinds_of(found: ProofRecords) -> list[KindOfProof]:
    """Each kind, also one that nobody ran yet."""
    return [
        KindOfProof(kind, next((each for each in found.records if each.record.kind == kind), None)) for kind in WHAT
    ]


def word_of(record: CampaignRecord) -> str:
    return WORDS[record.verdict]


def runs_of(record: CampaignRecord) -> str:
    """`30 seeds (0 to 29)`; a campaign that one word decides has `seed 7`."""
    if record.kind == "simulation":
        return f"{counted(record.count, 'seed')} ({record.seeds})"
    if record.kind == "sweep":
        return f"{counted(record.count, 'crash', 'crashes')} ({record.seeds})"
    if record.kind == "outages":
        return f"{counted(record.count, 'row')} ({record.seeds})"
    return f"seed {record.seeds}"


def by_count(counts: dict[str, int]) -> list[tuple[str, int]]:
    """What never happened first: that is what somebody has to see; then the most frequent."""
    return sorted(counts.items(), key=lambda pair: (pair[1] > 0, -pair[1], pair[0]))


def by_need(things: Sequence[Sometimes]) -> list[Sometimes]:
    """What was too rare first, then what never happened, then by name."""
    return sorted(things, key=lambda each: (each.seen >= each.wanted, each.seen > 0, each.name))
