"""The carrier against the real Twilio SDK and its validator."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from twilio.base.exceptions import TwilioRestException
from twilio.http import HttpClient
from twilio.http.response import Response as TwilioResponse
from twilio.rest import Client

from services.sandbox.twin.carrier import Line
from services.sandbox.twin.faults import Rates

from .given import INTENT, OURS, SID, THEIRS, TOKEN, Town, town


class Transport(HttpClient):  # type: ignore[misc]
    """The SDK over httpx, with its addresses led to this machine."""

    def __init__(self, twin_url: str) -> None:
        super().__init__(None, False, None)
        self._twin_url = twin_url

    def request(
        self,
        method: str,
        url: str,
        params: Any = None,
        data: Any = None,
        headers: Any = None,
        auth: Any = None,
        timeout: Any = None,
        allow_redirects: bool = False,
    ) -> TwilioResponse:
        target = url.replace("https://api.twilio.com", self._twin_url)
        with httpx.Client(verify=False) as client:
            found = client.request(method, target, params=params, data=data, headers=headers, auth=auth)
        return TwilioResponse(found.status_code, found.text)


def sdk(place: Town, token: str = TOKEN) -> Client:
    return Client(SID, token, http_client=Transport(place.twin_url))


async def called(what: Callable[[], Any]) -> Any:
    return await asyncio.to_thread(what)


async def sent(place: Town, body: str = "Hello", to: str = THEIRS) -> Any:
    client = sdk(place)
    return await called(lambda: client.messages.create(to=to, from_=OURS, body=body, status_callback=place.callback()))


async def refusal(place: Town, **form: Any) -> TwilioRestException:
    client = sdk(place)
    with pytest.raises(TwilioRestException) as caught:
        await called(lambda: client.messages.create(**form))
    found = caught.value
    assert isinstance(found, TwilioRestException)
    return found


def rows(place: Town, kind: str) -> list[dict[str, Any]]:
    found = [json.loads(line) for line in place.file.read_text().splitlines()]
    return [row for row in found if row["kind"] == kind]


async def test_an_accepted_text_is_queued_under_a_sid_and_written_down_without_number_or_body(tmp_path: Path) -> None:
    async with town(tmp_path) as place:
        message = await sent(place, "Hello there")
        assert re.fullmatch(r"SM[0-9a-f]{32}", message.sid)
        assert (message.status, message.to, message.num_segments) == ("queued", THEIRS, "1")
        (row,) = rows(place, "post")
        assert (row["sid"], row["intent"]) == (message.sid, INTENT)
        assert "Hello" not in place.file.read_text()
        assert THEIRS not in place.file.read_text()


async def test_a_text_moves_to_delivered_on_the_virtual_clock_and_every_callback_is_signed(tmp_path: Path) -> None:
    async with town(tmp_path) as place:
        await sent(place)
        assert place.heard == []
        await place.later(timedelta(minutes=1))
        assert place.statuses() == ["sent", "delivered"]
        assert all(hook.genuine and hook.path.endswith(INTENT) for hook in place.heard)
        assert place.street.got == [(THEIRS, "Hello")]
        assert [row["http"] for row in rows(place, "status-answered")] == [200, 200]


async def test_a_dead_number_ends_as_undelivered_with_the_carriers_code(tmp_path: Path) -> None:
    async with town(tmp_path) as place:
        place.street.lines[THEIRS] = Line(code=30003)
        message = await sent(place)
        await place.later(timedelta(minutes=1))
        assert place.statuses() == ["sent", "undelivered"]
        assert place.heard[-1].form["ErrorCode"] == "30003"
        seen = await called(lambda: sdk(place).messages(message.sid).fetch())
        assert (seen.status, seen.error_code) == ("undelivered", 30003)
        assert place.street.got == []


@pytest.mark.parametrize(
    ("form", "code"),
    [
        ({"to": THEIRS, "from_": OURS}, 21602),
        ({"to": "12", "from_": OURS, "body": "x"}, 21211),
        ({"to": THEIRS, "from_": "nobody", "body": "x"}, 21212),
        ({"to": THEIRS, "from_": "+351900000009", "body": "x"}, 21606),
        ({"to": OURS, "from_": OURS, "body": "x"}, 21266),
        ({"to": THEIRS, "from_": OURS, "body": "x" * 1601}, 21617),
        ({"to": THEIRS, "from_": OURS, "body": "x", "status_callback": "nowhere"}, 21609),
        ({"to": THEIRS, "body": "x"}, 21603),
        ({"to": "", "from_": OURS, "body": "x"}, 21604),
    ],
)
async def test_what_is_wrong_with_a_post_is_named_by_twilios_code(tmp_path: Path, form: Any, code: int) -> None:
    async with town(tmp_path) as place:
        found = await refusal(place, **form)
        assert (found.status, found.code) == (400, code)
        assert rows(place, "refused")[0]["code"] == code
        assert rows(place, "post") == []


async def test_wrong_credentials_are_refused(tmp_path: Path) -> None:
    async with town(tmp_path) as place:
        client = sdk(place, token="another token")
        with pytest.raises(TwilioRestException) as caught:
            await called(lambda: client.messages.create(to=THEIRS, from_=OURS, body="x"))
        assert (caught.value.status, caught.value.code) == (401, 20003)


async def test_a_reply_is_announced_with_a_signature(tmp_path: Path) -> None:
    async with town(tmp_path) as place:
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
    async with town(tmp_path) as place:
        place.carrier.reply(THEIRS, "please stop", "opt-out")
        await sent(place)
        place.carrier.reply(THEIRS, " Stop ", "opt-out")
        found = await refusal(place, to=THEIRS, from_=OURS, body="x")
        assert found.code == 21610
        place.carrier.reply(THEIRS, "START", "opt-in")
        await sent(place)
        assert len(rows(place, "post")) == 2


async def test_a_webhook_that_fails_is_tried_again_in_the_order_of_its_phone(tmp_path: Path) -> None:
    async with town(tmp_path) as place:
        place.answers += [503, 500]
        place.carrier.reply(THEIRS, "first", "slot")
        place.carrier.reply(THEIRS, "second", "slot")
        await place.later(timedelta())
        assert [hook.form["Body"] for hook in place.heard] == ["first", "first", "first", "second"]
        assert [row["tries"] for row in rows(place, "reply-answered")] == [3, 1]


async def test_the_list_filters_by_number_and_date_and_pages(tmp_path: Path) -> None:
    async with town(tmp_path) as place:
        for body in ("one", "two", "three"):
            await sent(place, body)
        await sent(place, "other", to="+351900000002")
        client = sdk(place)
        found = await called(lambda: client.messages.list(to=THEIRS, page_size=2))
        assert [message.body for message in found] == ["three", "two", "one"]
        began = place.clock.at
        assert len(await called(lambda: client.messages.list(to=THEIRS, date_sent_after=began))) == 3
        assert (
            await called(lambda: client.messages.list(to=THEIRS, date_sent_before=began - timedelta(seconds=1))) == []
        )
        assert len(await called(lambda: client.messages.list(date_sent=began.date(), from_=OURS))) == 4


async def test_the_list_has_both_directions_each_with_its_own_words(tmp_path: Path) -> None:
    async with town(tmp_path) as place:
        await sent(place, "from us")
        place.carrier.reply(THEIRS, "from them", "who")
        mine, theirs = (
            await called(lambda: sdk(place).messages.list(to=OURS)),
            await called(lambda: sdk(place).messages.list(from_=THEIRS)),
        )
        assert [message.sid for message in mine] == [message.sid for message in theirs]
        (reply,) = mine
        assert (reply.direction, reply.status, reply.body, reply.from_) == ("inbound", "received", "from them", THEIRS)
        assert reply.date_sent == place.clock.at
        assert len(await called(lambda: sdk(place).messages.list())) == 2


async def test_a_page_begins_where_the_one_before_it_ended_whatever_came_in_between(tmp_path: Path) -> None:
    async with town(tmp_path) as place:
        for body in ("one", "two", "three"):
            place.carrier.reply(THEIRS, body, "who")
        page = await called(lambda: sdk(place).messages.page(to=OURS, page_size=2))
        assert [message.body for message in page] == ["three", "two"]
        place.carrier.reply(THEIRS, "four", "who")
        assert [message.body for message in await called(page.next_page)] == ["one"]


@pytest.mark.parametrize(
    ("query", "bodies"),
    [
        ({"DateSent": "2027-03-01"}, ["noon", "morning"]),
        ({"DateSent>": "2027-03-01"}, ["night", "noon", "morning"]),
        ({"DateSent>": "2027-03-01T12:00:00Z"}, ["night", "noon"]),
        ({"DateSent>": "2027-03-01 12:00:00.001"}, ["night"]),
        ({"DateSent>": "Mon, 01 Mar 2027 12:00:00 -0000"}, ["night", "noon"]),
        ({"DateSent<": "2027-03-01"}, ["noon", "morning"]),
        ({"DateSent<": "2027-03-01T12:00:00Z"}, ["noon", "morning"]),
        ({"DateSent>": "2027-03-01T10:00:00Z", "DateSent<": "2027-03-01T13:00:00+01:00"}, ["noon"]),
        ({"DateSent>": "soon"}, ["night", "noon", "morning"]),
    ],
)
async def test_dates_filter_the_list_in_every_form_that_is_documented(
    tmp_path: Path, query: dict[str, str], bodies: list[str]
) -> None:
    async with town(tmp_path) as place:
        place.carrier.reply(THEIRS, "morning", "who")
        place.clock.at += timedelta(hours=3)
        place.carrier.reply(THEIRS, "noon", "who")
        place.clock.at += timedelta(hours=12)
        place.carrier.reply(THEIRS, "night", "who")
        url = f"{place.twin_url}/2010-04-01/Accounts/{SID}/Messages.json"
        async with httpx.AsyncClient(verify=False, auth=(SID, TOKEN)) as client:
            found = (await client.get(url, params={"To": OURS, **query})).json()
        assert [message["body"] for message in found["messages"]] == bodies


async def test_a_picture_is_announced_listed_and_shown(tmp_path: Path) -> None:
    async with town(tmp_path) as place:
        place.carrier.reply(THEIRS, "", "picture", pictures=["image/jpeg", "image/png"])
        await place.later(timedelta())
        (hook,) = place.heard
        assert (hook.form["Body"], hook.form["NumMedia"], hook.form["MediaContentType1"]) == ("", "2", "image/png")
        assert re.fullmatch(r"MM[0-9a-f]{32}", hook.form["MessageSid"])
        message = await called(lambda: sdk(place).messages(hook.form["MessageSid"]).fetch())
        assert message.num_media == "2"
        listed = await called(message.media.list)
        assert [media.content_type for media in listed] == ["image/jpeg", "image/png"]
        assert hook.form["MediaUrl0"].endswith(listed[0].uri.removesuffix(".json"))
        path = hook.form["MediaUrl0"].removeprefix(place.carrier.account.api)
        async with httpx.AsyncClient(verify=False) as client:
            shown = await client.get(place.twin_url + path)
            nothing = await client.get(place.twin_url + path + "0")
        assert (shown.status_code, shown.headers["content-type"], nothing.status_code) == (200, "image/jpeg", 404)


async def test_a_text_may_be_accepted_though_its_sender_sees_an_error(tmp_path: Path) -> None:
    async with town(tmp_path, Rates(error_after=1.0)) as place:
        found = await refusal(place, to=THEIRS, from_=OURS, body="x", status_callback=place.callback())
        assert found.status == 500
        assert rows(place, "post")[0]["fault"] == "error-after"
        await place.later(timedelta(minutes=1))
        assert place.statuses() == ["sent", "delivered"]


async def test_a_cut_answer_leaves_the_sender_in_doubt(tmp_path: Path) -> None:
    async with town(tmp_path, Rates(cut_after=1.0)) as place:
        with pytest.raises(httpx.RemoteProtocolError):
            await sent(place)
        assert len(rows(place, "post")) == 1


async def test_too_many_requests_accept_nothing(tmp_path: Path) -> None:
    async with town(tmp_path, Rates(too_many=1.0)) as place:
        found = await refusal(place, to=THEIRS, from_=OURS, body="x")
        assert (found.status, found.code) == (429, 20429)
        assert rows(place, "post") == []


async def test_callbacks_may_come_twice_and_late(tmp_path: Path) -> None:
    async with town(tmp_path, Rates(callback_twice=1.0)) as place:
        await sent(place)
        await place.later(timedelta(minutes=1))
        assert place.statuses() == ["sent", "sent", "delivered", "delivered"]
    async with town(tmp_path, Rates(callback_late=1.0)) as place:
        await sent(place)
        await place.later(timedelta(minutes=1))
        assert place.statuses() == []
        await place.later(timedelta(hours=4))
        assert place.statuses() == ["sent", "delivered"]


async def test_an_unknown_message_is_not_found(tmp_path: Path) -> None:
    async with town(tmp_path) as place:
        with pytest.raises(TwilioRestException) as caught:
            await called(lambda: sdk(place).messages("SM" + "1" * 32).fetch())
        assert caught.value.status == 404
