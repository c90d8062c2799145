"""When topics count as ready, by what a broker says of them while it hears of them."""

from __future__ import annotations

from typing import Any

import pytest

from shared.runtime.kafka.topics import led

LED = {"error_code": 0, "leader": 1}
UNHEARD_OF = {"topic": "loans", "error_code": 3, "partitions": []}
WITHOUT_LEADER = {"topic": "loans", "error_code": 0, "partitions": [LED, {"error_code": 5, "leader": -1}]}
READY = {"topic": "loans", "error_code": 0, "partitions": [LED, LED]}


class Broker:
    """An admin client of which only this is asked: what it says next, the last answer for ever."""

    def __init__(self, *answers: dict[str, Any]) -> None:
        self.answers = list(answers)

    async def describe_topics(self, names: list[str]) -> list[dict[str, Any]]:
        return [self.answers.pop(0) if len(self.answers) > 1 else self.answers[0] for _ in names]


@pytest.mark.parametrize("before", [UNHEARD_OF, WITHOUT_LEADER])
async def test_a_topic_is_waited_for_until_each_of_its_partitions_has_a_leader(before: dict[str, Any]) -> None:
    broker = Broker(before, before, READY)
    assert await led(broker, ["loans"])
    assert broker.answers == [READY]


async def test_one_that_is_never_ready_is_not_waited_for_for_ever() -> None:
    assert not await led(Broker(UNHEARD_OF), ["loans"], wait_s=0)
