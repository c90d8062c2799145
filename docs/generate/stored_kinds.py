"""Structs of stored documents as dataclasses, which pydantic can describe, and read and write as the structs do.

A struct that is written as a value of a contract is that value here.
"""

from __future__ import annotations

import dataclasses
from functools import cache
from typing import Annotated, Any, TypeVar, get_args, get_origin, get_type_hints

from msgspec import NODEFAULT, Struct, structs
from pydantic import ConfigDict, Field, TypeAdapter

from shared.decision.documents import Document, Documents, OneOf, Stored
from shared.decision.stored import as_stored, stored


def described(adapter: Stored[Any]) -> TypeAdapter[Any]:
    """An adapter that pydantic has a schema of."""
    if isinstance(adapter, Documents):
        return stored(_plain(adapter.union))
    return TypeAdapter(_plain(adapter.union)) if isinstance(adapter, Document) else adapter  # type: ignore[return-value]


def _plain(kind: Any) -> Any:
    """The type, with dataclasses and contracts for structs."""
    if isinstance(kind, OneOf):
        return as_stored(_plain(kind.documents.union))
    if isinstance(kind, TypeVar):
        return as_stored(_plain(kind.__bound__))
    if isinstance(kind, type) and issubclass(kind, Struct):
        return _dataclass(kind)
    if get_origin(kind) is Annotated:
        return _plain(get_args(kind)[0])
    inner = tuple(_plain(one) for one in get_args(kind))
    if inner == get_args(kind):
        return kind
    if get_origin(kind) in (tuple, dict):
        return get_origin(kind)[inner]
    union = inner[0]
    for one in inner[1:]:
        union |= one
    return union


@cache
def _dataclass(kind: type[Struct]) -> Any:
    if (contract := getattr(kind, "contract", None)) is not None:
        return contract
    hints = get_type_hints(kind, include_extras=True)
    fields = [(one.name, _field(kind, one, hints[one.name]), *_default(one)) for one in structs.fields(kind)]
    config = {"__pydantic_config__": ConfigDict(serialize_by_alias=True)}
    return dataclasses.make_dataclass(kind.__name__, fields, namespace=config, frozen=True, slots=True, kw_only=True)


def _field(kind: type[Struct], one: structs.FieldInfo, hint: Any) -> Any:
    plain = _plain(hint)
    if one.encode_name != one.name:
        return Annotated[plain, Field(alias=one.encode_name)]
    if kind.__struct_config__.omit_defaults and one.default is not NODEFAULT:
        return Annotated[plain, Field(exclude_if=lambda value: value == one.default)]
    return plain


def _default(one: structs.FieldInfo) -> tuple[Any, ...]:
    if one.default is not NODEFAULT:
        return (dataclasses.field(default=one.default),)
    if one.default_factory is NODEFAULT:
        return ()
    try:
        made = one.default_factory()
    except ValueError:  # it has none, and says so when it is asked
        return (dataclasses.field(default_factory=one.default_factory),)
    return (dataclasses.field(default_factory=dict) if made == {} else dataclasses.field(default=made),)
