"""Notifier's answers out of its real tables: nothing is locked, nothing written, and the newest decision counts."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from services.notifier.core.formats import NEWEST
from services.notifier.core.inputs import LookDue
from services.notifier.shell.look_up import LoanLookUp
from services.notifier.shell.why_not import NotifierAnswers
from shared.contracts.why_not import WhyNot, WhyNotOf
from shared.runtime.pg.store import PgStore
from shared.runtime.ports import Writes
from shared.runtime.questions import NothingKnown, UnclearQuestion, WhyNotQuestion
from tests.polling import until

from .events import CASE, PACK
from .notifier_process import NotifierProcess, claimed, notifier_process


@pytest.fixture
async def notifier(notifier_url: str) -> AsyncIterator[NotifierProcess]:
    async with notifier_process(notifier_url) as opened:
        yield opened


def answers(notifier: NotifierProcess) -> NotifierAnswers:
    assert isinstance(notifier.store, PgStore)
    look_up = LoanLookUp(notifier.ring, notifier.clock, PACK)
    return NotifierAnswers(notifier.store, look_up, notifier.clock, PACK, NEWEST)


async def asked(notifier: NotifierProcess, of: WhyNotOf = "text", case: str = CASE, **more: str) -> WhyNot:
    return await answers(notifier)(WhyNotQuestion(of, case, more))


async def test_a_claimed_text_is_answered_for_from_the_tables(notifier: NotifierProcess) -> None:
    await claimed(notifier)
    said = await asked(notifier)
    assert (said.state, said.service, said.zone) == ("texting", "notifier", "Europe/Lisbon")
    assert [(answer.about, answer.happens) for answer in said.answers] == [("reminder-firm", True)]
    assert said.decided_at is not None
    assert said.version >= 1


async def test_the_ledger_of_the_person_is_counted(notifier: NotifierProcess) -> None:
    await claimed(notifier)
    await claimed(notifier, case="case-2")
    (answer,) = (await asked(notifier, case="case-2")).answers
    assert [line.code for line in answer.lines if not line.met] == ["too-soon"]
    assert answer.code == "too-soon"


async def test_a_switch_and_a_carrier_out_of_reach_are_told(notifier: NotifierProcess) -> None:
    await claimed(notifier)
    await notifier.rows(
        "INSERT INTO switches (what, scope, stopped, cause, at) VALUES ('sending', 'all', true, 'x', now())"
        " RETURNING 1 AS n"
    )
    await notifier.rows(
        "INSERT INTO outages (carrier, cause, since, probes, good, probe_at)"
        " VALUES ('sms', 'unreached', now(), 0, 0, now()) RETURNING 1 AS n"
    )
    (answer,) = (await asked(notifier)).answers
    assert [line.code for line in answer.lines if not line.met] == ["posting-stopped", "switched-off"]


async def test_a_question_waits_for_nobody_and_nobody_for_a_question(notifier: NotifierProcess) -> None:
    await claimed(notifier)
    async with notifier.store.unit() as deciding:
        await deciding.open([], [CASE])
        await deciding.select("hold_persons", {"borrowers": ["b1"]})
        assert (await asked(notifier)).answers[0].happens
    store = notifier.store
    assert isinstance(store, PgStore)
    async with store.looking() as looking:
        await looking.look(CASE)
        async with store.unit() as deciding:
            await deciding.open([], [CASE])
            await deciding.commit(Writes())


async def test_an_answer_is_of_one_moment_whatever_is_decided_meanwhile(notifier: NotifierProcess) -> None:
    await claimed(notifier)
    store = notifier.store
    assert isinstance(store, PgStore)
    async with store.looking() as looking:
        before = await looking.look(CASE)
        await notifier.rows(
            "INSERT INTO switches (what, scope, stopped, cause, at) VALUES ('sending', 'all', true, 'x', now())"
            " RETURNING 1 AS n"
        )
        await notifier.rows("DELETE FROM contacts RETURNING 1 AS n")
        assert (await looking.look(CASE)).stopped == before.stopped == frozenset()
        since = notifier.clock.now() - timedelta(days=40)
        assert await looking.select("contacts_of", {"borrowers": ["b1"], "since": since})
    assert not (await asked(notifier)).answers[0].happens


async def test_what_is_set_aside_begins_with_that(notifier: NotifierProcess) -> None:
    await claimed(notifier)
    await notifier.rows(
        "INSERT INTO parked (aggregate, since, code, detail) VALUES (%(case)s, now(), 'handler-failed', 'x')"
        " RETURNING 1 AS n",
        case=CASE,
    )
    (answer,) = (await asked(notifier)).answers
    assert (answer.happens, answer.code, answer.lines[0].code) == (False, "set-aside", "set-aside")


async def test_visits_and_windows_are_answered_for_and_crews_are_not(notifier: NotifierProcess) -> None:
    await claimed(notifier)
    assert (await asked(notifier, "visit")).answers[0].about == "visit"
    day = f"{(notifier.clock.now() + timedelta(days=6)).date()}"
    window = await asked(notifier, "slot", **{"day": day, "from": "14:00", "to": "16:00"})
    assert window.answers[0].code == "within-caps"
    with pytest.raises(UnclearQuestion):
        await asked(notifier, "crew")
    with pytest.raises(NothingKnown):
        await asked(notifier, case="case-9")


async def test_who_waits_for_the_person_counts_what_was_committed_meanwhile(notifier: NotifierProcess) -> None:
    await claimed(notifier)
    store, look_up = notifier.store, LoanLookUp(notifier.ring, notifier.clock, PACK)
    assert isinstance(store, PgStore)
    async with store.looking() as looking:
        state = (await looking.look(CASE)).state_by(notifier.deciding.machine.kept, CASE)

    async def counted() -> int:
        async with store.unit() as deciding:
            await deciding.open([], [CASE])
            return len((await look_up(deciding, {CASE: state}, [(CASE, LookDue())])).ledgers[CASE].contacts)

    async def waits_for_person() -> bool:
        (waiting,) = await notifier.rows(
            "SELECT count(*) AS number FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
            " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
        )
        return bool(waiting["number"])

    async with store.unit() as holding:
        await holding.select("hold_persons", {"borrowers": ["b1"]})
        counting = asyncio.create_task(counted())
        await until(waits_for_person)
        await notifier.rows(
            "INSERT INTO contacts SELECT gen_random_uuid()::text, borrower, case_id, channel, kind, counted, at, state,"
            " told_at FROM contacts RETURNING 1 AS n"
        )
    assert await counting == 2
