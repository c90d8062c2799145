"""What the map's script is told: points, words and tones. Nothing in it is more than what the page says. Pure."""

from __future__ import annotations

from typing import Any

from .day_map import DayMap, cells
from .shown import calm
from .tones import tone_of_state


def map_document(view: DayMap) -> dict[str, Any]:
    return {
        "visits": [
            {
                "case": visit.case, "at": visit.at, "tone": tone_of_state(visit.state), "region": calm(visit.region),
                "said": [
                    calm(visit.case), f"{visit.clock} {visit.zone}", visit.state.replace("-", " "),
                    calm(", ".join(visit.crew)) or "no crew yet",
                ],
            }
            for visit in view.visits
        ],
        "routes": [{"points": route.points, "crew": calm(", ".join(route.crew))} for route in view.routes],
        "cells": cells(view.visits),
        "nowhere": view.nowhere,
    }  # fmt: skip
