"""May the schema of an event type change like this? Compares what was published with what is about to be.

Producers, consumers and records outlive each other: a topic keeps records for weeks, and during a roll-out old and
new code run side by side. So a change of a `vN` has to hold in both directions:

1. what was valid stays valid, because new consumers read old records;
2. what will be written is valid by the old schema, unknown fields aside, because old consumers read new records.

That leaves new optional fields and new event types. Whatever else is needed is a new `vN`. One change is possible in
an order: *widening* (a new word in an enumeration, a larger limit) breaks rule 2 only until every consumer has the
new code. It is reported apart, for a roll-out that starts with the consumers.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from .schema import Schema

LOWER_LIMITS = ("minimum", "exclusiveMinimum", "minLength", "minItems")
UPPER_LIMITS = ("maximum", "exclusiveMaximum", "maxLength", "maxItems")
UNJUDGED = ("type", "pattern", "format", "default", "additionalProperties", "anyOf", "x-topic", "x-key")
"""Any change of these is refused: nobody can tell a wider pattern from a narrower one, and the rest is identity."""
COMMENTARY = frozenset({"$schema", "$id", "title", "description", "definitions", "$ref"})
STRUCTURE = frozenset({"properties", "required", "items", "enum", "const"})
KNOWN = COMMENTARY | STRUCTURE | {*LOWER_LIMITS, *UPPER_LIMITS, *UNJUDGED}


@dataclass(frozen=True, slots=True)
class Finding:
    """One change that is not free, at `path` of the event."""

    kind: Literal["refused", "consumers-first"]
    type: str
    path: str
    what: str

    def __str__(self) -> str:
        return f"{self.type}: {self.path or 'the event'} {self.what}"


def compare_all(published: Mapping[str, Schema], today: Mapping[str, Schema]) -> list[Finding]:
    """Every change that is not free, over all event types. New types are free; one that is gone is refused."""
    found = [Finding("refused", name, "", "is gone") for name in sorted(set(published) - set(today))]
    for name in sorted(set(published) & set(today)):
        found += compare(name, published[name], today[name])
    return found


def compare(name: str, published: Schema, today: Schema) -> list[Finding]:
    """Every change of one event type that is not free."""
    return [Finding(kind, name, path, what) for kind, path, what in _Walk(published, today).node(published, today, "")]


SchemaChange = tuple[Literal["refused", "consumers-first"], str, str]


class _Walk:
    def __init__(self, old: Schema, new: Schema) -> None:
        self._old = old.get("definitions", {})
        self._new = new.get("definitions", {})

    def node(self, old: Schema, new: Schema, path: str) -> Iterator[SchemaChange]:
        old, new = resolved(old, self._old), resolved(new, self._new)
        for key in sorted((set(old) | set(new)) - KNOWN):
            yield "refused", path, f"uses {key}, which nobody taught this check to compare"
        for key in UNJUDGED:
            if old.get(key) != new.get(key):
                yield "refused", path, f"changed its {key}"
        for tighter, what in changed_limits(old, new, LOWER_LIMITS, UPPER_LIMITS):
            yield ("refused" if tighter else "consumers-first"), path, what
        yield from _words(old, new, path)
        yield from self._fields(old, new, path)
        if "items" in old and "items" in new:
            yield from self.node(old["items"], new["items"], f"{path}[]")

    def _fields(self, old: Schema, new: Schema, path: str) -> Iterator[SchemaChange]:
        before, after = old.get("properties", {}), new.get("properties", {})
        had_to, has_to = set(old.get("required", ())), set(new.get("required", ()))
        for field in sorted(set(before) | set(after)):
            at = f"{path}.{field}" if path else field
            if field not in after:
                yield "refused", at, "was removed"
            elif field not in before:
                if field in has_to:
                    yield "refused", at, "is new and required: records of yesterday lack it"
            else:
                if field in has_to - had_to:
                    yield "refused", at, "became required: records of yesterday may lack it"
                if field in had_to - has_to:
                    yield "refused", at, "became optional: consumers of yesterday need it"
                yield from self.node(before[field], after[field], at)


def resolved(node: Mapping[str, Any], definitions: Mapping[str, Any]) -> dict[str, Any]:
    """The node with the definition that it refers to in its place, and the one that that refers to."""
    found = dict(node)
    while "$ref" in found:
        address = found.pop("$ref")
        found = {**definitions[address.rpartition("/")[2]], **found}
    return found


def changed_limits(
    old: Mapping[str, Any], new: Mapping[str, Any], lower: Sequence[str], upper: Sequence[str]
) -> Iterator[tuple[bool, str]]:
    """Of each limit that changed: is it tighter now, and what changed."""
    for key in (*lower, *upper):
        before, after = old.get(key), new.get(key)
        if before != after:
            tighter = before is None or (after is not None and (after > before) == (key in lower))
            yield tighter, f"changed its {key} from {before} to {after}"


def _words(old: Schema, new: Schema, path: str) -> Iterator[SchemaChange]:
    before, after = allowed_words(old), allowed_words(new)
    if before == after:
        return
    if before is None or after is None:
        # A list of words that comes or goes changes what the field is, not only how much of it there is.
        yield "refused", path, "got or lost its list of words"
        return
    if before - after:
        yield "refused", path, f"no longer allows {', '.join(sorted(before - after))}"
    if after - before:
        yield "consumers-first", path, f"also allows {', '.join(sorted(after - before))}"


def allowed_words(node: Mapping[str, Any]) -> set[str] | None:
    """The words a node allows; None where there is no list."""
    if "const" in node:
        return {str(node["const"])}
    return {str(word) for word in node["enum"]} if "enum" in node else None
