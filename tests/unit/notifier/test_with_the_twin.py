"""Posting against the sandbox's carrier: the wire as Twilio speaks it, with the faults it has."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from services.notifier.shell.posting import post_texts
from services.notifier.shell.receipts import ask_receipts
from services.notifier.shell.reconcile import reconcile_texts
from services.notifier.shell.sms import Unreached
from services.notifier.shell.tokens import fixed
from services.notifier.shell.twilio_inbox import PAGE_SIZE
from services.notifier.shell.twilio_sms import TwilioSms
from services.sandbox.twin.faults import FaultSpell, Rates
from tests.unit.sandbox.twin_on_loopback import OURS, SID, THEIRS, TOKEN, TwinOnLoopback, twin_on_loopback

from .notifier_process import ManualClock, NotifierProcess, notifier_process


def carrier(there: TwinOnLoopback) -> TwilioSms:
    return TwilioSms(SID, fixed(TOKEN), OURS, there.twin_url)


async def claimed(notifier: NotifierProcess, there: TwinOnLoopback) -> None:
    notifier.desk.public_url = there.product_url
    await notifier.hear(await notifier.known(dpd=20, time=notifier.clock.at))
    await notifier.settle()


async def test_a_text_reaches_the_phone_and_every_report_names_its_intent(notifier_url: str, tmp_path: Path) -> None:
    async with (
        twin_on_loopback(tmp_path) as there,
        notifier_process(notifier_url, carrier(there), ManualClock(there.clock.at)) as notifier,
    ):
        notifier.later(hours=4)
        await claimed(notifier, there)
        await post_texts(notifier.desk)
        await notifier.settle()
        await there.later(timedelta(minutes=1))
        intent = (await notifier.text())["intent"]
        assert [hook.path for hook in there.heard] == [f"/twilio/status/{intent}"] * 2
        assert all(hook.genuine for hook in there.heard)
        assert len(there.phones.got) == 1
        await notifier.sms.close()


async def test_an_answer_that_was_cut_off_leaves_doubt_and_the_list_ends_it(notifier_url: str, tmp_path: Path) -> None:
    async with (
        twin_on_loopback(tmp_path, Rates(cut_after=1.0)) as there,
        notifier_process(notifier_url, carrier(there), ManualClock(there.clock.at)) as notifier,
    ):
        notifier.later(hours=4)
        there.clock.at = notifier.clock.at
        await claimed(notifier, there)
        await post_texts(notifier.desk)
        await notifier.settle()
        assert (await notifier.text())["status"] == "uncertain"
        await there.later(timedelta(minutes=1))
        assert await reconcile_texts(notifier.desk) == 1
        await notifier.settle()
        assert (await notifier.text())["status"] == "accepted"
        assert len(there.phones.got) == 1
        await notifier.sms.close()


async def test_receipts_that_never_come_are_asked_for(notifier_url: str, tmp_path: Path) -> None:
    async with (
        twin_on_loopback(tmp_path, Rates(callback_never=1.0)) as there,
        notifier_process(notifier_url, carrier(there), ManualClock(there.clock.at)) as notifier,
    ):
        notifier.later(hours=4)
        there.clock.at = notifier.clock.at
        await claimed(notifier, there)
        await post_texts(notifier.desk)
        await notifier.settle()
        await there.later(timedelta(minutes=1))
        assert not there.heard
        notifier.later(hours=1)
        assert await ask_receipts(notifier.desk) == 1
        await notifier.settle()
        assert (await notifier.text())["status"] == "delivered"
        listing = await notifier.sms.listed(there.clock.at - timedelta(hours=1), there.clock.at)
        assert [one.report.status for one in listing.found] == ["delivered"]
        await notifier.sms.close()


async def test_what_people_wrote_is_listed_page_by_page_with_its_pictures_and_without_our_own_texts(
    tmp_path: Path,
) -> None:
    async with twin_on_loopback(tmp_path, Rates(reply_never=1.0)) as there:
        sms = carrier(there)
        there.carrier.reply(THEIRS, "from before", "test")
        there.clock.at += timedelta(hours=1)
        since = there.clock.at
        written = [there.carrier.reply(THEIRS, str(number), "test").sid for number in range(PAGE_SIZE)]
        there.carrier.reply(THEIRS, "", "test", pictures=["image/gif"])
        there.clock.at += timedelta(minutes=1)
        first = await sms.inbox(since, None)
        assert len(first.messages) == PAGE_SIZE
        assert first.messages[0].media
        assert first.messages[0].words == ""
        second = await sms.inbox(since, first.more)
        assert (len(second.messages), second.more) == (1, None)
        found = [*first.messages, *second.messages]
        assert [one.sid for one in found[1:]] == written[::-1]
        assert {(one.sender, one.to, one.account) for one in found} == {(THEIRS, OURS, SID)}
        assert {one.at for one in found} == {since}
        await sms.close()


async def test_a_carrier_that_is_away_has_no_list(tmp_path: Path) -> None:
    always = FaultSpell("unavailable", datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC))
    async with twin_on_loopback(tmp_path, spells=[always]) as there:
        sms = carrier(there)
        with pytest.raises(Unreached):
            await sms.inbox(there.clock.at, None)
        await sms.close()
