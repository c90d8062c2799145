"""Parking on real PostgreSQL: what breaks a decision sets its case aside, in order, until a replay is asked for."""

from __future__ import annotations

from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule, run_state_machine_as_test

from shared.ids import derive
from shared.runtime.ports import IntakeRow
from tests.properties.campaign import bounded

from .brittle import UserError
from .living import CASE, CASES, TROUBLE, WHO, AHouse
from .orders import Order

BUGS: tuple[Order, ...] = ("break", "be-refused", "light-a-fuse")


class Parking(AHouse):
    orders = ("break", "tell", "be-refused", "tell", "light-a-fuse")

    def __init__(self) -> None:
        super().__init__()
        self.house.broken.update(BUGS)

    @rule(bug=st.sampled_from(BUGS), mended=st.booleans())
    def a_bug_is_mended_or_comes_back(self, bug: Order, mended: bool) -> None:
        (self.house.broken.discard if mended else self.house.broken.add)(bug)

    @rule(case=CASE, who=WHO, trouble=st.one_of(st.none(), TROUBLE))
    def somebody_asks_for_a_replay(self, case: str, who: int, trouble: UserError | None) -> None:
        self.run(self.house.ask("UPDATE toy.parked SET replay = true WHERE aggregate = %s", case))
        self.run(self.house.work(who, "replay", trouble))

    @rule(case=CASE, who=WHO)
    def somebody_asks_for_a_replay_while_more_comes(self, case: str, who: int) -> None:
        self.run(self.house.ask("UPDATE toy.parked SET replay = true WHERE aggregate = %s", case))
        pair = ("replay", "consume") if who else ("consume", "replay")
        self.both_work_at_the_same_time(*pair)

    @rule(case=CASE, who=WHO, trouble=st.one_of(st.none(), TROUBLE))
    def the_world_tells_something(self, case: str, who: int, trouble: UserError | None) -> None:
        row = IntakeRow(derive("poke", next(self.numbers)), case, self.house.moment.at, b'{"kind":"poke"}')
        self.run(self.poke(who, row, trouble))
        self.run(self.poke(1 - who, row))

    @invariant()
    def only_what_breaks_is_set_aside(self) -> None:
        if self.house.replicas:
            for case in CASES:
                orders = {self.order[event] for event in self.said[case]}
                assert case not in self.seen["parked"] or orders & set(BUGS)


def test_a_case_set_aside_goes_on_where_it_stopped_and_no_other_waits(house_url: str) -> None:
    Parking.url = house_url
    run_state_machine_as_test(Parking, settings=bounded(16, 18))
