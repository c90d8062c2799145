"""What the console says of itself: it serves whatever is away, and names that."""

from __future__ import annotations

import httpx

from tests.polling import until

from ..console_stack import ConsoleStack
from .conftest import without_database


async def waits(browser: httpx.AsyncClient) -> dict[str, str]:
    answer = await browser.get("/ready")
    assert (answer.status_code, answer.json()["ready"]) == (200, True)
    return dict(answer.json()["waiting_for"])


async def test_it_is_ready_without_kafka_and_without_a_database_and_says_what_is_away(
    browser: httpx.AsyncClient, tables: ConsoleStack
) -> None:
    async def told() -> bool:
        return "Kafka" in (await waits(browser)).get("kafka", "")

    await until(told)
    with without_database(tables.database_url):

        async def named() -> bool:
            return "can't be reached" in (await waits(browser)).get("read model", "")

        await until(named)
        assert (await browser.get("/live")).status_code == 200
