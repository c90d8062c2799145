"""The switches as the services know them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b
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


@dataclass(frozen=True, slots=True)
class SwitchState:
    """A switch as it was thrown last. `known_to` are the services that have it so, `not_yet` those that don't."""

    what: str
    scope: str
    stopped: bool
    cause: str
    at: datetime
    known_to: tuple[str, ...]

    @property
    def not_yet(self) -> tuple[str, ...]:
        return tuple(service for service in SERVICES if service not in self.known_to)

    @property
    def seen(self) -> str:
        """Tells this throw from the one before and after."""
        return self.at.isoformat()

    @property
    def name(self) -> str:
        """12 hex digits for this throw, where a page needs a name for it."""
        return blake2b(f"{self.what} {self.scope} {self.seen}".encode(), digest_size=6).hexdigest()


def newest(rows: Iterable[dict[str, Any]]) -> list[SwitchState]:
    """Of `merged` rows: each switch once, as it was thrown last. Stopped ones first, those for all before others."""
    last: dict[tuple[str, str], SwitchState] = {}
    for row in rows:
        state = SwitchState(**row | {"known_to": tuple(row["known_to"])})
        known = last.get((state.what, state.scope))
        if known is None or state.at > known.at:
            last[state.what, state.scope] = state
    order = sorted(last.values(), key=lambda state: state.at, reverse=True)
    return sorted(order, key=lambda state: (not state.stopped, state.scope != "all"))
