"""A person is forgotten: what of them is gone, what stays, and what happens when somebody names them again."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from services.notifier.core.state import STATES, brakes_of
from services.notifier.shell.posting import post_texts
from shared.contracts.codec import decode
from shared.contracts.erasures import KeyErased
from shared.contracts.operations import PersonForgotten
from shared.privacy.cipher import Unreadable
from shared.privacy.keys import KeyForgotten, KeyRing
from shared.runtime.machine import as_json
from tests.memory.runtime.store import MemoryStore

from .events import CASE
from .notifier_process import KEYS, PHONE, Memory, NotifierProcess, claimed, notifier_process, operator_asks
from .test_replies_kept import says
from .test_unread_records import reads
from .test_whose_number import goes_out, kept, writes
from .twilio_webhooks import hook, post, reply_form

HASH, ZEROS = KEYS.phone_hash(PHONE), "0" * 64


async def forgotten(notifier: NotifierProcess, borrower: str = "b1") -> str:
    refused = await operator_asks(notifier, PersonForgotten, borrower=borrower)
    await notifier.settle()
    return refused


async def texted(notifier: NotifierProcess, **more: Any) -> None:
    await claimed(notifier, **more)
    await post_texts(notifier.desk)
    await notifier.settle()


async def outbox(notifier: NotifierProcess, topic: str) -> list[Any]:
    """Events of a topic that are to be published."""
    if isinstance(notifier.store, MemoryStore):
        found = [(one.row.key, one.row.value) for one in notifier.store.database.outbox.values()]
        mine = [(key, value) for key, value in found if f"doorstep.{topic}".encode() in value]
    else:
        rows = await notifier.rows("SELECT key, value FROM outbox WHERE topic = 'erasures'")
        mine = [(row["key"], bytes(row["value"])) for row in rows]
    return [decode("erasures", key.encode(), value, notifier.clock.at) for key, value in mine]


async def everything(notifier: NotifierProcess) -> str:
    """All that stands in the database of notifier, and of the keys beside it, as text."""
    if isinstance(notifier.store, MemoryStore):
        database: Any = notifier.store.database
        names = ("texts", "contacts", "phones", "suppressions", "unmatched_replies", "replies_to_read", "reveals")
        tables = {name: dict(database.tables[name]) for name in names}
        return f"{tables}{database.states}{database.history}{database.intake}{database.outbox}{database.operations}"
    stored = await notifier.rows(
        "SELECT table_schema || '.' || table_name AS name FROM information_schema.tables"
        " WHERE table_schema IN ('notifier', 'privacy') AND table_type = 'BASE TABLE'"
    )
    found = []
    for table in stored:
        for row in await notifier.rows(f"SELECT * FROM {table['name']}"):
            found.append(" ".join(bytes(v).decode("utf-8", "replace") if isinstance(v, bytes | memoryview) else str(v)
                                  for v in row.values()))  # fmt: skip
    return "\n".join(found)


async def test_a_forgotten_person_is_held_and_texted_no_more(anywhere: str | Memory) -> None:
    async with notifier_process(anywhere) as notifier:
        await claimed(notifier)
        assert await operator_asks(notifier, PersonForgotten, borrower="b1") == ""
        assert await post_texts(notifier.desk) == 0, "nothing begins to leave before its case has heard of it"
        await notifier.settle()
        assert (await notifier.reasons())[-1] == "forgotten-person"
        assert (await notifier.text())["status"] == "withdrawn"
        assert await goes_out(notifier) == 0


async def test_nothing_of_a_forgotten_person_opens_and_no_hash_of_their_number_stands_anywhere(
    anywhere: str | Memory,
) -> None:
    async with notifier_process(anywhere) as notifier:
        event = await notifier.known()
        await notifier.hear(event)
        await notifier.settle()
        await post_texts(notifier.desk)
        await notifier.settle()
        await says(notifier, "SM1", "the dog bites")
        assert HASH in await everything(notifier)
        assert await forgotten(notifier) == ""
        found = await everything(notifier)
        assert HASH not in found
        assert PHONE not in found
        with pytest.raises(Unreadable):
            await _anew(notifier).open(event.data.person.phone, "phone")
        (row,) = await notifier.table("replies_to_read")
        assert (row["settled_by"], row["verdict"]) == ("forgotten", "nothing"), "nobody can read it"


def _anew(notifier: NotifierProcess) -> Any:
    """Another process, or this one when its cache has run out."""
    return KeyRing(notifier.ring._store, KEYS.wrap)


async def test_history_folds_to_the_state_after_the_number_was_unlinked(anywhere: str | Memory) -> None:
    async with notifier_process(anywhere) as notifier:
        await texted(notifier)
        assert await forgotten(notifier) == ""
        machine = notifier.deciding.machine
        if isinstance(notifier.store, MemoryStore):
            lines = notifier.store.database.history[CASE]
            changes = [lines[version].changes for version in sorted(lines)]
            doc = notifier.store.database.states[CASE].doc
        else:
            rows = await notifier.rows("SELECT changes::text AS changes FROM history ORDER BY version")
            changes = [row["changes"] for row in rows]
            (state,) = await notifier.rows("SELECT doc FROM states")
            doc = bytes(state["doc"])
        folded = machine.decider.initial(CASE)
        for said in changes:
            folded = machine.fold(folded, machine.kept.changes_of(said))
        assert as_json(folded) == doc
        assert STATES.validate_json(doc) == folded
        assert [brake.cause for brake in brakes_of(folded)] == ["forgotten-person"]
        assert f'"phone_hash":"{ZEROS}"'.encode() in doc


async def test_the_topic_outside_the_database_names_the_key_and_nothing_of_the_person(anywhere: str | Memory) -> None:
    async with notifier_process(anywhere) as notifier:
        await claimed(notifier)
        assert await forgotten(notifier) == ""
        (said,) = await outbox(notifier, "key.erased")
        assert isinstance(said, KeyErased)
        assert (said.subject, said.data.borrower) == ("b-b1", "b1")


async def test_the_key_that_was_copied_back_opens_nothing(anywhere: str | Memory) -> None:
    async with notifier_process(anywhere) as notifier:
        event = await notifier.known()
        store: Any = notifier.ring._store
        before = dict(await store.load(["b-b1"]))
        await notifier.hear(event)
        await notifier.settle()
        assert await forgotten(notifier) == ""
        if isinstance(notifier.store, MemoryStore):
            store.put(before)
        else:
            await notifier.rows(
                "INSERT INTO privacy.data_keys (kid, wrapped) VALUES ('b-b1', %(wrapped)s)", wrapped=before["b-b1"]
            )
        with pytest.raises(Unreadable):
            await _anew(notifier).open(event.data.person.phone, "phone")
        with pytest.raises(KeyForgotten, match="name them by a new id and key"):
            await _anew(notifier).seal(PHONE, kid="b-b1", of="e2", field="phone")


async def test_a_stop_of_somebody_forgotten_stays_as_that_of_a_number_without_a_name(anywhere: str | Memory) -> None:
    async with notifier_process(anywhere) as notifier:
        await texted(notifier)
        await writes(notifier, "STOP")
        await post_texts(notifier.desk)
        await notifier.settle()
        assert await forgotten(notifier) == ""
        rows = await notifier.table("suppressions")
        assert {(row["borrower"], row["phone_hash"]) for row in rows} == {("b1", ""), ("", HASH)}
        before = len(notifier.sms.posts)
        await notifier.hear(await notifier.known(case="case-2", borrower="b2"))
        assert await goes_out(notifier) == before, "whoever has that number now has not said START"


async def test_who_said_no_stop_leaves_no_number_behind(anywhere: str | Memory) -> None:
    async with notifier_process(anywhere) as notifier:
        await texted(notifier)
        assert await forgotten(notifier) == ""
        assert await notifier.table("suppressions") == []
        assert await notifier.table("phones") == []


async def test_a_reply_of_a_forgotten_number_is_a_strangers_and_its_stop_counts(anywhere: str | Memory) -> None:
    async with notifier_process(anywhere) as notifier:
        await texted(notifier)
        assert await forgotten(notifier) == ""
        await writes(notifier, "STOP")
        (row,) = await kept(notifier)
        assert (row["why"], row["said"]) == ("unknown-phone", "stop")
        before = len(notifier.sms.posts)
        await notifier.hear(await notifier.known(case="case-2", borrower="b2"))
        assert await goes_out(notifier) == before


async def test_nobody_is_forgotten_while_a_reply_of_theirs_is_not_read(anywhere: str | Memory) -> None:
    async with notifier_process(anywhere) as notifier:
        await texted(notifier)
        assert await post(hook(notifier), reply_form("STOP", PHONE)) == 200
        refused = await operator_asks(notifier, PersonForgotten, borrower="b1")
        assert refused == f"a reply of theirs is not read yet, ask again in a minute: {CASE}"
        await notifier.settle()
        assert "opted-out" in await notifier.reasons()
        assert await forgotten(notifier) == ""


async def test_who_is_not_known_or_was_forgotten_before_can_not_be_forgotten(anywhere: str | Memory) -> None:
    async with notifier_process(anywhere) as notifier:
        await claimed(notifier)
        assert await forgotten(notifier, "b2") == "nobody is known under this id"
        assert await forgotten(notifier) == ""
        assert await forgotten(notifier) == "they were forgotten before"


async def test_a_key_that_is_somebody_elses_too_is_not_erased(anywhere: str | Memory) -> None:
    async with notifier_process(anywhere) as notifier:
        await claimed(notifier, kid="household")
        await notifier.hear(await notifier.known(case="case-2", borrower="b2", number=2, kid="household"))
        assert "somebody else's too" in await forgotten(notifier)
        assert "forgotten-person" not in await notifier.reasons()


async def test_all_cases_of_the_person_are_held_and_nobody_elses(anywhere: str | Memory) -> None:
    async with notifier_process(anywhere) as notifier:
        await claimed(notifier)
        await notifier.hear(await notifier.known(case="case-2"))
        await notifier.hear(await notifier.known(case="case-3", borrower="b3", number=3))
        await notifier.settle()
        assert await forgotten(notifier) == ""
        assert "forgotten-person" in await notifier.reasons("case-2")
        assert "forgotten-person" not in await notifier.reasons("case-3")


async def test_a_letter_about_their_case_is_in_nobodys_way(anywhere: str | Memory) -> None:
    async with notifier_process(anywhere) as notifier:
        await claimed(notifier)
        await reads(notifier, b"{")
        await notifier.settle()
        assert await forgotten(notifier) == "", "a letter about it is no queue"


@pytest.mark.parametrize("put", [b'"case-9"', b"cut {"], ids=["another case's", "cut"])
async def test_nothing_is_erased_on_the_word_of_another_cases_document(put: bytes, anywhere: str | Memory) -> None:
    async with notifier_process(anywhere) as notifier:
        await texted(notifier)
        if isinstance(notifier.store, MemoryStore):
            kept = notifier.store.database.states[CASE]
            doc = kept.doc.replace(f'"{CASE}"'.encode(), put)
            notifier.store.database.states[CASE] = replace(kept, doc=doc)
        else:
            (row,) = await notifier.rows("SELECT doc FROM states")
            doc = bytes(row["doc"]).replace(f'"{CASE}"'.encode(), put)
            await notifier.rows("UPDATE states SET doc = %(doc)s RETURNING 1", doc=doc)
        assert await forgotten(notifier) == (
            "what is stored of a case of theirs can't be read, or is another case's: mend that first"
        )
        assert "b-b1" in await everything(notifier)
