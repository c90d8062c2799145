"""`status` and `top` ask processes that may end while they are asked."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path

import psutil
import pytest
from rich.console import Console

from deploy.local.folder import Folder
from deploy.local.identity import Identity
from deploy.local.supervisor import write_state
from services.console.cli.status import ask_all, look, memory_mb, show, wrong_here
from shared.runtime.clock import write_moment
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


@pytest.mark.parametrize("virtual", [True, False])
def test_where_the_services_time_is_virtual_both_times_are_told_with_what_each_is_of(
    tmp_path: Path, virtual: bool
) -> None:
    folder = Folder(tmp_path / "demo").make()
    me = Identity.of("supervisor", os.getpid()).doc()
    write_state(folder, {"supervisor": me, "facts": {"postgres": "embedded", "kafka": "127.0.0.1:9"}, "processes": []})
    if virtual:
        (tmp_path / "demo" / "world").mkdir()
        write_moment(tmp_path / "demo" / "world" / "clock", datetime(2031, 3, 4, 9, 30, tzinfo=UTC))
    seen = look(folder)
    assert seen is not None
    printed = StringIO()
    show([seen], Console(file=printed, width=300))
    assert ("it is 2031-03-04 09:30 UTC for the services (virtual" in printed.getvalue()) is virtual
    assert (seen.get("services_time"), "real_time" in seen) == ("2031-03-04 09:30 UTC" if virtual else None, virtual)


def killed(folder: Path) -> str:
    """What is shown of a system that ended with its supervisor, and of what had ended before."""
    made = Folder(folder).make()
    gone = {"name": "notifier", "state": "waiting", "restarts": 1, "since": 0.0, "log": ""}
    ended = {"last_end": "was ended by SIGKILL", "ended_at_s": datetime(2026, 11, 30, 6, 52, tzinfo=UTC).timestamp()}
    write_state(made, {"facts": {}, "processes": [gone | ended]})
    seen = look(made)
    assert seen is not None
    printed = StringIO()
    show([seen], Console(file=printed, width=300))
    show([seen | {"supervisor_pid": 1}], Console(file=printed, width=300))
    return printed.getvalue()


def test_of_what_was_killed_it_says_whether_a_start_begins_anew(tmp_path: Path) -> None:
    assert "Its data is there: start it again." in killed(tmp_path / "up")
    for name in ("sandbox", "demo"):
        said = killed(tmp_path / name)
        assert "A start begins anew." in said
        assert "data is there" not in said


def test_an_end_is_told_with_its_moment(tmp_path: Path) -> None:
    assert "was ended by SIGKILL (2026-11-30 06:52 UTC)" in killed(tmp_path / "up")


def test_a_setting_that_no_start_would_take_is_told_beside_what_runs() -> None:
    env = {"DOORSTEP_KAFKA_PORT": "99999", "DOORSTEP_TOPIC_PREFIX": "a b", "KAFKA_SECURITY_PROTOCOL": "SASL_SSL"}
    assert [line.split()[0] for line in wrong_here(env)] == ["DOORSTEP_KAFKA_PORT", "DOORSTEP_TOPIC_PREFIX"]
    assert list(wrong_here({})) == []
