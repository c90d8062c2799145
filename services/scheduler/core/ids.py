"""Ids of what belongs to one visit, on both sides of a topic. What is derived twice is the same twice."""

from __future__ import annotations

import hashlib
import hmac
import re
from uuid import UUID

from shared.ids import derive

_NUMBER = re.compile(r"\.(q?)([0-9]{1,6})$")
_STEM_MAX = 56


def request_name(visit: str, ask: int) -> str:
    """The `ask`-th question for slots of a visit."""
    return f"{_stem(visit)}.q{ask}"


def booking_name(visit: str, version: int) -> str:
    """The booking that appointment version `version` began with."""
    return f"{_stem(visit)}.{version}"


def request_number(visit: str, name: str) -> int | None:
    """Which question of the visit that is, or None when it is none."""
    return _number(visit, name, "q")


def booking_number(visit: str, name: str) -> int | None:
    """The appointment version that a booking of the visit began with, or None when it is none."""
    return _number(visit, name, "")


def offer_intent(visit: str, offer: int) -> UUID:
    return derive("text", visit, "offer", offer)


def notice_intent(visit: str, version: int) -> UUID:
    return derive("text", visit, "notice", version)


def agreed_intent(visit: str, booking: str) -> UUID:
    """What was agreed is said back once for each time that was agreed, whichever crews come then."""
    return derive("text", visit, "agreed", booking)


def text_intent(visit: str, kind: str, *which: object) -> UUID:
    return derive("text", visit, kind, *which)


def check_code(key: bytes, visit: str, version: int) -> str:
    """Six digits that the crew says and the borrower was sent; new for each version of the appointment."""
    digest = hmac.new(key, f"check|{visit}|{version}".encode(), hashlib.sha256).digest()
    return f"{int.from_bytes(digest[:8]) % 1_000_000:06d}"


def _number(visit: str, name: str, mark: str) -> int | None:
    found = _NUMBER.search(name)
    if found is None or found[1] != mark or name[: found.start()] != _stem(visit):
        return None
    return int(found[2])


def _stem(visit: str) -> str:
    """Ids are at most 64 characters long; a visit id that leaves no room for a number is hashed."""
    return visit if len(visit) <= _STEM_MAX else f"v-{derive(visit).hex}"
