"""The switches as the services know them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from .database import SERVICES


def merged(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """One row for each state that any service has of a switch; `known_to` are the services that have it so."""
    known: defaultdict[tuple[Any, ...], list[str]] = defaultdict(list)
    for row in rows:
        known[row["at"], row["what"], row["scope"], row["stopped"], row["cause"]].append(row["service"])
    return [
        {"what": what, "scope": scope, "stopped": stopped, "cause": cause, "at": at,
         "known_to": [service for service in SERVICES if service in services]}
        for (at, what, scope, stopped, cause), services in known.items()
    ]  # fmt: skip
