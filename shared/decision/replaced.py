"""A frozen dataclass with some fields changed: `dataclasses.replace` in a third of its time.

States are immutable, so each change copies what it changes. The standard library reads each field by name and calls
`__init__` with all of them; here the slots of the old one are written straight into a new one. A class that checks or
computes something when it is made, or has no slots, is left to the standard library. A struct copies itself.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from types import MemberDescriptorType
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from msgspec import Struct, structs

T = TypeVar("T")


class _Slots(NamedTuple):
    """How a class is copied, and what writes each of its fields."""

    copied: Callable[[Any], Any]
    writers: dict[str, Callable[[Any, Any], None]]


_KNOWN: dict[type[object], _Slots | None] = {}


def _slots_of(kind: type[Any]) -> _Slots | None:
    """None where a copy needs more than its slots."""
    fields = dataclasses.fields(kind)
    slots = {field.name: getattr(kind, field.name, None) for field in fields}
    simple = not hasattr(kind, "__post_init__") and all(field.init for field in fields)
    found: _Slots | None = None
    if simple and all(isinstance(slot, MemberDescriptorType) for slot in slots.values()):
        writers = {name: slot.__set__ for name, slot in slots.items() if slot is not None}
        found = _Slots(_copier(kind, writers), writers)
    _KNOWN[kind] = found
    return found


def _copier(kind: type[Any], writers: dict[str, Callable[[Any, Any], None]]) -> Callable[[Any], Any]:
    """A function with a line for each field, as the standard library makes `__init__`: a loop takes twice as long."""
    lines = [f"    write_{name}(made, old.{name})" for name in writers]
    known: dict[str, Any] = {f"write_{name}": write for name, write in writers.items()}
    known |= {"new": object.__new__, "kind": kind}
    source = "\n".join(["def copied(old):", "    made = new(kind)", *lines, "    return made"])
    exec(source, known)  # noqa: S102 - of names of fields alone
    copied: Callable[[Any], Any] = known["copied"]
    return copied


def _replace(instance: T, /, **changes: Any) -> T:
    """As `dataclasses.replace`, also of structs. Raises `TypeError` for a field that there is not."""
    if isinstance(instance, Struct):
        return structs.replace(instance, **changes)
    kind = type(instance)
    try:
        slots = _KNOWN[kind]
    except KeyError:
        slots = _slots_of(kind)
    if slots is None:
        return dataclasses.replace(instance, **changes)  # type: ignore[type-var, no-any-return, unused-ignore]
    made: T = slots.copied(instance)
    for name, value in changes.items():
        if name not in slots.writers:
            raise TypeError(f"{kind.__name__} has no field {name}")
        slots.writers[name](made, value)
    return made


if TYPE_CHECKING:
    from dataclasses import replace as replace  # so that fields and their types are checked
else:
    replace = _replace
