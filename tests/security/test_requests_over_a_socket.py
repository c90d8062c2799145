"""The whole corpus of requests to the webhook of a real notifier, byte by byte over a socket."""

from __future__ import annotations

import asyncio
import json
from collections import defaultdict
from datetime import timedelta
from pathlib import Path

from services.notifier.bootstrap import QUERIES
from shared.privacy.keys import KeyRing
from shared.runtime.clock import write_moment
from shared.runtime.pg.keys import PgKeys
from shared.runtime.pg.store import PgStore
from tests.unit.sandbox.twin_on_loopback import twin_on_loopback

from .corpus import NOW, REQUESTS, Asked, BadRequest, Target, seen_in
from .people import overdue, targets
from .running_notifier import RunningNotifier, running_notifier

PATIENCE_S = 60


async def test_each_request_is_answered_as_it_deserves_and_only_what_is_right_is_stored_once(
    database_url: str, kafka_bootstrap: str, unique: str, tmp_path: Path
) -> None:
    async with (
        twin_on_loopback(tmp_path) as carrier,
        running_notifier(database_url, kafka_bootstrap, unique, tmp_path, carrier.twin_url) as there,
    ):
        carrier.clock.at = NOW
        await tell_loans(there)
        await all_sent(there)
        write_moment(tmp_path / "clock", NOW + timedelta(minutes=5))  # sooner, and a machine would have answered
        known = targets(await there.runner.rows("SELECT case_id, intent, sid FROM texts"))
        stalled = [asyncio.create_task(make(there, r, known[r.case])) for r in REQUESTS if r.stalls]
        answers = {r.name: await make(there, r, known[r.case]) for r in REQUESTS if not r.stalls}
        answers |= {r.name: await call for r, call in zip([r for r in REQUESTS if r.stalls], stalled, strict=True)}
        assert answers == {r.name: [status for _, status in r.calls] for r in REQUESTS}

        async def all_decided() -> bool:
            return await there.runner.count("SELECT count(*) FROM intake") == 0

        await there.runner.until(all_decided)
        assert await stored(there) == {r.name: r.stored for r in REQUESTS}
        texts = dict(await there.runner.rows("SELECT case_id, status FROM texts WHERE kind = 'reminder-firm'"))
        assert texts == {r.case: r.text for r in REQUESTS}
        assert await there.runner.count("SELECT count(*) FROM parked") == 0
        assert there.alive()
        log = there.logged()
        assert "step-failed" not in log
        assert '"level": "error"' not in log
        for name, text in {"log": log, "http": await there.told(), "history": await histories(there)}.items():
            assert seen_in(text) == [], name


async def tell_loans(there: RunningNotifier) -> None:
    store = PgStore(there.runner.database_url, "notifier", QUERIES)
    await store.start()
    try:
        ring = KeyRing(PgKeys(store), there.keys.wrap)
        events = [await overdue(r.case, number, ring, there.keys) for number, r in enumerate(REQUESTS)]
    finally:
        await store.close()
    await there.runner.send(events)


async def all_sent(there: RunningNotifier) -> None:
    """Each was told twice of: intended, and taken by the carrier."""
    told = [json.loads(record.value)["type"] for record in await there.hear("texts", 2 * len(REQUESTS))]
    assert told.count("doorstep.text.sent.v1") == len(REQUESTS)


async def make(there: RunningNotifier, request: BadRequest, target: Target) -> list[int]:
    """The statuses that the calls of a request are answered with, one connection each."""
    return [await answered(there.web_port, build(target)) for build, _ in request.calls]


async def answered(port: int, asked: Asked) -> int:
    """The status of the answer; 0 when none came, or the line was cut."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        async with asyncio.timeout(PATIENCE_S):
            writer.write(asked.wire())
            await writer.drain()
            line = await reader.readline()
    except (ConnectionError, TimeoutError):
        return 0
    finally:
        writer.close()
    return int(line.split()[1]) if line.startswith(b"HTTP/1.1 ") else 0


async def stored(there: RunningNotifier) -> dict[str, tuple[str, ...]]:
    """Why was decided what, of the things that came in by the webhook, for each request."""
    rows = await there.runner.rows(
        "SELECT aggregate, reason FROM history WHERE said IN ('direct:StatusReported', 'direct:ReplyReceived')"
        " ORDER BY version"
    )
    reasons: defaultdict[str, list[str]] = defaultdict(list)
    for case, reason in rows:
        reasons[case].append(reason)
    return {request.name: tuple(reasons[request.case]) for request in REQUESTS}


async def histories(there: RunningNotifier) -> str:
    """Everything decided, and everything that waited to be decided on, as it is kept."""
    return repr(await there.runner.rows("SELECT * FROM history")) + repr(await there.runner.rows("SELECT * FROM texts"))
