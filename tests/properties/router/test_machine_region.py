"""A region in the week when the clocks go back: crews come and go, bookings too, and every promise is kept."""

from __future__ import annotations

from datetime import timedelta
from functools import cache
from itertools import count
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, multiple, precondition, rule

from services.router.core.published_rows import all_rows
from services.router.core.state import RegionState
from shared.contracts.routing import CrewAssigned, CrewChanged, CrewUnassigned, SlotsQuoted
from shared.contracts.values import Needs
from tests.memory.router import APPLIES
from tests.properties.campaign import aim, bounded
from tests.properties.timers import first_due
from tests.unit.router import events

from .check import check
from .promises import Promises, in_hours
from .region_shell import RegionShell

NAMES = ("ana", "eva", "leo", "rui", "zoe")
FRIDAY, SUNDAY = -38, -36  # 23 October; the clocks go back in the night to Sunday, 25 October
DAYS = st.sampled_from([FRIDAY + 1, SUNDAY, SUNDAY + 1, SUNDAY + 1, SUNDAY + 2, SUNDAY + 3])
HOURS = st.sampled_from([6, 8, 8.5, 9, 10, 12, 14, 15.5, 16, 18])
KM, NAME = st.integers(-12, 12), st.sampled_from(NAMES)
NEEDS = st.sampled_from([Needs(), Needs(), Needs(crew_size=1), Needs(crew_size=3, duration_min=60)])
TWICE = st.sampled_from([False, False, True])
CREWS = (CrewAssigned, CrewChanged, CrewUnassigned)


@cache
def staffed(trained: int, per_day: tuple[tuple[float, float], ...]) -> RegionState:
    """Five collectors, of whom `trained` hold every certificate, at work in such hours from Friday to Thursday."""
    shell = RegionShell(events.at(FRIDAY, 8))
    for number, name in enumerate(NAMES):
        shell.hear(events.registered(name, 3 * number - 6, 2 - number, time=shell.at))
        for each in events.CERTIFICATES:
            shell.hear(events.certified(name, each, first=-100, last=300 if number < trained else SUNDAY))
        for day in range(FRIDAY, FRIDAY + 7):
            start, end = per_day[(day + number) % len(per_day)]
            shell.hear(events.on_shift(name, day, start, end, time=shell.at))
    return shell.region


