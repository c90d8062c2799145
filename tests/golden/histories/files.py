"""The files of this folder, what today's code makes of them, and where the two part."""

from __future__ import annotations

import json
from difflib import unified_diff
from pathlib import Path
from typing import Any

from .cores import CORES
from .stories import AGGREGATES, STORIES
from .written import read, text_of, written

FOLDER = Path(__file__).parent
LINES_AROUND = 6


def recorded() -> list[Path]:
    return sorted(FOLDER.glob("*.json"))


def replayed(path: Path) -> dict[str, Any]:
    """What would be written today: the file's own inputs, today's decisions."""
    document: dict[str, Any] = json.loads(path.read_text("utf-8"))
    core = CORES[document["service"]]
    return written(core, document["aggregate"], document["story"], read(core, document))


def told(name: str) -> str:
    """The file as the story of that name is told today."""
    service, tell = STORIES[name]
    teller = tell()
    return text_of(written(CORES[service], AGGREGATES[service], _title(tell.__name__), teller.history))


def record() -> list[str]:
    """Write every history anew, and remove those that nobody tells any more; the names of files that changed."""
    changed = []
    for name in STORIES:
        path, text = FOLDER / f"{name}.json", told(name)
        if not path.exists() or path.read_text("utf-8") != text:
            path.write_text(text, "utf-8")
            changed.append(path.name)
    for path in recorded():
        if path.stem not in STORIES:
            path.unlink()
            changed.append(path.name)
    return changed


def parted(path: Path) -> str:
    """How today's code differs from the file, as a diff to be read; empty when it does not."""
    after, recorded_text = replayed(path), path.read_text("utf-8")
    if recorded_text == text_of(after):
        return ""
    before, today = (json.dumps(each, indent=1, ensure_ascii=False) for each in (json.loads(recorded_text), after))
    lines = unified_diff(before.splitlines(), today.splitlines(), path.name, "today", n=LINES_AROUND, lineterm="")
    return "\n".join(lines) or f"{path.name} is not laid out as it would be recorded"


def _title(name: str) -> str:
    return name.replace("_", " ")
