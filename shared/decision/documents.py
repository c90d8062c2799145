"""States and changes that are read from JSON and written as JSON in C: frozen structs of msgspec.

A struct is made in a tenth of a frozen dataclass's time, copied in an eighth, read and written in a fifth of what a
validator takes (docs/adr/0073). What is written is what pydantic wrote of a dataclass with the same fields. A class
that leaves out what is its default says so (`omit_defaults`), and then which defaults it writes all the same. msgspec
compares by identity there, so such a default is None, nothing, or a word of a `Literal`.

A value of a contract inside (a model of pydantic) is read by its own model, and written by it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any, Generic, Literal, Protocol, TypeVar, get_args, get_type_hints

from msgspec import Raw, Struct, convert, defstruct, field, json
from pydantic import TypeAdapter

from .stored import NOTHING, Upcaster

KIND = b'"kind":"'
T = TypeVar("T")
Ignored = Literal["ignore"]


def written(default: T) -> T:
    """The default of a field that is written although it is the default, in a class that leaves out what is."""
    made: T = field(default_factory=lambda: default)
    return made


class Stored(Protocol[T]):
    """How states or changes are turned into JSON and back: `Documents` of structs, or an adapter of pydantic."""

    def validate_json(self, data: str | bytes, /, *, extra: Ignored | None = None) -> T: ...

    def dump_json(self, value: T, /) -> bytes: ...


class _Kind(Struct, frozen=True, gc=False):
    kind: str = ""


@lru_cache
def _validator(kind: Any) -> Any:
    adapter: TypeAdapter[Any] = TypeAdapter(kind)
    adapter.rebuild()
    return adapter.validator


def _inside_read(kind: Any, said: Any) -> Any:
    if isinstance(kind, OneOf):
        return kind.documents.validate_python(said)
    return _validator(kind).validate_json(json.encode(said), extra="ignore")


def _contract_written(value: Any) -> Raw:
    return Raw(value.__pydantic_serializer__.to_json(value))


_ENCODER = json.Encoder(enc_hook=_contract_written)
_kind_of = json.Decoder(_Kind).decode


def json_of(value: Struct) -> bytes:
    """The JSON that is kept of it."""
    return _ENCODER.encode(value)


class Documents(Generic[T]):
    """How a union of structs is read back. Each says by its `kind`, wherever that stands in it, which it is.

    Fields that are not known are ignored. `former` and `upcasters` as of `stored`. What is no such document raises
    `ValueError`: not JSON, not UTF-8, nested too deep, an unknown kind or two of them, a field that is missing or of
    another type, a time without an offset.
    """

    def __init__(
        self, union: Any, *, former: Mapping[str, str] = NOTHING, upcasters: Mapping[str, Upcaster] = NOTHING
    ) -> None:
        self.union, self._former, self._upcasters = union, former, upcasters
        self.kinds: dict[str, type[Any]] = {}
        for each in get_args(union):
            (kind,) = get_args(get_type_hints(each)["kind"])
            self.kinds[kind] = each
        self._read = {kind: json.Decoder(each, dec_hook=_inside_read).decode for kind, each in self.kinds.items()}
        self._read_by_end = {KIND + kind.encode() + b'"}': read for kind, read in self._read.items()}

    def validate_json(self, data: str | bytes, /, *, extra: Ignored | None = None) -> T:
        """`extra` is there because pydantic has it: what is unknown is ignored in any case."""
        try:
            read = self._read_by_its_end(data) or self._read.get(_kind_of(data).kind)
            return read(data) if read is not None else self.validate_python(json.decode(data))
        except RecursionError:  # which is no `ValueError`, and as little a fault of ours
            raise ValueError("a document that is nested too deep") from None

    def _read_by_its_end(self, data: str | bytes) -> Callable[[str | bytes], Any] | None:
        """What reads it where the kind stands last, as it mostly does: the document need not be looked through for it.
        That two kinds differ, what reads it finds: each struct takes its own alone."""
        if not isinstance(data, bytes):
            return None
        begins = data.rfind(b'"', 0, -2) + 1
        return self._read_by_end.get(data[begins - len(KIND) :]) if begins > len(KIND) else None

    def validate_python(self, data: Any, /) -> T:
        """The same of JSON that was parsed, also under a former name or in a former shape."""
        kind: Any = data.get("kind") if isinstance(data, dict) else None
        if not isinstance(kind, str):
            raise ValueError("a document of no kind that is known")
        if kind in self._upcasters:
            data = self._upcasters[kind](data)
        elif kind in self._former:
            data = {**data, "kind": self._former[kind]}
        known = self.kinds.get(data["kind"])
        if known is None:
            raise ValueError("a document of no kind that is known")
        made: T = convert(data, known, dec_hook=_inside_read)
        return made

    def dump_json(self, value: T, /) -> bytes:
        return _ENCODER.encode(value)


class Document(Generic[T]):
    """How a struct is read back that is generic over what its field `by` holds: one of its bound, by that one's `kind`.

    It is read in one go by a decoder for each kind, without former names and shapes. What else, is as of `Documents`.
    """

    def __init__(self, kind: Any, by: str) -> None:
        self.union: Any = kind
        inside = Documents[Any](kind.__parameters__[0].__bound__)
        self._read = {
            name: json.Decoder(kind[each], dec_hook=_inside_read).decode for name, each in inside.kinds.items()
        }
        self._look = json.Decoder(defstruct("_Whole", [(by, _Kind)], frozen=True, gc=False)).decode
        self._by = by

    def validate_json(self, data: str | bytes, /, *, extra: Ignored | None = None) -> T:
        try:
            read = self._read.get(getattr(self._look(data), self._by).kind)
            if read is None:
                raise ValueError("a document of no kind that is known")
            made: T = read(data)
            return made
        except RecursionError:
            raise ValueError("a document that is nested too deep") from None

    def dump_json(self, value: T, /) -> bytes:
        return _ENCODER.encode(value)


class OneOf(type):
    """What stands for a union of structs in a field of another one: msgspec alone knows none without a tag."""

    documents: Documents[Any]

    def __instancecheck__(cls, value: object) -> bool:
        return isinstance(value, Struct)


def one_of(documents: Documents[Any]) -> Any:
    """The type of a field that holds one of these, which says by its own `kind` which. Type checkers are to see the
    union instead. It is parsed first and converted then, which takes half as long again as what `Document` does.
    """
    return OneOf("one_of", (), {"documents": documents})
