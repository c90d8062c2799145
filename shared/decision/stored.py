"""How states, changes and direct inputs are read back from what was stored, also by older or newer code.

A union is told apart by `kind`. Fields that a reader does not know are ignored. A kind that has another name today is
named in `former` (old kind → today's); what was stored in another shape is brought into today's by an upcaster of its
stored kind, which gets the JSON object and returns it as it would be stored today, `kind` included.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, TypeAdapter

Upcaster = Callable[[dict[str, Any]], dict[str, Any]]
NOTHING: Mapping[str, Any] = {}


def stored(
    union: Any, *, former: Mapping[str, str] = NOTHING, upcasters: Mapping[str, Upcaster] = NOTHING
) -> TypeAdapter[Any]:
    """The adapter of a union of kinds. Without `former` and `upcasters` pydantic reads the JSON with no detour."""
    return TypeAdapter(as_stored(union, former=former, upcasters=upcasters))


def as_stored(union: Any, *, former: Mapping[str, str] = NOTHING, upcasters: Mapping[str, Upcaster] = NOTHING) -> Any:
    """The same as a type, for a field that holds one."""
    told_apart = Annotated[union, Field(discriminator="kind")]
    if not former and not upcasters:
        return told_apart

    def today(value: Any) -> Any:
        kind = value.get("kind", "") if isinstance(value, dict) else ""
        if kind in upcasters:
            return upcasters[kind](value)
        return {**value, "kind": former[kind]} if kind in former else value

    return Annotated[told_apart, BeforeValidator(today)]
