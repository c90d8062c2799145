"""The JSON Schema of each event type as one document: what a producer must write (draft 7, as AsyncAPI wants it).

It is closed, because producers are held to it; consumers ignore what they do not know (see `codec`). A field without
a value is left out rather than written as null, so `null` is not in it. How the published files share their parts is
`schema_files`.
"""

from __future__ import annotations

from typing import Any

from .catalogue import BY_NAME, type_name
from .envelope import Event

Schema = dict[str, Any]
DIALECT = "http://json-schema.org/draft-07/schema#"
ALWAYS = ("specversion", "id", "type", "source", "subject", "time", "data")
"""Envelope fields that every record carries, also those that have a default in the model."""


def schema_of(event: type[Event]) -> Schema:
    """The schema of one event type. The same models always give the same document."""
    name = type_name(event)
    made = without_titles(event.model_json_schema(ref_template="#/definitions/{model}"))
    definitions = made.pop("$defs", {})
    return {
        "$schema": DIALECT,
        "$id": f"urn:doorstep:event:{name}",
        "title": event.__name__,
        "description": _one_paragraph(event.__doc__ or ""),
        "x-topic": event.topic,
        "x-key": BY_NAME[event.topic].key,
        "type": "object",
        "properties": made["properties"],
        "required": list(ALWAYS),
        "additionalProperties": False,
        "definitions": dict(sorted(definitions.items())),
    }


def without_titles(node: Any) -> Any:
    """Without pydantic's titles (they repeat the names) and without null (absent fields are left out)."""
    if isinstance(node, list):
        return [without_titles(item) for item in node]
    if not isinstance(node, dict):
        return node
    if "anyOf" in node:
        kept = [branch for branch in node["anyOf"] if branch != {"type": "null"}]
        if len(kept) == 1:
            rest = {key: value for key, value in node.items() if key not in ("anyOf", "default")}
            return without_titles({**kept[0], **rest})
    plain: Schema = {}
    for key, value in node.items():
        if key == "title" and isinstance(value, str):
            continue
        if key == "description" and isinstance(value, str):
            plain[key] = _one_paragraph(value)
        elif key in ("properties", "$defs"):
            plain[key] = {name: without_titles(field) for name, field in value.items()}
        elif key == "default" and isinstance(value, dict):
            plain[key] = {name: field for name, field in value.items() if field is not None}
        else:
            plain[key] = without_titles(value)
    return plain


def _one_paragraph(text: str) -> str:
    return " ".join(text.split())
