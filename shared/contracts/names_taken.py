"""How many names of a record its event was made of: fields that were said, of the event and of all values in it.

A field that was ignored, or said once more, is not among them. Counting what pydantic remembers takes a third of the
time of writing the event again to count what is in it (docs/adr/0078).
"""

from __future__ import annotations

from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel

_KNOWN: dict[type[BaseModel], tuple[str, ...]] = {}


def all_taken(model: BaseModel, value: bytes) -> bool:
    """Is it sure that `model` has everything that its record says, once? Where it is not, the record may be sound."""
    # Without an escape a mark begins or ends a string, and so a colon right behind one ends a name.
    if b"\\" in value or b"\n" in value or b"\r" in value or b"\t" in value or (b" " in value and b'" :' in value):
        return False
    return value.count(b'":') == names_taken(model)


def names_taken(model: BaseModel) -> int:
    """Of a model that was read from JSON."""
    said = model.__pydantic_fields_set__
    count = len(said)
    kind = type(model)
    places = _KNOWN.get(kind)
    if places is None:
        places = _KNOWN[kind] = _may_hold(kind)
    if places:
        held = model.__dict__
        for name in places:
            if name in said:
                value = held[name]
                count += names_taken(value) if isinstance(value, BaseModel) else _inside(value)
    return count


def _inside(value: Any) -> int:
    if isinstance(value, BaseModel):
        return names_taken(value)
    return sum(map(_inside, value)) if type(value) is tuple else 0


def _may_hold(kind: type[BaseModel]) -> tuple[str, ...]:
    """The fields that may hold models: those of no plain type."""
    return tuple(name for name, field in kind.model_fields.items() if not _is_plain(field.annotation))


def _is_plain(annotation: Any) -> bool:
    if isinstance(annotation, type) and get_origin(annotation) is None:
        return not issubclass(annotation, (BaseModel, tuple))
    if get_origin(annotation) is Literal:
        return True
    if get_origin(annotation) is Annotated:
        return _is_plain(get_args(annotation)[0])
    return get_origin(annotation) in (Union, UnionType) and all(map(_is_plain, get_args(annotation)))
