"""May what a machine stores change like this? Compares what is committed with what the code would read and write now.

1. Whatever was stored is read today, with nothing lost: refused is a field removed or new and required, a kind that is
   gone without a `FORMER` name or an upcaster, and every narrower type, limit or list of words.
2. What an older replica would not understand, or would drop when it writes back (a new field, kind or word of a state
   or a direct input), is only allowed under a higher `format`: then older replicas leave it alone (docs/adr/0027).
   History is not written back, so its changes grow freely.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from shared.contracts import compatibility
from shared.contracts.compatibility import allowed_words, changed_limits, resolved

Schema = Mapping[str, Any]
Kind = Literal["refused", "grown"]
Change = tuple[Kind, str, str]
LOWER_LIMITS = (*compatibility.LOWER_LIMITS, "minProperties")
UPPER_LIMITS = (*compatibility.UPPER_LIMITS, "maxProperties")
SAME = ("pattern", "format", "propertyNames", "uniqueItems", "multipleOf")
"""May go, which is wider; what comes or differs is refused, because nobody can tell a wider pattern from a narrower."""
ALTERNATIVES = ("oneOf", "anyOf")
KNOWN = frozenset(
    {*LOWER_LIMITS, *UPPER_LIMITS, *SAME, *ALTERNATIVES, "type", "default", "properties", "required", "items", "enum",
     "const", "patternProperties", "additionalProperties", "prefixItems", "$ref"}
)  # fmt: skip
STORED = ("states", "inputs", "changes")


@dataclass(frozen=True, slots=True)
class StoredFinding:
    """One change at `path` of what a service stores. `grown` is free under a higher format."""

    kind: Kind
    service: str
    path: str
    what: str

    def __str__(self) -> str:
        return f"{self.service}: {self.path} {self.what}"


def not_free(before: Schema, today: Schema) -> list[StoredFinding]:
    """What of the change between two documents of a service must not be; nothing is left when it may."""
    found = compare_stored(before, today)
    if today["format"] > before["format"]:
        return [finding for finding in found if finding.kind == "refused"]
    lower = [("refused", "format", "went down")] if today["format"] < before["format"] else []
    return [*found, *(StoredFinding("refused", today["service"], path, what) for _, path, what in lower)]


def compare_stored(before: Schema, today: Schema) -> list[StoredFinding]:
    """Every change between two documents of a service, but what history may do freely."""
    found: list[Change] = []
    for name, kind in before["former"].items():
        if name not in today["former"] and name not in today["upcast"]:
            found.append(("refused", "former", f"forgot {name}, which history holds as {kind}"))
    found += [("refused", "upcast", f"forgot {name}") for name in before["upcast"] if name not in today["upcast"]]
    walk = _Walk(before, today)
    for part in STORED:
        if part in before and part not in today:
            found.append(("refused", part, "are gone"))
        elif part in before:
            changes = walk.node(before[part], today[part], part)
            found += [change for change in changes if part != "changes" or change[0] == "refused"]
        elif part in today:
            found.append(("grown", part, "are new"))
    service = today["service"]
    return list(dict.fromkeys(StoredFinding(kind, service, path, what) for kind, path, what in found))


class _Walk:
    def __init__(self, before: Schema, today: Schema) -> None:
        self._old, self._new = before["$defs"], today["$defs"]
        self._former: Mapping[str, str] = today["former"]
        self._upcast = frozenset(today["upcast"])
        self._on_the_way: set[tuple[str, str]] = set()

    def node(self, old: Schema, new: Schema, path: str, *, told_apart: bool = False) -> Iterator[Change]:
        """`told_apart`: the two were paired by the word in their `kind`, which may be another name of history then."""
        way = (str(old.get("$ref")), str(new.get("$ref")))
        if way in self._on_the_way:
            return
        if "None" not in way:
            self._on_the_way.add(way)
        yield from self._resolved(resolved(old, self._old), resolved(new, self._new), path, told_apart)
        self._on_the_way.discard(way)

    def _resolved(self, old: Schema, new: Schema, path: str, told_apart: bool) -> Iterator[Change]:
        for key in sorted((set(old) | set(new)) - KNOWN):
            yield "refused", path, f"uses {key}, which nobody taught this check to compare"
        if _branches(old) or _branches(new):
            yield from self._alternatives(old, new, path)
            return
        if old.get("type") != new.get("type") and (old.get("type"), new.get("type")) != ("integer", "number"):
            yield "refused", path, f"was {old.get('type')} and is {new.get('type')}"
            return
        if "default" in old and old["default"] != new.get("default"):
            yield "refused", path, "is something else where it was left out"
        yield from _limits(old, new, path)
        yield from _words(old, new, path)
        yield from self._fields(old, new, path, told_apart)
        for key in ("items", "additionalProperties"):
            if isinstance(old.get(key), Mapping) and isinstance(new.get(key), Mapping):
                yield from self.node(old[key], new[key], f"{path}[]")
        values = [list(node.get("patternProperties", {}).items()) for node in (old, new)]
        if [pattern for pattern, _ in values[0]] != [pattern for pattern, _ in values[1]]:
            yield "refused", path, "has other keys"
        else:
            for (_, one), (_, other) in zip(*values, strict=True):
                yield from self.node(one, other, f"{path}[]")
        places = [node.get("prefixItems", ()) for node in (old, new)]
        if len(places[0]) != len(places[1]):
            yield "refused", path, "has another length"
        else:
            for number, (one, other) in enumerate(zip(*places, strict=True)):
                yield from self.node(one, other, f"{path}[{number}]")

    def _fields(self, old: Schema, new: Schema, path: str, told_apart: bool) -> Iterator[Change]:
        before, after = old.get("properties", {}), new.get("properties", {})
        had_to, has_to = set(old.get("required", ())), set(new.get("required", ()))
        for field in [*before, *(each for each in after if each not in before)]:
            at = f"{path}.{field}"
            if field not in after:
                yield "refused", at, "was removed"
            elif field not in before:
                yield ("refused", at, "is new and required") if field in has_to else ("grown", at, "is new")
            else:
                if field in has_to - had_to:
                    yield "refused", at, "became required"
                if field != "kind" or not told_apart:
                    yield from self.node(before[field], after[field], at)

    def _alternatives(self, old: Schema, new: Schema, path: str) -> Iterator[Change]:
        """By kind where they have one; else each must be readable as one of today's."""
        kinds = [self._by_kind(node, defs) for node, defs in ((old, self._old), (new, self._new))]
        before, after = _branches(old) or [old], _branches(new) or [new]
        if kinds[0] and kinds[1]:
            # Only history has former names: a state or an input is also read by the replicas of before.
            history = path.startswith("changes")
            former, upcast = (self._former, self._upcast) if history else ({}, frozenset())
            for kind, branch in kinds[0].items():
                name = former.get(kind, kind)
                if name in kinds[1] and kind not in upcast:
                    yield from self.node(branch, kinds[1][name], f"{path}:{kind}", told_apart=True)
                elif kind not in upcast:
                    yield "refused", f"{path}:{kind}", "is gone or has another name"
            named = {former.get(kind, kind) for kind in kinds[0]}
            yield from (("grown", f"{path}:{kind}", "is new") for kind in kinds[1] if kind not in named)
            return
        for branch in before:
            tries = [list(self.node(branch, candidate, path)) for candidate in after]
            yield from min(tries, key=lambda found: sum(2 if kind == "refused" else 1 for kind, _, _ in found))
        if len(after) > len(before):
            yield "grown", path, "may be more than before"

    def _by_kind(self, node: Schema, definitions: Schema) -> dict[str, Schema]:
        """The alternatives by the word in their field `kind`; none where one has no such word."""
        found = {}
        for branch in _branches(node) or [node]:
            kind = resolved(branch, definitions).get("properties", {}).get("kind", {})
            for word in [kind["const"]] if "const" in kind else kind.get("enum", [None]):
                found[word] = branch
        return {} if None in found else found


def _branches(node: Schema) -> list[Schema]:
    return [branch for key in ALTERNATIVES for branch in node.get(key, ())]


def _limits(old: Schema, new: Schema, path: str) -> Iterator[Change]:
    for tighter, what in changed_limits(old, new, LOWER_LIMITS, UPPER_LIMITS):
        yield "refused" if tighter else "grown", path, what
    for key in SAME:
        if old.get(key) != new.get(key):
            yield "grown" if key not in new else "refused", path, f"changed its {key}"


def _words(old: Schema, new: Schema, path: str) -> Iterator[Change]:
    before, after = allowed_words(old), allowed_words(new)
    if before is None:
        if after is not None:
            yield "refused", path, "allows only some words"
    elif after is None:
        yield "grown", path, "allows any word"
    else:
        if before - after:
            yield "refused", path, f"no longer allows {', '.join(sorted(before - after))}"
        if after - before:
            yield "grown", path, f"also allows {', '.join(sorted(after - before))}"
