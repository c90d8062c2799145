"""`./doorstep bench idle`: what `./doorstep up` costs while nothing happens.

`baseline` is the same servers without anybody who uses them, and an empty asyncio process. Shares are of one core.
"""

from __future__ import annotations

import argparse
import asyncio
import signal
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import psutil

from deploy.local.folder import ROOT, Folder
from deploy.local.ports import free_port
from deploy.local.postgres import Postgres
from tests.arguments import whole
from tests.benchmarks.counted.costs import Cost, Costs, listener, postmaster
from tests.benchmarks.counted.stand import EMPTY, Stand, stand, unset
from tests.benchmarks.latency.__main__ import carrier
from tests.polling import until

READY_S = 180.0
SETTLED_S = 40.0
"""Looks are more frequent at first (see `readiness`)."""
NAMES = {
    "services.notifier": "notifier", "services.scheduler": "scheduler", "services.router": "router",
    "Faust": "monitor", "services.console.web": "console", "orphan_reaper": "supervisor",
}  # fmt: skip
"""What a command line has in it, and what the process is called. Faust gives itself another one."""


async def measured(options: argparse.Namespace, stand: Stand) -> str:
    """The last line."""
    alone = await baseline(stand, options.seconds)
    tell("baseline", alone)
    spent = await up(stand, options.seconds, options.settled)
    tell("up", spent)
    return (
        f"idle: {share(spent):.1%} of a core (bare servers and an empty process: {share(alone):.1%}), "
        f"{spent.committed / spent.took_s:.1f} transactions a second, {spent.rolled_back / spent.took_s:.1f} of them "
        "rolled back"
    )


def share(cost: Cost) -> float:
    return sum(cost.cpu_s.values()) / cost.took_s


def tell(who: str, cost: Cost) -> None:
    each = ", ".join(f"{name} {spent / cost.took_s:.2%}" for name, spent in sorted(cost.cpu_s.items()))
    print(f"{who:9}{share(cost):.1%} of a core: {each}", flush=True)


async def baseline(stand: Stand, seconds: int) -> Cost:
    empty = subprocess.Popen([sys.executable, "-c", EMPTY])
    try:
        await asyncio.sleep(2)
        pids = {"Kafka": [listener(stand.kafka)], "PostgreSQL": [postmaster(stand.postgres)], "empty": [empty.pid]}
        return await spent_in(Costs(pids, stand.postgres), seconds)
    finally:
        empty.terminate()
        empty.wait()


async def spent_in(costs: Costs, seconds: float) -> Cost:
    before = costs.read()
    await asyncio.sleep(seconds)
    found = costs.since(before)
    costs.close()
    return found


async def up(stand: Stand, seconds: int, settled_s: int) -> Cost:
    data, postgres_port, kafka_port = stand.folder / "up-data", free_port(), free_port()
    env = unset()
    with carrier(stand.folder / "idle-posts") as address, (stand.folder / "up.log").open("wb") as log:
        env |= settings(data, postgres_port, kafka_port, address)
        process = subprocess.Popen(
            [sys.executable, "-m", "services.console.cli", "up"], cwd=ROOT, env=env, stdout=log, stderr=log
        )
        try:
            pids = await until(
                lambda: ready(process.pid, kafka_port, stand.folder / "up.log"), seconds=READY_S, every=1.0
            )
            print(f"up and ready; {settled_s} s for what is done at first only", flush=True)
            await asyncio.sleep(settled_s)
            url = Postgres(Folder(data / "up"), postgres_port).url()
            return await spent_in(Costs({**pids, "PostgreSQL": [postmaster(url)]}, url), seconds)
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(60)


def settings(data: Path, postgres_port: int, kafka_port: int, carrier: str) -> Mapping[str, str]:
    webhook = free_port()
    return {
        "DOORSTEP_DATA": str(data), "DOORSTEP_POSTGRES_PORT": str(postgres_port),
        "DOORSTEP_KAFKA_PORT": str(kafka_port), "DOORSTEP_WEBHOOK_PORT": str(webhook),
        "DOORSTEP_PUBLIC_URL": f"http://127.0.0.1:{webhook}", "TWILIO_API_URL": carrier,
        "TWILIO_ACCOUNT_SID": "AC" + "0" * 32, "TWILIO_AUTH_TOKEN": "not-a-real-token-at-all",
        "TWILIO_FROM": "+15005550006",
        "DOORSTEP_CONSOLE_PORT": str(free_port()),
    }  # fmt: skip


async def ready(pid: int, kafka_port: int, log: Path) -> dict[str, list[int]] | None:
    return pids_of(pid, kafka_port, log)


def pids_of(pid: int, kafka_port: int, log: Path) -> dict[str, list[int]] | None:
    """By name, once it says that all are ready."""
    said = log.read_text(errors="replace")
    if "running and ready" not in said and "all are ready" not in said:
        return None
    found: dict[str, list[int]] = {"Kafka": [listener(f"127.0.0.1:{kafka_port}")]}
    for process in psutil.Process(pid).children(recursive=True):
        command = " ".join(process.cmdline())
        if name := next((name for said, name in NAMES.items() if said in command), None):
            found.setdefault(name, []).append(process.pid)
    return found


def parser() -> argparse.ArgumentParser:
    made = argparse.ArgumentParser(prog="doorstep bench idle", description=__doc__)
    made.add_argument("--seconds", type=whole(1), default=30, help="that are measured (%(default)s)")
    made.add_argument("--settled", type=whole(0), default=int(SETTLED_S), help="that are waited before (%(default)s)")
    return made


def main() -> None:
    options = parser().parse_args()
    with stand() as made:
        print(asyncio.run(measured(options, made)))


if __name__ == "__main__":
    main()
