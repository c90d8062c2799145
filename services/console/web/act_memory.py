"""What the pages that act keep in memory. After a restart it is empty: nothing of it is needed to go on."""

from __future__ import annotations

from dataclasses import dataclass, field

from ..acts.claims import ActClaims
from .replay_runs import ReplayRuns
from .results import Results
from .seed_runs import SeedRuns


@dataclass(frozen=True, slots=True)
class ActMemory:
    """One for the process: two people who press the same button meet here."""

    claims: ActClaims = field(default_factory=ActClaims)
    results: Results = field(default_factory=Results)
    runs: ReplayRuns = field(default_factory=ReplayRuns)
    seeds: SeedRuns = field(default_factory=SeedRuns)
