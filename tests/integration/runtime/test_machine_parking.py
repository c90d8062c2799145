"""Parking on real PostgreSQL: what breaks a decision sets its case aside, in order, until a replay is asked for."""

from __future__ import annotations

from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule, run_state_machine_as_test

from shared.ids import derive
from shared.runtime.ports import IntakeRow
from tests.apart import campaign
from tests.properties.campaign import bounded

from .failing_store import PlantedFault
from .replicas_machine import CASE, CASES, FAULT, WHO, TwoReplicasMachine
from .scripted_toy import Order

BUGS: tuple[Order, ...] = ("break", "be-refused", "light-a-fuse")


class Parking(TwoReplicasMachine):
    orders = ("break", "tell", "be-refused", "tell", "light-a-fuse")

    def __init__(self) -> None:
        super().__init__()
        self.system.broken.update(BUGS)

    @rule(bug=st.sampled_from(BUGS), mended=st.booleans())
    def a_bug_is_mended_or_comes_back(self, bug: Order, mended: bool) -> None:
        (self.system.broken.discard if mended else self.system.broken.add)(bug)

    @rule(case=CASE, who=WHO, fault=st.one_of(st.none(), FAULT))
    def somebody_asks_for_a_replay(self, case: str, who: int, fault: PlantedFault | None) -> None:
        self.run(self.system.ask("UPDATE toy.parked SET replay = true WHERE aggregate = %s", case))
        self.run(self.system.work(who, "replay", fault))

    @rule(case=CASE, who=WHO)
    def somebody_asks_for_a_replay_while_more_comes(self, case: str, who: int) -> None:
        self.run(self.system.ask("UPDATE toy.parked SET replay = true WHERE aggregate = %s", case))
        pair = ("replay", "consume") if who else ("consume", "replay")
        self.both_work_at_the_same_time(*pair)

    @rule(case=CASE, who=WHO, fault=st.one_of(st.none(), FAULT))
    def the_world_tells_something(self, case: str, who: int, fault: PlantedFault | None) -> None:
        row = IntakeRow(derive("poke", next(self.numbers)), case, self.system.moment.at, b'{"kind":"poke"}')
        self.run(self.poke(who, row, fault))
        self.run(self.poke(1 - who, row))

    @invariant()
    def only_what_breaks_is_set_aside(self) -> None:
        if self.system.replicas:
            for case in CASES:
                orders = {self.order[event] for event in self.said[case]}
                assert case not in self.seen["parked"] or orders & set(BUGS)


@campaign
def test_a_case_set_aside_goes_on_where_it_stopped_and_no_other_waits(toy_url: str) -> None:
    Parking.url = toy_url
    run_state_machine_as_test(Parking, settings=bounded(16, 18))
