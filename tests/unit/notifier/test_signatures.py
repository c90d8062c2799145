"""Two tokens at a time; and when every signature is refused, somebody hears of it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from typing import Any

import pytest

from services.notifier.shell.sender import Ours
from services.notifier.shell.signatures import OVER, QUIET, ROW, Signatures
from services.notifier.shell.tokens import fixed
from services.notifier.shell.webhook import Hook

from .events import NOW
from .notifier_process import Memory, NotifierProcess, notifier_process
from .twilio_webhooks import ACCOUNT, OURS, SECOND, TOKEN, hook, post, reply_form

WRONG = "a token of somebody else's"


@pytest.fixture
async def notifier() -> AsyncIterator[NotifierProcess]:
    async with notifier_process(Memory()) as opened:
        yield opened


class Told:
    """What readiness was told last."""

    def __init__(self) -> None:
        self.problem: str | None = None
        self.times = 0

    def __call__(self, problem: str | None) -> None:
        self.problem, self.times = problem, self.times + 1


def listening(notifier: NotifierProcess, **more: Any) -> tuple[Hook, Told]:
    told = Told()
    return hook(notifier, ours=Ours(ACCOUNT, OURS), signatures=Signatures(told), **more), told


async def refused(to: Hook, times: int, **more: Any) -> None:
    for n in range(times):
        assert await post(to, reply_form(sid=f"SM{n:032x}", **more.pop("form", {})), token=WRONG, **more) == 403


async def test_the_second_token_is_accepted_and_a_third_is_not(notifier: NotifierProcess) -> None:
    to, _ = listening(notifier, tokens=fixed(TOKEN, SECOND))
    assert await post(to, reply_form()) == 200
    assert await post(to, reply_form(sid="SM" + "b" * 32), token=SECOND) == 200
    assert await post(to, reply_form(sid="SM" + "c" * 32), token=WRONG) == 403


async def test_signatures_that_are_all_refused_are_said_until_one_is_accepted(notifier: NotifierProcess) -> None:
    to, told = listening(notifier)
    await refused(to, ROW - 1)
    assert told.problem is None
    await refused(to, 1, form={"AccountSid": ACCOUNT})
    assert told.problem is not None
    assert "TWILIO_AUTH_TOKEN" in told.problem
    assert await post(to, reply_form()) == 200
    assert (told.problem, told.times) == (None, 2)


async def test_noise_raises_no_alarm(notifier: NotifierProcess) -> None:
    to, told = listening(notifier)
    for signature in ("", "nonsense", "=" * 28, "%" * 28):
        for _ in range(ROW):
            assert await post(to, reply_form(), token=WRONG, headers={"X-Twilio-Signature": signature}) == 403
    for _ in range(ROW):
        assert await post(to, reply_form(AccountSid="AC" + "9" * 32), token=WRONG) == 403
    assert told.times == 0


async def test_who_is_refused_while_good_ones_pass_is_no_alarm(notifier: NotifierProcess) -> None:
    to, told = listening(notifier)
    for n in range(5):
        assert await post(to, reply_form(sid=f"SM{n:032x}")) == 200
        await refused(to, 3 * ROW)
        notifier.clock.at += QUIET / 2
    assert told.times == 0
    notifier.clock.at += QUIET
    await refused(to, 1)
    assert told.problem is not None, "and then none came for a while"


@pytest.mark.parametrize("called", ["http://bank.example/hooks/twilio/replies", "https://bank.example/twilio/replies"])
async def test_a_public_url_that_is_not_what_the_carrier_calls_is_told_apart(
    notifier: NotifierProcess, called: str
) -> None:
    to, told = listening(notifier)
    for n in range(ROW):
        form = reply_form(sid=f"SM{n:032x}")
        assert await post(to, form, url=called, headers={"X-Forwarded-Host": "bank.example"}) == 403
    assert told.problem is not None
    assert "DOORSTEP_PUBLIC_URL" in told.problem
    assert "TWILIO_AUTH_TOKEN" not in told.problem


def test_an_alarm_is_over_when_nobody_calls_any_more() -> None:
    told = Told()
    signatures = Signatures(told)
    for n in range(ROW):
        signatures.refuse("A" * 27 + "=", True, NOW + timedelta(seconds=n))
    signatures.look(NOW + timedelta(hours=1))
    assert told.problem is not None
    assert signatures.doubtful
    signatures.look(_later(OVER))
    assert told.problem is None
    assert not signatures.doubtful


def _later(ahead: timedelta) -> datetime:
    return NOW + ahead + timedelta(minutes=1)
