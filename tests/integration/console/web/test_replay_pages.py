"""Many letters given back: planned, slowly, stopped, resumed, and none of them three times."""

from __future__ import annotations

import re
from pathlib import Path

import httpx
import pytest

from services.console.acts.replay_run import ReplayRun, letter_key
from services.console.web.letters.groups import fingerprint
from tests.polling import until

from ..console_stack import ConsoleStack
from ..test_dead_letters import GOOD, refused
from .asking import given, press, text_of
from .conftest import Desks, desks_of
from .test_letter_pages import BROKEN, WHY

MANY = 40
"""So many that at one a second there is time for somebody else to act meanwhile."""
NOTIFIERS = fingerprint("notifier", "loans", "schema", "data: missing")


async def started(client: httpx.AsyncClient, **fields: str) -> str:
    """The address of the run."""
    answer = await client.post("/letters/runs", data={"reason": WHY, **fields})
    found = re.match(r"/letters/runs/[0-9a-f]+", answer.headers["location"])
    assert found is not None, text_of(await client.get(answer.headers["location"]))
    return found[0]


def newest(desks: Desks) -> ReplayRun:
    return desks.parts.acting.runs.newest_first()[0]


async def ended(desks: Desks) -> ReplayRun:
    async def look() -> bool:
        return newest(desks).state != "running"

    await until(look)
    return newest(desks)


async def test_what_would_happen_is_shown_and_then_it_happens(desks: Desks, served: ConsoleStack) -> None:
    for value in (GOOD, GOOD, BROKEN):
        refused(served, value)
    refused(served, GOOD, "router")
    listed = (await desks.ana.get("/letters")).text
    (group,) = re.findall(
        r"/letters/groups/([0-9a-f]{12})\"[^>]*>[^<]*</a></td>\s*<td[^>]*><span class=\"service notifier", listed
    )
    said = text_of(await desks.ana.get(f"/letters/replay?group={group}"))
    assert "would be taken 2" in said
    assert "would come again 1" in said
    assert await given(served) == []
    run = await started(desks.ana, group=group, rate="100")
    done = await ended(desks)
    assert (done.state, done.given_back, sum(done.left.values())) == ("done", 2, 1)
    assert "would be refused again" in text_of(await desks.ana.get(run))
    assert len(await given(served)) == 2
    assert (await desks.ana.get("/letters/replay?service=notifier")).status_code == 200


async def test_a_cap_holds_and_the_oldest_go_first(desks: Desks, served: ConsoleStack) -> None:
    items = [refused(served, GOOD) for _ in range(5)]
    for age, item in enumerate(items):
        served.execute(
            "UPDATE notifier.dead_letters SET at = now() - %(age)s * interval '1 hour' WHERE id = %(id)s",
            age=age,
            id=item,
        )
    await started(desks.ana, topic="loans", cap="2", rate="100")
    assert (await ended(desks)).given_back == 2

    async def gone() -> bool:
        rows = served.execute("SELECT id FROM notifier.dead_letters WHERE replayed_at IS NOT NULL")
        return {row["id"] for row in rows} == set(items[3:])

    await until(gone)
    assert len(await given(served)) == 2


async def test_a_letter_of_which_nobody_knows_whether_it_went_goes_once_more_and_no_third_time(
    desks: Desks, served: ConsoleStack
) -> None:
    once, twice = refused(served, GOOD), refused(served, GOOD)
    claims = desks.parts.acting.claims
    for item in (once, twice, twice):
        with pytest.raises(OSError, match="cut"), claims.claimed(letter_key(item), "ana", "it", failure_counts=True):
            raise OSError("cut")
    await started(desks.ben, rate="100")
    done = await ended(desks)
    assert (done.given_back, list(done.left)) == (1, ["It was tried 2 times already, last by ana."])


async def test_it_is_stopped_and_resumed_where_it_stopped_and_only_one_runs(desks: Desks, served: ConsoleStack) -> None:
    for _ in range(MANY):
        refused(served, GOOD)
    run = await started(desks.ana, rate="1")
    assert 'hx-trigger="every 1s"' in (await desks.ben.get(run)).text
    answer = await desks.ben.post("/letters/runs", data={"reason": WHY})
    assert "ana's replay of every open letter runs" in text_of(await desks.ben.get(answer.headers["location"]))

    async def begun() -> bool:
        return newest(desks).place > 0

    await until(begun)
    assert (await press(desks.ben, f"{run}/stop"))[0] == "good"
    stopped = await ended(desks)
    assert stopped.state == "stopped"
    assert 0 < stopped.place < MANY
    assert 'hx-trigger="every 1s"' not in (await desks.ben.get(run)).text
    stopped.rate_per_s = 100
    assert (await press(desks.ben, f"{run}/resume"))[0] == "good"
    done = await ended(desks)
    assert (done.state, done.given_back, len(await given(served))) == ("done", MANY, MANY)
    assert (await press(desks.ana, f"{run}/resume"))[0] == "bad"
    assert (await press(desks.ana, f"{run}/stop"))[0] == "bad"


async def test_what_somebody_settles_meanwhile_is_passed_over(desks: Desks, served: ConsoleStack) -> None:
    *_, last = [refused(served, GOOD) for _ in range(MANY)]
    served.execute("UPDATE notifier.dead_letters SET at = now() + interval '9 seconds' WHERE id = %(id)s", id=last)
    await started(desks.ana, rate="1")
    assert (await press(desks.ben, f"/letters/{last}/discard", reason=WHY, sure="yes"))[0] == "good"
    newest(desks).rate_per_s = 100
    done = await ended(desks)
    assert (done.given_back, sum(done.left.values())) == (MANY - 1, 1)


async def test_a_broker_that_is_away_fails_it_and_it_can_be_resumed(
    stack: ConsoleStack, jars: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    refused(stack, GOOD)
    monkeypatch.setenv("KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1:9")
    async with desks_of(jars) as desks:
        run = await started(desks.ana)
        failed = await ended(desks)
        assert (failed.state, failed.place, "Kafka" in failed.trouble) == ("failed", 0, True)
        said = text_of(await desks.ana.get(run))
        assert "Resume: 1 left" in said


@pytest.mark.parametrize("query", ["since=nix", "service=nobody", "cap=0", "rate=1000", "cap=x", "code=%00"])
async def test_what_is_no_range_is_said(browser: httpx.AsyncClient, tables: ConsoleStack, query: str) -> None:
    answer = await browser.get(f"/letters/replay?{query}")
    assert (answer.status_code, "not possible" in text_of(answer)) == (400, True)
