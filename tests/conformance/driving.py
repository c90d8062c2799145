"""Work driven point by point, as the simulation drives it."""

from __future__ import annotations

from collections.abc import Coroutine
from typing import Any

from tests.memory.runtime import Point


def drive(work: Coroutine[Any, Any, Any]) -> tuple[list[str], Any]:
    """The names of the points on the way, and what came back."""
    names = []
    try:
        while True:
            point = work.send(None)
            assert isinstance(point, Point)
            names.append(point.name)
    except StopIteration as stop:
        return names, stop.value


def until(work: Coroutine[Any, Any, Any], points: int) -> bool:
    """Drive to the so-manieth point; False when it ended before."""
    try:
        for _ in range(points):
            work.send(None)
    except StopIteration:
        return False
    return True
