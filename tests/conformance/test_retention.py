"""The `RetentionStore` port: what is over goes, once it is written down; what is open stays."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from services.notifier.core.table_writes import ClaimText, EnterContact, KeepReply, MoveText, NamePhone, Suppress
from services.notifier.shell.rows import KeepUnmatched, SettleReply
from services.scheduler.core.events_out import ReserveTime
from shared.decision import Row
from shared.ids import about_id
from shared.runtime.pg.migrate import migrate
from shared.runtime.ports import Conflict, Writes
from shared.runtime.retention import EvidenceUnwritten
from tests.emptied import empty
from tests.own_database import own_database

from .ending import DAYS, LATELY, LONG_AGO, NOW, TASKS, EndingHarness, MemoryEnding, PgEnding
from .given import an_id, dead, intake_row, parking, sent

CLOSED, HELD, IDLE = {"kind": "closed"}, {"kind": "held"}, {"stage": {"kind": "idle"}}
OF_CASES = ("states", "history", "texts", "contacts", "phones", "replies_to_read")


@pytest.fixture(scope="session")
def _ended_url(postgres_url: str) -> Iterator[str]:
    """A database with the tables of both services."""
    with own_database(postgres_url) as url:
        for service in TASKS:
            asyncio.run(migrate(url, service, ("shared.runtime.pg", f"services.{service}.shell")))
        yield url


@pytest.fixture(params=["memory", "postgres"])
def a_side(request: pytest.FixtureRequest) -> EndingHarness:
    if request.param == "memory":
        return MemoryEnding()
    url: str = request.getfixturevalue("_ended_url")
    empty(url, "schemaname IN ('notifier', 'scheduler') AND tablename <> 'migrations'")
    return PgEnding(url)


@pytest.fixture
async def side(a_side: EndingHarness) -> AsyncIterator[EndingHarness]:
    yield a_side
    await a_side.close()


@pytest.fixture
async def notifier(side: EndingHarness) -> EndingHarness:
    await side.start("notifier")
    return side


@pytest.fixture
async def scheduler(side: EndingHarness) -> EndingHarness:
    await side.start("scheduler")
    return side


def text(case: str, status: str = "delivered") -> list[Row]:
    intent = an_id(f"text of {case}")
    sealed = '{"kid":"k1"}'
    claim = ClaimText(
        intent, case, f"b-{case}", "porto", "Europe/Lisbon", f"hash of {case}", sealed, sealed, "Ana", "offer", "pt",
        "{}", None, 1, 0, True, LONG_AGO, LONG_AGO,
    )  # fmt: skip
    moved = [] if status == "claimed" else [MoveText(intent, status, 9, f"SM of {case}", None, LONG_AGO)]  # type: ignore[arg-type]
    return [claim, *moved]


def reply(case: str, *, settled: bool = True) -> list[Row]:
    id = an_id(f"reply of {case}")
    read = [SettleReply(id, LONG_AGO, "ana", "nothing")] if settled else []
    return [KeepReply(id, case, f"SM2 {case}", LONG_AGO, "picture", '{"sealed":1}', None), *read]


def with_all(case: str) -> list[Row]:
    visit = EnterContact(f"visit of {case}", f"b-{case}", case, "visit", "visit", True, LONG_AGO, "made", LONG_AGO)
    return [*text(case), *reply(case), visit, NamePhone(f"other of {case}", case, f"b-{case}", "k1", LONG_AGO)]


def records_in(folder: Path) -> list[dict[str, Any]]:
    lines = [json.loads(line) for file in sorted(folder.iterdir()) for line in file.read_text("ascii").splitlines()]
    return [row for row in lines if row["kind"] == "record"]


async def test_a_case_goes_with_all_that_is_its_own_and_no_other_does(notifier: EndingHarness, tmp_path: Path) -> None:
    await notifier.stands("over", CLOSED, LONG_AGO, *with_all("over"))
    await notifier.stands("lately", CLOSED, LATELY, *with_all("lately"))
    await notifier.stands("open", HELD, LONG_AGO, *with_all("open"))
    await notifier.stands("never", {"kind": "unknown"}, LONG_AGO)
    await notifier.write(Writes(rows=[Suppress("b-over", "", "opted-out", True, LONG_AGO)]))
    assert (await notifier.round("cases", tmp_path)).removed == 2
    assert {table: len(await notifier.left(table)) for table in OF_CASES} == {
        "states": 2, "history": 4, "texts": 2, "contacts": 4, "phones": 4, "replies_to_read": 2,
    }  # fmt: skip
    assert await notifier.left("states") == ["lately", "open"]
    assert len(await notifier.left("suppressions")) == 1


async def test_what_goes_is_written_down_in_the_same_words(notifier: EndingHarness, tmp_path: Path) -> None:
    await notifier.stands("over", CLOSED, LONG_AGO, *with_all("over"))
    await notifier.round("cases", tmp_path)
    kept = [{name: row[name] for name in sorted(row)} for row in records_in(tmp_path)]
    told = [(row["table"], row["about"], row.get("number", row.get("id", ""))) for row in kept]
    assert told == [
        ("notifier.history", "over", 1), ("notifier.history", "over", 2),
        ("notifier.texts", "over", 1),
        ("notifier.contacts", "over", str(an_id("text of over"))), ("notifier.contacts", "over", "visit of over"),
        ("notifier.replies_to_read", "over", str(an_id("reply of over"))),
    ]  # fmt: skip
    assert {row["table"]: len(row) for row in kept} == {
        "notifier.history": 13, "notifier.texts": 13, "notifier.contacts": 12, "notifier.replies_to_read": 13,
    }  # fmt: skip


OPEN: dict[str, Writes] = {
    "a timer": Writes(timers_set={("over", "look"): NOW}),
    "an event that is not told": Writes(outbox=[sent("a word", "over")]),
    "an event that is not decided on": Writes(intake=[intake_row("said", "over")]),
    "set aside": Writes(parked=[parking("over")]),
    "a text that waits": Writes(rows=text("over", "claimed")),
    "a text in doubt": Writes(rows=text("over", "uncertain")),
    "a reply that waits for a person": Writes(rows=reply("over", settled=False)),
}


@pytest.mark.parametrize("why", OPEN)
async def test_a_closed_case_with_something_open_stays(notifier: EndingHarness, tmp_path: Path, why: str) -> None:
    await notifier.stands("over", CLOSED, LONG_AGO)
    await notifier.write(OPEN[why], "over")
    assert (await notifier.round("cases", tmp_path)).removed == 0
    assert await notifier.left("history") == ["over"] * 2
    assert records_in(tmp_path) == []


async def test_a_case_with_an_open_letter_about_it_stays(notifier: EndingHarness, tmp_path: Path) -> None:
    await notifier.stands("over", CLOSED, LONG_AGO)
    letter = dead("a letter")
    object.__setattr__(letter, "concerns", f"{an_id('else')} {about_id('over')}")
    await notifier.write(Writes(dead=[letter]))
    assert (await notifier.round("cases", tmp_path)).removed == 0


@pytest.mark.parametrize("doc", ['{"kind":"clos', "", "[]", "7"])
async def test_a_case_whose_document_can_not_be_read_stays_and_others_go(
    notifier: EndingHarness, tmp_path: Path, doc: str
) -> None:
    await notifier.stands("cut", CLOSED, LONG_AGO)
    await notifier.stands("over", CLOSED, LONG_AGO)
    await notifier.spoil("cut", doc.encode())
    assert (await notifier.round("cases", tmp_path)).removed == 1
    assert await notifier.left("states") == ["cut"]


async def test_a_visit_whose_document_can_not_be_read_stays_and_others_go(
    scheduler: EndingHarness, tmp_path: Path
) -> None:
    for name in ("cut", "over"):
        await scheduler.stands(name, {"stage": {"kind": "closed"}}, LONG_AGO)
    await scheduler.spoil("cut", b"\xff{}")
    assert (await scheduler.round("cases", tmp_path)).removed == 1
    assert await scheduler.left("states") == ["cut"]


async def test_a_case_that_somebody_decides_on_stays_until_the_next_round(
    notifier: EndingHarness, tmp_path: Path
) -> None:
    await notifier.stands("over", CLOSED, LONG_AGO)
    async with notifier.store.unit() as unit:
        await unit.open([], ["over"])
        assert (await notifier.round("cases", tmp_path)).removed == 0
    assert await notifier.left("states") == ["over"]


async def test_without_a_place_for_evidence_it_stays_and_is_counted(notifier: EndingHarness) -> None:
    await notifier.stands("over", CLOSED, LONG_AGO)
    found = await notifier.round("cases", None)
    assert (found.removed, found.waiting) == (0, 1)
    assert await notifier.left("states") == ["over"]


async def test_a_place_that_takes_nothing_removes_nothing_and_moves_nothing(
    notifier: EndingHarness, tmp_path: Path
) -> None:
    await notifier.stands("over", CLOSED, LONG_AGO)
    with pytest.raises(EvidenceUnwritten):
        await notifier.round("cases", tmp_path / "gone")
    assert await notifier.left("states") == ["over"]
    assert (await notifier.round("cases", tmp_path)).removed == 1


async def test_a_round_that_ended_rests_for_a_day(notifier: EndingHarness, tmp_path: Path) -> None:
    await notifier.round("cases", tmp_path)
    await notifier.stands("over", CLOSED, LONG_AGO)
    found = await notifier.round("cases", tmp_path)
    assert (found.removed, found.over, found.looked) == (0, True, False)


async def test_a_round_that_a_clock_ran_ahead_of_keeps_none_from_beginning(
    notifier: EndingHarness, tmp_path: Path
) -> None:
    """Both clocks of one machine were a year ahead, and somebody set them right."""
    await notifier.stands("over", CLOSED, LONG_AGO)
    await notifier.told_over("cases", NOW + timedelta(days=365))
    assert (await notifier.round("cases", tmp_path)).removed == 1


async def test_a_round_ended_by_a_clock_somewhat_ahead_rests_all_the_same(
    notifier: EndingHarness, tmp_path: Path
) -> None:
    await notifier.told_over("cases", NOW + timedelta(minutes=5))
    assert not (await notifier.round("cases", tmp_path)).looked


async def test_of_two_at_once_one_goes_on_and_all_of_it_goes_once(notifier: EndingHarness, tmp_path: Path) -> None:
    for number in range(20):
        await notifier.stands(f"case-{number}", CLOSED, LONG_AGO)
    found = await asyncio.gather(notifier.round("cases", tmp_path), notifier.round("cases", tmp_path))
    removed = sum(one.removed for one in found)
    assert removed + (await notifier.round("cases", tmp_path)).removed == 20
    assert await notifier.left("states") == []
    assert len(records_in(tmp_path)) == 40


async def test_a_transaction_after_it_that_is_refused_brings_nothing_back(
    notifier: EndingHarness, tmp_path: Path
) -> None:
    await notifier.stands("over", CLOSED, LONG_AGO, *with_all("over"))
    await notifier.stands("open", HELD, LONG_AGO)
    await notifier.round("cases", tmp_path)
    with pytest.raises(Conflict):
        await notifier.stands("open", HELD, LONG_AGO, *text("open"))
    assert [await notifier.left(table) for table in ("states", "texts", "contacts")] == [["open"], [], []]


async def test_messages_of_strangers_go_by_their_age(notifier: EndingHarness, tmp_path: Path) -> None:
    for sid, at in (("SM old", LONG_AGO), ("SM new", LATELY)):
        await notifier.write(Writes(rows=[KeepUnmatched(sid, at, "hash", "no-phone", "other", None)]))
    assert (await notifier.round("strangers", tmp_path)).removed == 1
    assert await notifier.left("unmatched_replies") == ["SM new"]


@pytest.mark.parametrize("days", [DAYS, -1])
async def test_an_id_that_is_no_longer_kept_is_new_again(notifier: EndingHarness, days: int) -> None:
    ids = [an_id("one"), an_id("two")]
    async with notifier.store.unit() as unit:
        await unit.open(ids, [])
        await unit.commit(Writes())
    assert (await notifier.round("ids", None, days)).removed == (2 if days < 0 else 0)
    async with notifier.store.unit() as unit:
        assert (await unit.open(ids, [])).unseen == (frozenset(ids) if days < 0 else frozenset())


@pytest.mark.parametrize(
    ("kind", "at", "stays"),
    [("idle", LONG_AGO, False), ("closed", LONG_AGO, False), ("agreed", LONG_AGO, True), ("closed", LATELY, True)],
)
async def test_a_visit_goes_when_it_is_over(
    scheduler: EndingHarness, tmp_path: Path, kind: str, at: datetime, stays: bool
) -> None:
    await scheduler.stands("case", {"stage": {"kind": kind}}, at)
    assert (await scheduler.round("cases", tmp_path)).removed == (0 if stays else 1)
    assert await scheduler.left("states") == (["case"] if stays else [])
    assert len(records_in(tmp_path)) == (0 if stays else 2)


async def test_the_time_that_visits_took_goes_by_its_own_age(scheduler: EndingHarness, tmp_path: Path) -> None:
    hours = timedelta(hours=2)
    rows = [ReserveTime(name, "c", f"b-{name}", at - hours, at) for name, at in (("old", LONG_AGO), ("new", LATELY))]
    await scheduler.stands("c", {"stage": {"kind": "agreed"}}, LATELY, *rows)
    assert (await scheduler.round("bookings", tmp_path)).removed == 1
    assert await scheduler.left("bookings") == ["new"]
