"""Timers on real PostgreSQL: set, moved, cancelled and due, while two processes fire them and die of it."""

from __future__ import annotations

from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule, run_state_machine_as_test

from shared.ids import derive
from shared.runtime.ports import IntakeRow
from tests.properties.campaign import bounded

from .brittle import UserError
from .living import CASE, TROUBLE, WHO, AHouse


class Timers(AHouse):
    orders = ("set", "set", "set-two", "move", "cancel", "light-a-fuse")

    @rule(who=WHO, trouble=TROUBLE)
    def one_fires_and_is_struck(self, who: int, trouble: UserError) -> None:
        self.run(self.house.work(who, "timers", trouble))

    @rule(minutes=st.sampled_from([19, 20, 30, 60, 90]), who=WHO)
    def it_is_just_time(self, minutes: int, who: int) -> None:
        self.time_passes(minutes)
        self.run(self.house.work(who, "timers"))

    @rule()
    def both_fire_at_the_same_time(self) -> None:
        self.both_work_at_the_same_time("timers", "timers")

    @rule(case=CASE, who=WHO, trouble=st.one_of(st.none(), TROUBLE))
    def the_world_tells_something(self, case: str, who: int, trouble: UserError | None) -> None:
        number = next(self.numbers)
        row = IntakeRow(derive("poke", number), case, self.house.moment.at, b'{"kind":"poke"}')
        self.run(self.poke(who, row, trouble))
        self.run(self.poke(1 - who, row))

    @invariant()
    def the_alarm_is_set_to_the_first_of_them(self) -> None:
        if self.house.replicas:
            first = min((moment for _, _, moment in self.due), default=None)
            assert self.run(self.house.replicas[0].store.next_due()) == first


def test_a_timer_fires_once_for_each_time_it_was_set(house_url: str) -> None:
    Timers.url = house_url
    run_state_machine_as_test(Timers, settings=bounded(16, 18))
