"""IPv6: a broker, a database, our own servers and the webhook's address, all on [::1]."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest
from twilio.request_validator import RequestValidator

from deploy.checks.kafka import kafka as doctors_look
from deploy.checks.safe_url import safe_url
from deploy.local.ports import free_port
from services.sandbox.cities import PORTO
from shared.runtime.kafka.connect import connection
from shared.runtime.kafka.refusals import hindered
from shared.runtime.pg.store import PgStore
from shared.runtime.settings import KafkaSettings, load
from tests.polling import until

from .locked_kafka import LockedKafka
from .one_service import process
from .test_grants import Bank, bank

__all__ = ["bank"]
TOKEN = "a token for tests"
SAID = {
    "MessageSid": "SM" + "0" * 32, "AccountSid": "AC" + "0" * 32, "From": PORTO.phone(1), "To": PORTO.phone(0),
    "Body": "STOP", "NumMedia": "0",
}  # fmt: skip


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
        assert (await store.counts())["parked"] == 0
    finally:
        await store.close()


async def test_a_service_serves_its_health_and_its_webhook_and_knows_the_carriers_signature(
    kafka: LockedKafka, database_url: str, tmp_path: Path
) -> None:
    webhook = free_port()
    public = f"http://[::1]:{webhook}"
    env = {
        "KAFKA_BOOTSTRAP_SERVERS": kafka.bootstrap, "DATABASE_URL": database_url, "DOORSTEP_BIND": "::1",
        "DOORSTEP_PUBLIC_URL": public, "DOORSTEP_WEBHOOK_PORT": str(webhook), "TWILIO_ACCOUNT_SID": "AC" + "0" * 32,
        "TWILIO_AUTH_TOKEN": TOKEN, "TWILIO_FROM": PORTO.phone(0), "TWILIO_API_URL": f"http://[::1]:{free_port()}",
    }  # fmt: skip
    async with process(tmp_path, "services.notifier", env), httpx.AsyncClient() as carrier:

        async def served() -> bool:
            try:
                return (await carrier.post(f"{public}/twilio/replies", data=SAID)).status_code == 403
            except httpx.TransportError:
                return False

        await until(served)
        url = f"{public}/twilio/replies"
        signed = {"X-Twilio-Signature": RequestValidator(TOKEN).compute_signature(url, SAID)}
        assert (await carrier.post(url, data=SAID, headers=signed)).status_code in (200, 204)
        with pytest.raises(httpx.ConnectError):
            await carrier.get(f"http://127.0.0.1:{webhook}/")


def test_addresses_of_that_kind_are_settings() -> None:
    found = load(KafkaSettings, {"KAFKA_BOOTSTRAP_SERVERS": "[::1]:9092,[fd00::1]:9093", "DOORSTEP_BIND": "::"})
    assert found.bind == "::"
    assert safe_url("http://[::1]:8080/twilio") == "http://[::1]:8080/twilio"
