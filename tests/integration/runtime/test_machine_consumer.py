"""The consumer on real PostgreSQL: doubled records, poison, crashes anywhere, zombies, a second replica."""

from __future__ import annotations

from hypothesis import strategies as st
from hypothesis.stateful import rule, run_state_machine_as_test

from tests.properties.campaign import bounded

from .brittle import UserError
from .living import CASES, TROUBLE, WHO, AHouse

POISON = (b"", b"\xff\xfe", b"[1]", b'{"id":', None)


class AConsumer(AHouse):
    orders = ("tell", "tell", "set", "move", "cancel")

    @rule(which=st.sampled_from(POISON), case=st.sampled_from(CASES))
    def somebody_writes_what_is_no_event(self, which: bytes | None, case: str) -> None:
        self.poisoned += 1
        self.house.broker.append("loans", case.encode(), which, self.house.broker.partition_of("loans", case))

    @rule(who=WHO)
    def a_zombie_wakes(self, who: int) -> None:
        self.run(self.house.oversleep(who))

    @rule(who=WHO, trouble=TROUBLE)
    def it_consumes_and_is_struck(self, who: int, trouble: UserError) -> None:
        self.run(self.house.work(who, "consume", trouble))

    @rule()
    def the_group_is_rebalanced(self) -> None:
        self.house.broker.rebalance(self.house.replicas[0].log.group)


def test_each_record_is_handled_once_and_in_order_whoever_dies(house_url: str) -> None:
    AConsumer.url = house_url
    run_state_machine_as_test(AConsumer, settings=bounded(16, 18))
