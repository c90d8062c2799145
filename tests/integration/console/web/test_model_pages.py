"""Pages with the read model, and without it: what each shows, and what it says of itself."""

from __future__ import annotations

import asyncio
import json
import os
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import httpx
import pytest

from services.console.store.schema import prepare_store
from services.console.web.bootstrap import application
from services.console.web.settings import ConsoleSettings
from shared.runtime.settings import load
from tests.polling import until

from ..console_stack import ConsoleStack
from ..model.conftest import hurried
from ..test_case_and_why import tell_a_life
from .asking import text_of
from .conftest import ADDRESS, NOBODY

GOLDEN = Path("tests/golden")
CASES = 60


def overdue(case: str, number: int) -> tuple[str, bytes, bytes]:
    document = json.loads((GOLDEN / "loans/an-overdue-loan-of-60-days.json").read_bytes())
    said = document | {"id": f"bank-{number}", "subject": case}
    said["data"] = document["data"] | {"due_since": f"2026-01-{1 + number % 28:02d}"}
    return "loans", case.encode(), json.dumps(said).encode()


def filled(stack: ConsoleStack) -> None:
    """Sixty overdue cases in two regions; every tenth is held. One with a life besides."""
    tell_a_life(stack)
    known = [
        {"kind": "held" if number % 10 == 0 else "texting",
         "loan": {"person": {"region": f"region-{number % 2}", "zone": "Europe/Lisbon"}},
         "brakes": [{"cause": "hardship"}] if number % 10 == 0 else []}
        for number in range(CASES)
    ]  # fmt: skip
    stack.execute(
        "INSERT INTO notifier.states (aggregate, version, doc)"
        " SELECT said.of, 1, said.doc FROM unnest(%(cases)s::text[], %(docs)s::bytea[]) AS said (of, doc)",
        cases=[f"case-{number:02d}" for number in range(CASES)], docs=[json.dumps(each).encode() for each in known],
    )  # fmt: skip
    stack.publish([overdue(f"case-{number:02d}", number) for number in range(CASES)] + [overdue("c-1", 1)])


@asynccontextmanager
async def looking(stack: ConsoleStack, jars: Path) -> AsyncIterator[httpx.AsyncClient]:
    """A browser on a console that has built its read model."""
    await prepare_store(stack.database_url)
    env = {**os.environ, "DOORSTEP_CONSOLE_JARS": str(jars), "DOORSTEP_CONSOLE_OPEN": "sandbox",
           "TWILIO_API_URL": f"http://{NOBODY}"}  # fmt: skip
    app = application(load(ConsoleSettings, env), env)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(
            transport=httpx.ASGITransport(app=app), base_url=ADDRESS, headers={"origin": ADDRESS}, timeout=30
        ) as client,
    ):

        async def built() -> bool:
            return "without-model" not in (await client.get("/cases")).text

        await until(built)
        yield client


def listed(answer: httpx.Response) -> list[str]:
    return re.findall(r'class="id" href="/cases/([^"]+)"', answer.text)


