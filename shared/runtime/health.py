"""Liveness and readiness that mean something, and metrics, over HTTP on loopback.

`/live`: every loop has moved lately (else restart the process). `/ready`: database and log are there, partitions are
owned, the breaker is closed (else do not rely on it; it mends itself). Both say why in JSON.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import Any

from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from .metrics import REGISTRY, gauge

STUCK_S = 60.0


@dataclass(slots=True)
class Health:
    """What the loops report. `problems` are dependency → sentence; a loop that does not beat for a minute is stuck."""

    service: str
    problems: dict[str, str] = field(default_factory=dict)
    beats: dict[str, float] = field(default_factory=dict)
    facts: dict[str, Any] = field(default_factory=dict)

    def beat(self, loop: str) -> None:
        self.beats[loop] = time.monotonic()

    def up(self, dependency: str) -> None:
        if self.problems.pop(dependency, None) is not None:
            gauge("dependency_up", 1, dependency=dependency)

    def down(self, dependency: str, sentence: str) -> None:
        self.problems[dependency] = sentence
        gauge("dependency_up", 0, dependency=dependency)

    def stuck(self) -> list[str]:
        now = time.monotonic()
        return sorted(loop for loop, at in self.beats.items() if now - at > STUCK_S)

    def live(self) -> tuple[int, dict[str, Any]]:
        stuck = self.stuck()
        return (503 if stuck else 200), {"service": self.service, "live": not stuck, "stuck": stuck}

    def ready(self) -> tuple[int, dict[str, Any]]:
        ok = not self.problems and not self.stuck()
        return (200 if ok else 503), {
            "service": self.service,
            "ready": ok,
            "waiting_for": dict(sorted(self.problems.items())),
            **self.facts,
        }

    def routes(self) -> list[Route]:
        async def live(_: Request) -> Response:
            status, body = self.live()
            return JSONResponse(body, status)

        async def ready(_: Request) -> Response:
            status, body = self.ready()
            return JSONResponse(body, status)

        async def metrics(_: Request) -> Response:
            return Response(generate_latest(REGISTRY), media_type=CONTENT_TYPE_LATEST)

        return [Route("/live", live), Route("/ready", ready), Route("/metrics", metrics)]

    def app(self) -> Starlette:
        return Starlette(routes=self.routes())
