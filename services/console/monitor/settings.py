"""The monitor's settings: Kafka and a port. It needs neither a database nor any key, so it is given none."""

from __future__ import annotations

from pydantic import Field

from shared.contracts.catalogue import TOPICS
from shared.runtime.settings import KafkaSettings

HOURS_MAX = 24


class MonitorSettings(KafkaSettings):
    """`hours` is how far back it counts when it starts, and how long a minute stays in its tables."""

    hours: int = Field(
        6, alias="DOORSTEP_MONITOR_HOURS", ge=1, le=HOURS_MAX, description=f"hours to look back, 1 to {HOURS_MAX}"
    )

    @property
    def topics(self) -> list[str]:
        """Every topic of the catalogue, as it is called on this Kafka."""
        return [self.topic_prefix + topic.name for topic in TOPICS]
