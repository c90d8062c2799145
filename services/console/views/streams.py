"""Topics as a command reads them: every partition, in no group, from the end or from further back."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any

from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.errors import (
    ClusterAuthorizationFailedError,
    GroupAuthorizationFailedError,
    KafkaError,
    TopicAuthorizationFailedError,
)

from deploy.local.user_error import UserError
from shared.runtime.kafka.described import described as topics_described
from shared.runtime.kafka.topic_questions import only_ask
from shared.runtime.trouble_words import kafka_words

POLL_MS = 500
START_MS, FOLLOWS_MS = 10_000, 40_000


@asynccontextmanager
async def consumer(options: Mapping[str, Any], *, patience_ms: int = START_MS) -> AsyncIterator[AIOKafkaConsumer]:
    """A consumer that commits nothing. Whoever follows topics for long has more patience, so that his questions may
    wait for longer (see `quiet_fetch`). Raises `UserError` when Kafka can't be reached."""
    made = AIOKafkaConsumer(
        **options, enable_auto_commit=False, isolation_level="read_committed", request_timeout_ms=patience_ms
    )
    try:
        # What is stopped while it starts is stopped all the same.
        try:
            async with asyncio.timeout(START_MS / 1000):
                await made.start()
        except (OSError, TimeoutError) as error:
            raise unreachable(error) from None
        yield made
    except KafkaError as error:
        raise unreachable(error) from None
    finally:
        await made.stop()


class NotGranted(UserError):
    """Kafka answered, and refused."""


def unreachable(error: Exception) -> UserError:
    """A sentence for whoever typed the command."""
    if isinstance(
        error, TopicAuthorizationFailedError | GroupAuthorizationFailedError | ClusterAuthorizationFailedError
    ):
        about = f": {error.args[0]}" if error.args and isinstance(error.args[0], str) else ""
        return NotGranted(
            f"Kafka does not grant us what this needs ({type(error).__name__}{about}).",
            "./doorstep topics acls prints what operators and the console need; ./doorstep doctor names what lacks.",
        )
    return UserError(
        f"Kafka can't be reached: {kafka_words(error)}.",
        "See ./doorstep status; with a Kafka of yours, check KAFKA_BOOTSTRAP_SERVERS.",
    )


async def partitions(options: Mapping[str, Any], topics: Sequence[str]) -> list[TopicPartition]:
    """Of those topics that exist. Raises `UserError` when Kafka can't be reached."""
    # Asked of the administration: a consumer that subscribed to nothing learns of no partitions.
    async with admin(options) as asked:
        return await described(asked, topics)


async def described(asked: AIOKafkaAdminClient, topics: Sequence[str]) -> list[TopicPartition]:
    """The partitions of those topics that exist."""
    return [
        TopicPartition(found["topic"], partition["partition"])
        for found in await topics_described(asked, topics)
        if not found["error_code"]
        for partition in sorted(found["partitions"], key=lambda partition: partition["partition"])
    ]


@asynccontextmanager
async def admin(options: Mapping[str, Any]) -> AsyncIterator[AIOKafkaAdminClient]:
    """An administration client. Raises `UserError` when Kafka can't be reached or goes away meanwhile."""
    made = AIOKafkaAdminClient(**options, request_timeout_ms=START_MS)
    try:
        await made.start()
        yield made
    except (KafkaError, OSError, TimeoutError) as error:
        raise unreachable(error) from None
    finally:
        await made.close()


async def place(
    made: AIOKafkaConsumer, at: Sequence[TopicPartition], *, last: int | None, since_s: float | None
) -> None:
    """Go to the end; or `last` records before it in each partition; or to what was published since (0: everything)."""
    only_ask(made, at)
    ends = await made.end_offsets(at)
    if since_s is not None:
        found = await made.offsets_for_times(dict.fromkeys(at, int(since_s * 1000)))
        begins = {
            partition: spot.offset if (spot := found[partition]) is not None else ends[partition] for partition in at
        }
    else:
        first = await made.beginning_offsets(at)
        begins = {partition: max(first[partition], ends[partition] - (last or 0)) for partition in at}
    for partition, offset in begins.items():
        made.seek(partition, offset)
    made.resume(*at)
