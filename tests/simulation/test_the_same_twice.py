"""A seed is a run: the same seed gives the same trace, byte by byte, in any process, whatever ran in it before."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.apart import campaign

from .replay import once

ROOT = Path(__file__).resolve().parents[2]


@campaign
@pytest.mark.parametrize("seed", [7, 62])
def test_two_processes_with_other_hash_seeds_write_the_same_trace(seed: int, tmp_path: Path) -> None:
    traces = []
    for hash_seed in ("1", "2"):
        file = tmp_path / f"trace-{hash_seed}"
        command = [sys.executable, "-m", "tests.simulation", "--seed", str(seed), "--trace", str(file)]
        env = os.environ | {"PYTHONHASHSEED": hash_seed}
        subprocess.run(command, cwd=ROOT, env=env, check=True, stdout=subprocess.DEVNULL)
        traces.append(file.read_bytes())
    once(seed + 1)
    traces.append(("\n".join(map(str, once(seed)[0].trace or ())) + "\n").encode())
    assert traces[0] == traces[1] == traces[2]
    assert traces[0].count(b"\n") > 100


def test_what_ran_before_in_the_same_process_changes_nothing() -> None:
    orders = ((7, 62, 1, 34), (34, 1, 62, 7))
    told = [{seed: [*map(str, once(seed)[0].trace or ())] for seed in order} for order in orders]
    assert told[0] == told[1]
    assert all(len(lines) > 100 for lines in told[0].values())


def test_another_seed_is_another_run() -> None:
    assert once(1)[0].trace != once(2)[0].trace
