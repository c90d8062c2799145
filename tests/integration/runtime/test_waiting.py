"""What a service does when it can't work: it refuses wrong settings, waits for what is away, and says so."""

import subprocess
import sys

from deploy.local.ports import free_port

from .service_runner import ServiceRunner, overdue


def test_wrong_settings_refuse_the_start_and_are_named(toy: ServiceRunner) -> None:
    env = toy.env(0) | {"DATABASE_URL": "nonsense"}
    command = [sys.executable, "-m", "tests.integration.runtime.toy"]
    done = subprocess.run(command, env=env, capture_output=True, text=True, timeout=180, check=False)
    assert done.returncode == 78
    assert "DATABASE_URL is not usable: it should be a PostgreSQL URL" in done.stderr


async def test_a_service_without_its_broker_waits_and_says_so(toy: ServiceRunner) -> None:
    replica = toy.start(KAFKA_BOOTSTRAP_SERVERS=f"127.0.0.1:{free_port()}")

    async def says_so() -> bool:
        found = await replica.ready()
        return found.get("status") == 503 and "kafka" in found["waiting_for"]

    await toy.until(says_so)
    assert replica.end() == 0


async def test_a_service_without_its_database_waits_and_says_so(toy: ServiceRunner) -> None:
    replica = toy.start(DATABASE_URL=f"postgresql://nobody@127.0.0.1:{free_port()}/nothing")

    async def says_so() -> bool:
        found = await replica.ready()
        return found.get("status") == 503 and "database" in found["waiting_for"]

    await toy.until(says_so)
    assert replica.end() == 0


async def test_a_database_that_breaks_its_connections_is_gone_back_to(toy: ServiceRunner) -> None:
    replica = toy.start()
    await toy.send([overdue(f"c-{number}") for number in range(50)])

    async def handled(number: int) -> bool:
        return await toy.count("SELECT count(*) FROM states") == number

    await toy.until(lambda: handled(50))
    await toy.rows(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        " WHERE application_name = 'toy' AND datname = current_database()"
    )
    await toy.send([overdue(f"d-{number}") for number in range(50)])
    await toy.until(lambda: handled(100))

    async def ready() -> bool:
        return (await replica.ready()).get("status") == 200

    await toy.until(ready)
