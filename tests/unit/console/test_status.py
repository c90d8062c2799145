"""`status` and `top` ask processes that may end while they are asked."""

from __future__ import annotations

import subprocess
import sys

import psutil

from services.console.cli.status import memory_mb


def test_a_process_that_ends_while_it_is_asked_uses_no_memory() -> None:
    assert memory_mb(None) is None
    assert (memory_mb(psutil.Process()) or 0) > 1
    ending = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    seen = psutil.Process(ending.pid)
    ending.communicate()
    assert memory_mb(seen) is None
