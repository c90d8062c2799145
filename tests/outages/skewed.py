"""A service whose clock is wrong: python -m tests.outages.skewed FILE SERVICE

FILE holds, as eight bytes, how many seconds the clock is ahead (little-endian double), and may be changed while the
service runs. Put off are `time.time` and `time.time_ns` of the whole process, and `datetime.now` of the modules that
ask it what time it is. Not the monotonic clock, as on a machine whose clock is set; nor what C code asks of the system
by itself. Nothing of the product knows of this.
"""

from __future__ import annotations

import datetime as the_module
import mmap
import struct
import sys
import time
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

from shared.runtime.service import main

AHEAD = struct.Struct("<d")
ASK = ("shared.runtime.clock", "shared.runtime.kafka.lane", "shared.runtime.timer_wakeup", "apscheduler.")
"""Elsewhere `datetime` is a type that is looked at, and must stay what it is."""


def write_ahead(path: Path, seconds: float) -> None:
    """Eight aligned bytes in one write: readers never see half of it."""
    with path.open("r+b" if path.exists() else "wb") as file:
        file.write(AHEAD.pack(seconds))


def skew(path: Path) -> None:
    with path.open("rb") as file:
        view = mmap.mmap(file.fileno(), AHEAD.size, access=mmap.ACCESS_READ)

    def ahead_s() -> float:
        return float(AHEAD.unpack_from(view)[0])

    true_s: Callable[[], float] = time.time
    time.time = lambda: true_s() + ahead_s()
    time.time_ns = lambda: int(time.time() * 1e9)
    true: Any = the_module.datetime  # `Any`: what takes its place is one only at run time

    class _AnyDatetime(type(true)):  # type: ignore[misc]
        """What asks for the type of a value sees none but the true one."""

        def __instancecheck__(cls, instance: object) -> bool:
            return isinstance(instance, true)

    class Skewed(true, metaclass=_AnyDatetime):  # type: ignore[misc]
        def __new__(cls, *args: Any, **more: Any) -> Any:
            return true(*args, **more)

        @classmethod
        def now(cls, tz: the_module.tzinfo | None = None) -> Any:
            return true.fromtimestamp(time.time(), tz)

    for name, module in tuple(sys.modules.items()):
        if name.startswith(ASK) and getattr(module, "datetime", None) is true:
            module.datetime = Skewed  # type: ignore[attr-defined]


if __name__ == "__main__":
    file, service = Path(sys.argv[1]), sys.argv[2]
    recipe = import_module(f"services.{service}.bootstrap").RECIPE
    skew(file)
    sys.argv = [service]
    main(recipe)
