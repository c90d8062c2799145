"""While nothing comes a consumer lets Kafka keep its questions for longer, and asks them on a connection of their own.

aiokafka asks for all partitions twice a second and names each of them, and looks at each five times a second: most of
what an idle service cost, and half of what Kafka did. A broker answers at once when a record comes to a partition that
it was asked about. So where the questions cover everything that is read, and the last few found nothing, they may wait
for longer: no record is found later.

A broker answers what comes on one connection one after another, so nothing else may come on theirs: where a topic ends,
and which partitions there are, is asked on the client's. Whoever wants other questions meanwhile (other partitions,
another place) ends those that are open with their connection, and waits for nothing.

Importing this module puts the fetcher in its place.
"""

from __future__ import annotations

import asyncio
import time
from typing import Any

from aiokafka.conn import CloseReason
from aiokafka.consumer import consumer, fetcher
from aiokafka.protocol.fetch import FetchRequest

WAIT_MS = 30_000
"""And at most three quarters of what the client waits for any answer. That is when a connection that died without a
word is found, however long a question may wait."""
EMPTY = 4
"""After so many answers without a record: with one broker, two seconds."""

RECORDS = "records"
"""aiokafka's groups of connections are for the group's coordinator, and for all else."""


class LineOfItsOwn:
    """aiokafka's client, as a fetcher sees it."""

    def __init__(self, client: Any) -> None:
        self._client = client

    def __getattr__(self, name: str) -> Any:
        return getattr(self._client, name)

    async def send(self, node_id: int, request: Any, **more: Any) -> Any:
        if isinstance(request, FetchRequest):
            more["group"] = RECORDS
        return await self._client.send(node_id, request, **more)


class QuietFetcher(fetcher.Fetcher):  # type: ignore[misc]
    """`_quiet`: everything of this assignment is asked for, and there is nothing else to do until an answer comes."""

    def __init__(self, client: Any, *args: Any, **options: Any) -> None:
        self._empty = 0
        self._asked: dict[int, int] = {}
        self._long: dict[asyncio.Task[Any], int] = {}
        self._quiet: Any = None
        self._wait_ms = min(WAIT_MS, client._request_timeout_ms * 3 // 4)
        super().__init__(LineOfItsOwn(client), *args, **options)

    def _get_actions_per_node(self, assignment: Any) -> tuple[Any, ...]:
        """As aiokafka's: questions by node, places to be found by node, after how many seconds to look again, whether
        metadata is wrong, and what is waited for of those that are paused."""
        if self._quiet is assignment and self._asked.keys() == self._in_flight:
            return [], {}, self._wait_ms / 1000, False, []
        self._quiet = None
        found: tuple[Any, ...] = super()._get_actions_per_node(assignment)
        questions, to_place, _, wrong, paused = found
        asked = {node: count for node, count in self._asked.items() if node in self._in_flight}
        asked |= {node: sum(len(parts) for _, parts in question.topics) for node, question in questions}
        self._asked = asked
        if to_place or wrong or self._records:
            return found
        if len(paused) == len(assignment.tps):  # only asks (see `topic_questions`); whoever resumes or seeks says so
            return questions, to_place, self._wait_ms / 1000, wrong, paused
        if paused or self._empty < EMPTY:
            return found
        if sum(asked.values()) == len(assignment.tps):
            self._quiet = assignment
            for _, question in questions:
                question._max_wait_ms = self._wait_ms
        return found

    async def _proc_fetch_request(self, assignment: Any, node_id: int, request: Any) -> bool:
        task, began = asyncio.current_task(), time.monotonic()
        assert task is not None
        if request._max_wait_ms == self._wait_ms:
            self._long[task] = node_id
        try:
            heard = bool(await super()._proc_fetch_request(assignment, node_id, request))
        finally:
            self._long.pop(task, None)
        self._empty = 0 if heard or task.cancelling() else self._empty + 1
        if task.cancelling() and request._max_wait_ms == self._wait_ms:
            self._hang_up(node_id)
        elif not heard and (time.monotonic() - began) * 1000 < request._max_wait_ms / 2:
            self._interrupt()  # the broker answered before its time, with nothing: so it leads no more, or is gone
        return heard

    def _hang_up(self, node: int) -> None:
        connection = self._client._conns.get((node, RECORDS))
        if connection is not None:
            connection.close(reason=CloseReason.SHUTDOWN)

    def _interrupt(self) -> None:
        """Something else is wanted of Kafka: it is not to wait for what may come. Connections are free at once."""
        self._empty, self._quiet = 0, None
        for task, node in self._long.items():
            task.cancel()
            self._hang_up(node)

    def seek_to(self, tp: Any, offset: int) -> None:
        self._interrupt()
        super().seek_to(tp, offset)

    def request_offset_reset(self, tps: Any, strategy: Any) -> Any:
        self._interrupt()
        return super().request_offset_reset(tps, strategy)


consumer.Fetcher = QuietFetcher
