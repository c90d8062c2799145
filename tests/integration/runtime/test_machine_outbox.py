"""The outbox on real PostgreSQL: rows in the memory of who dies, answers lost, rows behind those of the other."""

from __future__ import annotations

from hypothesis import strategies as st
from hypothesis.stateful import rule, run_state_machine_as_test

from tests.apart import campaign
from tests.properties.campaign import bounded

from .failing_store import PlantedFault
from .replicas_machine import WHO, TwoReplicasMachine

WHEN = st.sampled_from(["before", "after"])


class AnOutbox(TwoReplicasMachine):
    orders = ("tell",)

    @rule(who=WHO, when=WHEN)
    def the_answer_to_a_commit_is_lost(self, who: int, when: str) -> None:
        self.run(self.system.work(who, "consume", PlantedFault("store.commit", when, "lost")))  # type: ignore[arg-type]

    @rule(who=WHO, when=WHEN, how=st.sampled_from(["crash", "lost"]))
    def the_broker_has_some_of_it(self, who: int, when: str, how: str) -> None:
        self.run(self.system.work(who, "relay", PlantedFault("out.publish", when, how)))  # type: ignore[arg-type]

    @rule(who=WHO, when=WHEN, how=st.sampled_from(["crash", "lost"]))
    def published_is_not_written_down(self, who: int, when: str, how: str) -> None:
        self.run(self.system.work(who, "relay", PlantedFault("store.published", when, how)))  # type: ignore[arg-type]

    @rule(who=WHO, when=WHEN, how=st.sampled_from(["crash", "lost"]))
    def leftovers_are_adopted_and_lost_again(self, who: int, when: str, how: str) -> None:
        self.run(self.system.work(who, "adopt", PlantedFault("store.adopt_leftovers", when, how)))  # type: ignore[arg-type]

    @rule(who=WHO)
    def the_group_gives_its_partitions_to_the_other(self, who: int) -> None:
        """So rows of one case are decided here while older ones wait in the memory there."""
        self.system.replicas[who].log.expire()
        self.run(self.system.work(1 - who, "consume"))


@campaign
def test_what_was_decided_is_published_in_that_order_whoever_dies(toy_url: str) -> None:
    AnOutbox.url = toy_url
    run_state_machine_as_test(AnOutbox, settings=bounded(16, 18))
