"""The golden samples: one real record of each kind, and which event type it shows."""

from __future__ import annotations

import json
from collections import defaultdict
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
GOLDEN = ROOT / "tests" / "golden"
REFUSED = GOLDEN / "refused"
OTHERS = (REFUSED, GOLDEN / "histories", GOLDEN / "why-not")


def golden() -> dict[Path, dict[str, Any]]:
    """Every good sample, by its file. The folder's name is the topic."""
    return {
        path: json.loads(path.read_text("utf-8"))
        for path in sorted(GOLDEN.glob("*/*.json"))
        if path.parent not in OTHERS
    }


def first_of_each_type() -> dict[str, tuple[str, dict[str, Any]]]:
    """Type → (what the sample shows, the sample); the first in alphabetical order where there are several."""
    found: dict[str, tuple[str, dict[str, Any]]] = {}
    for path, document in golden().items():
        found.setdefault(document["type"], (path.stem.replace("-", " "), document))
    return found


def names_of_each_type() -> dict[str, list[str]]:
    names = defaultdict(list)
    for path, document in golden().items():
        names[document["type"]].append(path.relative_to(ROOT).as_posix())
    return dict(names)
