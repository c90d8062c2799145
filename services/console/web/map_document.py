"""What the map's script is told: points, words and tones. Nothing in it is more than what the page says. Pure."""

from __future__ import annotations

from collections.abc import Container
from typing import Any

from .day_map import DayMap, cells
from .shown import calm
from .tones import tone_of_state

OFF_STREETS = "outside the streets drawn"


def map_document(view: DayMap, off: Container[str] = ()) -> dict[str, Any]:
    """`off` are the cells in which no street is drawn."""
    return {
        "visits": [
            {
                "case": visit.case, "at": visit.at, "tone": tone_of_state(visit.state), "region": calm(visit.region),
                "said": [
                    calm(visit.case), f"{visit.clock} {visit.zone}", visit.state.replace("-", " "),
                    calm(", ".join(visit.crew)) or "no crew yet",
                    *([OFF_STREETS] if visit.cell in off else []),
                ],
            }
            for visit in view.visits
        ],
        "routes": [{"points": route.points, "crew": calm(", ".join(route.crew))} for route in view.routes],
        "cells": cells(view.visits),
        "nowhere": view.nowhere,
    }  # fmt: skip
