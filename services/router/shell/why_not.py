"""Answers to "why not?": the region as it stands is loaded and looked up, and the core is asked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pydantic import ValidationError

from services.router.core.changes import RegionChange
from services.router.core.fleet import Spot
from services.router.core.inputs import RouterInput
from services.router.core.lookup import PlanningRules, RegionContext, RegionLookup
from services.router.core.state import Assigned, OpenBooking, RegionState, Underway
from services.router.core.travel import Coordinates
from services.router.core.why_crew import in_the_middle_of_its_cell, why_not_window, why_this_crew
from shared.contracts.routing import Booking
from shared.contracts.values import Needs, Sealed
from shared.contracts.why_not import WhyNot, WhyNotAnswer
from shared.decision.answers import answer_of, in_words, line
from shared.policy.local_time import local_day
from shared.privacy.keys import KeyRing
from shared.runtime.looking import LookStore
from shared.runtime.machine import Machine
from shared.runtime.ports import Clock
from shared.runtime.questions import NothingKnown, UnclearQuestion, WhyNotQuestion

from .busy_elsewhere import times_of
from .look_up import last_spots, sources_of
from .opened_places import OpenedPlaces, PlaceSource

NO_HOME = Sealed(kid="none", of="none", field="home", box="none")
NOT_A_DOOR = "the router is told where with region, cell, zone, crew_size, duration_min and certificates"


@dataclass(frozen=True, slots=True)
class RouterAnswers:
    """What `machine` would decide, and by its rules."""

    store: LookStore
    clock: Clock
    machine: Machine[RegionState, RouterInput, RegionChange, PlanningRules, RegionLookup]
    ring: KeyRing

    async def __call__(self, question: WhyNotQuestion) -> WhyNot:
        if question.of not in ("slot", "crew"):
            raise UnclearQuestion("the router knows of windows and crews")
        async with self.store.looking() as unit:
            named = question.more.get("region", "")
            seen = await unit.look(named)
            if seen.state is None:
                raise NothingKnown
            region = seen.state_by(self.machine.kept, named)
            spots = await last_spots(unit, [region.region], self.clock.now())
            busy = await times_of(unit, [(region.region, who) for who in region.collectors])
        visit = _visit_of(region, question.case)
        wanted = visit.booking if visit is not None and question.of == "crew" else None
        if question.of == "slot":
            wanted = _wanted(question)
        places = await self._places(region, wanted, spots.values())
        at = max(self.clock.now(), seen.state.at or self.clock.now())
        context = RegionContext(at, self.machine.rules, RegionLookup(places, busy, spots), seen.stopped, region=region)
        if question.of == "slot" and wanted is not None:
            answers = why_not_window(*in_the_middle_of_its_cell(wanted, context))
        elif visit is None:
            answers = (_nobody_goes(),)
        else:
            answers = why_this_crew(visit, question.more.get("collector") or None, context)
        return WhyNot(
            of=question.of,
            service="router",
            case=question.case,
            at=at,
            zone=region.zone,
            state=visit.kind if visit is not None else "no-booking",
            version=seen.state.version,
            decided_at=seen.state.at,
            policy=self.machine.policy_version,
            answers=seen.begun_with(answers),
        )

    async def _places(
        self, region: RegionState, wanted: Booking | None, spots: Iterable[Spot]
    ) -> Mapping[str, Coordinates]:
        """Of everybody's home and of the doors of the day asked about: in a memory of its own, so that no decision
        waits for what a question makes of it."""
        if wanted is None:
            return {}
        zone = region.zone or wanted.window.zone
        sources = sources_of(region, [(zone, local_day(wanted.window.start, zone))])
        boxes = [wanted.home, *(spot.place for spot in spots)]
        sources["besides", region.region] = PlaceSource({box.box: box for box in boxes}, lambda box: (box,))
        opened = OpenedPlaces(self.ring)
        await opened.open(sources)
        return opened.places


def _visit_of(region: RegionState, case: str) -> OpenBooking | None:
    """The booking of the case that a crew goes to, the last one first."""
    found = [
        each for each in region.bookings.values() if isinstance(each, Assigned | Underway) and each.booking.case == case
    ]
    return max(found, key=lambda each: each.booking.window.start, default=None)


def _nobody_goes() -> WhyNotAnswer:
    text = "no crew goes to this case: it has no booking, or nobody was found for it"
    return answer_of("crew", in_words("no-booking", text), False, None, [line("no-booking", False, text)])


def _wanted(question: WhyNotQuestion) -> Booking:
    """A booking as scheduler would make it for the window asked about. Raises `UnclearQuestion`."""
    more = question.more
    window = question.window(more.get("zone", "UTC"))
    try:
        needs = Needs(
            crew_size=int(more.get("crew_size", "")),
            certificates=tuple(filter(None, more.get("certificates", "").split(","))),
            duration_min=int(more.get("duration_min", "")),
        )
        return Booking(
            booking="asked", case=question.case, visit="asked", window=window, cell=more.get("cell", ""), home=NO_HOME,
            needs=needs, not_collectors=tuple(filter(None, more.get("not", "").split(","))),
        )  # fmt: skip
    except (ValueError, ValidationError):
        raise UnclearQuestion(NOT_A_DOOR) from None
