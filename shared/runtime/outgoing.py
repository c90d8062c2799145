"""What is on its way to Kafka."""

from __future__ import annotations

from typing import NamedTuple
from uuid import UUID


class Outgoing(NamedTuple):
    """One outbox row: an event on its way to Kafka. Rows of one aggregate are published in the order decided."""

    id: UUID
    aggregate: str
    topic: str
    key: str
    value: bytes
    type: str
    traceparent: str | None

    @property
    def headers(self) -> list[tuple[str, bytes]]:
        """Id, type and trace; nothing personal."""
        found = [("ce_id", str(self.id).encode()), ("ce_type", self.type.encode())]
        if self.traceparent is not None:
            found.append(("traceparent", self.traceparent.encode()))
        return found
