"""Records that are no JSON document of an event at all, or JSON that two readers would read differently."""

from __future__ import annotations

from datetime import datetime

from shared.contracts.catalogue import RECORD_BYTES_MAX

from .record import BadRecord, Doc, Make, bad, first, raw, written
from .sentinels import NAME, PHONE

TEN_MEGABYTES = 10 << 20


def exactly(value: bytes | None) -> Make:
    return lambda doc, now: value


def padded(size: int) -> Make:
    """A sound event followed by white space up to `size` bytes."""
    return lambda doc, now: written(doc).ljust(size)


def in_utf_16(doc: Doc, now: datetime) -> bytes:
    return written(doc).decode().encode("utf-16")


def extra(value: bytes) -> Make:
    """The sound event with one more field, which no reader knows."""
    return first(b'"more": ' + value)


BYTES = (
    bad("a tombstone", "tombstone", exactly(None), "no value: on our topics nothing is deleted that way"),
    bad("an empty record", "undecodable", exactly(b""), "no bytes"),
    bad("bytes that are not UTF-8", "undecodable", exactly(f'{{"name": "José {NAME} {PHONE}"}}'.encode("latin-1")),
        "Latin-1, with a name and a number in clear"),
    bad("a byte order mark", "undecodable", lambda doc, now: b"\xef\xbb\xbf" + written(doc), "RFC 8259 forbids it"),
    bad("UTF-16", "undecodable", in_utf_16, "what some systems call Unicode"),
    bad("ten megabytes", "too-large", padded(TEN_MEGABYTES), "a sound event; refused before it is read"),
    bad("one byte too many", "too-large", padded(RECORD_BYTES_MAX + 1), "just over the limit"),
    bad("as large as may be", "handled", padded(RECORD_BYTES_MAX), "just within the limit"),
    bad("half a document", "undecodable", lambda doc, now: written(doc)[:-40], "cut off on the way"),
    bad("two documents", "undecodable", lambda doc, now: written(doc) * 2, "one record, one event"),
    bad("the word null", "not-an-object", exactly(b"null"), "JSON, but nothing"),
    bad("a list of events", "not-an-object", lambda doc, now: written([doc]), "a batch is no event"),
    bad("a quoted event", "not-an-object", lambda doc, now: written(written(doc).decode()), "encoded twice"),
)  # fmt: skip

NESTING = (
    bad("lists 10,000 deep", "undecodable", exactly(b"[" * 10_000 + b"]" * 10_000), "must not exhaust any stack"),
    bad("objects 10,000 deep", "undecodable", exactly(b'{"a":' * 10_000 + b"1" + b"}" * 10_000), "the same"),
    bad("10,000 deep where nobody looks", "undecodable", extra(b"[" * 10_000 + b"]" * 10_000),
        "a field that is ignored is read all the same"),
)  # fmt: skip

TEXT = (
    bad("a lone surrogate in a cause", "undecodable",
        raw(b'"cause": "\\ud800"', instead_of=b'"borrower"'), "no character, so no UTF-8"),
    bad("a lone surrogate where nobody looks", "undecodable", extra(b'"\\udfff"'), "the same in an ignored field"),
    bad("a NUL in a name", "schema", raw(b'"subject": "a\\u0000b"', instead_of=b'"subject": "a-nul-in-a-name"'),
        "PostgreSQL can't store it"),
    bad("a bare NUL", "undecodable", extra(b'"a\x00b"'), "control characters must be escaped in JSON"),
)  # fmt: skip

SAID_TWICE = (
    bad("an amount said twice", "repeated-field",
        raw(b'"amount": {"minor": 1, "currency": "GBP"}, "amount"', instead_of=b'"amount"'),
        "which one is owed? readers differ, so nobody may guess"),
    bad("an id said twice", "repeated-field", extra(b'1, "id": "another"'), "it decides what counts as a repetition"),
    bad("a type said twice", "repeated-field", first(b'"type": "doorstep.loan.closed.v1"'),
        "one reader would close the case"),
    bad("a field said twice in other letters", "repeated-field", first(b'"\\u0074ime": "2026-11-24T09:00:00Z"'),
        "the first is written with an escape"),
    bad("an unknown field said twice", "repeated-field", extra(b'1, "more": 2'), "a newer reader would have to guess"),
    bad("a field said twice where nobody looks", "repeated-field", extra(b'{"a": [{"b": 1, "b": 2}]}'),
        "the same, deeper"),
)  # fmt: skip

UNREADABLE: tuple[BadRecord, ...] = BYTES + NESTING + TEXT + SAID_TWICE
