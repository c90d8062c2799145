"""What the sandbox tells whoever watches it: one small JSON file, replaced as a whole."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

NAME = "progress.json"


def write_progress(folder: Path, doc: Mapping[str, Any]) -> None:
    fresh = folder / f".{NAME}"
    fresh.write_text(json.dumps(doc), encoding="utf-8")
    os.replace(fresh, folder / NAME)


def read_progress(folder: Path) -> dict[str, Any]:
    """The newest, or nothing when there is none yet."""
    try:
        found = json.loads((folder / NAME).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}
