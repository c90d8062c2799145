"""`status` and `top` ask processes that may end while they are asked."""

from __future__ import annotations

import os
import subprocess
import sys

import psutil

from deploy.local.identity import Identity
from services.console.cli.status import ask_all, memory_mb
from shared.runtime.health import Health
from shared.runtime.web import Web


def test_a_process_that_ends_while_it_is_asked_uses_no_memory() -> None:
    assert memory_mb(None) is None
    assert (memory_mb(psutil.Process()) or 0) > 1
    ending = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    seen = psutil.Process(ending.pid)
    ending.communicate()
    assert memory_mb(seen) is None


async def test_a_service_that_is_still_starting_is_asked_why(unused_tcp_port: int) -> None:
    told = {
        **Identity.of("notifier", os.getpid()).doc(), "state": "starting", "restarts": 0, "since": 0.0, "log": "",
        "health_port": unused_tcp_port,
    }  # fmt: skip
    (silent,) = await ask_all([told])
    assert (silent["state"], silent["problems"], silent["ok"]) == ("starting", [], False)
    health = Health("notifier")
    health.down("restored", "the database is older than what was done")
    web = Web(health.app(), unused_tcp_port, setting="TEST_PORT")
    await web.start()
    try:
        (seen,) = await ask_all([told])
    finally:
        await web.stop()
    assert seen["state"] == "not ready"
    assert [problem["cause"] for problem in seen["problems"]] == ["restored"]
