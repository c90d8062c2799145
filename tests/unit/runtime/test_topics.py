"""When topics count as ready, by what a broker says of them while it hears of them."""

from __future__ import annotations

from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any

import pytest
from aiokafka.errors import NodeNotReadyError
from aiokafka.protocol.offset import OffsetRequest

from shared.runtime.kafka.topics import led

LED = {"error_code": 0, "partition": 0, "leader": 1}
UNHEARD_OF = {"topic": "loans", "error_code": 3, "partitions": []}
WITHOUT_LEADER = {"topic": "loans", "error_code": 0, "partitions": [LED, {"error_code": 5, "leader": -1}]}
READY = {"topic": "loans", "error_code": 0, "partitions": [LED, LED | {"partition": 1}]}
OK, NOT_LEADER, MAY_NOT, AWAY = 0, 6, 29, -1


class Broker:
    """An admin client and its connection, of which only this is asked: what it says next, the last answer for ever.

    `codes` are of the second partition: what its leader says when it is asked for the end of its log.
    """

    def __init__(self, *answers: dict[str, Any], codes: Sequence[int] = (OK,)) -> None:
        self.answers, self.codes = list(answers), list(codes)
        self._client = self

    async def describe_topics(self, names: list[str]) -> list[dict[str, Any]]:
        return [_next(self.answers) for _ in names]

    async def send(self, node: int, request: OffsetRequest) -> SimpleNamespace:
        assert (node, request._topics) == (1, [("loans", [(0, -1), (1, -1)])])
        code = _next(self.codes)
        if code == AWAY:
            raise NodeNotReadyError
        return SimpleNamespace(topics=[("loans", [(0, OK, -1, 0), (1, code, -1, 0)])])


def _next(said: list[Any]) -> Any:
    return said.pop(0) if len(said) > 1 else said[0]


@pytest.mark.parametrize("before", [UNHEARD_OF, WITHOUT_LEADER])
async def test_a_topic_is_waited_for_until_each_of_its_partitions_has_a_leader(before: dict[str, Any]) -> None:
    broker = Broker(before, before, READY)
    assert await led(broker, ["loans"])
    assert broker.answers == [READY]


@pytest.mark.parametrize("code", [NOT_LEADER, AWAY])
async def test_a_leader_that_does_not_know_yet_that_it_leads_is_waited_for(code: int) -> None:
    broker = Broker(READY, codes=(code, code, OK))
    assert await led(broker, ["loans"])
    assert broker.codes == [OK]


async def test_who_may_not_ask_a_leader_does_not_wait_for_its_answer() -> None:
    assert await led(Broker(READY, codes=(MAY_NOT,)), ["loans"], wait_s=0)


@pytest.mark.parametrize("never", [Broker(UNHEARD_OF), Broker(READY, codes=(NOT_LEADER,))])
async def test_one_that_is_never_ready_is_not_waited_for_for_ever(never: Broker) -> None:
    assert not await led(never, ["loans"], wait_s=0)
