"""Doctor looks at how topics are set that somebody else made."""

from __future__ import annotations

import pytest

from deploy.checks.finding import Diagnosis
from deploy.checks.kafka import kafka
from shared.contracts.catalogue import BY_NAME
from tests.made_topics import make_catalogue, make_topics

OURS = BY_NAME["loans"].config


async def looked(bootstrap: str, prefix: str) -> Diagnosis:
    env = {"KAFKA_BOOTSTRAP_SERVERS": bootstrap, "DOORSTEP_TOPIC_PREFIX": prefix, "DOORSTEP_REPLICATION": "1"}
    (found,) = await kafka(env)
    return found


@pytest.mark.parametrize(
    ("setting", "other"),
    [("message.timestamp.type", "CreateTime"), ("retention.ms", "-1"), ("cleanup.policy", "compact")],
)
async def test_a_topic_that_keeps_records_otherwise_is_named_with_what_mends_it(
    kafka_bootstrap: str, unique: str, setting: str, other: str
) -> None:
    prefix = f"{unique}."
    await make_topics(kafka_bootstrap, f"{prefix}loans", config=OURS | {setting: other})
    await make_catalogue({"bootstrap_servers": kafka_bootstrap}, prefix=prefix, partitions=1)
    found = await looked(kafka_bootstrap, prefix)
    assert found.grade == "note"
    assert found.found.startswith(f"{setting} is not {OURS[setting]}, so ")
    assert found.found.endswith(f": {prefix}loans")
    assert found.todo.endswith(f"--add-config {setting}={OURS[setting]}")
