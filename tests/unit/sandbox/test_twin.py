"""The carrier against the real Twilio SDK and its validator."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from twilio.base.exceptions import TwilioRestException

from services.sandbox.twin.account import PhoneLine

from .sdk import called, refusal, rows, sdk, sent
from .twin_on_loopback import INTENT, OURS, THEIRS, twin_on_loopback


async def test_an_accepted_text_is_queued_under_a_sid_and_written_down_without_number_or_body(tmp_path: Path) -> None:
    async with twin_on_loopback(tmp_path) as place:
        message = await sent(place, "Hello there")
        assert re.fullmatch(r"SM[0-9a-f]{32}", message.sid)
        assert (message.status, message.to, message.num_segments) == ("queued", THEIRS, "1")
        (row,) = rows(place, "post")
        assert (row["sid"], row["intent"]) == (message.sid, INTENT)
        assert "Hello" not in place.file.read_text()
        assert THEIRS not in place.file.read_text()


async def test_a_text_has_a_price_some_time_after_it_was_sent_and_one_that_never_left_has_none(tmp_path: Path) -> None:
    async with twin_on_loopback(tmp_path) as place:
        long = await sent(place, "]" * 153)
        assert (long.num_segments, long.price, long.price_unit) == ("3", None, "USD")
        place.phones.lines[THEIRS] = PhoneLine(code=30034)
        failed = await sent(place)
        for later, price in ((timedelta(seconds=2), None), (timedelta(minutes=1), "-0.02250")):
            await place.later(later)
            assert (await called(lambda: sdk(place).messages(long.sid).fetch())).price == price
        assert (await called(lambda: sdk(place).messages(failed.sid).fetch())).price is None


async def test_a_text_moves_to_delivered_on_the_virtual_clock_and_every_callback_is_signed(tmp_path: Path) -> None:
    async with twin_on_loopback(tmp_path) as place:
        await sent(place)
        assert place.heard == []
        await place.later(timedelta(minutes=1))
        assert place.statuses() == ["sent", "delivered"]
        assert all(hook.genuine and hook.path.endswith(INTENT) for hook in place.heard)
        assert place.phones.got == [(THEIRS, "Hello")]
        assert [row["http"] for row in rows(place, "status-answered")] == [200, 200]


async def test_a_dead_number_ends_as_undelivered_with_the_carriers_code(tmp_path: Path) -> None:
    async with twin_on_loopback(tmp_path) as place:
        place.phones.lines[THEIRS] = PhoneLine(code=30003)
        message = await sent(place)
        await place.later(timedelta(minutes=1))
        assert place.statuses() == ["sent", "undelivered"]
        assert place.heard[-1].form["ErrorCode"] == "30003"
        seen = await called(lambda: sdk(place).messages(message.sid).fetch())
        assert (seen.status, seen.error_code) == ("undelivered", 30003)
        assert place.phones.got == []


@pytest.mark.parametrize(
    ("form", "code"),
    [
        ({"to": THEIRS, "from_": OURS}, 21602),
        ({"to": "12", "from_": OURS, "body": "x"}, 21211),
        ({"to": THEIRS, "from_": "no-body!", "body": "x"}, 21212),
        ({"to": THEIRS, "from_": "nobody", "body": "x"}, 21606),
        ({"to": THEIRS, "from_": "12345", "body": "x"}, 21606),
        ({"to": THEIRS, "messaging_service_sid": "MG" + "1" * 32, "body": "x"}, 21705),
        ({"to": THEIRS, "from_": "+351900000009", "body": "x"}, 21606),
        ({"to": OURS, "from_": OURS, "body": "x"}, 21266),
        ({"to": THEIRS, "from_": OURS, "body": "x" * 1601}, 21617),
        ({"to": THEIRS, "from_": OURS, "body": "x", "status_callback": "nowhere"}, 21609),
        ({"to": THEIRS, "body": "x"}, 21603),
        ({"to": "", "from_": OURS, "body": "x"}, 21604),
    ],
)
async def test_what_is_wrong_with_a_post_is_named_by_twilios_code(tmp_path: Path, form: Any, code: int) -> None:
    async with twin_on_loopback(tmp_path) as place:
        found = await refusal(place, **form)
        assert (found.status, found.code) == (400, code)
        assert rows(place, "refused")[0]["code"] == code
        assert rows(place, "post") == []


async def test_wrong_credentials_are_refused(tmp_path: Path) -> None:
    async with twin_on_loopback(tmp_path) as place:
        client = sdk(place, token="another token")
        with pytest.raises(TwilioRestException) as caught:
            await called(lambda: client.messages.create(to=THEIRS, from_=OURS, body="x"))
        assert (caught.value.status, caught.value.code) == (401, 20003)


async def test_a_reply_is_announced_with_a_signature(tmp_path: Path) -> None:
    async with twin_on_loopback(tmp_path) as place:
        place.carrier.reply(THEIRS, "2", "slot")
        await place.later(timedelta())
        (hook,) = place.heard
        assert hook.genuine
        assert (hook.path, hook.form["Body"], hook.form["From"], hook.form["To"]) == (
            "/twilio/replies",
            "2",
            THEIRS,
            OURS,
        )
        assert rows(place, "reply-answered")[0]["http"] == 200


async def test_the_carrier_blocks_after_the_exact_word_and_lifts_after_start(tmp_path: Path) -> None:
    async with twin_on_loopback(tmp_path) as place:
        place.carrier.reply(THEIRS, "please stop", "opt-out")
        await sent(place)
        place.carrier.reply(THEIRS, " Stop ", "opt-out")
        found = await refusal(place, to=THEIRS, from_=OURS, body="x")
        assert found.code == 21610
        place.carrier.reply(THEIRS, "START", "opt-in")
        await sent(place)
        assert len(rows(place, "post")) == 2


@pytest.mark.parametrize("number", ["12345", "Doorstep"])
async def test_short_codes_and_names_send_where_they_are_the_accounts(tmp_path: Path, number: str) -> None:
    async with twin_on_loopback(tmp_path, number=number) as place:
        client = sdk(place)
        message = await called(lambda: client.messages.create(to=THEIRS, from_=number, body="x"))
        assert (message.status, message.from_) == ("queued", number)


async def test_a_messaging_service_chooses_the_number_when_the_text_leaves(tmp_path: Path) -> None:
    service = "MG" + "1" * 32
    async with twin_on_loopback(tmp_path, service=service) as place:
        client = sdk(place)
        message = await called(
            lambda: client.messages.create(
                to=THEIRS, messaging_service_sid=service, body="x", status_callback=place.callback()
            )
        )
        assert (message.status, message.from_, message.messaging_service_sid) == ("accepted", None, service)
        assert message.num_segments == "0"
        await place.later(timedelta(minutes=1))
        assert (await called(lambda: client.messages(message.sid).fetch())).num_segments == "1"
        assert place.heard[0].form["From"] == OURS
        place.carrier.reply(THEIRS, "1", "slot")
        await place.later(timedelta())
        assert place.heard[-1].form["MessagingServiceSid"] == service


async def test_the_carrier_answers_its_own_words_and_says_so_where_it_was_asked_to(tmp_path: Path) -> None:
    async with twin_on_loopback(tmp_path, names_opt_outs=True) as place:
        for word in ("start", "stop", "Unstop", "help", "please stop"):
            place.carrier.reply(THEIRS, word, "word")
        await place.later(timedelta())
        assert [hook.form.get("OptOutType") for hook in place.heard] == [None, "STOP", "START", "HELP", None]
        own = await called(lambda: sdk(place).messages.list(to=THEIRS))
        assert [message.direction for message in own] == ["outbound-reply"] * 3
    async with twin_on_loopback(tmp_path) as place:
        place.carrier.reply(THEIRS, "STOP", "opt-out")
        await place.later(timedelta())
        assert "OptOutType" not in place.heard[0].form


async def test_the_phone_is_told_what_the_carrier_itself_answers_to_a_stop(tmp_path: Path) -> None:
    async with twin_on_loopback(tmp_path) as place:
        told: list[tuple[str, str]] = []
        place.carrier.tells_of_its_own(lambda number, body: told.append((number, body)))
        place.carrier.reply(THEIRS, "please stop", "stop-words")
        place.carrier.reply(THEIRS, "STOP", "opt-out")
        assert told == [(THEIRS, "No more messages from this number. START brings them back.")]
