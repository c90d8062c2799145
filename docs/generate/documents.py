"""Every generated document, as path → text. Nothing here writes; see `__main__`."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

from shared.contracts.catalogue import BY_TYPE
from shared.contracts.compatibility import Finding, compare_all
from shared.contracts.schema import Schema, schema_of

from . import asyncapi, events, machines, stored
from .samples import ROOT
from .stored_gate import StoredFinding, not_free

SCHEMAS = Path("shared/contracts/schemas")
STORED = Path("docs/stored")


def documents() -> dict[Path, str]:
    """What the committed files should hold, relative to the repository's root."""
    version = str(tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"])
    made = {SCHEMAS / f"{name}.json": as_json(schema_of(event)) for name, event in BY_TYPE.items()}
    made[Path("docs/events.md")] = events.page()
    made[Path("docs/asyncapi.json")] = as_json(asyncapi.document(version))
    made |= {Path(f"docs/machines/{service}.md"): machines.page(service) for service in machines.MACHINES}
    made |= {STORED / f"{name}.json": stored.text(stored.document(each)) for name, each in stored.machines().items()}
    return made


def published() -> dict[str, Schema]:
    """The schemas as they are committed."""
    return {path.stem: json.loads(path.read_text("utf-8")) for path in sorted((ROOT / SCHEMAS).glob("*.json"))}


def changes() -> list[Finding]:
    """What today's models change of the committed schemas that is not free."""
    return compare_all(published(), {name: schema_of(event) for name, event in BY_TYPE.items()})


def stored_changes() -> list[StoredFinding]:
    """What the machines would change of the committed documents that is not free."""
    found = []
    for name, machine in stored.machines().items():
        committed = ROOT / STORED / f"{name}.json"
        if committed.is_file():
            found += not_free(json.loads(committed.read_text("utf-8")), stored.document(machine))
    return found


def stale() -> list[Path]:
    """The generated files that are missing or tell another story than the code."""
    return [
        path
        for path, text in documents().items()
        if not (ROOT / path).is_file() or (ROOT / path).read_text("utf-8") != text
    ]


def as_json(document: Any) -> str:
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"
