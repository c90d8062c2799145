"""What the stream monitor counted, asked over HTTP. It may be away: then a page says so and shows the rest."""

from __future__ import annotations

import json
from typing import Any

from deploy.local.program import http_status

TIMEOUT_S = 2.0


class MonitorCounts:
    """`where` is host and port of the monitor, or None where there is none."""

    def __init__(self, where: tuple[str, int] | None) -> None:
        self._where = where

    async def counts(self, minutes: int) -> list[dict[str, Any]] | None:
        """Rows by topic, type and reason over the last `minutes`; None where it does not answer."""
        return await self._rows(f"/counts?minutes={minutes}")

    @property
    def is_known(self) -> bool:
        """Is there a monitor at all?"""
        return self._where is not None

    async def latency(self, minutes: int) -> dict[str, Any] | None:
        """The whole document: `rows` with their histograms, `all`, `bounds_ms`, `behind`."""
        document = await self._document(f"/latency?minutes={minutes}")
        return document if document is not None and "bounds_ms" in document else None

    async def latencies(self, minutes: int) -> list[dict[str, Any]] | None:
        """Rows by cause and effect: count, p50_ms, p95_ms, p99_ms, max_ms."""
        return await self._rows(f"/latency?minutes={minutes}")

    async def _rows(self, path: str) -> list[dict[str, Any]] | None:
        document = await self._document(path)
        rows = document.get("rows") if document is not None else None
        return rows if isinstance(rows, list) else None

    async def _document(self, path: str) -> dict[str, Any] | None:
        if self._where is None:
            return None
        host, port = self._where
        answer = await http_status(port, path, TIMEOUT_S, host=host)
        if answer is None or answer[0] != 200:
            return None
        try:
            document = json.loads(answer[1])
        except ValueError:
            return None
        return document if isinstance(document, dict) else None
