"""The `GroupOffsets` port on Kafka, on a connection of its own: it is asked before the group is joined, too."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Mapping
from typing import Any

from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.errors import KafkaError, for_code
from aiokafka.protocol.commit import OffsetFetchRequest

from shared.runtime.places import GroupOffset, LogPlace, marked
from shared.runtime.ports import Unavailable

ANSWER_S = 10.0


class KafkaGroupOffsets:
    """Nothing is open before the first question. `group` is as it is called on this Kafka."""

    def __init__(self, kafka: dict[str, Any], *, group: str, prefix: str = "") -> None:
        self._kafka, self._group, self._prefix = kafka, group, prefix
        self._admin: AIOKafkaAdminClient | None = None
        self._asking = asyncio.Lock()

    async def offsets(self) -> Mapping[LogPlace, GroupOffset]:
        async with self._asking:
            try:
                async with asyncio.timeout(ANSWER_S):
                    found = await self._committed(await self._started())
            except (KafkaError, OSError, TimeoutError) as error:
                await self._end()
                raise Unavailable(f"Kafka: {type(error).__name__}") from None
            except BaseException:
                await self._end()
                raise
        return {
            (topic.removeprefix(self._prefix), partition): marked(offset, mark or "")
            for topic, partition, offset, mark in found
            if offset >= 0 and topic.startswith(self._prefix)
        }

    async def _committed(self, admin: AIOKafkaAdminClient) -> list[tuple[str, int, int, str]]:
        """Of all partitions. The client's own question takes an answer that refuses for one without offsets."""
        node = await admin.find_coordinator(self._group)
        answer = await admin._send_request(OffsetFetchRequest(self._group, None), node)
        codes = [answer.error_code, *(code for _, parts in answer.topics for *_, code in parts)]
        for code in filter(None, codes):
            raise for_code(code)
        return [(topic, *part[:3]) for topic, parts in answer.topics for part in parts]

    async def close(self) -> None:
        async with self._asking:
            await self._end()

    async def _started(self) -> AIOKafkaAdminClient:
        if self._admin is None:
            admin = self._admin = AIOKafkaAdminClient(**self._kafka)
            await admin.start()
        return self._admin

    async def _end(self) -> None:
        admin, self._admin = self._admin, None
        if admin is not None:
            with contextlib.suppress(Exception):
                await asyncio.wait_for(admin.close(), 5)
