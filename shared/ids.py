"""Deterministic ids: what is derived twice is the same twice, so a retry makes no second thing."""

from __future__ import annotations

from uuid import UUID, uuid5

DOORSTEP = UUID("6f0d8a2e-4a54-5d39-9c0b-2f1f6f2f7a10")


def derive(*parts: object) -> UUID:
    """`uuid5` of the parts, joined by a separator that no part holds (control characters are refused upstream)."""
    return uuid5(DOORSTEP, "\x1f".join(map(str, parts)))


def inbox_id(source: str, event_id: str) -> UUID:
    """CloudEvents identity: `source` and `id` together are unique, so the pair is what the inbox remembers."""
    return derive("event", source, event_id)
