"""Topics that tests make themselves: made means that every partition has a leader that takes and gives records."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from aiokafka.errors import TopicAlreadyExistsError, for_code

from shared.runtime.kafka.topics import create_topics, led
from shared.runtime.ports import Unavailable

from .polling import until


async def make_topics(
    bootstrap: str, *names: str, partitions: int = 1, config: Mapping[str, str] | None = None
) -> None:
    """Names as Kafka has them. One that was just deleted is made again as soon as it is gone."""
    admin = AIOKafkaAdminClient(bootstrap_servers=bootstrap)
    await admin.start()
    missing = set(names)

    async def made() -> bool:
        wanted = [NewTopic(name, partitions, 1, topic_configs=dict(config or {})) for name in sorted(missing)]
        for name, code, *_ in (await admin.create_topics(wanted)).topic_errors:
            if not code:
                missing.discard(name)
            elif for_code(code) is not TopicAlreadyExistsError:
                raise for_code(code)(name)
        return not missing

    try:
        await until(made)
        assert await led(admin, names)
    finally:
        await admin.close()


async def make_catalogue(connection: Mapping[str, Any], *, prefix: str, partitions: int) -> None:
    """The catalogue's topics. A broker to which nothing is given for some seconds refuses them for a while."""

    async def made() -> bool:
        try:
            await create_topics(dict(connection), prefix=prefix, partitions=partitions)
        except Unavailable:
            return False
        return True

    await until(made)
