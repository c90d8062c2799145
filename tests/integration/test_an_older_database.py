"""A database that an earlier version filled: what it knows of numbers is found when this version starts on it."""

from __future__ import annotations

import psycopg

from services.notifier.bootstrap import MIGRATIONS
from shared.contracts.loans import Details, DetailsCorrected
from shared.contracts.operations import LetterDiscarded
from shared.runtime.pg.migrate import migrate
from tests.unit.notifier.events import CASE, NOW
from tests.unit.notifier.notifier_process import KEYS, PHONE, notifier_process, operator_asks
from tests.unit.notifier.test_unread_records import reads
from tests.unit.notifier.twilio_webhooks import hook, post, reply_form

OTHER = "+351900000002"
BEFORE_IT = """
DROP VIEW notifier_published.unmatched_replies, notifier_published.parked;
DROP TABLE unmatched_replies, carrier_read;
DELETE FROM phones;
ALTER TABLE phones DROP COLUMN kid, DROP COLUMN told_at;
DELETE FROM migrations WHERE name LIKE '%/0013_inbound.sql' OR name LIKE '%/0021_published.sql'
"""
"""As it was when only the numbers that were texted were kept, and nobody had been texted yet."""


async def test_numbers_that_were_named_before_are_known_after_an_upgrade(database_url: str) -> None:
    await migrate(database_url, "notifier", MIGRATIONS)
    async with notifier_process(database_url) as notifier:
        first = await notifier.known()
        sealed = await notifier.ring.seal(OTHER, kid="b-b1", of="e", field="phone")
        person = first.data.person.model_copy(update={"phone": sealed, "phone_hash": KEYS.phone_hash(OTHER)})
        corrected = DetailsCorrected(id="c", source="bank", subject=CASE, time=NOW, data=Details(person=person))
        await notifier.hear(first)
        await notifier.hear(corrected)
        await notifier.settle()
    with psycopg.connect(database_url) as connection:
        connection.execute("SET search_path TO notifier")
        connection.execute(BEFORE_IT)
    await migrate(database_url, "notifier", MIGRATIONS)
    async with notifier_process(database_url) as notifier:
        known = {row["phone_hash"]: (row["case_id"], row["kid"]) for row in await notifier.table("phones")}
        assert known == {KEYS.phone_hash(phone): (CASE, "b-b1") for phone in (PHONE, OTHER)}
        assert await post(hook(notifier), reply_form("STOP", PHONE)) == 200
        await notifier.settle()
        assert "opted-out" in await notifier.reasons()


BEFORE_OPERATIONS = """
DROP VIEW notifier_published.operations;
DROP TABLE operations;
DELETE FROM migrations WHERE name LIKE '%/0022_operations.sql'
"""
"""As it was when the console wrote the services' tables itself."""


async def test_a_letter_of_before_operations_is_settled_by_one_after_an_upgrade(database_url: str) -> None:
    await migrate(database_url, "notifier", MIGRATIONS)
    with psycopg.connect(database_url) as connection:
        connection.execute("SET search_path TO notifier")
        connection.execute(BEFORE_OPERATIONS)
    async with notifier_process(database_url) as notifier:
        letter = await reads(notifier, b"{")
    await migrate(database_url, "notifier", MIGRATIONS)
    async with notifier_process(database_url) as notifier:
        notifier.offsets = 1
        assert await operator_asks(notifier, LetterDiscarded, letter=letter) == ""
    with psycopg.connect(database_url) as connection:
        rows = connection.execute("SELECT by, outcome FROM notifier_published.operations").fetchall()
    assert rows == [("ops-7", "done")]


BEFORE_MARKS = """
DROP TRIGGER states_unmarked ON states;
DROP FUNCTION unmark_state();
ALTER TABLE states DROP COLUMN at, DROP COLUMN mark, DROP COLUMN doc_version;
DELETE FROM migrations WHERE name LIKE '%/0040_marks.sql' OR name LIKE '%/0041_snapshots.sql'
"""
"""As it was when every state was read for each decision, and its time looked up in history."""


async def test_states_of_before_marks_are_read_as_they_are_and_held_from_then_on(database_url: str) -> None:
    await migrate(database_url, "notifier", MIGRATIONS)
    async with notifier_process(database_url) as notifier:
        await notifier.hear(await notifier.known())
        await notifier.settle()
    with psycopg.connect(database_url) as connection:
        connection.execute("SET search_path TO notifier")
        (last,) = connection.execute("SELECT max(at) FROM history").fetchall()[0]
        connection.execute(BEFORE_MARKS)
    await migrate(database_url, "notifier", MIGRATIONS)
    async with notifier_process(database_url) as notifier:
        async with notifier.store.unit() as unit:
            (loaded,) = (await unit.open([], [CASE])).states.values()
        assert (loaded.at, loaded.mark, loaded.doc_version) == (last, None, None)
        assert await post(hook(notifier), reply_form("STOP", PHONE)) == 200
        await notifier.settle()
        async with notifier.store.unit() as unit:
            (held,) = (await unit.open([], [CASE])).states.values()
        assert held.version > loaded.version
        assert held.mark is not None
