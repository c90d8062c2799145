"""What we texted, as Twilio lists it: all of it, whatever its filters know, and against the sandbox's carrier."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from services.notifier.shell import twilio_outbox
from services.notifier.shell.sms import Found, Unreached
from services.notifier.shell.tokens import fixed
from services.notifier.shell.twilio_sms import TwilioSms
from services.sandbox.twin.faults import FaultSpell
from tests.unit.sandbox.sdk import sent
from tests.unit.sandbox.twin_on_loopback import OURS, SID, THEIRS, TOKEN, TwinOnLoopback, twin_on_loopback

HOUR = timedelta(hours=1)


async def listed(there: TwinOnLoopback, ago: timedelta = HOUR) -> dict[str, Found]:
    carrier, since = TwilioSms(SID, fixed(TOKEN), OURS, there.twin_url), there.clock.at - ago
    found: dict[str, Found] = {}
    try:
        page = await carrier.outbox(since, None)
        found.update((one.sid, one) for one in page.texts)
        while page.more is not None:
            page = await carrier.outbox(since, page.more)
            found.update((one.sid, one) for one in page.texts)
    finally:
        await carrier.close()
    return found


async def test_what_is_not_sent_yet_is_found_although_no_day_finds_it(tmp_path: Path) -> None:
    async with twin_on_loopback(tmp_path) as there:
        await sent(there, "sent")
        await there.later(timedelta(minutes=1))
        await sent(there, "still queued")
        assert sorted(one.body for one in (await listed(there)).values()) == ["sent", "still queued"]


async def test_every_page_is_read_in_both_questions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(twilio_outbox, "PAGE_SIZE", 2)
    async with twin_on_loopback(tmp_path) as there:
        for number in range(7):
            await sent(there, f"text {number}")
        await there.later(timedelta(minutes=1))
        for number in range(7, 12):
            await sent(there, f"text {number}")
        assert len(await listed(there)) == 12


async def test_what_was_made_before_is_left_out_and_what_people_or_the_carrier_say_too(tmp_path: Path) -> None:
    async with twin_on_loopback(tmp_path) as there:
        await sent(there, "long ago")
        await there.later(2 * HOUR)
        await sent(there, "lately")
        there.carrier.reply(THEIRS, "STOP", "stop")  # which the carrier answers by itself
        await there.later(timedelta(minutes=1))
        assert [one.body for one in (await listed(there)).values()] == ["lately"]


async def test_it_says_to_whom_when_and_what_became_of_it(tmp_path: Path) -> None:
    async with twin_on_loopback(tmp_path) as there:
        at = there.clock.at
        await sent(there, "a text")
        await there.later(timedelta(minutes=1))
        (one,) = (await listed(there)).values()
        assert (one.to, one.at, one.report.status) == (THEIRS, at, "delivered")


@pytest.mark.parametrize("spell", ["refused", "unavailable"])
async def test_a_list_that_can_not_be_read_is_no_empty_list(tmp_path: Path, spell: str) -> None:
    async with twin_on_loopback(tmp_path) as there:
        begins = there.clock.at
        there.carrier.faults.spells = (FaultSpell(spell, begins, begins + HOUR, 20003),)  # type: ignore[arg-type]
        with pytest.raises(Unreached):
            await listed(there)
