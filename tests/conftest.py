"""What tests share: one real PostgreSQL and one real Kafka a run, started when the first test asks.

`DOORSTEP_TEST_DATABASE_URL` (a user who may create databases and roles) and `DOORSTEP_TEST_KAFKA` name others to use.
Processes of a parallel run (pytest-xdist) share one of each. Nothing is left behind, also when the run is killed.
"""

from __future__ import annotations

import gc
import importlib
import os
import sys
import tempfile
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest

from deploy.local import test_servers
from deploy.local.folder import ROOT

ABOUT_CORES = ("tests/unit/notifier", "tests/unit/scheduler", "tests/unit/router", "tests/golden")
CORES = ("services/notifier/core", "services/scheduler/core", "services/router/core")
ONE_SYSTEM = "tests/integration/outside/"
_filled_unfollowed: list[bool] = []
"""Not empty: cached functions of the cores may have been called while coverage did not follow."""


@pytest.hookimpl(trylast=True)
def pytest_sessionstart(session: pytest.Session) -> None:
    """Coverage follows what the cores do and nothing else: a process that is followed takes twice the time.

    What a core's modules do while they are imported is followed here, all else only during the tests about cores.
    """
    if sys.gettrace() is None:
        return
    if session.config.getoption("numprocesses", None):
        sys.settrace(None)  # it hands out tests and runs none
        return
    for file in sorted(file for core in CORES for file in (ROOT / core).rglob("*.py")):
        importlib.import_module(".".join(file.relative_to(ROOT).with_suffix("").parts))


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """What all tests share is left out of the garbage collector's rounds: it is there until the end."""
    gc.disable()
    with _unfollowed():
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


@pytest.fixture(autouse=True)
def only_followed_if_about_cores(request: pytest.FixtureRequest) -> Iterator[None]:
    """Coverage of the cores is measured by their own tests.

    pytest-cov starts two followers in each process of a parallel run, and its mark `no_cover` stops only one.
    """
    if request.node.nodeid.startswith(ABOUT_CORES) and not _on_real_servers(request):
        if sys.gettrace() is not None and _filled_unfollowed:
            _forget_answers()
        yield
    else:
        with _unfollowed():
            yield


def _on_real_servers(request: pytest.FixtureRequest) -> bool:
    """Tests of a shell, or of the store below it. Where a test has both kinds, the one in memory is followed."""
    return "postgres_url" in request.fixturenames or "postgres" in request.node.name


def _forget_answers() -> None:
    """What a core's cached function answered while nobody followed would hide its lines from the tests about it."""
    _filled_unfollowed.clear()
    cores = tuple(core.replace("/", ".") + "." for core in CORES)
    for name, module in list(sys.modules.items()):
        if name.startswith(cores):
            for value in list(vars(module).values()):
                if hasattr(value, "cache_clear"):
                    value.cache_clear()


@contextmanager
def _unfollowed() -> Iterator[None]:
    follower = sys.gettrace()
    sys.settrace(None)
    _filled_unfollowed.append(True)
    try:
        yield
    finally:
        sys.settrace(follower)


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
    name = f"test_{uuid4().hex[:16]}"
    with psycopg.connect(postgres_url, autocommit=True) as admin:
        admin.execute(f"CREATE DATABASE {name} TEMPLATE template0")
        base, _, query = postgres_url.partition("?")
        yield base.rpartition("/")[0] + f"/{name}" + (f"?{query}" if query else "")
        admin.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def unique() -> str:
    """A word that no other test has, for names in Kafka."""
    return uuid4().hex[:12]


def pytest_sessionfinish() -> None:
    test_servers.leave()


def _folder(kind: str) -> Path:
    """The same for all processes of one run."""
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID") or f"{os.getpid()}"
    return Path(tempfile.gettempdir()) / f"doorstep-tests-{os.geteuid()}-{run}-{kind}"
