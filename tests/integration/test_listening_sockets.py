"""A whole system with all that is embedded, and every socket on which one of its processes listens: what
docs/operations.md says, and loopback unless a setting opens it.
"""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from ipaddress import IPv6Address, ip_address
from pathlib import Path

import psutil
import pytest

from deploy.local.listeners import LISTENERS, Listener
from deploy.local.program import LOOPBACK, Program
from deploy.local.progress import SilentOutput
from deploy.local.stack import Stack
from services.console.cli.up import UpOptions, programs_of
from services.sandbox.demo.setup import BY_HAND, fresh, settings
from services.sandbox.demo.setup import sandbox as sandbox_program
from tests.apart import campaign
from tests.polling import until

SLOW_S = 120.0
Sockets = set[tuple[str, int, str]]
"""Process, port and address."""
pytestmark = campaign


@pytest.mark.parametrize(
    "said",
    [
        {},
        {"DOORSTEP_BIND": "::"},
        {"DOORSTEP_BIND": "127.0.0.2", "DOORSTEP_CONSOLE_BIND": "127.0.0.3"},
    ],
    ids=["nothing said", "all", "addresses of one's own"],
)
async def test_what_listens_is_what_the_page_says(tmp_path: Path, said: dict[str, str]) -> None:
    async with running(tmp_path / "sandbox", said) as (stack, programs):
        told = expected(stack, programs, said)
        assert len(told) == sum(len(each.processes) for each in LISTENERS)

        async def all_listen() -> bool:
            return told <= listening(stack)

        await until(all_listen, seconds=SLOW_S)
        assert listening(stack) == told
        open_to_others = {name for name, _, address in told if not ip_address(address).is_loopback}
        opened = {"notifier", "scheduler", "router", "monitor"}
        assert open_to_others == (opened if said.get("DOORSTEP_BIND") in ("0.0.0.0", "::") else set())


@asynccontextmanager
async def running(path: Path, said: dict[str, str]) -> AsyncIterator[tuple[Stack, dict[str, Program]]]:
    with fresh(path, datetime.now(UTC)) as folder:
        async with Stack(folder, SilentOutput(), env=said, partitions=1) as stack:
            theirs = settings(stack, BY_HAND)
            programs = [*await programs_of(stack, UpOptions(), theirs), sandbox_program(stack, theirs)]
            await stack.supervisor.start(*programs)
            yield stack, {program.name: program for program in programs}


def expected(stack: Stack, programs: dict[str, Program], said: dict[str, str]) -> Sockets:
    ports = json.loads((stack.folder.run / "ports.json").read_text("utf-8"))
    found = set()
    for each in LISTENERS:
        for name in each.processes:
            port = _port(each, programs.get(name), ports)
            found.add((name, port, (said.get(each.bind) if each.bind else None) or LOOPBACK))
    return found


def _port(each: Listener, program: Program | None, ports: dict[str, int]) -> int:
    if program is None:
        return ports["kafka-controller" if not each.port else "kafka" if "KAFKA" in each.port else "postgres"]
    # A console that was told no port of its own listens where it answers `/ready`.
    return int(program.env.get(each.port) or program.about["health_port"])


def listening(stack: Stack) -> Sockets:
    """All TCP sockets that listen, and whatever UDP is bound, of every process and what it started."""
    found: Sockets = set()
    for name in stack.supervisor.names():
        pid = stack.supervisor.pid(name)
        if pid is None:
            continue
        process = psutil.Process(pid)
        for each in (process, *process.children(recursive=True)):
            for socket in each.net_connections("inet"):
                if socket.status == psutil.CONN_LISTEN or (socket.status == psutil.CONN_NONE and socket.laddr):
                    found.add((name, socket.laddr.port, _plain(socket.laddr.ip)))
    return found


def _plain(address: str) -> str:
    found = ip_address(address)
    mapped = found.ipv4_mapped if isinstance(found, IPv6Address) else None
    return str(mapped or found)
