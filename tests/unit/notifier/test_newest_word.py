"""Which of STOP and START was said last is told by one clock, and in doubt it was STOP."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from typing import Any, Literal

import pytest

from services.notifier.core.table_writes import AllowNumber, Suppress
from services.notifier.shell.forgetting import SilenceNumber
from services.notifier.shell.inbound import Inbox
from services.notifier.shell.sms import Arrived
from services.notifier.shell.webhook import Hook
from shared.decision import Row
from shared.decision.clocks import APART_MAX
from shared.runtime.ports import Writes

from .events import NOW
from .notifier_process import KEYS, PHONE, ManualClock, Memory, NotifierProcess, notifier_process
from .twilio_webhooks import hook, post, reply_form

STRANGER = "+351900000099"
SOON, LITTLE = timedelta(seconds=30), timedelta(seconds=1)
Cause = Literal["opted-out", "opted-in", "opted-out-at-carrier"]


@pytest.fixture
async def notifier() -> AsyncIterator[NotifierProcess]:
    """Its clock is the database's."""
    where = Memory()
    async with notifier_process(where) as opened:
        where.database.now = opened.clock.now
        yield opened


@pytest.fixture
async def either_notifier(anywhere: str | Memory) -> AsyncIterator[NotifierProcess]:
    async with notifier_process(anywhere) as opened:
        yield opened


def heard_by(notifier: NotifierProcess, skew: timedelta) -> Hook:
    """The webhook of another process on the same database, whose clock is wrong by so much."""
    return replace(hook(notifier), clock=ManualClock(notifier.clock.at + skew), by_database=True)


async def says(notifier: NotifierProcess, words: str, skew: timedelta, sender: str = PHONE) -> None:
    sid = f"SM{len(notifier.heard):032x}"
    notifier.heard.append(sid)
    assert await post(heard_by(notifier, skew), reply_form(words, sender, sid)) == 200


async def is_suppressed(notifier: NotifierProcess) -> list[bool]:
    return [row["active"] for row in await notifier.table("suppressions")]


@pytest.mark.parametrize("sender", [PHONE, STRANGER])
async def test_a_stop_right_after_a_start_counts_whichever_processes_heard_them(
    notifier: NotifierProcess, sender: str
) -> None:
    await notifier.hear(await notifier.known())
    await says(notifier, "START", APART_MAX, sender)
    notifier.clock.at += LITTLE
    await says(notifier, "STOP", -APART_MAX, sender)
    await notifier.settle()
    assert {*await is_suppressed(notifier)} == {True}


@pytest.mark.parametrize("sender", [PHONE, STRANGER])
async def test_a_start_right_after_a_stop_counts_whichever_processes_heard_them(
    notifier: NotifierProcess, sender: str
) -> None:
    await notifier.hear(await notifier.known())
    await says(notifier, "STOP", APART_MAX, sender)
    notifier.clock.at += SOON
    await says(notifier, "START", -APART_MAX, sender)
    await notifier.settle()
    assert {*await is_suppressed(notifier)} == {False}


async def test_what_the_carrier_dates_stays_as_it_says_but_never_in_our_future(notifier: NotifierProcess) -> None:
    ahead = ManualClock(notifier.clock.at + APART_MAX)
    inbox = Inbox(notifier.store, notifier.ring, KEYS, ahead, by_database=True)
    listed = Arrived("SM" + "1" * 32, STRANGER, "STOP", NOW - timedelta(hours=1))
    await inbox.take_all([listed, replace(listed, sid="SM" + "2" * 32, at=NOW + timedelta(hours=1))])
    assert {row["received_at"] for row in await notifier.table("unmatched_replies")} == {listed.at, NOW}


@pytest.mark.parametrize("days", [3, -3])
async def test_a_stop_during_which_our_clock_is_set_is_of_now(notifier: NotifierProcess, days: int) -> None:
    set_since = Inbox(notifier.store, notifier.ring, KEYS, ManualClock(NOW + timedelta(days=days)), by_database=True)
    started = Arrived("SM" + "1" * 32, STRANGER, "START", NOW - timedelta(hours=1))
    await set_since.take_all([started, Arrived("SM" + "2" * 32, STRANGER, "STOP", NOW, told_now=True)])
    assert {row["received_at"] for row in await notifier.table("unmatched_replies")} == {started.at, NOW}
    assert await is_suppressed(notifier) == [True]


