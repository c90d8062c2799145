"""A broker whose certificate expires while a service runs, and is renewed: the service says it, and goes on alone."""

from __future__ import annotations

import json
import sys
from collections.abc import AsyncIterator, Awaitable
from pathlib import Path

import pytest

from deploy.local.folder import Folder, cache_root
from deploy.local.ports import free_port
from deploy.local.program import Program, http_probe, http_status
from deploy.local.progress import SilentOutput
from deploy.local.supervisor import Supervisor
from shared.runtime.kafka.topics import create_topics
from tests.polling import until

from .conftest import folder
from .locked_kafka import LockedKafka
from .printed_acls import bindings, printed

EXPIRED = "Kafka: the broker's certificate has expired."


@pytest.fixture
async def own_kafka() -> AsyncIterator[tuple[Supervisor, LockedKafka]]:
    """A broker of the test's own, which ends and starts again."""
    with folder() as made:
        kafka = LockedKafka.fetched(made, free_port(), free_port(), cache_root(), SilentOutput())
        assert isinstance(kafka, LockedKafka)
        async with Supervisor(made) as supervisor:
            await supervisor.start(kafka.program())
            await create_topics({"bootstrap_servers": kafka.bootstrap}, prefix="", partitions=1)
            yield supervisor, kafka


async def test_a_service_says_that_the_certificate_has_expired_and_goes_on_when_it_is_renewed(
    own_kafka: tuple[Supervisor, LockedKafka], database_url: str, tmp_path: Path
) -> None:
    supervisor, kafka = own_kafka
    kafka.scram("app")
    kafka.bind(bindings(printed("--one", "app")))
    port = free_port()
    env = kafka.as_user("app", mechanism="SCRAM-SHA-512") | {
        "DATABASE_URL": database_url, "DOORSTEP_HEALTH_PORT": str(port),
        "DOORSTEP_MASTER_KEY_FILE": str(Folder(tmp_path / "keys").make().secret("master")),
    }  # fmt: skip
    router = Program(
        name="router", argv=(sys.executable, "-m", "services.router"), env=env, ready=http_probe(port, "/ready"),
        ready_s=60,
    )  # fmt: skip

    async def causes() -> dict[str, str]:
        answer = await http_status(port, "/ready")
        assert answer is not None, "the process has ended"
        return {each["cause"]: each["sentence"] for each in json.loads(answer[1])["problems"]}

    async def says_expired() -> bool:
        return (await causes()).get("kafka") == EXPIRED

    async def is_well() -> bool:
        return not await causes()

    async with Supervisor(Folder(tmp_path / "service").make()) as services:
        await services.start(router)
        await until(is_well)
        pid = services.pid("router")
        kafka.certify(ends_in_s=-60.0)
        await supervisor.restart("kafka")
        await until(says_expired)
        kafka.certify()
        await supervisor.restart("kafka")
        await until(is_well)
        assert services.pid("router") == pid


async def test_a_service_that_starts_meanwhile_waits_and_does_not_end(
    own_kafka: tuple[Supervisor, LockedKafka], database_url: str, tmp_path: Path
) -> None:
    supervisor, kafka = own_kafka
    kafka.scram("app")
    kafka.bind(bindings(printed("--one", "app")))
    kafka.certify(ends_in_s=-60.0)
    await supervisor.restart("kafka")
    port = free_port()
    env = kafka.as_user("app", mechanism="SCRAM-SHA-512") | {
        "DATABASE_URL": database_url, "DOORSTEP_HEALTH_PORT": str(port),
        "DOORSTEP_MASTER_KEY_FILE": str(Folder(tmp_path / "keys").make().secret("master")),
    }  # fmt: skip
    router = Program(
        name="router", argv=(sys.executable, "-m", "services.router"), env=env, ready=http_probe(port, "/live"),
        ready_s=60,
    )  # fmt: skip

    async def problems() -> str:
        answer = await http_status(port, "/ready")
        assert answer is not None, "the process has ended"
        return answer[1].decode()

    async with Supervisor(Folder(tmp_path / "service").make()) as services:
        await services.start(router)
        await until(lambda: _holds(problems(), EXPIRED))
        kafka.certify()
        await supervisor.restart("kafka")
        await until(http_probe(port, "/ready"))


async def _holds(text: Awaitable[str], part: str) -> bool:
    return part in await text
