"""A case that is long over goes, with all that is its own, once it is written down; one that is open stays."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path
from uuid import uuid4

import pytest

from services.console.trail.verify import lines_of, verified
from services.notifier.core.table_writes import Suppress
from services.notifier.shell.reported import Reported, ReportTray
from shared.ids import about_id
from shared.runtime.ports import Writes
from shared.runtime.retention import EvidenceUnwritten

from .ended import GONE, OF_CASES, closed_case, files_in, long_ago, rows_of, turn, whole_round
from .events import CASE, NOW, overdue
from .notifier_process import KEYS, PHONE, NotifierProcess, notifier_process
from .test_whose_number import goes_out, writes


@pytest.fixture
async def notifier(notifier_url: str) -> AsyncIterator[NotifierProcess]:
    async with notifier_process(notifier_url) as opened:
        await closed_case(opened)
        yield opened


async def test_all_that_is_its_own_goes_once_it_is_written_down(notifier: NotifierProcess, tmp_path: Path) -> None:
    before = await rows_of(notifier)
    assert all(before.values()), before
    await long_ago(notifier)
    assert (await whole_round(notifier, "cases", tmp_path)).removed == 1
    assert await rows_of(notifier) == GONE
    (file,) = files_in(tmp_path)
    head = verified(lines_of([file.read_bytes()])).head
    assert (head.about, head.by) == ("retention notifier cases", "retention")
    assert head.reason.startswith("retention.cases_days: ")
    rows = [json.loads(line) for line in file.read_text("ascii").splitlines()][1:-1]
    told = [row["table"].removeprefix("notifier.") for row in rows]
    assert {table: told.count(table) for table in OF_CASES if table in told} == {
        table: number for table, number in before.items() if table not in ("states", "phones")
    }
    assert all(row["about"] == CASE for row in rows)
    for personal in (PHONE, KEYS.phone_hash(PHONE), "dog"):
        assert personal not in file.read_text("ascii")
    assert file.stat().st_mode & 0o077 == 0


async def test_no_row_of_any_table_names_it_any_more(notifier: NotifierProcess, tmp_path: Path) -> None:
    """Others removed the row that all hangs on, and left what hung on it for ever (rundeck 1654, 2630)."""
    assert {"states", "history", "texts"} <= await naming(notifier, CASE)
    assert await naming(notifier, KEYS.phone_hash(PHONE))
    await long_ago(notifier)
    await whole_round(notifier, "cases", tmp_path)
    assert await naming(notifier, CASE) | await naming(notifier, KEYS.phone_hash(PHONE)) == set()


async def naming(notifier: NotifierProcess, word: str) -> set[str]:
    """The tables that have it anywhere in a row."""
    tables = await notifier.rows("SELECT tablename FROM pg_tables WHERE schemaname = 'notifier'")
    found = set()
    for table in (row["tablename"] for row in tables):
        # A document is bytes, which are told as hexadecimal digits.
        read = "replace(one::text, encode(convert_to(%(word)s::text, 'UTF8'), 'hex'), %(word)s::text)"
        if await notifier.rows(
            f"SELECT 1 FROM {table} AS one WHERE strpos({read}, %(word)s::text) > 0 LIMIT 1", word=word
        ):
            found.add(table)
    return found


async def test_one_that_ended_a_day_too_late_stays(notifier: NotifierProcess, tmp_path: Path) -> None:
    await long_ago(notifier, years=2)
    assert (await whole_round(notifier, "cases", tmp_path)).removed == 0
    assert CASE in [row["aggregate"] for row in await notifier.table("states")]
    assert files_in(tmp_path) == []


OPEN = {
    "a timer": f"INSERT INTO timers VALUES ('{CASE}', 'look', now())",
    "an event that is not told": "INSERT INTO outbox (id, aggregate, topic, key, value, type, owner)"
    f" VALUES (gen_random_uuid(), '{CASE}', 'texts', 'k', '', 't', 0)",
    "an event that is not decided on": "INSERT INTO intake (id, aggregate, at, doc)"
    f" VALUES (gen_random_uuid(), '{CASE}', now(), '{{}}')",
    "set aside": f"INSERT INTO parked (aggregate, since, code, detail) VALUES ('{CASE}', now(), 'c', 'd')",
    "a text in doubt": "UPDATE texts SET status = 'uncertain'",
    "a text that waits": "UPDATE texts SET status = 'claimed'",
    "a reply that waits for a person": "UPDATE replies_to_read SET settled_at = NULL",
    "an open letter about it": "INSERT INTO dead_letters"
    " (id, at, topic, partition, position, code, detail, attempts, size_bytes, original, concerns)"
    f" VALUES (gen_random_uuid(), now(), 'loans', 0, 1, 'c', 'd', 1, 1, '', ARRAY['{about_id(CASE)}'::uuid])",
    "not closed": "UPDATE states SET doc = convert_to(replace(convert_from(doc, 'UTF8'), '\"kind\":\"closed\"',"
    " '\"kind\":\"held\"'), 'UTF8')",
    "a lost time that is lived again": "INSERT INTO lost_time (since, until) VALUES (now(), now())",
}


@pytest.mark.parametrize("why", OPEN)
async def test_a_case_with_something_open_stays(notifier: NotifierProcess, tmp_path: Path, why: str) -> None:
    await long_ago(notifier)
    await notifier.rows(OPEN[why])
    before = await rows_of(notifier)
    assert (await whole_round(notifier, "cases", tmp_path)).removed == 0
    assert await rows_of(notifier) == before
    assert files_in(tmp_path) == []


async def test_a_case_that_somebody_decides_on_just_now_stays(notifier: NotifierProcess, tmp_path: Path) -> None:
    await long_ago(notifier)
    async with notifier.store.unit() as unit:
        await unit.open([], [CASE])
        assert (await whole_round(notifier, "cases", tmp_path)).removed == 0
    assert (await whole_round(notifier, "cases", tmp_path)).removed == 1


async def test_without_a_place_for_evidence_it_stays_and_is_counted(notifier: NotifierProcess) -> None:
    await long_ago(notifier)
    before = await rows_of(notifier)
    found = await whole_round(notifier, "cases", None)
    assert (found.removed, found.waiting) == (0, 1)
    assert await rows_of(notifier) == before


async def test_a_folder_that_takes_nothing_removes_nothing(notifier: NotifierProcess, tmp_path: Path) -> None:
    await long_ago(notifier)
    before = await rows_of(notifier)
    with pytest.raises(EvidenceUnwritten, match="DOORSTEP_RETENTION_FOLDER takes no file"):
        await whole_round(notifier, "cases", tmp_path / "gone")
    assert await rows_of(notifier) == before
    assert (await whole_round(notifier, "cases", tmp_path)).removed == 1, "and it goes on there later"


async def test_two_processes_take_turns(notifier: NotifierProcess, notifier_url: str, tmp_path: Path) -> None:
    await long_ago(notifier)
    async with notifier_process(notifier_url, clock=notifier.clock) as other:
        found = await asyncio.gather(whole_round(notifier, "cases", tmp_path), whole_round(other, "cases", tmp_path))
    assert sorted(one.removed for one in found) == [0, 1]
    assert len(files_in(tmp_path)) == 1


async def test_who_wants_no_texts_is_known_for_ever(notifier: NotifierProcess, tmp_path: Path) -> None:
    posted = len(notifier.sms.posts)
    async with notifier.store.unit() as unit:
        await unit.commit(Writes(rows=[Suppress("b1", "", "opted-out", True, NOW)]))
    await long_ago(notifier, years=40)
    assert (await whole_round(notifier, "cases", tmp_path)).removed == 1
    assert await rows_of(notifier) == GONE
    await notifier.hear(await notifier.known(case="another"))
    assert await goes_out(notifier) == posted, "those of before"


async def test_a_late_receipt_of_it_is_of_a_text_that_nobody_knows(notifier: NotifierProcess, tmp_path: Path) -> None:
    texts = await notifier.table("texts")
    await long_ago(notifier)
    await whole_round(notifier, "cases", tmp_path)
    told = [Reported(text["intent"], text["sid"], "delivered", "delivered", None) for text in texts]
    assert set(await ReportTray(notifier.store, notifier.clock).take_all(told)) == {"unknown-text"}
    await notifier.settle()
    assert await rows_of(notifier) == GONE


async def test_a_late_reply_about_it_is_a_strangers_and_its_stop_silences(
    notifier: NotifierProcess, tmp_path: Path
) -> None:
    await long_ago(notifier)
    await whole_round(notifier, "cases", tmp_path)
    posted = len(notifier.sms.posts)
    await writes(notifier, "i paid that years ago")
    await writes(notifier, "STOP", sid="SM" + "b" * 32)
    assert [row["why"] for row in await notifier.table("unmatched_replies")] == ["unknown-phone"] * 2
    assert await rows_of(notifier) == GONE
    await notifier.hear(await notifier.known(case="another"))
    assert await goes_out(notifier) == posted, "those of before"


async def test_an_old_word_of_the_banks_opens_no_new_case(notifier: NotifierProcess, tmp_path: Path) -> None:
    await long_ago(notifier)
    await whole_round(notifier, "cases", tmp_path)
    notifier.later(days=365 * 4)
    await notifier.hear(overdue(time=NOW))
    await notifier.settle()
    assert await notifier.reasons() == ["older-than-kept"]
    assert await notifier.table("timers") == []


async def test_a_new_word_of_the_banks_opens_it_anew(notifier: NotifierProcess, tmp_path: Path) -> None:
    posted = len(notifier.sms.posts)
    await long_ago(notifier)
    await whole_round(notifier, "cases", tmp_path)
    notifier.later(days=30)
    await notifier.hear(await notifier.known(time=notifier.clock.at))
    assert (await notifier.reasons())[0] == "overdue"
    assert await goes_out(notifier) > posted


async def test_what_is_settled_and_old_goes_and_what_is_open_stays(notifier: NotifierProcess, tmp_path: Path) -> None:
    await notifier.rows(
        "INSERT INTO dead_letters"
        " (id, at, topic, partition, position, code, detail, attempts, size_bytes, original, discarded_at)"
        " SELECT gen_random_uuid(), now(), 'loans', 0, n, 'c', 'd', 1, 1, '', CASE WHEN n = 1 THEN now() END"
        " FROM generate_series(1, 2) AS n"
    )
    await notifier.rows(
        "INSERT INTO operations (id, at, by, why, kind, target, doc, done_at) SELECT gen_random_uuid(), now(), 'ana',"
        " 'because', 'k', 't', '', CASE WHEN n = 1 THEN now() END FROM generate_series(1, 2) AS n"
    )
    await notifier.rows(
        "INSERT INTO reveals (at, operator, why, case_id, reply) VALUES (now(), 'ana', 'because', 'c', %(id)s)",
        id=uuid4(),
    )
    await notifier.rows(
        "INSERT INTO unread_records (letter, case_id, code, at) SELECT id, 'c', 'c', at FROM dead_letters"
    )
    await notifier.rows("INSERT INTO unmatched_replies VALUES ('SM9', now(), '', 'no-phone', 'other', NULL)")
    tables = ("dead_letters", "operations", "reveals", "unread_records", "unmatched_replies", "inbox")
    names = ("letters", "holds-for-letters", "operations", "reveals", "strangers", "ids")
    before = {table: len(await notifier.table(table)) for table in tables}
    for name in names:
        assert (await whole_round(notifier, name, tmp_path)).removed == 0
    await long_ago(notifier)
    for name in names:
        assert (await whole_round(notifier, name, tmp_path)).removed > 0, name
    after = {table: len(await notifier.table(table)) for table in tables}
    assert before == {"dead_letters": 2, "operations": 2, "reveals": 1, "unread_records": 2, "unmatched_replies": 1,
                      "inbox": before["inbox"]}  # fmt: skip
    assert after == {"dead_letters": 1, "operations": 1, "reveals": 0, "unread_records": 1, "unmatched_replies": 0,
                     "inbox": 0}  # fmt: skip
    assert len(files_in(tmp_path)) == 2, "of what people did"


async def test_a_round_goes_through_the_whole_table_and_then_rests(notifier: NotifierProcess, tmp_path: Path) -> None:
    await notifier.rows(
        "INSERT INTO inbox (event_id, at) SELECT gen_random_uuid(), now() FROM generate_series(1, 3000)"
    )
    await long_ago(notifier)
    await turn(notifier, "ids", tmp_path)
    await notifier.rows("UPDATE retention_places SET over_at = NULL, block = 0")
    found = [await turn(notifier, "ids", tmp_path)]
    while not found[-1].over:
        found.append(await turn(notifier, "ids", tmp_path))
    assert len(found) > 1
    assert await notifier.table("inbox") == []
    again = await turn(notifier, "ids", tmp_path)
    assert (again.over, again.looked) == (True, False), "until tomorrow"
