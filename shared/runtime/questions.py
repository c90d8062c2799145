"""`GET /why-not?of=text&case=ID`: what a service says of something that did not happen (`shared/contracts/why_not`).

Beside `/ready`, for the console and for whoever is on call. Asking changes nothing and is remembered nowhere. Few are
answered at a time, so that questions take no connection from what decides; the others are told to come again.

A browser is not answered: a page of anybody's could ask what answers on this machine.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import get_args

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from shared.contracts.asked_window import AskedWindow, NotAsked
from shared.contracts.subjects import is_subject
from shared.contracts.values import Window
from shared.contracts.why_not import WhyNot, WhyNotOf
from shared.policy.local_time import zone_of

from .folding import NotInHistory
from .logs import logger
from .ports import NewerFormat, Unavailable

PATIENCE_S = 2.0
NO_WINDOW = "there is no such window in that zone"
WAITING_MAX = 8
BROWSERS = ("origin", "sec-fetch-site", "referer")


class UnclearQuestion(Exception):
    """What is asked can't be understood; the sentence says what is missing. It repeats nothing of the question."""


class NothingKnown(Exception):
    """Nothing is known here of such a case."""


@dataclass(frozen=True, slots=True)
class WhyNotQuestion:
    """`more` is the rest of the query: a window (`day=2026-12-01&from=14:00&to=16:00`, as clocks show at the door),
    a collector.
    """

    of: WhyNotOf
    case: str
    more: Mapping[str, str]

    def window(self, zone: str) -> Window:
        """The window asked about, in that zone. Raises `UnclearQuestion`."""
        try:
            asked = AskedWindow.read(*(self.more.get(name, "") for name in ("day", "from", "to")))
        except NotAsked as trouble:
            raise UnclearQuestion(str(trouble)) from None
        try:
            start, end = (
                datetime.combine(asked.day, each, zone_of(zone)).astimezone(UTC) for each in (asked.first, asked.last)
            )
            return Window(start=start, end=end, zone=zone, local=f"{asked.day.isoformat()}T{asked.first:%H:%M}")
        except (ValueError, OverflowError):
            raise UnclearQuestion(NO_WINDOW) from None


AnswerQuestion = Callable[[WhyNotQuestion], Awaitable[WhyNot]]
"""Raises `UnclearQuestion`, `NothingKnown`, `Unavailable`, `NewerFormat`."""


class Questions:
    """What is asked of one service. `answer` is None until it knows how to answer."""

    def __init__(self, service: str) -> None:
        self._log = logger(service)
        self._one_at_a_time = asyncio.Lock()
        self._waiting = 0
        self.answer: AnswerQuestion | None = None

    def routes(self) -> list[Route]:
        return [Route("/why-not", self._why_not, methods=["GET"])]

    async def _why_not(self, request: Request) -> Response:
        if any(name in request.headers for name in BROWSERS):
            return _refused(403, "browsers are not answered here")
        if self.answer is None:
            return _refused(503, "it does not work yet")
        if self._waiting >= WAITING_MAX:
            return _refused(503, "too many ask at once")
        more = dict(request.query_params)
        of, case = more.pop("of", ""), more.pop("case", "")
        if of not in get_args(WhyNotOf) or not is_subject(case):
            return _refused(400, "of is text, visit, slot or crew, and case the id of a case")
        self._waiting += 1
        try:
            async with asyncio.timeout(PATIENCE_S), self._one_at_a_time:
                found = await self.answer(WhyNotQuestion(of, case, more))  # type: ignore[arg-type]
        except UnclearQuestion as error:
            return _refused(400, str(error))
        except NothingKnown:
            return _refused(404, "nothing is known here of such a case")
        except NewerFormat as error:
            return _refused(503, str(error))
        except NotInHistory:
            return _refused(
                503, "its state can't be made of its history; it is set aside by the next that comes for it"
            )
        except ValueError as error:
            self._log.error("why-not-failed", kind=of, error=type(error).__name__)
            return _refused(409, "what is stored of it can't be read, or is another's")
        except (Unavailable, TimeoutError):
            return _refused(503, "its database does not answer")
        except Exception as error:
            self._log.error("why-not-failed", kind=of, error=type(error).__name__)
            return _refused(500, "the answer broke; its log says at what")
        finally:
            self._waiting -= 1
        return Response(found.model_dump_json(exclude_none=True), media_type="application/json")


def _refused(status: int, what: str) -> Response:
    return JSONResponse({"refused": what}, status)
