"""Garbage of simulated runs: a run makes little, and looking for it all the time takes a third of the time."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def collected_between_runs() -> Iterator[Callable[[], object]]:
    """Nothing is collected meanwhile but by calling what this gives, and of what was there before nothing at all."""
    collecting, shared = gc.isenabled(), gc.get_freeze_count()
    gc.disable()
    if shared:  # a run of pytest has frozen what its tests share, and it stays so
        gc.collect()
    gc.freeze()
    try:
        yield lambda: gc.collect(1)
        gc.collect()
    finally:
        if not shared:
            gc.unfreeze()
        if collecting:
            gc.enable()
