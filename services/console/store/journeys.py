"""Journeys to an identity provider and back: what must match when they come back. Each comes back once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from .tables import ConsoleTables
from .tokens import hashed, is_token

JOURNEY_FOR = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Journey:
    """`verifier` is PKCE's, `next` the page that was asked for."""

    nonce: str
    verifier: str
    next: str


class Journeys:
    def __init__(self, tables: ConsoleTables) -> None:
        self._tables = tables

    async def begin(self, state: str, browser: str, journey: Journey, at: datetime) -> None:
        """`state` travels in the address, `browser` in a cookie: only who left can come back."""
        await self._tables.rows(
            "begin_journey", state=hashed(state), browser=hashed(browser), nonce=journey.nonce,
            verifier=journey.verifier, next=journey.next, at=at, ends_at=at + JOURNEY_FOR,
        )  # fmt: skip

    async def end(self, state: str, browser: str, at: datetime) -> Journey | None:
        """None: nobody left like this from this browser, they came back before, or it took too long."""
        if not (is_token(state) and is_token(browser)):
            return None
        row = await self._tables.row("end_journey", state=hashed(state), browser=hashed(browser), at=at)
        return None if row is None else Journey(row["nonce"], row["verifier"], row["next"])
