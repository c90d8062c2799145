"""Documents without what is personal: sealed values become the word for what they hold, everything else stays."""

from __future__ import annotations

from functools import cache
from typing import Any

from shared.contracts.catalogue import BY_TYPE

BOX = frozenset({"kid", "of", "field", "box"})
FIELDS_MAX = 100
ITEMS_MAX = 3


def hidden(document: Any) -> Any:
    """The document with `<sealed phone>` in place of each sealed value."""
    if isinstance(document, dict):
        if document.keys() >= BOX:
            return f"<sealed {document['field']}>"
        return {name: hidden(value) for name, value in document.items()}
    if isinstance(document, list):
        return [hidden(value) for value in document]
    return document


def shape(document: Any) -> Any:
    """The document with the kind of each value instead of the value, and only names that the contracts know.

    For what may hold anything at all: even a name may be somebody's.
    """
    match document:
        case dict():
            known = _names()
            return {
                name if name in known else f"<unknown name {number}>": shape(value)
                for number, (name, value) in enumerate(list(document.items())[:FIELDS_MAX], 1)
            }
        case list():
            return [shape(value) for value in document[:ITEMS_MAX]] + ["..."] * (len(document) > ITEMS_MAX)
        case bool():
            return "<true or false>"
        case int() | float():
            return "<number>"
        case str():
            return f"<text of {len(document)}>"
        case _:
            return "<nothing>"


@cache
def _names() -> frozenset[str]:
    """Every field name of every event."""
    found: set[str] = set()
    for event in BY_TYPE.values():
        schema = event.model_json_schema()
        for part in (schema, *schema.get("$defs", {}).values()):
            found.update(part.get("properties", {}))
    return frozenset(found)
