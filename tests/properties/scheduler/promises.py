"""What a borrower is promised about a visit, checked on what scheduler tells the others, and on nothing else.

It shares no code with the core: no stages, no counts, no rules of a pack.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from services.scheduler.core.events_out import ReleaseTime, ReserveTime
from shared.contracts import appointments as about
from shared.contracts.routing import BookingCancelled, BookingMade, SlotsAsked
from shared.contracts.texts import TextRequested

from .case_shell import SchedulerCaseShell, in_hours

A_DAY = timedelta(hours=24)
ENDS = {about.AppointmentCancelled, about.AppointmentExpired, about.AppointmentKept, about.AppointmentMissed}
GOES_ON = {SlotsAsked, BookingMade, about.AppointmentOffered, about.AppointmentAgreed, about.AppointmentNoticed,
           about.AppointmentPermitted, about.AppointmentMoved}  # fmt: skip
SILENT = frozenset({"opted-out", "wrong-number"})


@dataclass
class Promises:
    """`receipts`: when the carrier says each text was delivered. `chosen`: what the borrower picked. `closed`: what of
    a time that they named for a visit nobody may come at.
    """

    notices: dict[UUID, Any] = field(default_factory=dict)
    offers: dict[UUID, Any] = field(default_factory=dict)
    receipts: dict[UUID, datetime] = field(default_factory=dict)
    chosen: set[tuple[str, datetime]] = field(default_factory=set)
    closed: set[tuple[str, str]] = field(default_factory=set)
    braked: dict[str, str] = field(default_factory=dict)
    over: set[str] = field(default_factory=set)
    taken: set[str] = field(default_factory=set)
    open: str | None = None
    live: str | None = None
    reserved: str | None = None
    made: str | None = None

    def look_at(self, shell: SchedulerCaseShell) -> None:
        """Everything that the last decision tells, in the order it tells it."""
        for effect in shell.decision.effects:
            if isinstance(effect, ReserveTime):
                assert self.reserved is None, "a second time is reserved"
                self.reserved = effect.booking
            elif isinstance(effect, ReleaseTime):
                assert self.reserved == effect.booking, "what is released was not reserved"
                self.reserved = None
        for event, data in shell.published():
            self._told(event, data, shell)

    def _told(self, event: type[Any], data: Any, shell: SchedulerCaseShell) -> None:
        visit = data.visit
        if event is TextRequested:
            self._text(data, shell)
        if event in GOES_ON:
            # A request that its brake had overtaken is put and taken back in one decision.
            taken_back = event is SlotsAsked and {about.AppointmentCancelled, about.AppointmentHeld} & {
                each for each, _ in shell.published()
            }
            braked = visit in self.braked and not taken_back
            assert not braked, f"{event.__name__} after the visit was withdrawn: {self.braked[visit]}"
            assert visit not in self.over, f"{event.__name__} after the visit was over"
        if event is SlotsAsked:
            assert self.open in (None, visit), "two visits at a time"
            self.open = visit
        elif event is BookingMade:
            assert self.live in (None, data.booking), "two bookings at a time"
            assert (visit, data.window.start) in self.chosen, "nobody chose this window"
            self.live = data.booking
        elif event is BookingCancelled:
            assert data.booking == self.live, "what is cancelled was not booked"
            self.live = None
        elif event is about.AppointmentPermitted:
            self._permit(data, shell)
        else:
            assert getattr(data, "address", None) is None, f"{event.__name__} names the door without a permit"
        if event in ENDS:
            self._ended(event, visit)

    def _ended(self, event: type[Any], visit: str) -> None:
        if self.open == visit:
            self.open = None
        if event in (about.AppointmentKept, about.AppointmentMissed):
            self.live = self.reserved = None  # it was made, as far as we know: it keeps its place
        self.over.add(visit)

    def _text(self, data: Any, shell: SchedulerCaseShell) -> None:
        assert data.visit not in self.over or data.kind == "visit-cancelled", f"{data.kind} about a visit that is over"
        cause = self.braked.get(data.visit)
        assert cause not in SILENT, f"{data.kind} to somebody who must not be texted"
        assert cause is None or data.kind == "visit-cancelled", f"{data.kind} after the visit was withdrawn"
        if data.kind == "offer":
            self.offers[data.intent] = data
            self._slots(data.wording.slots, shell)
            why = data.wording.closed
            assert why is None or (data.visit, why) in self.closed, f"nobody named a closed {why}"
        elif data.kind == "notice" and data.on_failure == "hold-visit":
            assert data.wording.crew, "a notice names nobody"
            assert data.wording.check_code, "a notice has no check code"
            assert data.not_after <= data.wording.window.start - A_DAY, "a notice may come too late"
            self.notices[data.intent] = data

    def _slots(self, slots: Any, shell: SchedulerCaseShell) -> None:
        assert 1 <= len({slot.window.start for slot in slots}) == len(slots) <= 3, "not one to three different windows"
        for slot in slots:
            assert in_hours(slot.window.start, slot.window.end), "a window outside hours is offered"
            assert slot.window.start - shell.at > A_DAY, "a window is offered that can't be noticed any more"
            near = [busy for busy in shell.busy if abs(busy.start - slot.window.start) < 30 * A_DAY]
            assert not near, "a window too near to another visit of this person is offered"

    def _permit(self, data: Any, shell: SchedulerCaseShell) -> None:
        """Only for the crew and the window of a notice that was delivered a day ahead."""
        assert not shell.stopped & {"visiting:all", "visiting:region:porto"}, "a switch is thrown"
        notice = next(
            (each for each in self.notices.values()
             if each.visit == data.visit and each.appointment_version == data.version), None
        )  # fmt: skip
        assert notice is not None, "a permit without a notice"
        assert notice.intent in self.receipts, "a permit without a receipt"
        assert data.window.start - self.receipts[notice.intent] >= A_DAY, "the notice was delivered too late"
        assert data.window.start - shell.at > timedelta(0), "a permit for a window that has begun"
        assert data.window == notice.wording.window, "the notice names another window"
        assert data.crew == tuple(member.collector for member in notice.wording.crew), "the notice names another crew"
        assert data.check_code == notice.wording.check_code, "the notice gives another code"
        assert len(set(data.crew)) == 2, "a crew of two goes"
        assert data.booking == self.live == self.reserved, "a permit without a booking"
        assert in_hours(data.window.start, data.window.end), "a permit outside hours"
        assert all(line.satisfied_by for line in data.permit)
