"""Pages on real tables: what they show, what they hide, and what they say of what is not there."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

import httpx
import psycopg
import pytest

from shared.contracts.catalogue import TOPICS
from shared.runtime.clock import write_moment
from tests.polling import until

from ..console_stack import ConsoleStack
from ..test_case_and_why import NOON, tell_a_life
from .conftest import NOBODY, Desks, sandbox_of, without_database

HOSTILE = "<img src=x onerror=alert(1)> \u202egnp \x1b[31m =HYPERLINK(1)"


def text_of(answer: httpx.Response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.text))


async def test_a_case_is_shown_with_its_decisions_in_the_borrowers_time(
    browser: httpx.AsyncClient, tables: ConsoleStack
) -> None:
    tell_a_life(tables)
    answer = await browser.get("/cases/c-1")
    assert answer.status_code == 200
    said = text_of(answer)
    for expected in ("90 days past due.", "visit gate (house default)", "2026-11-02 20:00", "Asia/Shanghai", "from #1"):
        assert expected in said
    assert "Not about this case." not in said


async def test_what_came_from_outside_is_text_and_nothing_else(
    browser: httpx.AsyncClient, tables: ConsoleStack
) -> None:
    tell_a_life(tables)
    tables.decided(
        {"service": "notifier", "aggregate": "c-1", "version": 3, "at": NOON, "said": "timer:look", "cause": HOSTILE,
         "reason": "because", "why": HOSTILE, "rule": HOSTILE, "accepted": True}
    )  # fmt: skip
    answer = await browser.get("/cases/c-1")
    assert "<img src=x" not in answer.text
    assert "\u202e" not in answer.text
    assert "\x1b" not in answer.text
    assert "⟨U+202E⟩gnp" in answer.text


@pytest.mark.parametrize(
    "path",
    [
        "/cases/c-9",
        "/cases/..%2f..%2fetc",
        "/cases/%00",
        "/cases/%ff",
        "/nix",
        "/assets/nix.js",
        "/cases/" + "x" * 5000,
    ],
)
async def test_what_is_not_there_is_said_without_a_hint(
    browser: httpx.AsyncClient, tables: ConsoleStack, path: str
) -> None:
    tell_a_life(tables)
    answer = await browser.get(path)
    assert answer.status_code == 404
    assert "c-1" not in answer.text


@pytest.mark.parametrize(
    ("path", "title", "look"),
    [
        ("/cases/c-9", "There is no such case", "/cases"),
        ("/letters/00000000-0000-4000-8000-000000000000", "There is no such dead letter", "/letters"),
        ("/letters/groups/nix", "There are no such dead letters", "/letters"),
        ("/letters/parked/notifier/c-9", "Nothing is set aside here", "/letters"),
        ("/letters/runs/nix", "There is no such replay", "/letters"),
        ("/proof/campaigns/nix", "There is no such record", "/proof"),
        ("/proof/seeds/nix", "There is no such seed", "/proof"),
    ],
)
async def test_what_an_id_names_and_is_not_there_is_named_and_one_is_led_to_where_it_would_be(
    browser: httpx.AsyncClient, tables: ConsoleStack, path: str, title: str, look: str
) -> None:
    tell_a_life(tables)
    answer = await browser.get(path)
    assert answer.status_code == 404
    assert f"<h1>{title}</h1>" in answer.text
    assert f'<a class="button" href="{look}">' in answer.text
    assert "no such page" not in answer.text
    assert "c-9" not in text_of(answer)


async def test_cases_are_found_by_the_beginning_of_their_id_and_by_state(
    browser: httpx.AsyncClient, tables: ConsoleStack
) -> None:
    tell_a_life(tables)
    assert "c-1" in text_of(await browser.get("/cases?find=c-"))
    assert "c-1" in text_of(await browser.get("/cases?state=visiting"))
    assert "No case is like that." in text_of(await browser.get("/cases?find=%25"))
    assert (await browser.get("/cases?find=c-%00nix&state=%00held")).status_code == 400
    straight = await browser.get("/cases?find=c-1")
    assert (straight.status_code, straight.headers["location"]) == (303, "/cases/c-1")


async def test_now_says_what_needs_a_person_and_what_it_does_not_know(
    browser: httpx.AsyncClient, tables: ConsoleStack
) -> None:
    assert "Nothing waits for a person." in text_of(await browser.get("/"))


async def test_tables_that_are_not_there_yet_are_said_and_asked_for_again(
    browser: httpx.AsyncClient, tables: ConsoleStack
) -> None:
    tables.execute("ALTER SCHEMA notifier_published RENAME TO notifier_elsewhere")
    try:
        answer = await browser.get("/cases")
        assert answer.status_code == 503
        assert "have not made their tables yet" in text_of(answer)
        assert "every 3s" in answer.text
    finally:
        tables.execute("ALTER SCHEMA notifier_elsewhere RENAME TO notifier_published")
    assert (await browser.get("/cases")).status_code == 200


async def test_a_database_that_is_gone_leaves_what_was_seen_last_and_comes_back(
    hasty_browser: httpx.AsyncClient, tables: ConsoleStack
) -> None:
    tell_a_life(tables)
    await _seen(hasty_browser, stale=False)
    with without_database(tables.database_url):
        assert "90 days past due." in text_of(await _seen(hasty_browser, stale=True))
    assert (await _seen(hasty_browser, stale=False)).status_code == 200


async def _seen(browser: httpx.AsyncClient, *, stale: bool) -> httpx.Response:
    async def look() -> httpx.Response | None:
        answer = await browser.get("/cases/c-1")
        return answer if ("stale" in answer.text) is stale else None

    found: httpx.Response = await until(look)
    return found


async def test_the_console_reads_with_the_operators_rights_alone(
    browser: httpx.AsyncClient, tables: ConsoleStack
) -> None:
    views = browser._transport.app.state.parts.views  # type: ignore[attr-defined]
    async with views.reading() as database:
        (row,) = await database.run("SELECT current_user AS me, current_setting('transaction_read_only') AS only")
        assert row == {"me": "doorstep_operator", "only": "on"}
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            await database.run("SELECT * FROM notifier.states")


async def test_a_case_is_found_in_capitals_and_without_what_ids_begin_with(
    browser: httpx.AsyncClient, tables: ConsoleStack
) -> None:
    tell_a_life(tables, "case-0012")
    for typed in ("CASE-0012", "0012", "case-0012"):
        straight = await browser.get("/cases", params={"find": typed})
        assert (straight.status_code, straight.headers["location"]) == (303, "/cases/case-0012"), typed
    assert "case-0012" in text_of(await browser.get("/cases?find=001"))


async def test_in_the_open_sandbox_nobody_is_offered_to_sign_out(
    browser: httpx.AsyncClient, table_desks: Desks
) -> None:
    page = await browser.get("/switches")
    assert "/sign-out" not in page.text
    assert "open sandbox" in text_of(page)
    assert "/sign-out" in (await table_desks.ana.get("/switches")).text


async def test_what_is_too_much_says_that_nothing_was_done_and_leads_back(browser: httpx.AsyncClient) -> None:
    came = {"referer": "http://127.0.0.1/letters/x?y=1"}
    answer = await browser.post("/switches/stop", data={"cause": "x" * 100_000}, headers=came)
    assert answer.status_code == 413
    assert "nothing was done" in text_of(answer)
    assert 'href="/letters/x"' in answer.text
    for foreign in ("http://elsewhere.example/x", "http://127.0.0.1//elsewhere.example"):
        answer = await browser.post("/switches/stop", data={"cause": "x" * 100_000}, headers={"referer": foreign})
        assert "elsewhere" not in answer.text


async def test_where_two_clocks_go_each_time_says_whose_it_is(tables: ConsoleStack, jars: Path, tmp_path: Path) -> None:
    write_moment(tmp_path / "clock", datetime(2027, 3, 1, 9, tzinfo=UTC))
    async with sandbox_of(jars, KAFKA_BOOTSTRAP_SERVERS=NOBODY, DOORSTEP_CLOCK_FILE=str(tmp_path / "clock")) as browser:
        said = text_of(await browser.get("/switches"))
    assert "the sandbox's clock: 2027-03-01 09:00 UTC. Seen as of" in said.replace("&#39;", "'")
    assert "UTC on yours" in said


async def test_a_key_that_is_a_case_is_a_link_in_the_tail_of_every_topic_of_cases(browser: httpx.AsyncClient) -> None:
    told = re.search(r'data-of-cases="([^"]*)"', (await browser.get("/tail")).text)
    assert told is not None
    assert told[1].split() == sorted(topic.name for topic in TOPICS if topic.key == "case")
    assert "assignments" in told[1]
