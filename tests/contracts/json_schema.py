"""A small reader of JSON Schema draft 7: only the keywords that our schemas use, and an error on any other.

Independent of pydantic, so that "the schema says so" and "the decoder says so" are two witnesses.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any
from uuid import UUID

COMMENTARY = {"$schema", "$id", "title", "description", "default", "definitions", "x-topic", "x-key"}
TYPES: dict[str, type | tuple[type, ...]] = {
    "boolean": bool,
    "object": dict,
    "array": list,
    "string": str,
    "integer": int,
    "number": (int, float),
}


def violations(schema: dict[str, Any], document: Any) -> list[str]:
    """What of `document` does not fit `schema`, as `path: keyword`."""
    return list(_check(schema, document, "", schema.get("definitions", {})))


def _check(schema: dict[str, Any], value: Any, path: str, definitions: dict[str, Any]) -> Iterator[str]:
    if "$ref" in schema:
        yield from _check(definitions[schema["$ref"].rpartition("/")[2]], value, path, definitions)
        schema = {key: rule for key, rule in schema.items() if key != "$ref"}
    if "type" in schema and not _is(schema["type"], value):
        yield f"{path}: type"
        return
    for keyword, rule in schema.items():
        if keyword == "properties":
            for name in sorted(set(rule) & set(value)):
                yield from _check(rule[name], value[name], f"{path}.{name}", definitions)
        elif keyword == "items":
            for number, item in enumerate(value):
                yield from _check(rule, item, f"{path}[{number}]", definitions)
        elif keyword not in COMMENTARY and keyword != "type" and not _holds(keyword, rule, value, schema):
            yield f"{path}: {keyword}"


def _is(name: str, value: Any) -> bool:
    return isinstance(value, TYPES[name]) and not (isinstance(value, bool) and name in ("integer", "number"))


def _holds(keyword: str, rule: Any, value: Any, schema: dict[str, Any]) -> bool:
    match keyword:
        case "required":
            return set(rule) <= set(value)
        case "additionalProperties":
            return bool(rule) or set(value) <= set(schema["properties"])
        case "const":
            return bool(value == rule)
        case "enum":
            return bool(value in rule)
        case "pattern":
            return re.search(rule, value) is not None
        case "format":
            return _is_written(rule, value)
        case "minLength":
            return bool(len(value) >= rule)
        case "maxLength" | "maxItems":
            return bool(len(value) <= rule)
        case "minimum":
            return bool(value >= rule)
        case "exclusiveMinimum":
            return bool(value > rule)
        case "maximum":
            return bool(value <= rule)
        case _:
            raise NotImplementedError(keyword)


def _is_written(form: str, value: str) -> bool:
    try:
        match form:
            case "date-time":
                return datetime.fromisoformat(value).tzinfo is not None and "T" in value
            case "date":
                return len(value) == 10 and bool(date.fromisoformat(value))
            case "uuid":
                return bool(UUID(value))
    except ValueError:
        return False
    raise NotImplementedError(form)
