"""Are the topics that are there set as the catalogue has them? Who made them otherwise may not know what it costs."""

from __future__ import annotations

from collections.abc import Collection

from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.admin.config_resource import ConfigResource, ConfigResourceType

from shared.contracts.catalogue import TOPICS

WHY = {
    "message.timestamp.type": "a producer with a wrong clock has its records removed unread, or keeps them for ever",
    "retention.ms": "records go before they are read, or are told again once nobody knows their ids any more",
    "cleanup.policy": "what must be known for ever goes, or what is over stays",
}
"""What another value than ours does. The size of records may be the broker's business."""


async def unlike(admin: AIOKafkaAdminClient, prefix: str, known: Collection[str]) -> tuple[str, str] | None:
    """What is set otherwise and what to do, as sentences. None where nothing is, or we may not ask."""
    ours = {prefix + topic.name: topic.config for topic in TOPICS if prefix + topic.name in known}
    asked = [ConfigResource(ConfigResourceType.TOPIC, name, dict.fromkeys(WHY)) for name in ours]
    wrong: dict[tuple[str, str], list[str]] = {}
    for answer in await admin.describe_configs(asked) if asked else ():
        for code, _, _, name, entries in answer.resources:
            for setting, value, *_ in entries if not code else ():
                if setting in WHY and value != ours[name][setting]:
                    wrong.setdefault((setting, ours[name][setting]), []).append(name)
    if not wrong:
        return None
    (setting, value), names = next(iter(wrong.items()))
    said = ", ".join(sorted(names))
    return (
        f"{setting} is not {value}, so {WHY[setting]}: {said}",
        f"kafka-configs --alter --topic NAME --add-config {setting}={value}",
    )
