"""What came while we could not hear is read from the carrier's list, once, and with the carrier's time."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest

from services.notifier.shell.listening import AROUND, EVERY, SILENT, SOON, Listening, read_inbound
from services.notifier.shell.posting import post_texts
from services.notifier.shell.signatures import Signatures
from services.notifier.shell.sms import Arrived, Medium
from services.notifier.shell.unreached import told_to
from shared.runtime.ports import Unavailable

from .events import NOW
from .notifier_process import PHONE, Memory, NotifierProcess, notifier_process
from .twilio_webhooks import SID, hook, post, reply_form

STRANGER = "+351900000099"


@pytest.fixture
async def notifier() -> AsyncIterator[NotifierProcess]:
    """A process whose only borrower has just been texted."""
    async with notifier_process(Memory()) as opened:
        yield await texted(opened)


@pytest.fixture
async def either_notifier(anywhere: str | Memory) -> AsyncIterator[NotifierProcess]:
    """The same in memory and on a real database."""
    async with notifier_process(anywhere) as opened:
        yield await texted(opened)


async def texted(opened: NotifierProcess) -> NotifierProcess:
    await opened.hear(await opened.known())
    await opened.settle()
    await post_texts(opened.desk)
    await opened.settle()
    return opened


def listening(notifier: NotifierProcess, **more: Any) -> Listening:
    return Listening(hook(notifier).inbox, notifier.sms, **more)


def came(notifier: NotifierProcess, words: str = "STOP", sender: str = PHONE, sid: str = SID, **more: Any) -> None:
    notifier.sms.arrived.append(Arrived(sid, sender, words, more.pop("at", notifier.clock.at), **more))


async def heard(notifier: NotifierProcess, one: Listening) -> int:
    """Read until there is no more now; how many steps had more to read."""
    steps = 0
    while await read_inbound(one):
        steps += 1
        assert steps < 100
    await notifier.settle()
    return steps


async def test_a_stop_that_no_webhook_brought_is_read_from_the_list(either_notifier: NotifierProcess) -> None:
    await heard(either_notifier, listening(either_notifier))
    either_notifier.later(minutes=3)
    came(either_notifier)
    either_notifier.later(hours=5)
    await heard(either_notifier, listening(either_notifier))
    assert "opted-out" in await either_notifier.reasons()


async def test_it_counts_from_when_it_was_written(notifier: NotifierProcess) -> None:
    await heard(notifier, listening(notifier))
    notifier.later(hours=1)
    came(notifier, "STOP", sid="SM" + "1" * 32)
    notifier.later(hours=1)
    assert await post(hook(notifier), reply_form("START", sid="SM" + "2" * 32)) == 200
    await notifier.settle()
    await heard(notifier, listening(notifier))
    assert "overtaken" in await notifier.reasons(), "the borrower has wanted texts again since"


async def test_webhook_and_list_count_once_whichever_is_first(either_notifier: NotifierProcess) -> None:
    one = listening(either_notifier)
    await heard(either_notifier, one)
    for number, webhook_first in enumerate((True, False)):
        sid = f"SM{number}" + "a" * 31
        came(either_notifier, "5", sid=sid)
        if webhook_first:
            assert await post(hook(either_notifier), reply_form("5", sid=sid)) == 200
        either_notifier.later(seconds=EVERY.total_seconds() + 1)
        await heard(either_notifier, one)
        assert await post(hook(either_notifier), reply_form("5", sid=sid)) == 200
        await either_notifier.settle()
    assert (await either_notifier.reasons()).count("hardship") == 2


async def test_a_long_list_is_read_page_by_page_and_a_process_that_dies_begins_again(
    either_notifier: NotifierProcess,
) -> None:
    await heard(either_notifier, listening(either_notifier))
    either_notifier.sms.page_size = 3
    for number in range(10):
        came(
            either_notifier,
            "hm",
            STRANGER,
            sid=f"SM{number:032x}",
            at=either_notifier.clock.at + timedelta(seconds=number),
        )
    either_notifier.later(hours=1)
    dying = listening(either_notifier)
    assert await read_inbound(dying) == 3
    assert len(await either_notifier.table("unmatched_replies")) == 3
    assert (await either_notifier.table("carrier_read"))[0]["upto"] == NOW
    assert await heard(either_notifier, listening(either_notifier)) == 3
    assert len(await either_notifier.table("unmatched_replies")) == 10
    assert (await either_notifier.table("carrier_read"))[0]["upto"] == either_notifier.clock.at


async def test_it_is_read_at_the_start_and_then_now_and_then_and_again_from_a_little_before(
    notifier: NotifierProcess,
) -> None:
    one = listening(notifier)
    assert one.due(notifier.clock.at)
    await heard(notifier, one)
    assert not one.due(notifier.clock.at + SOON)
    assert one.due(notifier.clock.at + EVERY)
    came(notifier, at=notifier.clock.at - AROUND / 2)
    notifier.later(seconds=EVERY.total_seconds())
    await heard(notifier, one)
    assert "opted-out" in await notifier.reasons()


async def test_while_signatures_are_refused_it_is_read_more_often(notifier: NotifierProcess) -> None:
    signatures = Signatures()
    one = listening(notifier, signatures=signatures)
    await heard(notifier, one)
    signatures.refuse("A" * 27 + "=", True, notifier.clock.at)
    came(notifier)
    notifier.later(seconds=SOON.total_seconds())
    await heard(notifier, one)
    assert "opted-out" in await notifier.reasons()


async def test_after_a_webhook_that_could_not_be_stored_it_is_read_soon_and_once(
    notifier: NotifierProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    door = hook(notifier)
    one = Listening(door.inbox, notifier.sms, missed=door.missed)
    await heard(notifier, one)

    def away() -> None:
        raise Unavailable("test")

    notifier.later(seconds=1)
    with monkeypatch.context() as patch:
        patch.setattr(notifier.store, "unit", away)
        assert await post(door, reply_form("STOP")) == 503
    came(notifier)
    assert not one.due(notifier.clock.at)
    notifier.later(seconds=SOON.total_seconds())
    await heard(notifier, one)
    assert "opted-out" in await notifier.reasons()
    assert not one.due(notifier.clock.at + SOON)


async def test_whether_the_carrier_answers_is_known_from_each_question(notifier: NotifierProcess) -> None:
    facts: dict[str, Any] = {}
    one = listening(notifier, asked=told_to(facts))
    assert facts == {}, "nobody has asked yet"
    notifier.sms.reachable = False
    await heard(notifier, one)
    assert facts["carrier"]["answers"] is False
    notifier.sms.reachable = True
    notifier.later(seconds=SOON.total_seconds())
    await heard(notifier, one)
    assert facts["carrier"] == {"answers": True, "why": ""}


@pytest.mark.parametrize(
    ("why", "said"),
    [
        ("ClientConnectorError", "nobody answers there"),
        ("NotWholeInTime", "it does not answer in time"),
        ("http-401", "it refuses TWILIO_ACCOUNT_SID with this token"),
        ("http-503", "it answers 503"),
        ("SomethingNew", "SomethingNew"),
    ],
)
def test_why_it_does_not_is_told_in_words(why: str, said: str) -> None:
    facts: dict[str, Any] = {}
    told_to(facts)(why)
    assert facts["carrier"] == {"answers": False, "why": said}


async def test_a_list_that_can_not_be_read_for_long_is_said(notifier: NotifierProcess) -> None:
    said: list[str | None] = []
    one = listening(notifier, say=said.append)
    notifier.sms.reachable = False
    await heard(notifier, one)
    assert not one.due(notifier.clock.at)
    notifier.later(seconds=SILENT.total_seconds())
    await heard(notifier, one)
    assert said[-1] is not None
    notifier.sms.reachable = True
    came(notifier)
    notifier.later(seconds=SOON.total_seconds())
    await heard(notifier, one)
    assert said[-1] is None
    assert "opted-out" in await notifier.reasons()


async def test_of_what_is_from_before_our_time_only_stop_and_start_count(notifier: NotifierProcess) -> None:
    came(notifier, "5", sid="SM" + "1" * 32, at=NOW - timedelta(days=3))
    came(notifier, "STOP", sid="SM" + "2" * 32, at=NOW - timedelta(days=2))
    await heard(notifier, listening(notifier))
    assert "hardship" not in await notifier.reasons()
    assert "opted-out" in await notifier.reasons()
    assert [row["why"] for row in await notifier.table("unmatched_replies")] == ["before-our-time"]


async def test_a_stranger_s_stop_in_the_list_silences_the_number(notifier: NotifierProcess) -> None:
    came(notifier, "STOP", STRANGER)
    await heard(notifier, listening(notifier))
    (row,) = [row for row in await notifier.table("suppressions") if row["active"]]
    assert (row["borrower"], row["cause"]) == ("", "opted-out")


async def test_a_picture_in_the_list_is_kept_with_the_reply(notifier: NotifierProcess) -> None:
    await heard(notifier, listening(notifier))
    came(notifier, "", media=(Medium("/Messages/1/Media.json"),))
    notifier.later(hours=1)
    await heard(notifier, listening(notifier))
    assert any(reason.startswith("answered-unknown") for reason in await notifier.reasons())
