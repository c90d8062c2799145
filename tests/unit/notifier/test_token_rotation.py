"""The account's token is rotated while texts go out and replies come in: nothing is lost, nothing is doubled."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from services.notifier.shell.posting import post_texts
from services.notifier.shell.tokens import live
from services.notifier.shell.twilio_sms import TwilioSms
from shared.runtime.live_secret import FORMER_S, LiveSecret
from tests.unit.runtime.test_live_secret import Moved, replaced
from tests.unit.sandbox.twin_on_loopback import OURS, SID, TOKEN, TwinOnLoopback, twin_on_loopback

from .notifier_process import ManualClock, NotifierProcess, notifier_process
from .twilio_webhooks import SECOND, hook, post, reply_form
from .twilio_webhooks import TOKEN as SIGNS


def rotates(there: TwinOnLoopback, token: str) -> None:
    """The carrier takes this one alone from now on."""
    there.carrier.account = replace(there.carrier.account, token=token)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "token"
    path.write_text(TOKEN)
    return path


async def claimed(notifier: NotifierProcess, there: TwinOnLoopback) -> None:
    notifier.desk.public_url = there.product_url
    await notifier.hear(await notifier.known(dpd=20, time=notifier.clock.at))
    await notifier.settle()


@pytest.mark.parametrize("first", ["file", "carrier"])
async def test_posting_goes_on_whichever_side_changes_first(
    notifier_url: str, tmp_path: Path, path: Path, first: str
) -> None:
    moved = Moved()
    async with twin_on_loopback(tmp_path) as there:
        sms = TwilioSms(SID, live(LiveSecret("T", TOKEN, path, now_s=moved)), OURS, there.twin_url)
        async with notifier_process(notifier_url, sms, ManualClock(there.clock.at)) as notifier:
            notifier.later(hours=4)
            await claimed(notifier, there)
            if first == "file":
                replaced(path, SECOND)
                moved.later()
            else:
                rotates(there, SECOND)
            await post_texts(notifier.desk)
            await notifier.settle()
            if first == "carrier":
                assert there.phones.got == [], "refused with 401: nothing left"
                replaced(path, SECOND)
                moved.later()
                notifier.later(minutes=1)
                await post_texts(notifier.desk)
                await notifier.settle()
            assert (await notifier.text())["status"] == "accepted"
            await there.later(timedelta(minutes=1))
            assert len(there.phones.got) == 1
            await sms.close()


async def test_replies_signed_with_either_token_are_taken_until_the_former_ones_time_is_over(
    notifier_url: str, tmp_path: Path
) -> None:
    moved, path = Moved(), tmp_path / "token"
    path.write_text(SIGNS)
    async with notifier_process(notifier_url) as notifier:
        to = hook(notifier, tokens=live(LiveSecret("T", SIGNS, path, now_s=moved)))
        answers = []
        for n, (token, seconds) in enumerate([(SIGNS, 0), (SECOND, 1), (SIGNS, 1), (SIGNS, FORMER_S), (SECOND, 0)]):
            if n == 1:
                replaced(path, SECOND)
            moved.later(seconds)
            answers.append(await post(to, reply_form(sid=f"SM{n:032x}"), token=token))
    assert answers == [200, 200, 200, 403, 200]
