"""A few connections of somebody's own to the database of a service, so that they never wait for what it works on."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping

import psycopg

from .store import DatabaseUrl, PgStore, PooledConnection

LANES = 10
"""One to four are in use; the others are for while the system has not given up those that hang."""


class PgBeside(PgStore):
    """Takes in as the store that it is beside, and wakes who waits there. It publishes nothing: it is no owner."""

    def __init__(
        self, beside: PgStore, url: DatabaseUrl, service: str, queries: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(url, service, queries, lanes=LANES)
        self.format, self.intake_came = beside.format, beside.intake_came

    async def start(self) -> None:
        """Connections are made when they are first needed."""

    def in_doubt(self) -> None:
        """What is written here is in nobody's memory, so there is nothing to find again."""

    async def give(self, lane: PooledConnection) -> None:
        """With one that was lost go all that were made when it was: each would be noticed only by its use."""
        await super().give(lane)
        if lane.connection.closed:
            idle, self._idle = self._idle, []
            for other in idle:
                with contextlib.suppress(psycopg.Error):
                    await other.connection.close()
