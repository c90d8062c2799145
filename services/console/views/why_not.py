"""Why something did not happen, asked of the services that decide about it. What they say is shown as they say it.

Services meet in topics, and each answers for its own cases alone. What the router has to know of a visit that it has
no booking of (where, and what the visit needs) is in scheduler's answer, so scheduler is asked first.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Literal
from urllib.parse import urlencode

from pydantic import ValidationError

from deploy.local.program import http_status
from shared.contracts.why_not import WhyNot, WhyNotAnswer, WhyNotOf, WhyNotService, WhyNotVisit

TIMEOUT_S = 2.5
NO_BOOKING = "no-booking"
RUNS_NOT = "it does not run here, and DOORSTEP_CONSOLE_READY names no address of it"
UNKNOWN: Literal["unknown"] = "unknown"
ASKED: Mapping[WhyNotOf, tuple[WhyNotService, ...]] = {
    "text": ("notifier",),
    "visit": ("notifier", "scheduler"),
    "slot": ("scheduler", "notifier"),
    "crew": ("scheduler",),
}
"""Who is asked at once; about slots and crews the router is asked after scheduler."""
ROUTED: frozenset[WhyNotOf] = frozenset({"slot", "crew"})


@dataclass(frozen=True, slots=True)
class SilentService:
    """One that can't be asked: `why`, and since when it was found so."""

    service: WhyNotService
    why: str
    since: datetime


@dataclass(frozen=True, slots=True)
class WhyNotSaid:
    """What was said, what could not be asked, and who knows nothing of such a case."""

    of: WhyNotOf
    case: str
    said: tuple[WhyNot, ...]
    silent: tuple[SilentService, ...]
    unknown_to: tuple[WhyNotService, ...]

    @property
    def is_known(self) -> bool:
        """May there be such a case? Who can't be asked may know of it."""
        return bool(self.said or self.silent)

    @property
    def zone(self) -> str:
        return next((each.zone for each in self.said if each.zone is not None), "UTC")


@dataclass(slots=True)
class ServicesAsked:
    """`where` gives host and port of a service, or None where none is known."""

    where: Callable[[str], tuple[str, int] | None]
    real_now: Callable[[], datetime] = lambda: datetime.now(UTC)
    _silent_since: dict[WhyNotService, datetime] = field(default_factory=dict)

    async def why_not(self, of: WhyNotOf, case: str, more: Mapping[str, str]) -> WhyNotSaid:
        """`more` is what else is asked: a window, a collector."""
        names = ASKED[of]
        found = dict(
            zip(names, await asyncio.gather(*(self._ask(name, of, case, more) for name in names)), strict=True)
        )
        if of in ROUTED and isinstance(visit := _visit(found), WhyNotVisit):
            found["router"] = await self._ask("router", of, case, {**more, **_as_query(visit)})
        if of == "crew" and isinstance(router := found.get("router"), WhyNot) and router.state != NO_BOOKING:
            found.pop("scheduler")  # it was asked where; of the crew that goes it says nothing
        return WhyNotSaid(
            of, case,
            tuple(each for each in found.values() if isinstance(each, WhyNot)),
            tuple(each for each in found.values() if isinstance(each, SilentService)),
            tuple(name for name, each in found.items() if each == UNKNOWN),
        )  # fmt: skip

    async def _ask(
        self, service: WhyNotService, of: WhyNotOf, case: str, more: Mapping[str, str]
    ) -> WhyNot | SilentService | Literal["unknown"]:
        where = self.where(service)
        if where is None:
            return self._silent(service, RUNS_NOT)
        query = urlencode({"of": of, "case": case, **more})
        answer = await http_status(where[1], f"/why-not?{query}", TIMEOUT_S, host=where[0])
        if answer is None:
            return self._silent(service, "it does not answer")
        status, body = answer
        if status == 404 and b"refused" in body:
            self._silent_since.pop(service, None)
            return UNKNOWN
        if status != 200:
            return self._silent(service, WHY.get(status, "it can't answer that"))
        try:
            found = WhyNot.model_validate_json(body, extra="ignore")
        except ValidationError:
            return self._silent(service, "it answers in a form that this console doesn't know")
        self._silent_since.pop(service, None)
        return found

    def _silent(self, service: WhyNotService, why: str) -> SilentService:
        return SilentService(service, why, self._silent_since.setdefault(service, self.real_now()))


WHY = {
    409: "what it has stored of this case can't be read, or is another case's",
    404: "it is of a version that answers no questions", 400: "it did not understand what is asked",
    503: "it can't answer at the moment: its database is away, or it is just starting",
}  # fmt: skip


def lead(answer: WhyNotAnswer) -> str:
    """What stands in the way first, or that nothing does."""
    first = next((line.text for line in answer.lines if not line.met), None)
    return first or answer.text


def _visit(found: Mapping[WhyNotService, object]) -> WhyNotVisit | None:
    said = found.get("scheduler")
    return said.visit if isinstance(said, WhyNot) else None


def _as_query(visit: WhyNotVisit) -> dict[str, str]:
    return {
        "region": visit.region, "cell": visit.cell, "zone": visit.zone,
        "crew_size": f"{visit.needs.crew_size}", "duration_min": f"{visit.needs.duration_min}",
        "certificates": ",".join(visit.needs.certificates), "not": ",".join(visit.not_collectors),
    }  # fmt: skip
