"""What a benchmark says that processes hold: by name, shares once, and children with who started them."""

from __future__ import annotations

import subprocess
import sys

import psutil
import pytest

from tests.benchmarks.memory.held import held, name_of, told_here

WAITS = "import sys; held = bytearray(range(256)) * 80_000; print('holds', flush=True); sys.stdin.read()"
SHELL = f"import subprocess, sys; sys.exit(subprocess.run([sys.executable, '-c', {WAITS!r}]).returncode)"


@pytest.mark.skipif(not told_here(), reason="only Linux tells a proportional size")
def test_what_a_child_holds_is_counted_with_who_started_it() -> None:
    with subprocess.Popen([sys.executable, "-c", SHELL], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as parent:
        assert parent.stdout is not None
        assert parent.stdout.readline() == b"holds\n"
        together = sum(held([parent.pid]).values())
        alone = psutil.Process(parent.pid).memory_full_info().pss
        parent.communicate()
    assert together - alone > 20_000_000


def test_who_has_ended_holds_nothing() -> None:
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    assert held([ended.pid]) == {}


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("/x/python -m services.notifier", "notifier"),
        ("/x/python -m services.console.cli demo --cases 300", "demo itself"),
        ("/x/python -m services.console.web", "console"),
        ("[Faust:Worker] -init-", "monitor"),
        ("postgres: checkpointer", "PostgreSQL"),
        ("sleep 3", "other"),
    ],
)
def test_a_process_is_called_by_what_it_is(line: str, name: str) -> None:
    assert name_of(line) == name
