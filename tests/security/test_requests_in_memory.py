"""The corpus of requests to the webhook itself, over the simulation's adapters: fast, and the same outcomes."""

from __future__ import annotations

from datetime import timedelta

import httpx
from starlette.applications import Starlette

from services.notifier.shell.posting import post_texts
from services.notifier.shell.tokens import fixed
from services.notifier.shell.webhook import Hook
from tests.unit.notifier.notifier_process import KEYS, PUBLIC_URL, Memory, NotifierProcess, notifier_process
from tests.unit.sandbox.twin_on_loopback import TOKEN

from .corpus import REQUESTS, Asked
from .people import overdue, targets

# Clients mend these before they send them, or it is the server who answers.
ONLY_OVER_A_SOCKET = {"sent in chunks", "no HTTP at all", "an address with dots"}
HERE = [request for request in REQUESTS if not request.stalls and request.name not in ONLY_OVER_A_SOCKET]


async def test_each_request_is_answered_as_expected_and_stored_at_most_once() -> None:
    async with notifier_process(Memory()) as notifier:
        await notifier.hear(*[await overdue(r.case, number, notifier.ring, KEYS) for number, r in enumerate(REQUESTS)])
        await notifier.settle()
        while await post_texts(notifier.desk):
            await notifier.settle()
        notifier.clock.at += timedelta(minutes=5)  # sooner, and a machine would have answered
        known = targets([(row["case_id"], row["intent"], row["sid"]) for row in await notifier.table("texts")])
        hook = Hook(notifier.store, notifier.ring, KEYS, notifier.clock, fixed(TOKEN), PUBLIC_URL)
        app = Starlette(routes=list(hook.routes()))
        answers = {r.name: [await answered(app, build(known[r.case])) for build, _ in r.calls] for r in HERE}
        assert answers == {r.name: [status for _, status in r.calls] for r in HERE}
        before = {r.name: len(await notifier.reasons(r.case)) for r in HERE}
        waiting = [row.aggregate for row in notifier.store.database.intake.values()]
        await notifier.settle()
        assert {r.name: waiting.count(r.case) for r in HERE} == {r.name: len(r.stored) for r in HERE}
        assert await decided(notifier, before) == {r.name: r.stored for r in HERE}
        told = {r.case: r.text for r in HERE}
        texts = {t["case_id"]: t["status"] for t in await notifier.table("texts") if t["kind"] == "reminder-firm"}
        assert {case: texts[case] for case in told} == told
        assert not notifier.store.database.parked


async def answered(app: Starlette, asked: Asked) -> int:
    """The status that the application answers with; nothing goes over a socket."""
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://inside") as client:
        headers = [(name.encode(), value.encode("latin-1")) for name, value in asked.headers]
        answer = await client.request(asked.method, asked.target, content=asked.body, headers=headers)
    return answer.status_code


async def decided(notifier: NotifierProcess, before: dict[str, int]) -> dict[str, tuple[str, ...]]:
    """The reasons that came with what was stored; what follows from those, such as texts, is left out."""
    history = notifier.store.database.history
    return {
        r.name: tuple(
            row.reason
            for _, row in sorted(history[r.case].items())[before[r.name] :]
            if row.said in ("direct:StatusReported", "direct:ReplyReceived")
        )
        for r in HERE
    }
