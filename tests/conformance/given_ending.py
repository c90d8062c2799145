"""A turn of what ends, in memory, for tests that call each port once."""

from __future__ import annotations

from pathlib import Path

from shared.runtime.retention import RetentionTask
from tests.memory.runtime import MemoryStore
from tests.memory.runtime.retention import MemoryEnd, MemoryRetention

from .given import NOON


async def retention_too(store: MemoryStore) -> None:
    """A turn in which something is over, and is written down first."""
    end = MemoryEnd(lambda _: ["n"], lambda *_: True, lambda *_: None, evidence=lambda *_: [])
    task = RetentionTask("notes", "notes", "cases", 1, "", "", {})
    retention = MemoryRetention(store, "noter", {"notes": end}, write=lambda *_: None)
    await retention.turn(task, NOON, 0, "a rule", Path("nowhere"))
