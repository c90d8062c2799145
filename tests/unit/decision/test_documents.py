"""Structs are read and written as pydantic reads and writes dataclasses with the same fields."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any, Generic, Literal
from uuid import UUID

import pytest
from msgspec import Meta, Struct, field
from typing_extensions import TypeVar

from docs.generate.stored_kinds import described
from shared.contracts.values import Reason
from shared.decision.documents import Document, Documents, json_of, one_of, written

AT = datetime(2026, 1, 5, 12, tzinfo=UTC)


class Opened(Struct, frozen=True, gc=False):
    at: Annotated[datetime, Meta(tz=True)]
    why: Reason | None = None
    intents: tuple[UUID, ...] = ()
    kind: Literal["opened"] = "opened"


class Kept(Struct, frozen=True, gc=False, omit_defaults=True):
    cause: str
    until: str | None = written(None)
    kind: Literal["kept"] = written("kept")
    letters: tuple[str, ...] = ()
    stage: Literal["asked", "agreed", "permitted"] = "permitted"


class Counted(Struct, frozen=True, gc=False):
    number: int
    kind: Literal["counted"] = "counted"


def with_cause(shut: dict[str, Any]) -> dict[str, Any]:
    return {"kind": "kept", "cause": shut["why"]["code"]}


BOTH: Documents[Opened | Kept | Counted] = Documents(
    Opened | Kept | Counted, former={"told": "opened"}, upcasters={"shut": with_cause}
)
PLAIN: Any = described(BOTH)
MADE: list[Opened | Kept] = [
    Opened(AT),
    Opened(AT.replace(microsecond=5), Reason(code="late", text="it is – late"), (UUID(int=1),)),
    Kept('a "quotation", \u2028 and \\'),
    Kept("x", "y", letters=("z",), stage="agreed"),
]


@pytest.mark.parametrize("made", MADE)
def test_what_is_written_reads_back_and_is_to_the_byte_what_pydantic_writes(made: Any) -> None:
    doc = json_of(made)
    assert BOTH.validate_json(doc) == made
    assert BOTH.dump_json(made) == doc
    assert PLAIN.dump_json(PLAIN.validate_json(doc)) == doc


def test_a_default_that_is_written_all_the_same_stands_among_those_that_are_left_out() -> None:
    assert json_of(Kept("x")) == b'{"cause":"x","until":null,"kind":"kept"}'


def test_a_default_that_was_written_is_left_out_when_it_is_written_again() -> None:
    read = BOTH.validate_json(b'{"kind": "kept", "cause": "x", "stage": "permitted", "letters": []}')
    assert json_of(read) == json_of(Kept("x"))


def test_the_kind_counts_wherever_it_stands_and_what_is_not_known_is_ignored() -> None:
    assert BOTH.validate_json(b'{"kind": "kept", "new": [{"kind": "opened"}], "cause": "x"}') == Kept("x")
    said = b'{"at": "2026-01-05T12:00:00Z", "why": {"code": "a", "text": "b", "new": 1}, "kind": "opened"}'
    assert BOTH.validate_json(said) == Opened(AT, Reason(code="a", text="b"))


def test_former_kinds_and_former_shapes_are_read_as_todays() -> None:
    assert BOTH.validate_json(b'{"kind": "told", "at": "2026-01-05T12:00:00Z"}') == Opened(AT)
    assert BOTH.validate_json(b'{"kind": "shut", "why": {"code": "paid"}}') == Kept("paid")
    assert BOTH.validate_python({"kind": "kept", "cause": "x"}) == Kept("x")


UNREADABLE = {
    "nothing": b"",
    "cut": b'{"kind": "kept", "cause": "x',
    "more than one document": b'{"kind": "kept", "cause": "x"} {}',
    "no object": b'["kept"]',
    "no kind": b'{"cause": "x"}',
    "a kind that is no word": b'{"kind": {}, "cause": "x"}',
    "an unknown kind": b'{"kind": "sold", "cause": "x"}',
    "two kinds": b'{"kind": "opened", "cause": "y", "kind": "kept"}',
    "a missing field": b'{"kind": "kept"}',
    "a field of another type": b'{"kind": "kept", "cause": 3}',
    "null where there is none": b'{"kind": "kept", "cause": null}',
    "a time without an offset": b'{"kind": "opened", "at": "2026-01-05T12:00:00"}',
    "a time that is a number": b'{"kind": "opened", "at": 1767614400}',
    "a time of no calendar": b'{"kind": "opened", "at": "2026-02-30T12:00:00Z"}',
    "a value that its contract refuses": b'{"kind": "opened", "at": "2026-01-05T12:00:00Z", "why": {"code": "A b"}}',
    "half of a pair of surrogates": b'{"kind": "kept", "cause": "\\ud83d"}',
    "bytes that are no UTF-8": b'{"kind": "kept", "cause": "\xff"}',
    "not a number": b'{"kind": "kept", "cause": "x", "new": NaN}',
    "nested without end, where nobody looks": b'{"kind": "kept", "cause": "x", "new": ' + b"[" * 100_000,
    "nested a hundred thousand times": b"[" * 100_000 + b"]" * 100_000,
    "a number of 5,000 digits": b'{"kind": "counted", "number": ' + b"7" * 5_000 + b"}",
    "a number with a fraction": b'{"kind": "counted", "number": 1.5}',
    "a moment after the last": b'{"kind": "opened", "at": "9999-12-31T23:59:59.9999999Z"}',
}


@pytest.mark.parametrize("doc", UNREADABLE.values(), ids=UNREADABLE)
def test_what_can_t_be_read_is_a_value_error(doc: bytes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - msgspec's, pydantic's or our own; who reads looks at no words
        BOTH.validate_json(doc)


@pytest.mark.parametrize("number", [19_933_688_932_870_350_000, 2**64, 2**63, -(2**63) - 1, 10**15])
def test_whole_numbers_of_more_than_64_bits_are_read_as_they_are(number: int) -> None:
    assert BOTH.validate_json(json_of(Counted(number))) == Counted(number)


def test_of_a_field_that_is_said_twice_the_last_counts_as_it_did() -> None:
    twice = b'{"cause": "x", "kind": "kept", "cause": "y"}'
    assert BOTH.validate_json(twice) == Kept("y")
    assert PLAIN.dump_json(PLAIN.validate_json(twice, extra="ignore")) == json_of(Kept("y"))


if TYPE_CHECKING:
    Inside = Opened | Kept | Counted
else:
    Inside = one_of(BOTH)


InsideT = TypeVar("InsideT", bound=Opened | Kept | Counted, default=Opened | Kept | Counted, covariant=True)


class Shelf(Struct, Generic[InsideT], frozen=True, gc=False, omit_defaults=True):
    """A field that holds one of several, under another name, and one that holds some."""

    newest: InsideT = field(name="new")
    others: tuple[Inside, ...] = written(())
    label: str | None = None


SHELF: Document[Shelf] = Document(Shelf, "new")
PLAIN_SHELF: Any = described(SHELF)
SHELVES = [
    Shelf(Opened(AT, Reason(code="late", text="it is late"))),
    Shelf(Kept("x"), (Counted(1), Kept("y", stage="agreed"), Opened(AT)), "a label"),
]


@pytest.mark.parametrize("made", SHELVES)
def test_what_holds_one_of_several_is_written_and_read_as_pydantic_does(made: Shelf) -> None:
    doc = json_of(made)
    assert SHELF.validate_json(doc) == made
    assert SHELF.dump_json(made) == doc
    assert PLAIN_SHELF.dump_json(PLAIN_SHELF.validate_json(doc)) == doc


def test_a_field_s_name_in_the_document_is_the_one_that_counts() -> None:
    assert json_of(Shelf(Counted(1))) == b'{"new":{"number":1,"kind":"counted"},"others":[]}'
    with pytest.raises(ValueError, match="missing required field `new`"):
        SHELF.validate_json(b'{"newest": {"kind": "counted", "number": 1}}')


def test_former_kinds_and_shapes_are_read_where_there_are_some_and_what_is_not_known_is_ignored() -> None:
    new = b'{"new": {"kind": "counted", "number": 1, "more": 1}, "more": {"kind": "x"}, "others": [%b]}'
    told = b'{"kind": "told", "at": "2026-01-05T12:00:00Z", "more": 1}'
    assert SHELF.validate_json(new % told) == Shelf(Counted(1), (Opened(AT),))
    shut = b'{"kind": "shut", "why": {"code": "paid"}}'
    assert SHELF.validate_json(new % shut) == Shelf(Counted(1), (Kept("paid"),))


@pytest.mark.parametrize("doc", UNREADABLE.values(), ids=UNREADABLE)
def test_what_can_t_be_read_is_a_value_error_inside_too(doc: bytes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - as above
        SHELF.validate_json(b'{"new": %b}' % doc)


@pytest.mark.parametrize("doc", [doc for why, doc in UNREADABLE.items() if why not in ("nothing", "two kinds")])
def test_and_where_there_are_some(doc: bytes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - as above
        SHELF.validate_json(b'{"new": {"kind": "counted", "number": 1}, "others": [%b]}' % doc)


def test_of_two_kinds_among_some_the_last_counts_as_it_did() -> None:
    doc = b'{"new": {"kind": "counted", "number": 1}, "others": [{"kind": "opened", "cause": "y", "kind": "kept"}]}'
    assert SHELF.validate_json(doc) == Shelf(Counted(1), (Kept("y"),))
    assert PLAIN_SHELF.dump_json(PLAIN_SHELF.validate_json(doc)) == json_of(Shelf(Counted(1), (Kept("y"),)))
