"""Whatever is said, in whatever order, at whatever time: the promises hold after every input."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from hypothesis import given as hypothesis_given
from hypothesis import settings
from hypothesis import strategies as st

from docs.generate.stored_kinds import described
from services.scheduler.core.changes import CHANGES
from services.scheduler.core.events_out import ReleaseTime, ReserveTime
from services.scheduler.core.ids import notice_intent
from services.scheduler.core.notice import lead
from services.scheduler.core.state import STATES, OpenVisit, Permitted, StageWithAgreement, agreement_of, awaited
from shared.contracts import appointments as told
from shared.contracts.codec import decode, encode
from shared.contracts.routing import BookingCancelled, BookingMade
from shared.contracts.texts import Meaning, TextDelivered
from shared.contracts.visits import VisitWithdrawn
from shared.decision import Publish, TimerDue
from tests.unit.scheduler import events
from tests.unit.scheduler.events import DAY, HOUR, RULES, VISIT, slot
from tests.unit.scheduler.given import Scenario

PLAIN_STATES: Any = described(STATES)
PLAIN_CHANGES: Any = described(CHANGES)
ENDS = (
    told.AppointmentMoved, told.AppointmentHeld, told.AppointmentCancelled, told.AppointmentExpired,
    told.AppointmentKept, told.AppointmentMissed,
)  # fmt: skip
CAUSES = ("paid", "dispute", "opted-out", "wrong-number", "details-corrected")
OUTCOMES = ("paid", "refused", "not-home", "unsafe")


def _stage(life: Scenario) -> tuple[str, int, int, int, int]:
    """Visit, asks, offers, version and the version of its booking."""
    stage = life.case.stage
    if not isinstance(stage, OpenVisit):
        return VISIT, 1, 1, 1, 1
    agreement = agreement_of(stage)
    began = int(agreement.booking.rpartition(".")[2]) if agreement is not None else stage.tally.version
    return stage.visit.id, stage.tally.asks, stage.tally.offers, stage.tally.version, began


Say = Callable[[Scenario, int], object]


def _about(build: Callable[[tuple[str, int, int, int, int], int, Scenario], object]) -> Say:
    return lambda life, n: build(_stage(life), n, life)


def _ring(life: Scenario, n: int) -> object:
    """The next timer, in time or late; or one that nothing waits for."""
    if not life.timers:
        return TimerDue("look-again", life.at)
    kind, due = min(life.timers.items(), key=lambda item: item[1])
    life.at = max(life.at, due) + (timedelta(0), timedelta(minutes=3), 2 * HOUR, 3 * DAY)[n % 4]
    return TimerDue(kind, due)


def _wait(life: Scenario, n: int) -> None:
    life.at += (timedelta(minutes=1), HOUR, 7 * HOUR, DAY, 3 * DAY)[n % 5]


def _switch(life: Scenario, n: int) -> None:
    life.stopped = frozenset({"visiting:all"}) if n % 3 == 0 else frozenset()


def _window_start(life: Scenario) -> Any:
    stage = life.case.stage
    return stage.agreement.window.start if isinstance(stage, StageWithAgreement) else life.at


SAYS: dict[str, Say] = {
    "requested": lambda life, n: events.requested(f"v-{n}", by=f"e-gate-{n}"),
    "withdrawn": _about(lambda s, n, life: events.withdrawn(CAUSES[n % 5], s[0])),
    "quoted": _about(
        lambda s, n, life: events.quoted(
            [slot((life.at - events.NOW).days + days) for days in range(2, 2 + n % 9)], ask=s[1] + n % 2, visit=s[0]
        )
    ),
    "quoted-now": _about(
        lambda s, n, life: events.quoted(
            [slot((life.at - events.NOW).days + days) for days in range(3, 10)], ask=s[1], visit=s[0]
        )
    ),
    "offer-delivered": _about(lambda s, n, life: events.offer_delivered(s[2] + n % 2, at=life.at, visit=s[0])),
    "offer-lost": _about(lambda s, n, life: events.lost("offer", s[2], list(events.HOW.values())[n % 3])),
    "chose": _about(
        lambda s, n, life: events.reply(
            Meaning(kind="slot", confidence=1, digit=1 + n % 4), offer=max(s[2] - n % 2, 0), visit=s[0], at=life.at
        )
    ),
    "chose-now": _about(
        lambda s, n, life: events.reply(
            Meaning(kind="slot", confidence=1, digit=1 + n % 3), offer=s[2], visit=s[0], at=life.at - n * HOUR
        )
    ),
    "wished": _about(
        lambda s, n, life: events.reply(
            Meaning(kind="other-time", confidence=1, at=life.at + n * DAY if n else None), offer=s[2], visit=s[0]
        )
    ),
    "crewed": _about(lambda s, n, life: events.crewed(f"c-{n}", "c-99", version=s[4], number=1 + n % 4, visit=s[0])),
    "uncrewed": _about(lambda s, n, life: events.uncrewed(version=s[4], visit=s[0])),
    "notice-delivered": _about(
        lambda s, n, life: events.notice_delivered(max(s[3] - n % 2, 0), at=life.at - n * HOUR, visit=s[0])
    ),
    "notice-now": _about(lambda s, n, life: events.notice_delivered(s[3], at=life.at, visit=s[0])),
    "notice-late": _about(
        lambda s, n, life: events.notice_delivered(
            s[3], at=_window_start(life) - (24 * HOUR - timedelta(seconds=n - 5))
        )
    ),
    "notice-lost": _about(lambda s, n, life: events.lost("notice", s[3], list(events.HOW.values())[n % 3])),
    "departed": _about(lambda s, n, life: events.departed(_window_start(life), version=s[4], visit=s[0])),
    "arrived": _about(lambda s, n, life: events.arrived(_window_start(life) + n * HOUR, version=s[4], visit=s[0])),
    "ended": _about(lambda s, n, life: events.ended(OUTCOMES[n % 4], _window_start(life), version=s[4], visit=s[0])),
    "complained": lambda life, n: events.complained(f"c-{n}"),
    "rings": _ring,
    "waits": _wait,
    "switch": _switch,
}


def _go_on(life: Scenario, n: int) -> object:
    """What usually comes next, or no history would ever reach the door."""
    usual = {
        "asking": ("quoted-now",),
        "offered": ("offer-delivered", "chose-now"),
        "booking": ("crewed",),
        "agreed": ("notice-now",),
        "in-doubt": ("notice-now", "rings"),
        "permitted": ("departed", "arrived", "crewed", "rings"),
        "held": ("rings",),
    }
    names = usual.get(life.case.stage.kind, ("requested",))
    return SAYS[names[n % len(names)]](life, n)


LIKELY = [*SAYS, *["goes-on"] * len(SAYS)]
SAYS["goes-on"] = _go_on


@dataclass
class Watch:
    """What the world knows of this case, kept from the effects alone."""

    life: Scenario = field(default_factory=Scenario)
    reserved: set[str] = field(default_factory=set)
    booked: set[str] = field(default_factory=set)
    braked: set[str] = field(default_factory=set)
    texts: dict[Any, str] = field(default_factory=dict)
    permit: told.Stage | None = None

    def hear(self, said: object) -> None:
        before = self.life.case
        life = self.life.when(said)  # type: ignore[arg-type]
        if isinstance(said, VisitWithdrawn):
            self.braked.add(said.data.visit)
        for effect in life.decision.effects:
            if isinstance(effect, ReserveTime):
                assert effect.booking not in self.reserved
                self.reserved.add(effect.booking)
            elif isinstance(effect, ReleaseTime):
                self.reserved.remove(effect.booking)
            elif isinstance(effect, Publish):
                self._told(effect, said)
        self._timers()
        self._bookings()
        self._states(before)

    def _told(self, effect: Publish, said: object) -> None:
        event = effect.event.model_validate(
            {"id": "e", "source": "scheduler", "subject": effect.subject, "time": self.life.at, "data": effect.data}
        )
        assert decode(event.topic, event.subject.encode(), encode(event), self.life.at) == event
        data: Any = effect.data
        if effect.event is BookingMade:
            self.booked.add(data.booking)
        elif effect.event is BookingCancelled:
            self.booked.remove(data.booking)
        elif effect.event is told.AppointmentPermitted:
            self._permitted(data, said)
        elif effect.event in ENDS:
            self.permit = None
            if effect.event in (told.AppointmentKept, told.AppointmentMissed):
                self.reserved.clear()  # a visit that was made keeps its place, and is no live booking

    def _permitted(self, data: told.Stage, said: object) -> None:
        """Never without the receipt of this very notice, a day ahead; never after a brake; never while stopped."""
        assert data.visit not in self.braked
        assert not self.life.stopped
        assert data.window is not None
        receipt = said if isinstance(said, TextDelivered) else None
        if receipt is not None:
            assert receipt.data.intent == notice_intent(data.visit, data.version)
            assert lead(data.window, receipt.time) >= RULES.lead
        assert len(set(data.crew)) == 2
        assert self.life.at <= data.window.start - RULES.permit_ahead
        assert {line.rule for line in data.permit} >= {"notice-delivered", "slot-chosen", "visit-requested"}
        assert all(line.satisfied_by for line in data.permit)
        self.permit = data

    def _timers(self) -> None:
        stage, life = self.life.case.stage, self.life
        assert life.timers == awaited(stage)
        assert bool(life.timers) == isinstance(stage, OpenVisit)

    def _bookings(self) -> None:
        """One live booking at most, and it is the one that is agreed."""
        agreement = agreement_of(self.life.case.stage)
        assert self.reserved == ({agreement.booking} if agreement is not None else set())
        if isinstance(self.life.case.stage, OpenVisit):
            assert self.reserved <= self.booked
        permitted = isinstance(self.life.case.stage, Permitted)
        assert (self.permit is not None) == permitted
        if permitted and self.permit is not None:
            assert isinstance(self.life.case.stage, Permitted)
            assert self.permit.version == self.life.case.stage.tally.version

    def _states(self, before: Any) -> None:
        after = self.life.case
        assert STATES.validate_json(STATES.dump_json(after)) == after
        # To the byte what pydantic made of dataclasses with the same fields: an older replica reads it.
        assert STATES.dump_json(after) == PLAIN_STATES.dump_json(PLAIN_STATES.validate_json(STATES.dump_json(after)))
        for change in self.life.decision.changes:
            doc = CHANGES.dump_json(change)
            assert CHANGES.validate_json(doc) == change
            assert PLAIN_CHANGES.dump_json(PLAIN_CHANGES.validate_json(doc)) == doc
        if (
            isinstance(before.stage, OpenVisit)
            and isinstance(after.stage, OpenVisit)
            and before.stage.visit == after.stage.visit
        ):
            assert after.stage.tally.version >= before.stage.tally.version
        if not self.life.decision.accepted:
            assert after == before


@settings(max_examples=300, deadline=None)
@hypothesis_given(steps=st.lists(st.tuples(st.sampled_from(LIKELY), st.integers(0, 12)), max_size=40))
def test_every_promise_holds_after_every_input(steps: list[tuple[str, int]]) -> None:
    watch = Watch()
    watch.hear(events.requested(by="e-gate"))
    for name, n in steps:
        said = SAYS[name](watch.life, n)
        if said is not None:
            watch.hear(said)


@settings(max_examples=50, deadline=None)
@hypothesis_given(steps=st.lists(st.tuples(st.sampled_from(sorted(SAYS)), st.integers(0, 12)), max_size=25))
def test_whatever_happened_every_open_visit_ends_when_only_timers_ring(steps: list[tuple[str, int]]) -> None:
    """Nothing waits for ever: with a silent world, each visit is given up within a bounded number of timers."""
    watch = Watch()
    watch.hear(events.requested(by="e-gate"))
    for name, n in steps:
        said = SAYS[name](watch.life, n)
        if said is not None:
            watch.hear(said)
    watch.life.stopped = frozenset()
    for _ in range(3000):
        if not watch.life.timers:
            return
        kind, due = min(watch.life.timers.items(), key=lambda item: item[1])
        watch.life.at = max(watch.life.at, due)
        watch.hear(TimerDue(kind, due))
    raise AssertionError(watch.life.case.stage)
