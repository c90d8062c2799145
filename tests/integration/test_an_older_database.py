"""A database that an earlier version filled: what it knows of numbers is found when this version starts on it."""

from __future__ import annotations

import psycopg

from services.notifier.bootstrap import MIGRATIONS
from shared.contracts.loans import Details, DetailsCorrected
from shared.contracts.operations import LetterDiscarded
from shared.runtime.pg.migrate import migrate
from tests.unit.notifier.post import hook, post, written
from tests.unit.notifier.shop import KEYS, PHONE, asks, shop
from tests.unit.notifier.test_unread_records import reads
from tests.unit.notifier.world import CASE, NOW

OTHER = "+351900000002"
BEFORE_IT = """
DROP VIEW notifier_published.unmatched_replies;
DROP TABLE unmatched_replies, carrier_read;
DELETE FROM phones;
ALTER TABLE phones DROP COLUMN kid, DROP COLUMN told_at;
DELETE FROM migrations WHERE name LIKE '%/0013_inbound.sql' OR name LIKE '%/0021_published.sql'
"""
"""As it was when only the numbers that were texted were kept, and nobody had been texted yet."""


async def test_numbers_that_were_named_before_are_known_after_an_upgrade(database_url: str) -> None:
    await migrate(database_url, "notifier", MIGRATIONS)
    async with shop(database_url) as place:
        first = await place.known()
        sealed = await place.ring.seal(OTHER, kid="b-b1", of="e", field="phone")
        person = first.data.person.model_copy(update={"phone": sealed, "phone_hash": KEYS.phone_hash(OTHER)})
        corrected = DetailsCorrected(id="c", source="bank", subject=CASE, time=NOW, data=Details(person=person))
        await place.hear(first)
        await place.hear(corrected)
        await place.settle()
    with psycopg.connect(database_url) as connection:
        connection.execute("SET search_path TO notifier")
        connection.execute(BEFORE_IT)
    await migrate(database_url, "notifier", MIGRATIONS)
    async with shop(database_url) as place:
        known = {row["phone_hash"]: (row["case_id"], row["kid"]) for row in await place.table("phones")}
        assert known == {KEYS.phone_hash(phone): (CASE, "b-b1") for phone in (PHONE, OTHER)}
        assert await post(hook(place), written("STOP", PHONE)) == 200
        await place.settle()
        assert "opted-out" in await place.reasons()


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
    async with shop(database_url) as place:
        letter = await reads(place, b"{")
    await migrate(database_url, "notifier", MIGRATIONS)
    async with shop(database_url) as place:
        place.offsets = 1
        assert await asks(place, LetterDiscarded, letter=letter) == ""
    with psycopg.connect(database_url) as connection:
        rows = connection.execute("SELECT by, outcome FROM notifier_published.operations").fetchall()
    assert rows == [("ops-7", "done")]
