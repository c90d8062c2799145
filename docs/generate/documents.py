"""Every generated document, as path → text. Nothing here writes; see `__main__`."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

from shared.contracts.catalogue import BY_TYPE
from shared.contracts.compatibility import Finding, compare_all
from shared.contracts.schema import Schema, schema_of
from shared.contracts.schema_files import bundled, split
from shared.contracts.taken_out import not_excused

from . import answers, asyncapi, events, machines, one_case, operations, reasons, rights, stored
from .samples import ROOT
from .stored_gate import StoredFinding, not_free

SCHEMAS = Path("shared/contracts/schemas")
STORED = Path("docs/stored")


def documents() -> dict[Path, str]:
    """What the committed files should hold, relative to the repository's root."""
    version = str(tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"])
    made = {SCHEMAS / path: as_json(schema) for path, schema in split(BY_TYPE.values()).items()}
    made[Path("docs/events.md")] = events.page()
    made[Path("docs/reasons.md")] = reasons.page()
    made[operations.PAGE] = operations.page()
    made[operations.NAMES] = operations.names()
    made[Path("docs/asyncapi.json")] = as_json(asyncapi.document(version))
    made |= {Path(f"docs/machines/{service}.md"): machines.page(service) for service in machines.MACHINES}
    made[Path("docs/answers/why-not.json")] = as_json(answers.why_not())
    made[Path("docs/runbooks/kafka-rights.md")] = rights.kafka()
    made[Path("docs/runbooks/database-rights.md")] = rights.database()
    made[Path("docs/follow-one-case.md")] = one_case.page()
    made |= {STORED / f"{name}.json": stored.text(stored.document(each)) for name, each in stored.machines().items()}
    return made


def published(folder: Path = ROOT / SCHEMAS) -> dict[str, Schema]:
    """The schema of each event type as it is committed, in one piece."""
    files = {
        path.relative_to(folder).as_posix(): json.loads(path.read_text("utf-8"))
        for path in sorted(folder.rglob("*.json"))
    }
    types = [path.removesuffix(".json") for path in files if path.startswith("doorstep.")]
    return {name: bundled(files, name) for name in types}


def changes(folder: Path = ROOT / SCHEMAS) -> list[Finding]:
    """What today's models change of the committed schemas that is not free."""
    today = {name: schema_of(event) for name, event in BY_TYPE.items()}
    return not_excused(compare_all(published(folder), today))


def stored_changes() -> list[StoredFinding]:
    """What the machines would change of the committed documents that is not free."""
    found = []
    for name, machine in stored.machines().items():
        committed = ROOT / STORED / f"{name}.json"
        if committed.is_file():
            found += not_free(json.loads(committed.read_text("utf-8")), stored.document(machine))
    return not_excused(found)


def stale() -> list[Path]:
    """The generated files that are missing or tell another story than the code, and schemas that nothing makes."""
    made = documents()
    there = {path.relative_to(ROOT) for path in (ROOT / SCHEMAS).rglob("*.json")}
    return sorted(there - set(made)) + [
        path for path, text in made.items() if not (ROOT / path).is_file() or (ROOT / path).read_text("utf-8") != text
    ]


def as_json(document: Any) -> str:
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"
