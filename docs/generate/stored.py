"""docs/stored/*.json: what each machine stores, as JSON Schemas: its states, its history's changes, its direct inputs.

These documents outlive the code that wrote them, and during a roll-out older and newer code read the same ones. What
may change of them says `stored_gate`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from importlib import import_module
from typing import Any

from pydantic import TypeAdapter

from services.notifier import bootstrap as notifier
from services.router import bootstrap as router
from services.scheduler import bootstrap as scheduler
from shared.policy import load_pack
from shared.privacy.master import MasterKeys
from shared.runtime.machine import AnyMachine

from .stored_kinds import described

Schema = dict[str, Any]
SILENT = frozenset({"title", "description", "discriminator"})
WIDTH = 118


def machines() -> dict[str, AnyMachine]:
    pack = load_pack("default")
    return {
        "notifier": notifier.machine(pack),
        "scheduler": scheduler.machine(pack, MasterKeys.of(b"k" * 32)),
        "router": router.machine(pack),
    }


def document(machine: AnyMachine) -> Schema:
    """What a machine stores. The same models always give the same document."""
    adapters: dict[str, TypeAdapter[Any]] = {"states": described(machine.states), "changes": described(machine.changes)}
    if machine.inputs is not None:
        adapters["inputs"] = machine.inputs
    schemas, shared = TypeAdapter.json_schemas([(name, "validation", adapter) for name, adapter in adapters.items()])
    core = import_module(f"services.{machine.service}.core.changes")
    return {
        "service": machine.service,
        "format": machine.format,
        "former": dict(getattr(core, "FORMER", {})),
        "upcast": sorted(getattr(core, "UPCASTERS", {})),
        **{name: _silent(schemas[name, "validation"]) for name in adapters},
        "$defs": {name: _silent(node) for name, node in sorted(shared.get("$defs", {}).items())},
    }


def _silent(node: Any) -> Any:
    """Without names and words, which may change, and without `discriminator`: each kind says which it is."""
    if isinstance(node, list):
        return [_silent(item) for item in node]
    if not isinstance(node, dict):
        return node
    found = {}
    for key, value in node.items():
        if key in ("properties", "$defs", "patternProperties"):
            found[key] = {name: _silent(field) for name, field in value.items()}
        elif key not in SILENT:
            found[key] = value if key in ("default", "const", "enum") else _silent(value)
    return found


def text(document: Mapping[str, Any]) -> str:
    """JSON with as much on a line as fits."""
    return _laid(document, 0) + "\n"


def _laid(value: Any, depth: int) -> str:
    flat = json.dumps(value, ensure_ascii=False)
    if (depth and len(flat) + depth <= WIDTH) or not isinstance(value, dict | list) or not value:
        return flat
    pad, end = " " * (depth + 1), " " * depth
    if isinstance(value, list):
        return "[\n" + ",\n".join(pad + _laid(item, depth + 1) for item in value) + f"\n{end}]"
    lines = [f"{pad}{json.dumps(key)}: {_laid(item, depth + 1)}" for key, item in value.items()]
    return "{\n" + ",\n".join(lines) + f"\n{end}}}"
