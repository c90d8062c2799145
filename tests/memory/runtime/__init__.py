"""The ports in memory, for a deterministic simulation: no tasks, no real time, no randomness.

What survives a crash is in `MemoryDatabase` and `MemoryBroker`; what a process holds is in the adapters made for its
`Process`. Held to the same conformance suite as PostgreSQL and Kafka (`tests/conformance`).
"""

from .broker import MemoryBroker
from .clock import MemoryClock, Moment
from .database import MemoryDatabase
from .hearing import MemoryHearingStore
from .log import MemoryLog, MemoryOut
from .places import MemoryGroupOffsets, MemoryPlaces
from .process import Crashed, Fault, Point, Process
from .reading import MemoryTables
from .store import MemoryStore
from .unit import MemoryUnit
from .waiting import MemoryWaiting

__all__ = [
    "Crashed",
    "Fault",
    "MemoryBroker",
    "MemoryClock",
    "MemoryDatabase",
    "MemoryGroupOffsets",
    "MemoryHearingStore",
    "MemoryLog",
    "MemoryOut",
    "MemoryPlaces",
    "MemoryStore",
    "MemoryTables",
    "MemoryUnit",
    "MemoryWaiting",
    "Moment",
    "Point",
    "Process",
]
