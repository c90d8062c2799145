"""Who comes to Kafka by a certificate whose key has a passphrase."""

from __future__ import annotations

import pytest

from services.console.monitor.app import credentials
from services.console.monitor.settings import MonitorSettings
from shared.runtime.kafka.connect import connection
from shared.runtime.kafka.refusals import hindered
from shared.runtime.refusal import StartRefused
from shared.runtime.settings import KafkaSettings, load

from .locked_kafka import LockedKafka


async def test_a_key_with_a_passphrase_is_used_with_it_and_refused_without(kafka: LockedKafka, unique: str) -> None:
    env = kafka.by_certificate(f"p-{unique}", passphrase="s3cret of the key")
    assert await hindered(connection(load(KafkaSettings, env))) is None
    assert credentials(load(MonitorSettings, env)).context is not None
    del env["KAFKA_SSL_KEY_PASSWORD"]
    for wrong in ({}, {"KAFKA_SSL_KEY_PASSWORD": "hush"}):
        with pytest.raises(StartRefused, match="needs it in KAFKA_SSL_KEY_PASSWORD") as refused:
            connection(load(KafkaSettings, env | wrong))
        assert "hush" not in str(refused.value)
