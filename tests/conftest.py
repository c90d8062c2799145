"""What tests share: one real PostgreSQL and one real Kafka a run, started when the first test asks.

`DOORSTEP_TEST_DATABASE_URL` (a user who may create databases and roles) and `DOORSTEP_TEST_KAFKA` name others to use.
Processes of a parallel run (pytest-xdist) share one of each. Nothing is left behind, also when the run is killed.
"""

from __future__ import annotations

import gc
import os
import tempfile
from collections.abc import Generator, Iterator
from contextlib import suppress
from pathlib import Path
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, settings

from deploy.local import test_servers
from tests.own_database import own_database

# Nothing is wrong with an example that took long because others use the machine too.
settings.register_profile("patient", settings.default, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("patient")
MEMORY, MEMORY_BYTES_MIN = Path("/dev/shm"), 4 << 30
"""A folder in memory, as Linux has it. A run needs a tenth of that; a container has far less by default."""
ONE_SYSTEM = "tests/integration/outside/"


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """What all tests share is left out of the garbage collector's rounds: it is there until the end."""
    gc.disable()
    found = yield
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)
    gc.enable()
    return found


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests that share a running system stay side by side, in whatever order: it starts once, not once a file."""
    first = next((place for place, item in enumerate(items) if item.nodeid.startswith(ONE_SYSTEM)), 0)
    items[first:] = sorted(items[first:], key=lambda item: not item.nodeid.startswith(ONE_SYSTEM))


@pytest.fixture(scope="session")
def postgres_url() -> str:
    """URL of the database `postgres` of a server that may be filled with databases."""
    return os.environ.get("DOORSTEP_TEST_DATABASE_URL") or test_servers.address("postgres", _folder("postgres"))


@pytest.fixture(scope="session")
def kafka_bootstrap() -> str:
    """`host:port` of a broker, shared by all tests: use topic and group names of your own (see `unique`)."""
    return os.environ.get("DOORSTEP_TEST_KAFKA") or test_servers.address("kafka", _folder("kafka"))


@pytest.fixture
def database_url(postgres_url: str) -> Iterator[str]:
    """URL of an empty database for one test."""
    with own_database(postgres_url) as url:
        yield url


@pytest.fixture
def unique() -> str:
    """A word that no other test has, for names in Kafka."""
    return uuid4().hex[:12]


def pytest_sessionfinish() -> None:
    test_servers.leave()


def _folder(kind: str) -> Path:
    """The same for all processes of one run."""
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID") or f"{os.getpid()}"
    return _fast() / f"doorstep-tests-{os.geteuid()}-{run}-{kind}"


def _fast() -> Path:
    """Where waiting for a disk takes no time, if there is room: half of what a broker does for a new topic is that."""
    with suppress(OSError):
        room = os.statvfs(MEMORY)
        if room.f_bavail * room.f_frsize > MEMORY_BYTES_MIN and os.access(MEMORY, os.W_OK | os.X_OK):
            return MEMORY
    return Path(tempfile.gettempdir())
