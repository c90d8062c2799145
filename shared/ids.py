"""Deterministic ids: what is derived twice is the same twice, so a retry makes no second thing."""

from __future__ import annotations

from hashlib import sha1
from uuid import UUID

DOORSTEP = UUID("6f0d8a2e-4a54-5d39-9c0b-2f1f6f2f7a10")
_SEED = sha1(DOORSTEP.bytes, usedforsecurity=False)
_CLEAR = ~((0xF000 << 64) | (0xC000 << 48))
_VERSION_5 = (5 << 76) | (0x8000 << 48)


def derive(*parts: object) -> UUID:
    """`uuid5` of the parts, joined by a separator that no part holds (control characters are refused upstream).

    The same as the standard library's `uuid5`, in half its time: four are made for every event.
    """
    digest = _SEED.copy()
    digest.update("\x1f".join(map(str, parts)).encode())
    return UUID(int=int.from_bytes(digest.digest()[:16], "big") & _CLEAR | _VERSION_5)


def about_id(name: str) -> UUID:
    """What stands for a name that nobody has checked: it can be looked for, and not be read."""
    return derive("about", name)


def inbox_id(source: str, event_id: str, kind: str, subject: str) -> UUID:
    """What the inbox remembers of an event, and by which it knows a repetition.

    `source` and `id` together should be unique (CloudEvents 1.0), but some producers count per case or per kind of
    event. A repetition has the same kind and subject as well, so those are in it (docs/adr/0018).
    """
    return derive("event", source, event_id, kind, subject)
