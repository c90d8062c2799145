"""Topics that tests make themselves: made means that every partition has a leader that takes and gives records."""

from __future__ import annotations

from collections.abc import Mapping

from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from aiokafka.errors import TopicAlreadyExistsError, for_code

from shared.runtime.kafka.topics import led

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
