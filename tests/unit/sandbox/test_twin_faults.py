"""The carrier at its worst, by rates and in spells."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from services.sandbox.conductor.moments import BEGINS
from services.sandbox.twin.account import PhoneLine
from services.sandbox.twin.faults import FaultSpell, Rates
from services.sandbox.twin.problems import FAILURES, REFUSALS

from .sdk import called, refusal, rows, sdk, sent
from .twin_on_loopback import OURS, THEIRS, twin_on_loopback


async def test_a_text_may_be_accepted_though_its_sender_sees_an_error(tmp_path: Path) -> None:
    async with twin_on_loopback(tmp_path, Rates(error_after=1.0)) as place:
        found = await refusal(place, to=THEIRS, from_=OURS, body="x", status_callback=place.callback())
        assert found.status == 500
        assert rows(place, "post")[0]["fault"] == "error-after"
        await place.later(timedelta(minutes=1))
        assert place.statuses() == ["sent", "delivered"]


async def test_a_cut_answer_leaves_the_sender_in_doubt(tmp_path: Path) -> None:
    async with twin_on_loopback(tmp_path, Rates(cut_after=1.0)) as place:
        with pytest.raises(httpx.RemoteProtocolError):
            await sent(place)
        assert len(rows(place, "post")) == 1


async def test_too_many_requests_accept_nothing(tmp_path: Path) -> None:
    async with twin_on_loopback(tmp_path, Rates(too_many=1.0)) as place:
        found = await refusal(place, to=THEIRS, from_=OURS, body="x")
        assert (found.status, found.code) == (429, 20429)
        assert rows(place, "post") == []


async def test_callbacks_may_come_twice_and_late(tmp_path: Path) -> None:
    async with twin_on_loopback(tmp_path, Rates(callback_twice=1.0)) as place:
        await sent(place)
        await place.later(timedelta(minutes=1))
        assert place.statuses() == ["sent", "sent", "delivered", "delivered"]
    async with twin_on_loopback(tmp_path, Rates(callback_late=1.0)) as place:
        await sent(place)
        await place.later(timedelta(minutes=1))
        assert place.statuses() == []
        await place.later(timedelta(hours=4))
        assert place.statuses() == ["sent", "delivered"]


HOUR = timedelta(hours=1)


def spell(what: Any, code: int = 0) -> list[FaultSpell]:
    """From the world's second hour to its third."""
    return [FaultSpell(what, BEGINS + HOUR, BEGINS + 2 * HOUR, code)]


async def test_a_webhook_that_is_answered_with_an_error_is_not_sent_again(tmp_path: Path) -> None:
    async with twin_on_loopback(tmp_path) as place:
        place.answers += [503]
        place.carrier.reply(THEIRS, "first", "slot")
        place.carrier.reply(THEIRS, "second", "slot")
        await place.later(timedelta())
        assert [hook.form["Body"] for hook in place.heard] == ["first", "second"]
        assert [(row["http"], row["tries"]) for row in rows(place, "reply-answered")] == [(503, 1), (200, 1)]
        listed = await called(lambda: sdk(place).messages.list(to=OURS))
        assert [message.body for message in listed] == ["second", "first"]


async def test_a_receipt_may_never_come_and_the_message_knows_it_all_the_same(tmp_path: Path) -> None:
    async with twin_on_loopback(tmp_path, Rates(callback_never=1.0)) as place:
        message = await sent(place)
        await place.later(timedelta(minutes=1))
        assert place.statuses() == []
        seen = await called(lambda: sdk(place).messages(message.sid).fetch())
        assert (seen.status, place.phones.got) == ("delivered", [(THEIRS, "Hello")])


async def test_a_network_without_receipts_leaves_a_text_that_arrived_at_sent(tmp_path: Path) -> None:
    async with twin_on_loopback(tmp_path) as place:
        place.phones.lines[THEIRS] = PhoneLine(receipts=False)
        message = await sent(place)
        await place.later(timedelta(days=3))
        assert place.statuses() == ["sent"]
        seen = await called(lambda: sdk(place).messages(message.sid).fetch())
        assert (seen.status, place.phones.got) == ("sent", [(THEIRS, "Hello")])


async def test_the_last_word_may_overtake_the_one_before(tmp_path: Path) -> None:
    async with twin_on_loopback(tmp_path, Rates(callback_swapped=1.0)) as place:
        await sent(place)
        await place.later(timedelta(minutes=1))
        assert place.statuses() == ["delivered", "sent"]


async def test_a_text_fails_later_with_each_code_of_the_table(tmp_path: Path) -> None:
    async with twin_on_loopback(tmp_path) as place:
        client = sdk(place)
        for code, failure in FAILURES.items():
            place.heard.clear()
            place.phones.lines[THEIRS] = PhoneLine(code=code)
            message = await sent(place)
            await place.later(timedelta(minutes=1))
            assert place.statuses() == (["failed"] if failure.status == "failed" else ["sent", "undelivered"])
            assert place.heard[-1].form["ErrorCode"] == str(code)
            seen = await called(lambda: client.messages(message.sid).fetch())  # noqa: B023
            found = (seen.status, seen.error_code, seen.date_sent is None)
            assert found == (failure.status, code, failure.status == "failed")
        assert place.phones.got == []


