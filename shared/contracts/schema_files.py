"""How the schemas lie on disk: each payload once, what payloads share once, the envelope once, joined by `$ref`.

- `envelope.json`: the fields that every event has, and that there are no others;
- `values.json`: what payloads are made of (`Window`, `Sealed`, `Money`...), as definitions;
- `payloads/NAME.json`: one form of `data`;
- `TYPE.json`: an event type: the envelope, with `type` and `data` narrowed.

References are relative to the file that holds them, so a file has no `$id`: any address of the folder will do. Where
one file is wanted (a registry, the compatibility check), `bundled` makes it, the same that `schema_of` makes of models.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from .catalogue import type_name
from .envelope import Event
from .schema import DIALECT, Schema, schema_of

ENVELOPE, VALUES, PAYLOADS = "envelope.json", "values.json", "payloads/"
_INNER = "#/definitions/"


def split(events: Iterable[type[Event]]) -> dict[str, Schema]:
    """The files of these event types, by their path in the schemas' folder."""
    whole = {type_name(event): schema_of(event) for event in events}
    forms: dict[str, Schema] = {}
    for name, schema in whole.items():
        for form, definition in schema["definitions"].items():
            if forms.setdefault(form, definition) != definition:
                raise ValueError(f"{name} has another {form} than the types before: two models share a name")
    payloads = {_last(schema["properties"]["data"]["$ref"]) for schema in whole.values()}
    shared = _envelope(next(iter(whole.values())))
    files = {
        ENVELOPE: shared,
        VALUES: {
            "$schema": DIALECT,
            "description": "What payloads are made of.",
            "definitions": {
                form: _referring(forms[form], lambda used: f"{PAYLOADS}{used}.json" if used in payloads else None)
                for form in sorted(set(forms) - payloads)
            },
        },
    }
    for form in sorted(payloads):
        files[f"{PAYLOADS}{form}.json"] = {
            "$schema": DIALECT,
            "title": form,
            **_referring(
                forms[form], lambda used: f"{used}.json" if used in payloads else f"../{VALUES}{_INNER}{used}"
            ),
        }
    for name, schema in whole.items():
        files[f"{name}.json"] = _narrowed(schema, shared)
    return files


def bundled(files: Mapping[str, Schema], name: str) -> Schema:
    """The schema of an event type as one document without references to files.

    A file that needs no other is its own bundle: so were all of them before they shared.
    """
    event = files[f"{name}.json"]
    if "allOf" not in event:
        return event
    envelope = files[event["allOf"][0]["$ref"]]
    definitions: dict[str, Schema] = {}

    def take(address: str, holder: str) -> str:
        path, _, form = address.partition(_INNER)
        path = _path(path, holder) if path else holder
        form = form or _last(path).removesuffix(".json")
        if form not in definitions:
            definitions[form] = {}  # before its own references are followed: one may lead back here
            found = files[path]["definitions"][form] if path == VALUES else _without(files[path], "$schema", "title")
            definitions[form] = _addressed(found, lambda inner: take(inner, path))
        return _INNER + form

    properties = _addressed({**envelope["properties"], **event["properties"]}, lambda address: take(address, ""))
    return {
        "$schema": event["$schema"],
        "$id": f"urn:doorstep:event:{name}",
        **{key: event[key] for key in ("title", "description", "x-topic", "x-key")},
        "type": envelope["type"],
        "properties": properties,
        "required": envelope["required"],
        "additionalProperties": envelope["additionalProperties"],
        "definitions": dict(sorted(definitions.items())),
    }


def _envelope(schema: Schema) -> Schema:
    return {
        "$schema": DIALECT,
        "title": "Event",
        "description": "What every event carries: CloudEvents 1.0 in JSON. Each type narrows `type` and `data`.",
        "type": "object",
        "properties": {**schema["properties"], "type": {"type": "string"}, "data": {"type": "object"}},
        "required": schema["required"],
        "additionalProperties": schema["additionalProperties"],
    }


def _narrowed(schema: Schema, envelope: Schema) -> Schema:
    own = {field: form for field, form in schema["properties"].items() if form != envelope["properties"][field]}
    return {
        **{key: schema[key] for key in ("$schema", "title", "description", "x-topic", "x-key")},
        "allOf": [{"$ref": ENVELOPE}],
        "properties": _referring(own, lambda used: f"{PAYLOADS}{used}.json"),
    }


def _referring(node: Any, where: Callable[[str], str | None]) -> Any:
    """The node with each reference led to where `where` says that the definition lies now, if it says."""
    return _addressed(node, lambda address: where(_last(address)) or address)


def _addressed(node: Any, to: Callable[[str], str]) -> Any:
    if isinstance(node, list):
        return [_addressed(item, to) for item in node]
    if not isinstance(node, dict):
        return node
    return {
        key: to(value) if key == "$ref" and isinstance(value, str) else _addressed(value, to)
        for key, value in node.items()
    }


def _path(address: str, holder: str) -> str:
    """A relative address, seen from the file that holds it."""
    folder = holder.rpartition("/")[0]
    return address.removeprefix("../") if address.startswith("../") else f"{folder}/{address}" if folder else address


def _last(address: str) -> str:
    return address.rpartition("/")[2]


def _without(node: Schema, *keys: str) -> Schema:
    return {key: value for key, value in node.items() if key not in keys}
