"""The stream monitor as a process, on real Kafka: exact counts, also after it was killed; nothing else is touched."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from asyncio.subprocess import DEVNULL, Process
from typing import Any

import pytest
from aiokafka.admin import AIOKafkaAdminClient

from deploy.local.ports import free_port
from deploy.local.program import http_status
from services.console.monitor import topics as runs
from tests.apart import campaign
from tests.polling import until

from ...unit.console.samples import SAMPLES
from .console_stack import ConsoleStack

CAUSE = {"specversion": "1.0", "id": "bank-1", "type": "doorstep.loan.closed.v1", "source": "bank", "subject": "c-1",
         "time": "2026-11-01T00:00:00Z", "data": {"cause": "sold"}}  # fmt: skip
EFFECT = {"specversion": "1.0", "id": "ours-1", "type": "doorstep.visit.withdrawn.v1", "source": "notifier",
          "subject": "c-1", "time": "2026-11-01T00:00:00Z", "causationid": "bank-1",
          "data": {"visit": "v-1", "cause": "closed"}}  # fmt: skip


async def started(port: int) -> Process:
    return await asyncio.create_subprocess_exec(
        sys.executable, "-m", "services.console.monitor", stdout=DEVNULL, stderr=DEVNULL,
        env={**os.environ, "DOORSTEP_HEALTH_PORT": str(port)},
    )  # fmt: skip


async def asked(port: int, path: str) -> dict[str, Any]:
    answer = await http_status(port, path)
    found: dict[str, Any] = json.loads(answer[1]) if answer is not None and answer[0] == 200 else {}
    return found


async def counted(monitor: Process, port: int, total: int) -> dict[str, int]:
    """Counts by `topic type reason`, once they add up to `total`."""

    async def whole() -> dict[str, int] | None:
        rows = (await asked(port, "/counts")).get("rows", [])
        found = {f"{row['topic']} {row['type']} {row['reason']}": row["total"] for row in rows}
        assert sum(found.values()) <= total, found
        return found if sum(found.values()) == total else None

    result: dict[str, int] = await until(whole, alive=monitor)
    return result


async def topics(stack: ConsoleStack) -> set[str]:
    admin = AIOKafkaAdminClient(bootstrap_servers=stack.bootstrap)
    await admin.start()
    try:
        return {topic for topic in await admin.list_topics() if topic.startswith(stack.prefix)}
    finally:
        await admin.close()


@campaign
def test_it_counts_everything_once_also_after_it_was_killed_and_tidies_up(
    stack: ConsoleStack, monkeypatch: pytest.MonkeyPatch
) -> None:
    port = free_port()
    samples = [(path.parent.name, json.loads(path.read_bytes())["subject"].encode(), path.read_bytes())
               for path in SAMPLES]  # fmt: skip
    bad = [("loans", b"c-1", b"\xff"), ("loans", b"c-1", None), ("visits", b"other", json.dumps(EFFECT).encode())]
    pair = [("loans", b"c-1", json.dumps(CAUSE).encode()), ("visits", b"c-1", json.dumps(EFFECT).encode())]
    stack.publish([*samples, *bad])

    async def story() -> None:
        before = await topics(stack)
        monitor = await started(port)
        try:
            found = await counted(monitor, port, len(samples) + len(bad))
            assert found["loans undecodable undecodable"] == 1
            assert found["loans undecodable tombstone"] == 1
            assert found["visits undecodable key-mismatch"] == 1
            monitor.kill()
            await monitor.wait()

            await asyncio.to_thread(stack.publish, pair)
            monitor = await started(port)
            found = await counted(monitor, port, len(samples) + len(bad) + len(pair))
            assert found["loans undecodable undecodable"] == 1
            latency = await asked(port, "/latency")
            pairs = {(row["cause"], row["effect"]): row["count"] for row in latency["rows"]}
            assert pairs["loan.closed", "visit.withdrawn"] == 1
            assert (await asked(port, "/ready"))["ready"]

            monkeypatch.setenv("DOORSTEP_MONITOR_PORT", str(port))
            shown = await asyncio.to_thread(stack.run, "watch")
            assert shown.exit_code == 0, shown.exception
            assert "visit.withdrawn" in shown.stdout

            monitor.send_signal(signal.SIGTERM)
            assert await asyncio.wait_for(monitor.wait(), 60) == 0
        finally:
            if monitor.returncode is None:
                monitor.kill()
                await monitor.wait()

        # Its own topics are gone but for those of the killed run, which the next start removes when they are older.
        # The broker deletes them in its own time.
        async def one_run_is_left() -> bool:
            return len({topic.split("-")[2] for topic in await topics(stack) - before}) == 1

        await until(one_run_is_left)

    asyncio.run(story())


@campaign
async def test_what_a_killed_run_left_is_removed_by_a_later_start_and_a_young_run_is_left_alone(
    kafka_bootstrap: str, unique: str
) -> None:
    options, prefix = {"bootstrap_servers": kafka_bootstrap}, f"{unique}."
    killed, young, other = (
        runs.run_name(prefix, 1_000.0), runs.run_name(prefix, 99_950.0), runs.run_name("x" + prefix, 1_000.0)
    )  # fmt: skip
    for run in (killed, young, other):
        await runs.make(options, run)
        await runs.make(options, run)

    async def removed() -> list[str]:
        return await runs.remove_leftovers(options, prefix, 100_000.0)

    assert await until(removed) == [killed]
    everything = [name for run in (killed, young, other) for name in runs.names(run)]

    async def gone() -> bool:
        return await runs.missing(options, everything) == runs.names(killed)

    await until(gone)
    for run in (young, other):
        await runs.remove(options, run)
