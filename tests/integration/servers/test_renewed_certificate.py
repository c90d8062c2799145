"""A broker whose certificate expires while a service runs, and is renewed: the service says it, and goes on alone."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from deploy.local.folder import cache_root
from deploy.local.ports import free_port
from deploy.local.progress import SilentOutput
from deploy.local.supervisor import Supervisor
from tests.made_topics import make_catalogue
from tests.polling import until

from .conftest import folder
from .locked_kafka import LockedKafka
from .one_service import process
from .printed_acls import bindings, printed

EXPIRED = "Kafka: the broker's certificate has expired."
ROUTER = "services.router"


@pytest.fixture
async def own_kafka() -> AsyncIterator[tuple[Supervisor, LockedKafka]]:
    """A broker of the test's own, which ends and starts again."""
    with folder() as made:
        kafka = LockedKafka.fetched(made, free_port(), free_port(), cache_root(), SilentOutput())
        assert isinstance(kafka, LockedKafka)
        async with Supervisor(made) as supervisor:
            await supervisor.start(kafka.program())
            await make_catalogue({"bootstrap_servers": kafka.bootstrap}, prefix="", partitions=1)
            kafka.scram("app")
            kafka.bind(bindings(printed("--one", "app")))
            yield supervisor, kafka


async def test_a_service_says_that_the_certificate_has_expired_and_goes_on_when_it_is_renewed(
    own_kafka: tuple[Supervisor, LockedKafka], database_url: str, tmp_path: Path
) -> None:
    supervisor, kafka = own_kafka
    env = kafka.as_user("app", mechanism="SCRAM-SHA-512") | {"DATABASE_URL": database_url}
    async with process(tmp_path, ROUTER, env) as router:
        await router.is_well()
        pid = router.pid
        kafka.certify(ends_in_s=-60.0)
        await supervisor.restart("kafka")
        await router.says("kafka", EXPIRED)
        kafka.certify()
        await supervisor.restart("kafka")
        await router.is_well()
        assert router.pid == pid


async def test_a_service_that_starts_meanwhile_waits_and_does_not_end(
    own_kafka: tuple[Supervisor, LockedKafka], database_url: str, tmp_path: Path
) -> None:
    supervisor, kafka = own_kafka
    kafka.certify(ends_in_s=-60.0)
    await supervisor.restart("kafka")
    env = kafka.as_user("app", mechanism="SCRAM-SHA-512") | {"DATABASE_URL": database_url}
    async with process(tmp_path, ROUTER, env) as router:

        async def waits() -> bool:
            return (await router.problems()).get("kafka", "").startswith(EXPIRED)

        await until(waits)
        kafka.certify()
        await supervisor.restart("kafka")
        await router.is_well()
