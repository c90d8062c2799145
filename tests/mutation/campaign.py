"""All mutants of a core, or some, judged one after another: `python -m tests.mutation.campaign`, in a copy of the tree.

First those of functions, in a child that imports the core once; then, in children of a process that never imports it,
those of modules and whatever could not be decided in place.
"""

from __future__ import annotations

import json
import os
import random
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path

from .afresh import judge_afresh, load_all_but_ours
from .child import Verdict
from .inplace import Campaign
from .mutants import Mutant, mutants_of
from .verdicts import Tally

BASELINE = Path("baseline.json")
DOUBTS = Path("doubts.json")


@dataclass(frozen=True)
class Plan:
    """`only` are patterns of names, `again` keys of mutants; empty means all, and so does `sample` 0."""

    core: str
    sample: int
    seed: int
    only: tuple[str, ...]
    again: frozenset[str]
    results: str


def chosen(plan: Plan, mutants: Sequence[Mutant]) -> list[Mutant]:
    """In random order, so that what was judged until a run is ended is a sample."""
    found = [it for it in mutants if not plan.only or any(fnmatch(it.name, pattern) for pattern in plan.only)]
    found = [it for it in found if not plan.again or it.key in plan.again]
    random.Random(plan.seed).shuffle(found)
    return found[: plan.sample or len(found)]


def run(plan: Plan) -> int:
    everything = mutants_of(Path(), plan.core)
    mutants = chosen(plan, everything)
    print(f"{plan.core}: {len(everything)} mutants, {len(mutants)} to judge", flush=True)
    tally = Tally(plan.core, len(mutants), Path(plan.results))
    if not mutants:
        return 2
    pid = os.fork()
    if not pid:
        os._exit(_in_place(plan.core, mutants, tally))
    _, status = os.waitpid(pid, 0)
    if status:
        return 2
    tally.read()
    known = json.loads(BASELINE.read_text())
    load_all_but_ours(known["modules"])
    left = set(json.loads(DOUBTS.read_text()))
    for mutant in mutants:
        if mutant.name in left:
            verdict, word = judge_afresh(plan.core, mutant, known["took_s"])
            tally.add(mutant, verdict, word)
    tally.show(last=True)
    return 0


def _in_place(core: str, mutants: Sequence[Mutant], tally: Tally) -> int:
    doubts = [mutant.name for mutant in mutants if mutant.function is None]

    def tell(mutant: Mutant, verdict: Verdict, word: str) -> None:
        if verdict == "in-doubt":
            doubts.append(mutant.name)
        else:
            tally.add(mutant, verdict, word)

    session = Campaign(core, [mutant for mutant in mutants if mutant.function is not None], tell)
    said = session.run(core)
    DOUBTS.write_text(json.dumps(doubts))
    BASELINE.write_text(json.dumps({"took_s": session.took_s, "modules": sorted(sys.modules)}))
    sys.stdout.flush()
    return said


if __name__ == "__main__":
    told = json.loads(Path("plan.json").read_text(encoding="utf-8"))
    sys.exit(run(Plan(**{**told, "only": tuple(told["only"]), "again": frozenset(told["again"])})))
