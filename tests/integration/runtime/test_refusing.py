"""A process that can never work ends at once, with a code of its own and a sentence that names what to change."""

from __future__ import annotations

import base64
import socket
import subprocess
import sys
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest

from deploy.local.ports import free_port
from shared.privacy.fit import BRING, WRONG
from tests.apart import share

from .service_runner import ServiceRunner

TOY, MONITOR = "tests.integration.runtime.toy", "services.console.monitor"


@pytest.fixture
def taken() -> Iterator[int]:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield listener.getsockname()[1]


def ended(toy: ServiceRunner, module: str, **env: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", module]
    return subprocess.run(
        command, env=toy.env(free_port()) | env, capture_output=True, text=True, timeout=180, check=False
    )


async def works(toy: ServiceRunner) -> None:
    """A process starts, gets ready and ends in order."""
    replica = toy.start()

    async def ready() -> bool:
        return (await replica.ready()).get("status") == 200

    await toy.until(ready)
    assert replica.end() == 0


@pytest.mark.parametrize("module", share([TOY, MONITOR], every=2))
def test_a_port_that_is_taken_is_named_with_its_setting(toy: ServiceRunner, module: str, taken: int) -> None:
    done = ended(toy, module, DOORSTEP_HEALTH_PORT=str(taken))
    assert done.returncode == 78
    assert f"can't start: port {taken} (DOORSTEP_HEALTH_PORT) can't be listened on" in done.stderr


def test_a_database_that_will_never_let_us_in_ends_the_start(toy: ServiceRunner) -> None:
    where = urlsplit(toy.database_url)
    done = ended(toy, TOY, DATABASE_URL=f"postgresql://postgres:hush-hush@{where.hostname}:{where.port}{where.path}")
    assert done.returncode == 77
    assert "can't start: PostgreSQL refuses the password of the user in DATABASE_URL." in done.stderr
    assert "hush" not in done.stderr


@pytest.mark.parametrize("module", share([TOY, MONITOR], every=2))
def test_certificates_that_can_not_be_used_end_the_start(toy: ServiceRunner, module: str) -> None:
    (toy.folder / "ca").write_text("no certificate")
    done = ended(toy, module, KAFKA_SECURITY_PROTOCOL="SSL", KAFKA_SSL_CAFILE=str(toy.folder / "ca"))
    assert done.returncode == 77
    assert "KAFKA_SSL_CAFILE" in done.stderr
    assert "Traceback" not in done.stderr


async def test_a_key_that_did_not_seal_what_is_stored_ends_the_start_and_the_right_one_works(
    toy: ServiceRunner,
) -> None:
    await works(toy)
    key = toy.folder / "master"
    right = key.read_bytes()
    key.write_bytes(base64.urlsafe_b64encode(bytes(32)))
    done = ended(toy, TOY)
    assert done.returncode == 77
    assert f"can't start: {WRONG}\n  {BRING}\n" in done.stderr
    assert await toy.rows("SELECT count(*) FROM privacy.master_key") == [(1,)]
    key.write_bytes(right)
    await works(toy)


def test_a_key_that_others_may_read_ends_the_start(toy: ServiceRunner) -> None:
    toy.env(free_port())
    (toy.folder / "master").chmod(0o644)
    done = ended(toy, TOY)
    assert done.returncode == 78
    assert f"DOORSTEP_MASTER_KEY_FILE: others may read or change the file: chmod 600 {toy.folder}" in done.stderr
