"""Liveness and readiness that mean something, and metrics, over HTTP on loopback.

`/live`: every loop has moved lately (else restart the process). `/ready`: work gets done (else do not rely on it; most
causes mend themselves). Both say why in JSON; what can stand in the way is listed in `causes`.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from .causes import CAUSES, MEANINGS, NotReadyCause
from .logs import lost
from .metrics import REGISTRY, gauge
from .routing import application

STUCK_S = 60.0
AGAIN_TIMES = 3
AGAIN_S = 60.0
AGAIN = "fails again and again: "


@dataclass(frozen=True, slots=True)
class Problem:
    """`of` says which loop or topic where a cause can have several; `since_s` is monotonic."""

    cause: NotReadyCause
    of: str
    sentence: str
    todo: str
    since_s: float

    def doc(self, now_s: float) -> dict[str, Any]:
        return {
            "cause": self.cause, "of": self.of, "sentence": self.sentence, "todo": self.todo,
            "runbook": MEANINGS[self.cause].page,
            "for_s": round(now_s - self.since_s),
        }  # fmt: skip


@dataclass(slots=True)
class Health:
    """What stands in the way, and when each loop moved last. A loop that does not beat for a minute is stuck.

    Sentences hold codes, names of topics and numbers, never what a person or a secret could be known by.
    """

    service: str
    problems: dict[str, Problem] = field(default_factory=dict)
    beats: dict[str, float] = field(default_factory=dict)
    facts: dict[str, Any] = field(default_factory=dict)
    monotonic: Callable[[], float] = time.monotonic
    _failures: dict[str, deque[float]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for cause in CAUSES:
            gauge("ready_problem", 0, cause=cause)

    def beat(self, loop: str) -> None:
        self.beats[loop] = self.monotonic()

    def up(self, cause: NotReadyCause, *, of: str = "") -> None:
        """It does not stand in the way (any more)."""
        if self.problems.pop(_name(cause, of), None) is not None:
            self._tell(cause)

    def down(self, cause: NotReadyCause, sentence: str, todo: str = "", *, of: str = "") -> None:
        """It stands in the way. Without `todo` it is that of the cause. Said again it keeps its beginning."""
        before = self.problems.get(_name(cause, of))
        since_s = before.since_s if before is not None and before.cause == cause else self.monotonic()
        self.problems[_name(cause, of)] = Problem(cause, of, sentence, todo or MEANINGS[cause].todo, since_s)
        self._tell(cause)

    def failed(self, loop: str, sentence: str, in_a_row: int) -> None:
        """A loop's step raised what it should not. It stays a problem until it has failed less often for a while:
        one that fails every other time would else look well every other time."""
        times = self._failures.setdefault(loop, deque(maxlen=AGAIN_TIMES))
        times.append(self.monotonic())
        self.down("loop", f"{sentence}, {in_a_row} times in a row" if in_a_row > 1 else sentence, of=loop)

    def worked(self, loop: str) -> None:
        """A loop's step came to its end."""
        problem = self.problems.get(_name("loop", loop))
        if problem is None:
            return
        times = self._failures.get(loop, deque())
        if len(times) == AGAIN_TIMES and self.monotonic() - times[0] < AGAIN_S:
            self.down("loop", AGAIN + problem.sentence.removeprefix(AGAIN), of=loop)
        else:
            self.up("loop", of=loop)

    def stuck(self) -> list[str]:
        now = self.monotonic()
        return sorted(loop for loop, at in self.beats.items() if now - at > STUCK_S)

    def live(self) -> tuple[int, dict[str, Any]]:
        stuck = self.stuck()
        return (503 if stuck else 200), {"service": self.service, "live": not stuck, "stuck": stuck}

    def ready(self) -> tuple[int, dict[str, Any]]:
        self._look_at_loops()
        found = sorted(self.problems.items())
        now = self.monotonic()
        return (200 if not found else 503), {
            "service": self.service,
            "ready": not found,
            "waiting_for": {what: problem.sentence for what, problem in found},
            "problems": [problem.doc(now) for _, problem in found],
            **self.facts,
            **({"log_lines_lost": lost.lines} if lost.lines else {}),
        }

    def routes(self) -> list[Route]:
        async def live(_: Request) -> Response:
            status, body = self.live()
            return JSONResponse(body, status)

        async def ready(_: Request) -> Response:
            status, body = self.ready()
            return JSONResponse(body, status)

        async def metrics(_: Request) -> Response:
            self._look_at_loops()
            return Response(generate_latest(REGISTRY), media_type=CONTENT_TYPE_LATEST)

        return [Route("/live", live), Route("/ready", ready), Route("/metrics", metrics)]

    def app(self) -> Starlette:
        return application(self.routes())

    def _look_at_loops(self) -> None:
        for loop in self.stuck():
            self.down("loop", f"has not moved for more than {STUCK_S:.0f} s", of=loop)

    def _tell(self, cause: NotReadyCause) -> None:
        gauge("ready_problem", sum(problem.cause == cause for problem in self.problems.values()), cause=cause)


def _name(cause: NotReadyCause, of: str) -> str:
    """What a problem is called: by what it is of, or its cause. A loop may be called like a cause that it looks at, and
    must not take that back when it works."""
    return cause if not of else f"{cause} {of}" if of in CAUSES else of