async def test_under_a_virtual_clock_all_goes_by_that(notifier: NotifierProcess) -> None:
    ahead = ManualClock(notifier.clock.at + timedelta(days=9))
    inbox = Inbox(notifier.store, notifier.ring, KEYS, ahead)
    await inbox.take(Arrived("SM" + "1" * 32, STRANGER, "STOP", ahead.at, told_now=True))
    assert [row["received_at"] for row in await notifier.table("unmatched_replies")] == [ahead.at]


async def test_of_two_words_in_one_moment_stop_counts(notifier: NotifierProcess) -> None:
    inbox = Inbox(notifier.store, notifier.ring, KEYS, notifier.clock)
    for words in (("STOP", "START"), ("START", "STOP")):
        await inbox.take_all([Arrived(f"SM{word}{words[0]}", STRANGER, word, NOW) for word in words])
        assert await is_suppressed(notifier) == [True], words


def word(active: bool, after: timedelta, cause: Cause | None = None, **more: Any) -> Suppress:
    said = cause or ("opted-out" if active else "opted-in")
    return Suppress(more.get("borrower", "b1"), more.get("phone", ""), said, active, NOW + after)


ZERO = timedelta(0)


@pytest.mark.parametrize(
    ("first", "then", "active"),
    [
        (word(False, ZERO), word(True, -APART_MAX), True),
        (word(False, ZERO), word(True, -APART_MAX - LITTLE), False),
        (word(False, ZERO), word(True, ZERO), True),
        (word(True, ZERO), word(False, ZERO), True),
        (word(True, ZERO), word(False, LITTLE), False),
        (word(True, ZERO), word(False, -LITTLE), True),
        (word(True, ZERO, "opted-out-at-carrier"), word(False, -APART_MAX), False),
        (word(True, ZERO, "opted-out-at-carrier"), word(False, -APART_MAX - LITTLE), True),
        (word(True, ZERO, borrower="", phone="n"), AllowNumber("n", NOW), True),
        (word(True, ZERO, borrower="", phone="n"), AllowNumber("n", NOW + LITTLE), False),
    ],
)
async def test_of_two_words_the_newer_one_stands(
    either_notifier: NotifierProcess, first: Row, then: Row, active: bool
) -> None:
    for row in (first, then):
        await written(either_notifier, row)
    assert await is_suppressed(either_notifier) == [active]


async def test_a_stop_in_doubt_is_as_new_as_what_it_overruled(either_notifier: NotifierProcess) -> None:
    for row in (word(False, ZERO), word(True, -APART_MAX), word(False, ZERO)):
        await written(either_notifier, row)
    assert await is_suppressed(either_notifier) == [True]


async def test_of_words_in_one_transaction_a_stop_stands_beside_a_start_of_its_moment(
    either_notifier: NotifierProcess,
) -> None:
    for rows in ([word(True, ZERO), word(False, ZERO)], [word(False, LITTLE), word(True, LITTLE)]):
        await written(either_notifier, *rows)
        assert await is_suppressed(either_notifier) == [True]


@pytest.mark.parametrize(("after", "active"), [(APART_MAX, True), (APART_MAX + LITTLE, False)])
async def test_the_stop_of_who_is_forgotten_counts_in_doubt_against_a_start_of_the_number(
    either_notifier: NotifierProcess, after: timedelta, active: bool
) -> None:
    started = word(False, after, borrower="", phone="n")
    await written(either_notifier, word(True, ZERO), started, SilenceNumber("b1", "n"))
    of_number = [row["active"] for row in await either_notifier.table("suppressions") if row["phone_hash"]]
    assert of_number == [active]


async def written(notifier: NotifierProcess, *rows: Row) -> None:
    async with notifier.store.unit() as unit:
        await unit.commit(Writes(rows=[*rows]))
