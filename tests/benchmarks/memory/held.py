"""How much memory a process holds with all that it started: the proportional set size (PSS), in bytes.

A page that several processes share counts once in all, its share with each: sums of resident sizes would count
PostgreSQL's buffers and Python's own text once for each process. Linux alone tells it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

import psutil

NAMES = {
    "services.notifier": "notifier", "services.scheduler": "scheduler", "services.router": "router",
    "services.sandbox": "sandbox", "services.console.web": "console", "services.console.monitor": "monitor",
    "Faust": "monitor", "services.console.cli": "demo itself", "orphan_reaper": "supervisor", "postgres": "PostgreSQL",
    "java": "Kafka",
}  # fmt: skip
"""What a command line has in it, and what the process is called, the first that fits. Faust gives itself another."""
OTHER = "other"


def told_here() -> bool:
    """Does this system tell a proportional size at all?"""
    return hasattr(psutil.Process().memory_full_info(), "pss")


def held(pids: Iterable[int]) -> Mapping[str, int]:
    """By name, of these processes and of all that they started. Who ends meanwhile holds nothing."""
    found: Counter[str] = Counter()
    for pid in pids:
        try:
            root = psutil.Process(pid)
            members = [root, *root.children(recursive=True)]
        except psutil.NoSuchProcess:
            continue
        for member in members:
            try:
                found[name_of(" ".join(member.cmdline()))] += member.memory_full_info().pss
            except (psutil.NoSuchProcess, psutil.AccessDenied):
                continue
    return found


def name_of(command_line: str) -> str:
    return next((name for said, name in NAMES.items() if said in command_line), OTHER)
