"""The times that borrowers propose in the development corpus, as rows of a times file that tell only a beginning.

A file of time expressions says exactly what each means. The corpus says which window was meant in the end, after
offers, habits and business hours; so what is counted on it is whether the best reading begins where that window does.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime, time
from typing import Any

from .counting import begins
from .reader_speed import corpus_files

KINDS = {"daterange": "date", "timerange": "time", "datetimerange": "datetime"}


def proposed_times() -> list[dict[str, Any]]:
    """Replies that propose one time and nothing else."""
    found = [json.loads(line) for path in corpus_files() for line in path.read_text("utf-8").splitlines()]
    return [row_of(row) for row in found if row["intents"] == ["propose"] and row["time"]]


def row_of(row: Mapping[str, Any]) -> dict[str, Any]:
    starts = (datetime.fromisoformat(one["start"]) for one in (row["time"], *row.get("time_also_ok", ())) if one)
    return {
        "id": row["id"], "lang": row["lang"].partition("-")[0], "now": row["now"], "text": row["text"],
        "any_of": [reading for start in starts for reading in beginnings_of(start)],
    }  # fmt: skip


def beginnings_of(start: datetime) -> list[dict[str, str]]:
    day, hour = str(start.date()), str(start.time())
    if start.time() == time(0):
        return [{"type": "date", "value": day}]
    return [{"type": "datetime", "value": f"{day} {hour}"}, {"type": "time", "value": hour}]


def only_beginnings(readings: Mapping[str, Sequence[Any]]) -> dict[str, list[Any]]:
    """The same readings without their ends."""
    return {
        name: [[_beginning(way) for way in (one if isinstance(one, list) else [one])] for one in some]
        for name, some in readings.items()
    }


def _beginning(way: Mapping[str, str]) -> dict[str, str]:
    return {"type": KINDS.get(way["type"], way["type"]), "value": begins(way)}
