"""What Kafka says that we may do on topics, asked and not tried (KIP-430, since Kafka 2.3).

aiokafka asks with version 5 of the metadata request, which has no place for that; here is version 8.
The format: https://kafka.apache.org/protocol#The_Messages_Metadata
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from aiokafka.protocol.api import Request, RequestStruct, Response
from aiokafka.protocol.types import Array, Boolean, Int16, Int32, Schema, String

UNKNOWN = -(1 << 31)
BITS = {"READ": 3, "WRITE": 4, "CREATE": 5, "DELETE": 6, "DESCRIBE": 8}


class MetadataResponse_v8(Response):  # type: ignore[misc]  # noqa: N801
    API_KEY = 3
    API_VERSION = 8
    SCHEMA = Schema(
        ("throttle_time_ms", Int32),
        ("brokers", Array(("node_id", Int32), ("host", String()), ("port", Int32), ("rack", String()))),
        ("cluster_id", String()),
        ("controller_id", Int32),
        (
            "topics",
            Array(
                ("error_code", Int16), ("name", String()), ("is_internal", Boolean),
                (
                    "partitions",
                    Array(
                        ("error_code", Int16), ("partition", Int32), ("leader", Int32), ("leader_epoch", Int32),
                        ("replicas", Array(Int32)), ("isr", Array(Int32)), ("offline_replicas", Array(Int32)),
                    ),
                ),
                ("operations", Int32),
            ),
        ),
        ("cluster_operations", Int32),
    )  # fmt: skip


class MetadataRequest_v8(RequestStruct):  # type: ignore[misc]  # noqa: N801
    API_KEY = 3
    API_VERSION = 8
    RESPONSE_TYPE = MetadataResponse_v8
    SCHEMA = Schema(
        ("topics", Array(String())), ("create", Boolean), ("cluster_operations", Boolean), ("operations", Boolean)
    )


class OperationsRequest(Request[MetadataRequest_v8]):  # type: ignore[misc]
    API_KEY = 3

    def __init__(self, topics: Collection[str]) -> None:
        self._topics = sorted(topics)

    def build(self, request_struct_class: type[MetadataRequest_v8]) -> MetadataRequest_v8:
        return request_struct_class(self._topics, False, False, True)


@dataclass(frozen=True, slots=True)
class AllowedOperations:
    """`operations` is None where the broker does not say; `error_code` is Kafka's for the topic."""

    error_code: int
    operations: frozenset[str] | None


async def allowed(client: Any, topics: Collection[str]) -> dict[str, AllowedOperations]:
    """By topic, asked by an aiokafka client that has started. Empty where the broker is too old to be asked. Raises
    `KafkaError`."""
    try:
        answer = await client.send(client.get_random_node(), OperationsRequest(topics))
    except NotImplementedError:
        return {}
    return {name: AllowedOperations(code, _named(bits)) for code, name, _, _, bits in answer.topics}


def _named(bits: int) -> frozenset[str] | None:
    return None if bits == UNKNOWN else frozenset(name for name, bit in BITS.items() if bits & (1 << bit))
