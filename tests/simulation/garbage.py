"""Garbage of simulated runs: a run makes little, and looking for it all the time takes a third of the time."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def collected_between_runs() -> Iterator[Callable[[], object]]:
    """Nothing is collected meanwhile but by calling what this gives, and of what was there before nothing at all."""
    collecting = gc.isenabled()
    gc.disable()
    gc.freeze()
    try:
        yield lambda: gc.collect(1)
        gc.collect()
    finally:
        gc.unfreeze()
        if collecting:
            gc.enable()