class ARegion(RuleBasedStateMachine):
    slots = Bundle("slots")
    bookings = Bundle("bookings")

    def __init__(self) -> None:
        super().__init__()
        self.shell = RegionShell(events.at(FRIDAY, 8))
        self.promises = Promises()
        self.numbers = count(1)

    def hear(self, said: Any, twice: bool = False) -> None:
        """Decide, and look at what is told; perhaps hear the same once more, and then no crew is told anything."""
        for again in (False, True)[: 1 + twice]:
            self.shell.hear(said)
            self.promises.look_at(self.shell)
            for quote in self.shell.told(SlotsQuoted):
                assert bool(quote.slots) != bool(quote.refused), "slots or reasons, never both or neither"
            crews = [event for event, _ in self.shell.published if event in CREWS]
            assert not (again and crews), f"said twice, {type(said).__name__} moves a crew twice"

    @initialize(trained=st.sampled_from([5, 5, 3, 1]),
                hours=st.sampled_from([((8, 18),), ((8, 17), (9, 9), (12, 19)), ((0, 24),)]))  # fmt: skip
    def hire(self, trained: int, hours: tuple[tuple[float, float], ...]) -> None:
        self.shell.region = self.shell.replay.state = staffed(trained, hours)
        for row in all_rows(self.shell.region):
            APPLIES[row.statement](self.shell.tables, [row])

    # Scheduler.

    @rule(target=slots, east=KM, north=KM, needs=NEEDS, day=DAYS, barred=st.sampled_from([(), (), ("ana",)]),
          wished=st.booleans())  # fmt: skip
    def are_asked_for(
        self, east: int, north: int, needs: Needs, day: int, barred: tuple[str, ...], wished: bool
    ) -> Any:
        number = next(self.numbers)
        around = events.at(day, 13) if wished else None
        said = events.asked(f"q{number}", east, north, first=events.at(day, 0), last=events.at(day + 2, 24),
                           needs=needs, around=around, not_collectors=barred)  # fmt: skip
        self.hear(said, True)
        found = self.shell.told(SlotsQuoted)[0].slots
        for slot in found:
            assert in_hours(slot.window.start, needs.duration_min), "a window outside hours is quoted"
            assert slot.window.start >= self.shell.at, "a window that is past is quoted"
        return multiple(*((slot.window, east, north, needs, barred) for slot in found))

    @rule(target=bookings, slot=slots, twice=TWICE)
    def is_booked(self, slot: Any, twice: bool) -> str:
        window, east, north, needs, barred = slot
        name = f"b{next(self.numbers)}"
        made = events.made(name, FRIDAY, 10, east, north, needs=needs, not_collectors=barred)
        data = made.data.model_copy(update={"window": window})
        self.hear(made.model_copy(update={"data": data}), twice)
        return name

    @rule(target=bookings, day=DAYS, hour=HOURS, east=KM, north=KM, needs=NEEDS, twice=TWICE)
    def is_booked_unasked(self, day: int, hour: float, east: int, north: int, needs: Needs, twice: bool) -> str:
        name = f"b{next(self.numbers)}"
        self.hear(events.made(name, day, hour, east, north, needs=needs), twice)
        return name

    @rule(booking=bookings, twice=TWICE)
    def is_cancelled(self, booking: str, twice: bool) -> None:
        self.hear(events.cancelled(booking), twice)

    # The field and the staff system.

    @rule(booking=bookings, what=st.sampled_from([events.departed, events.arrived, events.ended]), twice=TWICE)
    def is_reported(self, booking: str, what: Any, twice: bool) -> None:
        self.hear(what(booking), twice)

    @rule(booking=bookings, who=NAME, twice=TWICE)
    def is_complained_of(self, booking: str, who: str, twice: bool) -> None:
        self.hear(events.complained(booking, who), twice)

    @rule(who=NAME, day=DAYS, start=st.sampled_from([0, 9, 13]), hours=st.sampled_from([3, 24]), twice=TWICE)
    def is_ill(self, who: str, day: int, start: int, hours: int, twice: bool) -> None:
        self.hear(events.absent(who, day, start, start + hours), twice)

    @rule(who=NAME, day=DAYS, hours=st.sampled_from([(8, 12), (10, 19), (7, 20), (9, 9)]), twice=TWICE)
    def works_other_hours(self, who: str, day: int, hours: tuple[int, int], twice: bool) -> None:
        self.hear(events.on_shift(who, day, *hours, time=self._now()), twice)

    @rule(who=NAME, east=KM, north=KM, twice=TWICE)
    def moves_house(self, who: str, east: int, north: int, twice: bool) -> None:
        self.hear(events.registered(who, east, north, time=self._now()), twice)

    @rule(who=NAME, east=KM, north=KM)
    def is_somewhere(self, who: str, east: int, north: int) -> None:
        self.hear(events.located(who, self.shell.at, east, north), True)

    def _now(self) -> Any:
        return self.shell.at + timedelta(microseconds=next(self.numbers))

    @rule(who=NAME, day=DAYS, start=st.sampled_from([8, 11, 15]))
    def is_on_duty_in_another_region(self, who: str, day: int, start: int) -> None:
        """The table `duties` lets nobody in who is taken already, so neither does this."""
        first, last = events.at(day, start), events.at(day, start + 3)
        taken = [span for (name, _), span in self.shell.duties.items() if name == who]
        if all(end <= first or begin >= last for begin, end in taken):
            self.shell.busy.setdefault(who, []).append((int(first.timestamp()), int(last.timestamp())))

    # Time and operators.

    @precondition(lambda self: self.shell.timers)
    @rule(late_h=st.sampled_from([0, 0, 1, 30]))
    def a_timer_rings(self, late_h: int) -> None:
        timer = first_due(self.shell.timers)
        assert timer is not None
        self.shell.at = max(self.shell.at, timer.due_at + timedelta(hours=late_h))
        self.hear(timer)

    @rule(hours=st.sampled_from([0.5, 2, 7, 24]))
    def time_passes(self, hours: float) -> None:
        self.shell.at += timedelta(hours=hours)

    @rule(stopped=st.sampled_from([frozenset(), frozenset(), frozenset({"visiting:all"}), frozenset({"sending:all"})]))
    def a_switch_is_thrown(self, stopped: frozenset[str]) -> None:
        self.shell.stopped = stopped

    # What holds after every step.

    @invariant()
    def every_promise_is_kept(self) -> None:
        check(self.shell)
        self.promises.hold(self.shell)
        self.promises.no_overlap(self.shell)

    def teardown(self) -> None:
        aim(float(len(self.shell.replay.reasons)), "reasons met")


TestWhateverHappensInARegion = ARegion.TestCase
TestWhateverHappensInARegion.settings = bounded(30, 30)