@pytest.fixture
async def client(stack: ConsoleStack, jars: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[httpx.AsyncClient]:
    hurried(monkeypatch)
    await asyncio.to_thread(filled, stack)
    async with looking(stack, jars) as client:
        yield client


async def test_cases_are_found_by_state_region_stage_and_part_of_an_id(client: httpx.AsyncClient) -> None:
    assert set(listed(await client.get("/cases?state=held"))) == {f"case-{number}0" for number in range(6)}
    both = listed(await client.get("/cases?state=texting&region=region-1"))
    assert both == [case for case in both if int(case[-1]) % 2] != []
    assert listed(await client.get("/cases?visit=offered")) == ["c-1"]
    assert set(listed(await client.get("/cases?find=se-3"))) == {f"case-3{number}" for number in range(10)}
    assert "c-1" not in listed(await client.get("/cases?stage=texted"))
    assert len(listed(await client.get("/cases?stage=overdue"))) == 50
    straight = await client.get("/cases?find=case-33")
    assert (straight.status_code, straight.headers["location"]) == (303, "/cases/case-33")


async def test_a_list_goes_on_from_page_to_page_oldest_first(client: httpx.AsyncClient) -> None:
    answer = await client.get("/cases?state=texting")
    (after,) = re.findall(r'href="(/cases\?state=texting&amp;after=[^"]+)"', answer.text)
    further = await client.get(after.replace("&amp;", "&"))
    cases = [*listed(answer), *listed(further)]
    assert len(set(cases)) == len(cases) == 54
    due = [int(case.removeprefix("case-")) % 28 for case in cases]
    assert due == sorted(due)
    assert "after=" not in further.text


async def test_pages_say_how_old_what_they_count_is(client: httpx.AsyncClient) -> None:

    async def counted() -> str | None:
        """Nobody waits for what is counted: it may be there a moment later."""
        said = text_of(await client.get("/"))
        return said if re.search(r"as of \d+ s ago", said) else None

    said = await until(counted)
    assert re.search(r"overdue\s.*?61", said)
    assert "texting 54" in said


async def test_a_case_that_the_model_does_not_have_yet_is_found_by_its_id(
    client: httpx.AsyncClient, stack: ConsoleStack
) -> None:
    """Its service knows it at once; the model learns of it seconds later."""
    stack.execute(
        "INSERT INTO notifier.states (aggregate, version, doc) SELECT 'case-late', 1, doc FROM notifier.states LIMIT 1"
    )
    straight = await client.get("/cases?find=late")
    assert (straight.status_code, straight.headers["location"]) == (303, "/cases/case-late")


async def test_what_no_case_is_finds_nothing_and_what_nobody_would_ask_is_refused(client: httpx.AsyncClient) -> None:
    for query in ("visit=idle", "region=%25"):
        answer = await client.get(f"/cases?{query}")
        assert answer.status_code == 200, query
        assert "No case is like that." in answer.text
    for query in (
        "after=nonsense", "after=2026-01-01~x", "after=%00~%00", "find=" + "x" * 500,
        "after=2026-01-01T00:00:00%2B00:00~" + "x" * 500,
    ):  # fmt: skip
        assert (await client.get(f"/cases?{query}")).status_code == 400, query


async def test_a_decision_says_where_its_event_stands(client: httpx.AsyncClient, stack: ConsoleStack) -> None:
    answer = await client.get("/cases/c-1")
    stands = [record for record in await asyncio.to_thread(stack.records, "loans") if record.key == b"c-1"]
    (record,) = stands
    place = f"loans/{record.partition}@{record.offset}"
    assert f'data-copy="{place}"' in answer.text
    assert "without-places" not in answer.text
    lines = await asyncio.to_thread(stack.json, "why", "c-1")
    assert (lines[0]["place"]["topic"], lines[0]["place"]["partition"], lines[0]["place"]["offset"]) == (
        "loans", record.partition, record.offset,
    )  # fmt: skip
    assert [line["place"] for line in lines[1:]] == [None] * 4
    assert [each["place"] for each in lines[0]["published"]] == [None]
    shown = await asyncio.to_thread(stack.json, "case", "show", "c-1")
    assert {row["service"]: row["place"] for row in shown["services"]} == dict.fromkeys(
        ("notifier", "scheduler", "router")
    )


async def test_where_several_events_stand_is_a_list_with_its_commas_at_the_words(
    client: httpx.AsyncClient, stack: ConsoleStack
) -> None:
    """A button to copy each stands behind it, and takes room also while it is not seen."""
    told = [uuid4(), uuid4()]
    loan = json.loads(overdue("c-1", 2)[2])
    await asyncio.to_thread(
        stack.publish, [("loans", b"c-1", json.dumps(loan | {"id": str(id)}).encode()) for id in told]
    )
    stack.decided({
        "service": "notifier", "aggregate": "c-1", "version": 90, "at": datetime(2026, 11, 9, tzinfo=UTC),
        "said": "x", "cause": "bank-1", "reason": "r", "why": "w", "rule": "", "accepted": True, "published": told,
    })  # fmt: skip

    async def both() -> str | None:
        said = re.sub(r"<[^>]+>", "", re.sub(r"<button.*?</button>", "", (await client.get("/cases/c-1")).text))
        return next((line for line in said.splitlines() if line.count("loans/") == 3), None)

    assert re.search(r"event bank-1 (loans/\d+@\d+) told (loans/\d+@\d+), (loans/\d+@\d+)$", await until(both))
    assert re.search(r"loans/\d+@\d+</span>,<button", (await client.get("/cases/c-1")).text)


async def test_while_it_is_made_anew_pages_go_on(client: httpx.AsyncClient, stack: ConsoleStack) -> None:
    result = await asyncio.to_thread(stack.run, "console", "rebuild", "--by", "ana")
    assert result.exit_code == 0, (result.output, result.exception)
    assert "Pages read the new one." in result.output
    assert len(listed(await client.get("/cases?state=held"))) == 6


async def test_without_the_model_pages_do_what_they_can_and_say_so(
    browser: httpx.AsyncClient, tables: ConsoleStack
) -> None:
    tell_a_life(tables)
    answer = await browser.get("/cases?find=c-&region=nowhere")
    assert "The read model is away" in text_of(answer)
    assert listed(answer) == ["c-1"]
    assert "read model away" in text_of(await browser.get("/"))
    assert "Where events stand in the topics is not known now" in text_of(await browser.get("/cases/c-1"))
    assert (await asyncio.to_thread(tables.json, "why", "c-1"))[0]["place"] is None


async def test_when_its_tables_are_gone_pages_do_without_and_get_it_back(
    client: httpx.AsyncClient, stack: ConsoleStack
) -> None:
    stack.execute("ALTER TABLE console.model_generations RENAME TO model_hidden")

    async def away() -> bool:
        return "read model is away" in text_of(await client.get("/cases"))

    async def back() -> bool:
        return not await away()

    try:
        await until(away)
        assert (await client.get("/")).status_code == 200
        assert (await client.get("/cases/c-1")).status_code == 200
    finally:
        stack.execute("ALTER TABLE console.model_hidden RENAME TO model_generations")
    await until(back)
