"""OAUTHBEARER at a broker that checks signature, audience and age: by a file, by a token endpoint, past its age."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import parse_qs
from uuid import uuid4

import pytest
from aiokafka import AIOKafkaConsumer, TopicPartition
from confluent_kafka.admin import AclOperation, ResourceType
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from deploy.local.ports import free_port
from services.console.monitor.app import credentials
from services.console.monitor.settings import MonitorSettings
from shared.runtime.kafka.connect import connection
from shared.runtime.kafka.producer import KafkaOut
from shared.runtime.kafka.refusals import hindered
from shared.runtime.kafka.tokens import EndpointToken, NoToken
from shared.runtime.ports import Outgoing, Unavailable
from shared.runtime.routing import application
from shared.runtime.settings import KafkaSettings, load
from shared.runtime.web import Web
from tests.polling import until

from .locked_kafka import LockedKafka

SECRET = "hush: &=%"


class Endpoint:
    """A token endpoint that knows one client. `says` is another answer, for as long as it is set."""

    def __init__(self, kafka: LockedKafka, user: str) -> None:
        self.kafka, self.user, self.asked = kafka, user, 0
        self.says: Response | None = None

    async def answer(self, request: Request) -> Response:
        self.asked += 1
        form = parse_qs((await request.body()).decode())
        assert form == {"grant_type": ["client_credentials"], "scope": ["kafka"]}
        if self.says is not None:
            return self.says
        if request.headers["authorization"].split()[0] != "Basic":
            return Response(status_code=401)
        return JSONResponse({"access_token": self.kafka.issuer.token(self.user), "expires_in": 60})


@asynccontextmanager
async def served(endpoint: Endpoint) -> AsyncIterator[str]:
    port = free_port()
    web = Web(application([Route("/token", endpoint.answer, methods=["POST"])]), port, setting="none")
    await web.start()
    try:
        yield f"http://127.0.0.1:{port}/token"
    finally:
        await web.stop()


def by_token(kafka: LockedKafka, **more: str) -> dict[str, str]:
    known = kafka.as_user("nobody")
    return {name: known[name] for name in known if name not in ("KAFKA_SASL_USERNAME", "KAFKA_SASL_PASSWORD")} | {
        "KAFKA_SASL_MECHANISM": "OAUTHBEARER", **more,
    }  # fmt: skip


@pytest.fixture
def user(kafka: LockedKafka) -> str:
    """Who may read and write `switches`."""
    name = f"t-{uuid4().hex[:8]}"
    kafka.grant(name, ResourceType.TOPIC, "switches", AclOperation.READ, AclOperation.WRITE)
    return name


async def test_a_token_of_a_file_or_of_an_endpoint_lets_us_in_and_a_bad_one_is_said(
    kafka: LockedKafka, user: str, tmp_path: Path
) -> None:
    file = tmp_path / "token"
    file.write_text(kafka.issuer.token(user))
    by_file = connection(load(KafkaSettings, by_token(kafka, KAFKA_SASL_TOKEN_FILE=str(file))))
    assert await hindered(by_file) is None
    for bad in (kafka.issuer.token(user, lasts_s=-60.0), kafka.issuer.token(user)[:-8] + "AAAAAAAA"):
        file.write_text(bad)
        found = await hindered(by_file)
        assert found is not None, bad[-20:]
        assert (found.what, found.passes) == ("Kafka refuses our token.", True)
    file.unlink()
    assert "KAFKA_SASL_TOKEN_FILE can't be read" in str(await hindered(by_file))
    endpoint = Endpoint(kafka, user)
    async with served(endpoint) as url:
        by_endpoint = connection(load(KafkaSettings, by_token(
            kafka, KAFKA_SASL_OIDC_URL=url, KAFKA_SASL_OIDC_CLIENT_ID="doorstep", KAFKA_SASL_OIDC_CLIENT_SECRET=SECRET,
            KAFKA_SASL_OIDC_SCOPE="kafka",
        )))  # fmt: skip
        for _ in range(3):
            assert await hindered(by_endpoint) is None
        assert endpoint.asked == 1


async def test_an_endpoint_that_gives_no_token_is_said_without_what_it_answered(kafka: LockedKafka) -> None:
    endpoint = Endpoint(kafka, "u")
    async with served(endpoint) as url:
        for answer, said in (
            (Response(status_code=401), r"gives no token \(401\)"),
            (JSONResponse(["hush"]), "something that is no token"),
            (Response(b"x" * (1 << 17)), "more than a token"),
            (Response(b"{"), "something that is no token"),
        ):
            endpoint.says = answer
            with pytest.raises(NoToken, match=said):
                await EndpointToken(url, "doorstep", SECRET, "kafka").token()
    with pytest.raises(NoToken, match="does not answer"):
        await EndpointToken(url, "doorstep", SECRET, "kafka").token()


async def test_reading_and_writing_go_on_when_the_broker_ends_connections_whose_token_has_expired(
    kafka: LockedKafka, user: str, tmp_path: Path
) -> None:
    """aiokafka does not sign in again on a connection (aiokafka issue 1080): a new one is made with a new token."""
    file, seconds = tmp_path / "token", 4.0
    file.write_text(kafka.issuer.token(user, lasts_s=seconds))
    options = connection(load(KafkaSettings, by_token(kafka, KAFKA_SASL_TOKEN_FILE=str(file))))
    out, mark = KafkaOut(options), uuid4().hex
    consumer = AIOKafkaConsumer(**options, enable_auto_commit=False, auto_offset_reset="earliest")
    await consumer.start()
    seen: list[str] = []
    ended = 0
    try:
        consumer.assign([TopicPartition("switches", 0)])
        loop = asyncio.get_running_loop()
        begun, sent = loop.time(), 0
        while loop.time() < begun + 4 * seconds:
            fresh = file.with_suffix(".new")
            fresh.write_text(kafka.issuer.token(user, lasts_s=seconds))
            fresh.rename(file)
            row = Outgoing(uuid4(), "a", "switches", "all", json.dumps({"mark": mark, "n": sent}).encode(), "t", None)
            try:
                await out.publish([row])
                sent += 1
            except Unavailable:
                ended += 1
            found = await consumer.getmany(timeout_ms=300)
            seen += [record.value for records in found.values() for record in records if mark.encode() in record.value]

        async def all_read() -> bool:
            found = await consumer.getmany(timeout_ms=300)
            seen.extend(
                record.value for records in found.values() for record in records if mark.encode() in record.value
            )
            return {json.loads(value)["n"] for value in seen} >= set(range(sent))

        assert await until(all_read)
        assert sent > 4
    finally:
        await consumer.stop()
        await out.close()


def test_the_monitor_comes_in_by_the_same_token(kafka: LockedKafka, tmp_path: Path) -> None:
    file = tmp_path / "token"
    file.write_text("x")
    settings = load(MonitorSettings, by_token(kafka, KAFKA_SASL_TOKEN_FILE=str(file)))
    made = credentials(settings)
    assert (made.mechanism.value, made.protocol.value) == ("OAUTHBEARER", "SASL_SSL")
    assert made.oauth_cb is not None
