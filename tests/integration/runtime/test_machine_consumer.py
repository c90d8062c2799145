"""The consumer on real PostgreSQL: doubled records, poison, crashes anywhere, zombies, a second replica."""

from __future__ import annotations

from hypothesis import strategies as st
from hypothesis.stateful import rule, run_state_machine_as_test

from tests.apart import campaign
from tests.properties.campaign import bounded

from .failing_store import PlantedFault
from .replicas_machine import CASES, FAULT, WHO, TwoReplicasMachine

POISON = (b"", b"\xff\xfe", b"[1]", b'{"id":', None)


class AConsumer(TwoReplicasMachine):
    orders = ("tell", "tell", "set", "move", "cancel")

    @rule(which=st.sampled_from(POISON), case=st.sampled_from(CASES))
    def somebody_writes_what_is_no_event(self, which: bytes | None, case: str) -> None:
        self.poisoned += 1
        self.system.broker.append("loans", case.encode(), which, self.system.broker.partition_of("loans", case))

    @rule(who=WHO)
    def a_zombie_wakes(self, who: int) -> None:
        self.run(self.system.pause_past_its_lease(who))

    @rule(who=WHO, fault=FAULT)
    def it_consumes_and_is_struck(self, who: int, fault: PlantedFault) -> None:
        self.run(self.system.work(who, "consume", fault))

    @rule()
    def the_group_is_rebalanced(self) -> None:
        self.system.broker.rebalance(self.system.replicas[0].log.group)


@campaign
def test_each_record_is_handled_once_and_in_order_whoever_dies(toy_url: str) -> None:
    AConsumer.url = toy_url
    run_state_machine_as_test(AConsumer, settings=bounded(16, 18))
