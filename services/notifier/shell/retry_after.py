"""When a server that is too busy wants to be asked again: the `Retry-After` of RFC 9110, seconds or a moment."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from email.utils import parsedate_to_datetime

DIGITS_MAX = 9


def retry_after_s(headers: Mapping[str, str]) -> float | None:
    """Seconds from now, above 0; None where it says nothing that can be used. A moment is one of the server's clock, so
    it counts from the moment that the same answer has in `Date`.
    """
    said = headers.get("Retry-After", "").strip()
    if said.isascii() and said.isdigit() and len(said) <= DIGITS_MAX:
        return float(said) or None
    with suppress(ValueError, TypeError):
        left_s = (parsedate_to_datetime(said) - parsedate_to_datetime(headers.get("Date", ""))).total_seconds()
        return left_s if left_s > 0 else None
    return None
