"""Services and monitor listen where DOORSTEP_BIND says; another loopback address stands for a network."""

from __future__ import annotations

import subprocess
import sys

import pytest

from deploy.local.ports import free_port
from deploy.local.program import http_status
from tests.apart import share

from .service_runner import ServiceRunner

OTHER = "127.0.0.2"
MODULES = ("tests.integration.runtime.toy", "services.console.monitor")


@pytest.mark.parametrize("module", share(MODULES, every=2))
async def test_servers_answer_at_the_address_of_the_setting_and_nowhere_else(toy: ServiceRunner, module: str) -> None:
    port = toy.start(module, DOORSTEP_BIND=OTHER).health_port
    await toy.until(lambda: http_status(port, "/live", host=OTHER))
    assert await http_status(port, "/live") is None


@pytest.mark.parametrize("module", share(MODULES, every=2))
async def test_without_the_setting_no_other_address_answers(toy: ServiceRunner, module: str) -> None:
    port = toy.start(module).health_port
    await toy.until(lambda: http_status(port, "/live"))
    assert await http_status(port, "/live", host=OTHER) is None


@pytest.mark.parametrize("module", share(MODULES, every=2))
def test_an_address_of_another_machine_ends_the_start(toy: ServiceRunner, module: str) -> None:
    # 192.0.2.0/24 is kept for documentation: no machine has it.
    done = subprocess.run(
        [sys.executable, "-m", module], env=toy.env(free_port()) | {"DOORSTEP_BIND": "192.0.2.1"},
        capture_output=True, text=True, timeout=180, check=False,
    )  # fmt: skip
    assert done.returncode == 78
    assert "can't be listened on at 192.0.2.1 (DOORSTEP_BIND)" in done.stderr
