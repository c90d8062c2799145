"""One record of the corpus, and the sound event that most of them are made from by spoiling one thing.

The documents are written by hand, as a bank's system would, not by our encoder. A record's value is made when it is
asked for, for the moment of the world that it is sent in: a simulation's, or that of a process with a clock of its own.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Literal

from .sentinels import BOX

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
"""A Tuesday, 12:00 in London: texts may go out."""
Doc = dict[str, Any]
Make = Callable[[Doc, datetime], bytes | None]
Expected = Literal[
    "handled", "repeated", "tombstone", "too-large", "undecodable", "not-an-object", "repeated-field", "unknown-type",
    "wrong-topic", "schema", "key-mismatch", "time-in-the-future", "time-in-the-past", "same-id-other-content",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class BadRecord:
    """`expected` is the dead letter's code, or what becomes of a record that is an event after all.

    handled: decided on once, for `reason` where that is named. repeated: known already, so without any effect.
    Records are sent in the order of the corpus: some are what they are only after those before them.
    """

    name: str
    expected: Expected
    what: str
    make: Make
    topic: str = "loans"
    key: bytes | None = b""
    case: str = ""
    reason: str | None = None

    @property
    def is_event(self) -> bool:
        """Can it be read? Whether its id came before only the inbox knows."""
        return self.expected in ("handled", "repeated", "same-id-other-content")

    @property
    def is_dead(self) -> bool:
        return self.expected not in ("handled", "repeated")

    def value(self, now: datetime = NOW) -> bytes | None:
        """The record's value as it is sent at the moment `now`."""
        return self.make(sound(self.case, now), now)

    def event_id(self, now: datetime = NOW) -> str:
        """The id of the event in it, for those that are one."""
        return str(json.loads(self.value(now) or b"")["id"])


SAME = b"\x00the key is the case"


def bad(
    name: str, expected: Expected, make: Make, what: str, *, topic: str = "loans", key: bytes | None = SAME,
    case: str | None = None, reason: str | None = None,
) -> BadRecord:  # fmt: skip
    """A record about a case of its own, which is called like it."""
    case = case or re.sub(r"[^a-z0-9]+", "-", name.lower())[:60]
    return BadRecord(name, expected, what, make, topic, case.encode() if key == SAME else key, case, reason)


def sound(case: str, now: datetime) -> Doc:
    """A sound overdue event. Nobody is texted for it: the loan is due since today."""
    return {
        "specversion": "1.0",
        "id": f"{case}-1",
        "type": "doorstep.loan.overdue.v1",
        "source": "bank",
        "subject": case,
        "time": stamp(now),
        "data": {
            "amount": {"minor": 250_000, "currency": "GBP"},
            "due_since": now.date().isoformat(),
            "person": {
                "borrower": f"b-{case}"[:60],
                "zone": "Europe/London",
                "region": "kent",
                "cell": "87194d10cffffff",
                "phone_hash": "0" * 64,
                **{field: box(field) for field in ("phone", "name", "address", "home", "officer")},
            },
        },
    }


def box(field: str) -> Doc:
    return {"kid": "b-corpus", "of": "corpus", "field": field, "box": BOX}


def stamp(at: datetime) -> str:
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")


def written(doc: object) -> bytes:
    return json.dumps(doc, ensure_ascii=False).encode()


def spoilt(*path: str, by: object) -> Make:
    """The sound event with one field of another value; the path leads to it."""

    def make(doc: Doc, now: datetime) -> bytes:
        place = doc
        for part in path[:-1]:
            place = place[part]
        place[path[-1]] = by
        return written(doc)

    return make


def typed(kind: str, data: Doc, *, ahead: timedelta = timedelta(0)) -> Make:
    """An event of another type about the same case, `ahead` of now."""

    def make(doc: Doc, now: datetime) -> bytes:
        return written(doc | {"type": f"doorstep.{kind}", "data": data, "time": stamp(now + ahead)})

    return make


def raw(new: bytes, *, instead_of: bytes) -> Make:
    """The sound event with these very bytes in it, which no encoder of ours would write."""

    def make(doc: Doc, now: datetime) -> bytes:
        value = written(doc)
        assert instead_of in value
        return value.replace(instead_of, new, 1)

    return make


def first(field: bytes) -> Make:
    """The sound event with one more field before all others."""
    return raw(b"{" + field + b", ", instead_of=b"{")
