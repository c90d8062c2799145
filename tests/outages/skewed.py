"""A service whose clock is wrong: python -m tests.outages.skewed FILE SERVICE

FILE holds, as eight bytes, how many seconds the clock is ahead (little-endian double), and may be changed while the
service runs. Put off are `time.time`, `time.time_ns` and `datetime.now` of every module that is loaded, ours and the
libraries'. Not the monotonic clock, as on a machine whose clock is set; nor what C code asks of the system by itself.
Nothing of the product knows of this.
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

    for module in tuple(sys.modules.values()):
        if module is not the_module and getattr(module, "datetime", None) is true:
            module.datetime = Skewed  # type: ignore[attr-defined]


if __name__ == "__main__":
    file, service = Path(sys.argv[1]), sys.argv[2]
    recipe = import_module(f"services.{service}.bootstrap").RECIPE
    skew(file)
    sys.argv = [service]
    main(recipe)
