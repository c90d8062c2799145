"""The account's messages as they are listed: both ways, in pages, with their pictures."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from twilio.base.exceptions import TwilioRestException

from .sdk import called, sdk, sent
from .twin_on_loopback import OURS, SID, THEIRS, TOKEN, twin_on_loopback


async def test_the_list_filters_by_number_and_date_and_pages(tmp_path: Path) -> None:
    async with twin_on_loopback(tmp_path) as place:
        for body in ("one", "two", "three"):
            await sent(place, body)
        await sent(place, "other", to="+351900000002")
        client = sdk(place)
        found = await called(lambda: client.messages.list(to=THEIRS, page_size=2))
        assert [message.body for message in found] == ["three", "two", "one"]
        began = place.clock.at
        # What is not sent yet has no date to be found by.
        assert await called(lambda: client.messages.list(to=THEIRS, date_sent_after=began)) == []
        await place.later(timedelta(seconds=1))
        assert len(await called(lambda: client.messages.list(to=THEIRS, date_sent_after=began))) == 3
        assert (
            await called(lambda: client.messages.list(to=THEIRS, date_sent_before=began - timedelta(seconds=1))) == []
        )
        assert len(await called(lambda: client.messages.list(date_sent=began.date(), from_=OURS))) == 4


async def test_the_list_has_both_directions_each_with_its_own_words(tmp_path: Path) -> None:
    async with twin_on_loopback(tmp_path) as place:
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
    async with twin_on_loopback(tmp_path) as place:
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
    async with twin_on_loopback(tmp_path) as place:
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
    async with twin_on_loopback(tmp_path) as place:
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


async def test_an_unknown_message_is_not_found(tmp_path: Path) -> None:
    async with twin_on_loopback(tmp_path) as place:
        with pytest.raises(TwilioRestException) as caught:
            await called(lambda: sdk(place).messages("SM" + "1" * 32).fetch())
        assert caught.value.status == 404
