"""Records that are no events: every way in which an upstream system has been seen to break one.

Each names the refusal code that the readers are expected to give it (see `shared.contracts.codec`). Poison is about
cases that do not exist, so a reader that takes it for an event is found out.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from shared.contracts.codec import encode
from shared.contracts.envelope import Event

OVERSIZED_BYTES = 10_000_000
PoisonDocument = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Poison:
    flavour: str
    expected: str
    key: str
    id: str
    value: bytes | None


def poison(n: int, overdue: Event, topic: str, now: datetime, *, big: bool) -> Poison:
    """The `n`-th record of poison for `topic`, made from a sound overdue event; `big` allows the 10 MB one."""
    flavours = [name for name in _SPOILED if big or name != "oversized"]
    flavour = flavours[n % len(flavours)]
    expected, spoil = _SPOILED[flavour]
    name = f"poison-{n}"
    doc: PoisonDocument = json.loads(encode(overdue))
    doc |= {"id": f"{name}-{flavour}", "subject": name}
    if topic != overdue.topic and expected in ("key-mismatch", "time-in-the-future"):
        expected = "wrong-topic"  # the event is sound until its topic is looked at
    return Poison(flavour, expected, name, doc["id"], spoil(doc, now))


def _dump(doc: object) -> bytes:
    return json.dumps(doc, separators=(",", ":")).encode()


def _amount(value: object, currency: str = "TWD") -> Callable[[PoisonDocument, datetime], bytes]:
    def spoil(doc: PoisonDocument, now: datetime) -> bytes:
        doc["data"]["amount"] = {"minor": value, "currency": currency}
        return _dump(doc)

    return spoil


def _field(name: str, value: Callable[[datetime], object]) -> Callable[[PoisonDocument, datetime], bytes]:
    def spoil(doc: PoisonDocument, now: datetime) -> bytes:
        return _dump(doc | {name: value(now)})

    return spoil


def _without_data(doc: PoisonDocument, now: datetime) -> bytes:
    del doc["data"]
    return _dump(doc)


_SPOILED: dict[str, tuple[str, Callable[[PoisonDocument, datetime], bytes | None]]] = {
    "undecodable": ("undecodable", lambda doc, now: b"\xff\xfe\x00" + _dump(doc)[:40]),
    "unknown-type": ("unknown-type", _field("type", lambda now: "doorstep.loan.forgotten.v1")),
    "no-data": ("schema", _without_data),
    "key-mismatch": ("key-mismatch", _field("subject", lambda now: "somebody-else")),
    "naive-time": ("schema", _field("time", lambda now: now.replace(tzinfo=None).isoformat())),
    "nothing-owed": ("schema", _amount(0)),
    "less-than-nothing": ("schema", _amount(-500)),
    "no-such-currency": ("schema", _amount(5000, "QQQ")),
    "far-future": ("time-in-the-future", _field("time", lambda now: (now + timedelta(days=400)).isoformat())),
    "oversized": ("too-large", lambda doc, now: _dump(doc | {"padding": "x" * OVERSIZED_BYTES})),
    "tombstone": ("tombstone", lambda doc, now: None),
    "list": ("not-an-object", lambda doc, now: _dump([doc["id"]])),
}
