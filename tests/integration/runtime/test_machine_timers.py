"""Timers on real PostgreSQL: set, moved, cancelled and due, while two processes fire them and die of it."""

from __future__ import annotations

from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule, run_state_machine_as_test

from shared.ids import derive
from shared.runtime.ports import IntakeRow
from tests.properties.campaign import bounded

from .failing_store import PlantedFault
from .replicas_machine import CASE, FAULT, WHO, TwoReplicasMachine


class Timers(TwoReplicasMachine):
    orders = ("set", "set", "set-two", "move", "cancel", "light-a-fuse")

    @rule(who=WHO, fault=FAULT)
    def one_fires_and_is_struck(self, who: int, fault: PlantedFault) -> None:
        self.run(self.system.work(who, "timers", fault))

    @rule(minutes=st.sampled_from([19, 20, 30, 60, 90]), who=WHO)
    def it_is_just_time(self, minutes: int, who: int) -> None:
        self.time_passes(minutes)
        self.run(self.system.work(who, "timers"))

    @rule()
    def both_fire_at_the_same_time(self) -> None:
        self.both_work_at_the_same_time("timers", "timers")

    @rule(case=CASE, who=WHO, fault=st.one_of(st.none(), FAULT))
    def the_world_tells_something(self, case: str, who: int, fault: PlantedFault | None) -> None:
        number = next(self.numbers)
        row = IntakeRow(derive("poke", number), case, self.system.moment.at, b'{"kind":"poke"}')
        self.run(self.poke(who, row, fault))
        self.run(self.poke(1 - who, row))

    @invariant()
    def the_alarm_is_set_to_the_first_of_them(self) -> None:
        if self.system.replicas:
            first = min((moment for _, _, moment in self.due), default=None)
            assert self.run(self.system.replicas[0].store.next_due()) == first


def test_a_timer_fires_once_for_each_time_it_was_set(toy_url: str) -> None:
    Timers.url = toy_url
    run_state_machine_as_test(Timers, settings=bounded(16, 18))
