"""A seed is a run: the same seed gives the same trace, byte by byte, in any process."""

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
    assert traces[0] == traces[1]
    assert traces[0].count(b"\n") > 100


def test_another_seed_is_another_run() -> None:
    assert once(1)[0].trace != once(2)[0].trace
