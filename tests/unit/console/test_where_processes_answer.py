"""Where processes answer, as it is said to the console: IPv6 addresses too."""

from __future__ import annotations

import pytest

from deploy.local.program import written
from services.console.monitor.app import Monitor
from services.console.monitor.settings import MonitorSettings
from services.console.target import addresses
from services.console.web.settings import ConsoleSettings
from shared.runtime.settings import load


@pytest.mark.parametrize("host", ["127.0.0.1", "::1", "notifier.svc.bank.example", "2001:db8::7"])
def test_what_is_said_of_processes_is_read_back(host: str) -> None:
    env = {
        "DATABASE_URL": "postgresql://u@127.0.0.1/x", "KAFKA_BOOTSTRAP_SERVERS": "127.0.0.1:9",
        "DOORSTEP_MASTER_KEY_FILE": __file__, "DOORSTEP_CONSOLE_JARS": ".",
        "DOORSTEP_CONSOLE_READY": f"notifier={written(host)}:8011,router={written(host)}:8012",
    }  # fmt: skip
    assert load(ConsoleSettings, env).processes == {"notifier": (host, 8011), "router": (host, 8012)}


def test_what_is_no_address_is_passed_over() -> None:
    assert addresses("notifier=here,router=:x,scheduler=127.0.0.1:9") == {"scheduler": ("127.0.0.1", 9)}


@pytest.mark.parametrize("bind", ["127.0.0.1", "0.0.0.0", "::", "::1"])
def test_the_monitor_can_be_made_for_any_address(bind: str) -> None:
    env = {"KAFKA_BOOTSTRAP_SERVERS": "127.0.0.1:9", "DOORSTEP_BIND": bind, "DOORSTEP_HEALTH_PORT": "8011"}
    monitor = Monitor(load(MonitorSettings, env), "run")
    assert monitor.app.conf.canonical_url.port == 8011
    assert monitor.app.conf.web_bind == bind