async def test_texts_fail_now_and_then_for_no_reason_of_their_recipients(tmp_path: Path) -> None:
    async with twin_on_loopback(tmp_path, Rates(undelivered=1.0, codes=(30007,))) as place:
        await sent(place)
        await place.later(timedelta(minutes=1))
        assert place.heard[-1].form["ErrorCode"] == "30007"


async def test_a_whole_account_is_refused_with_each_code_of_the_table_for_a_while(tmp_path: Path) -> None:
    hours = {code: BEGINS + n * HOUR for n, code in enumerate(REFUSALS)}
    async with twin_on_loopback(
        tmp_path, spells=[FaultSpell("refused", at, at + HOUR, code) for code, at in hours.items()]
    ) as place:
        for code in hours:
            found = await refusal(place, to=THEIRS, from_=OURS, body="x")
            assert (found.status, found.code) == (REFUSALS[code].http, code)
            await place.later(HOUR)
        assert {row["fault"] for row in rows(place, "refused")} == {"refused"}
        await sent(place)
        assert len(rows(place, "post")) == 1


@pytest.mark.parametrize(("code", "barred"), [(20003, True), (30002, True), (21606, False)])
async def test_credentials_that_are_refused_bar_the_list_too(tmp_path: Path, code: int, barred: bool) -> None:
    async with twin_on_loopback(tmp_path, spells=spell("refused", code)) as place:
        await place.later(HOUR)
        if not barred:
            assert await called(lambda: sdk(place).messages.list()) == []
            return
        with pytest.raises(Exception, match=str(REFUSALS[code].http)):
            await called(lambda: sdk(place).messages.list())


async def test_while_nothing_is_available_some_texts_are_taken_all_the_same(tmp_path: Path) -> None:
    rates = Rates(taken_though_unavailable=0.5)
    async with twin_on_loopback(tmp_path, rates, spells=spell("unavailable")) as place:
        await place.later(HOUR)
        found = [await refusal(place, to=THEIRS, from_=OURS, body=f"{n}") for n in range(20)]
        assert {(each.status, each.code) for each in found} == {(503, 20503)}
        with pytest.raises(Exception, match="503"):
            await called(lambda: sdk(place).messages.list())
        await place.later(HOUR)
        taken = await called(lambda: sdk(place).messages.list())
        assert 0 < len(taken) == len(rows(place, "post")) < 20


@pytest.mark.parametrize("what", ["no-receipts", "no-replies"])
async def test_for_a_while_nothing_is_announced_but_all_is_listed(tmp_path: Path, what: str) -> None:
    async with twin_on_loopback(tmp_path, spells=spell(what)) as place:
        await place.later(HOUR)
        await sent(place)
        await place.later(timedelta(minutes=1))
        place.carrier.reply(THEIRS, "2", "slot")
        await place.later(timedelta(minutes=1))
        heard = ["reply" if "Body" in hook.form else hook.form["MessageStatus"] for hook in place.heard]
        assert heard == (["reply"] if what == "no-receipts" else ["sent", "delivered"])
        assert [row["announced"] for row in rows(place, "reply")] == [what == "no-receipts"]
        listed = await called(lambda: sdk(place).messages.list())
        assert [message.status for message in listed] == ["received", "delivered"]


async def test_an_announcement_may_come_twice_under_one_id_side_by_side(tmp_path: Path) -> None:
    async with twin_on_loopback(tmp_path, Rates(reply_twice=1.0)) as place:
        place.carrier.reply(THEIRS, "2", "slot")
        await place.later(timedelta())
        first, second = place.heard
        assert first.form == second.form
        assert first.token != second.token


async def test_a_url_may_ask_for_more_patience(tmp_path: Path) -> None:
    async with twin_on_loopback(tmp_path, replies_url="#rc=2&rp=5xx") as place:
        place.answers += [503, 500]
        place.carrier.reply(THEIRS, "first", "slot")
        await place.later(timedelta())
        assert [hook.genuine for hook in place.heard] == [True, True, True]
        assert len({hook.token for hook in place.heard}) == 1
        assert [(row["http"], row["tries"]) for row in rows(place, "reply-answered")] == [(200, 3)]


async def test_the_network_may_write_a_number_in_its_own_way(tmp_path: Path) -> None:
    async with twin_on_loopback(tmp_path) as place:
        place.phones.lines[THEIRS] = PhoneLine(written=THEIRS.replace("+", "00"))
        place.carrier.reply(THEIRS, "STOP", "opt-out")
        await place.later(timedelta())
        assert place.heard[0].form["From"] == "00351900000001"
        assert (await refusal(place, to=THEIRS, from_=OURS, body="x")).code == 21610
