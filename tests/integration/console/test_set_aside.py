"""`dlq set-aside` on real tables and topics: what it says, and what the services are told."""

from __future__ import annotations

import asyncio

import pytest

from deploy.local.user_error import UserError
from shared.runtime.pg.hearing import PgHearingStore
from shared.runtime.pg.store import PgStore

from .console_stack import ConsoleStack


async def _orders(url: str, service: str) -> dict[tuple[str, int], int]:
    store = PgStore(url, service)
    await store.start()
    try:
        ledger = PgHearingStore(store)
        word = await ledger.hear([], {}, await ledger.clock())
        return dict(word.orders)
    finally:
        await store.close()


def test_every_service_that_reads_the_topic_is_told_up_to_where(served: ConsoleStack) -> None:
    served.publish([("loans", b"c-1", b"\xff")] * 3)
    said = served.run("dlq", "set-aside", "loans", "--up-to", "now", "--reason", "a drill").stdout
    assert "before offset 3" in said
    (order,) = asyncio.run(_orders(served.database_url, "notifier")).items()
    assert order[0][0] == "loans"
    assert order[1] == 3
    assert [row["why"] for row in served.execute("SELECT why FROM notifier.set_aside")] == ["a drill"]
    assert asyncio.run(_orders(served.database_url, "router")) == {}


@pytest.mark.parametrize(("topic", "up_to"), [("lones", "now"), ("loans", "yesterday")])
def test_what_makes_no_sense_is_refused_with_a_sentence(tables: ConsoleStack, topic: str, up_to: str) -> None:
    said = tables.run("dlq", "set-aside", topic, "--up-to", up_to, "--reason", "a drill")
    assert isinstance(said.exception, UserError)
    assert tables.execute("SELECT 1 FROM notifier.set_aside") == []
