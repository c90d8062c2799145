"""IPv6: a broker, a database, our own servers and the webhook's address, all on [::1]."""

from __future__ import annotations

import httpx
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from deploy.checks.kafka import kafka as doctors_look
from deploy.checks.safe_url import safe_url
from deploy.local.ports import free_port
from deploy.local.program import http_status
from services.notifier.settings import NotifierSettings
from shared.runtime.kafka.connect import connection
from shared.runtime.kafka.refusals import hindered
from shared.runtime.pg.store import PgStore
from shared.runtime.routing import application
from shared.runtime.settings import KafkaSettings, load
from shared.runtime.web import Web

from .locked_kafka import LockedKafka
from .test_grants import Bank, bank

__all__ = ["bank"]


async def test_a_broker_is_reached_and_named(kafka: LockedKafka) -> None:
    env = kafka.as_user("six") | {"KAFKA_BOOTSTRAP_SERVERS": f"[::1]:{kafka.six_port}"}
    assert await hindered(connection(load(KafkaSettings, env))) is None
    dead = f"[::1]:{free_port()}"
    (told,) = await doctors_look(env | {"KAFKA_BOOTSTRAP_SERVERS": dead})
    assert told.found == f"{dead}: Kafka: nobody answers at {dead}."


async def test_a_store_works_on_a_database_with_tls(bank: Bank) -> None:
    bank.granted()
    bank.doorstep("migrate", url=bank.url(bank.owner))
    store = PgStore(bank.url(bank.login).replace("@localhost:", "@[::1]:"), "router")
    await store.start()
    try:
        assert await store.parked() == 0
    finally:
        await store.close()


async def test_health_and_webhook_are_served_and_asked() -> None:
    port = free_port()
    web = Web(
        application([Route("/ready", lambda _: PlainTextResponse("yes"))]), port, setting="DOORSTEP_HEALTH_PORT",
        host="::1",
    )  # fmt: skip
    await web.start()
    try:
        assert await http_status(port, "/ready", host="::1") == (200, b"yes")
        async with httpx.AsyncClient() as client:
            assert (await client.get(f"http://[::1]:{port}/ready")).text == "yes"
    finally:
        await web.stop()


def test_addresses_of_that_kind_are_settings() -> None:
    assert (
        load(KafkaSettings, {"KAFKA_BOOTSTRAP_SERVERS": "[::1]:9092,[fd00::1]:9093", "DOORSTEP_BIND": "::"}).bind
        == "::"
    )
    assert safe_url("http://[::1]:8080/twilio") == "http://[::1]:8080/twilio"
    assert "DOORSTEP_PUBLIC_URL" in {field.alias for field in NotifierSettings.model_fields.values()}
