"""A run's own topics: made before Faust starts, removed when it ends or by the next start.

A run has a consumer group and topics of its own, all named after it. So a start recomputes everything, never waits for
the group session of a killed run to end, and two monitors side by side do not meet. Faust itself may not make topics:
it would make those of the catalogue too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from aiokafka.errors import (
    GroupCoordinatorNotAvailableError,
    KafkaError,
    TopicAlreadyExistsError,
    UnknownTopicOrPartitionError,
    for_code,
)

from shared.contracts.topic_rights import MONITOR
from shared.runtime.kafka.topics import led

PREFIX = MONITOR
PARTIALS = "partials"
TABLES = ("counts", "latencies")
HOUR_S = 3600
# A run that has made its topics but not yet joined its group looks like a dead one; leave young ones alone.
YOUNG_S = 120


def run_name(prefix: str, now_s: float) -> str:
    """The name of a run: its Faust app, its consumer group, the prefix of its topics."""
    return f"{prefix}{PREFIX}{int(now_s * 1000)}"


def names(run: str) -> list[str]:
    """Every topic of a run: the partial sums, and the changelog that Faust keeps for each table."""
    return [f"{run}-{PARTIALS}", *(f"{run}-{table}-changelog" for table in TABLES)]


async def make(options: Mapping[str, Any], run: str) -> None:
    """Make the run's topics: one partition, on as many brokers as there are, three at most."""
    async with Admin(options) as admin:
        copies = min(3, len((await admin.describe_cluster())["brokers"]))
        keep = {"retention.ms": str(24 * HOUR_S * 1000), "segment.ms": str(HOUR_S * 1000)}
        wanted = [NewTopic(names(run)[0], 1, copies, topic_configs={**keep, "cleanup.policy": "delete"})]
        for table in names(run)[1:]:
            wanted.append(NewTopic(table, 1, copies, topic_configs={**keep, "cleanup.policy": "compact,delete"}))
        response = await admin.create_topics(wanted)
        _raise_any((code for _, code, *_ in response.topic_errors), but=TopicAlreadyExistsError)
        # Faust leaves out a topic that has no leader yet, and would look again minutes later.
        await led(admin, names(run))


async def remove(options: Mapping[str, Any], run: str) -> None:
    """Remove the topics of a run that has ended. Raises `KafkaError` where one is left."""
    async with Admin(options) as admin:
        response = await admin.delete_topics(names(run))
    _raise_any((code for _, code in response.topic_error_codes), but=UnknownTopicOrPartitionError)


async def remove_leftovers(options: Mapping[str, Any], prefix: str, now_s: float) -> list[str]:
    """Remove the topics of runs that were killed: old enough, and with nobody in their group. Names of those runs."""
    async with Admin(options) as admin:
        found = await admin.list_topics()
        runs = sorted({run for name in found if (run := _run_of(prefix, name)) and now_s - _born_s(run) > YOUNG_S})
        dead = [run for run in runs if not await _has_members(admin, run)]
        doomed = [name for run in dead for name in names(run) if name in found]
        if doomed:
            await admin.delete_topics(doomed)
        return dead


async def missing(options: Mapping[str, Any], topics: Sequence[str]) -> list[str]:
    """Those of `topics` that do not exist (yet)."""
    async with Admin(options) as admin:
        found = set(await admin.list_topics())
    return [topic for topic in topics if topic not in found]


def _raise_any(codes: Iterable[int], but: type[KafkaError]) -> None:
    for code in codes:
        if code and for_code(code) is not but:
            raise for_code(code)()


class Admin:
    """An admin client for as long as the context lasts."""

    def __init__(self, options: Mapping[str, Any]) -> None:
        self._client = AIOKafkaAdminClient(**options)

    async def __aenter__(self) -> Any:
        await self._client.start()
        return self._client

    async def __aexit__(self, *exc: object) -> None:
        await self._client.close()


def _run_of(prefix: str, topic: str) -> str | None:
    found = re.fullmatch(rf"({re.escape(prefix + PREFIX)}\d+)-.+", topic)
    return found[1] if found else None


def _born_s(run: str) -> float:
    return int(run.rpartition("-")[2]) / 1000


async def _has_members(admin: Any, group: str) -> bool:
    try:
        answers = await admin.describe_consumer_groups([group])
    except GroupCoordinatorNotAvailableError:
        return True  # a broker that has just started can't say; leave it alone until it can
    # (error, group, state, protocol type, protocol, members, ...)
    return any(described[5] for answer in answers for described in answer.groups)
