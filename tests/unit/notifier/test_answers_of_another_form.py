"""What a carrier says in a form that is not the usual one: refusals as RFC 9457 has them, and when to come again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs

import pytest

from services.notifier.shell.posting import post_texts
from services.notifier.shell.sms import Accepted, Busy, Doubt, MemorySms, Ready, Rejected, Unreached, Unsent

from .notifier_process import Memory, claimed, many, notifier_process
from .test_twilio import AT, MESSAGE, TEXT, answer, carrier, problem

GSM = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ÄÖÑÜ§¿äöñüà^{}\\[~]|€"


def details(http: int, code: Any, status: Any = None) -> bytes:
    """As RFC 9457 has it, with Twilio's code."""
    return answer(
        http, {"type": "https://x/1", "title": "no", "status": http if status is None else status, "code": code}
    )


def busy(said: str, date: str = "") -> bytes:
    body, more = b"{}", f"Date: {date}\r\n" if date else ""
    return f"HTTP/1.1 429 X\r\nRetry-After: {said}\r\n{more}Content-Length: 2\r\n\r\n".encode() + body


@pytest.mark.parametrize(
    ("raw", "outcome"),
    [
        (details(400, 21211), Rejected(21211)),
        (details(400, "a word"), Rejected(None)),
        (details(401, 20003), Unsent("account-refused")),
        (details(429, 20429), Busy()),
        (details(500, 20500), Doubt("http-500")),
        (details(500, 21211, status=400), Doubt("http-500")),
        (details(408, 20408), Doubt("http-408")),
    ],
)
async def test_a_refusal_says_the_same_in_either_form(raw: bytes, outcome: Any) -> None:
    async with carrier(raw) as (sms, _):
        assert await sms.send([TEXT]) == [outcome]


@pytest.mark.parametrize("sid", ["SM\ud800", "SM\x00", "S" * 3_000, "", 7, None])
async def test_an_id_that_is_none_leaves_doubt_and_is_found_nowhere(sid: Any) -> None:
    async with carrier(answer(201, {"sid": sid})) as (sms, _):
        assert await sms.send([TEXT]) == [Doubt("no-sid")]
    made = {"sid": sid, "body": "x", "date_created": "Tue, 24 Nov 2026 12:00:00 +0000", "to": TEXT.to}
    async with carrier(answer(200, {"messages": [made], "next_page_uri": None, "uri": "/x"})) as (sms, _):
        assert (await sms.find(TEXT.to, AT)).found == []


def inbound(**more: Any) -> dict[str, Any]:
    when = "Tue, 24 Nov 2026 12:00:00 +0000"
    said = {"body": "STOP", "from": TEXT.to, "to": "+351900000000", "direction": "inbound", "date_sent": when}
    return {"sid": MESSAGE, "date_created": when, "num_media": "0", **said, **more}


async def test_half_a_letter_or_no_id_keeps_nobody_from_what_else_people_wrote() -> None:
    listed = [inbound(body="5 \ud83d", to="\udc00"), inbound(sid="SM\ud800"), inbound(sid="S" * 3_000), inbound()]
    said = {"messages": listed, "next_page_uri": None, "uri": "/x"}
    async with carrier(answer(200, said)) as (sms, _):
        page = await sms.inbox(AT - timedelta(days=1), None)
    assert [(one.sid, one.words) for one in page.messages] == [(MESSAGE, "5 \ufffd"), (MESSAGE, "STOP")]
    assert all(str(one).isprintable() for one in page.messages)


async def test_half_a_letter_in_a_text_of_ours_keeps_nobody_from_the_others() -> None:
    made = inbound(direction="outbound-api")
    said = {"messages": [made | {"body": "x \udfff"}, made], "next_page_uri": None, "uri": "/x"}
    async with carrier(answer(200, said)) as (sms, _):
        assert [one.body for one in (await sms.find(TEXT.to, AT)).found] == ["x \ufffd", "STOP"]


@pytest.mark.parametrize("code", [10**12, -5, 2**31, 0, "a word"])
async def test_a_code_that_is_none_is_no_code(code: Any) -> None:
    async with carrier(answer(400, {"code": code})) as (sms, _):
        assert await sms.send([TEXT]) == [Rejected(None)]


@pytest.mark.parametrize("sid", ["SM\ud800", "S" * 10_000_000])
async def test_what_can_not_be_stored_of_one_text_is_its_own_trouble(notifier_url: str, sid: str) -> None:
    async with notifier_process(notifier_url, MemorySms(answers=[Accepted(sid)])) as notifier:
        await many(notifier, 3)
        assert await post_texts(notifier.desk) == 3
        await notifier.settle()
        assert sorted(text["status"] for text in await notifier.table("texts"))[:2] == ["accepted", "accepted"]


@pytest.mark.parametrize("charset", ["no-such", "utf-8,charset=utf-8", "rot13", "undefined", "idna", ""])
@pytest.mark.parametrize(
    ("http", "said", "outcome"),
    [
        (201, {"sid": MESSAGE}, Accepted(MESSAGE)),
        (429, {"code": 20429}, Busy()),
        (400, {"code": 21211}, Rejected(21211)),
        (401, {"code": 20003}, Unsent("account-refused")),
    ],
)
async def test_whatever_an_answer_calls_its_letters_it_says_the_same(
    http: int, said: dict[str, Any], outcome: Any, charset: str
) -> None:
    raw = answer(http, said).replace(b"application/json", f"application/json; charset={charset}".encode())
    async with carrier(raw) as (sms, _):
        assert await sms.send([TEXT]) == [outcome]


async def test_a_text_that_is_not_there_is_not_there_in_either_form() -> None:
    async with carrier(details(404, 20404)) as (sms, _):
        assert await sms.report(MESSAGE) is None
    async with carrier(details(503, 20404, status=404)) as (sms, _):
        with pytest.raises(Unreached):
            await sms.report(MESSAGE)


@pytest.mark.parametrize(
    ("raw", "after_s"),
    [
        (busy("7"), 7.0),
        (busy("Tue, 24 Nov 2026 12:00:30 GMT", "Tue, 24 Nov 2026 12:00:00 GMT"), 30.0),
        (busy("Tue, 24 Nov 2026 12:00:30 GMT"), None),
        (busy("Tue, 24 Nov 2026 11:59:30 GMT", "Tue, 24 Nov 2026 12:00:00 GMT"), None),
        (busy("-3"), None),
        (busy("soon"), None),
        (busy("9" * 400), None),
        (problem(429, 20429), None),
    ],
)
async def test_a_carrier_that_is_too_busy_may_say_when_to_come_again(raw: bytes, after_s: float | None) -> None:
    async with carrier(raw) as (sms, _):
        assert await sms.send([TEXT]) == [Busy(after_s)]


async def test_every_letter_that_a_text_may_have_arrives_as_it_is() -> None:
    body = GSM + "ã\u20ac\u4f60\U0001f600\u00a0 %41 a&b=c;d +351 100%\t" + "".join(map(chr, range(1, 32)))
    callback = "https://bank.example/a b/twilio/status/1?x=1&y=2#z"
    async with carrier(answer(201, {"sid": MESSAGE, "status": "queued"})) as (sms, there):
        assert await sms.send([Ready(TEXT.to, body, callback)]) == [Accepted(MESSAGE)]
    said = parse_qs(there.got[0].partition(b"\r\n\r\n")[2].decode("ascii"), strict_parsing=True)
    assert (said["Body"], said["StatusCallback"], said["To"]) == ([body], [callback], [TEXT.to])


async def test_a_moment_that_is_asked_for_is_sent_as_one() -> None:
    async with carrier(answer(200, {"messages": [], "next_page_uri": None, "uri": "/x"})) as (sms, there):
        await sms.listed(datetime(2026, 11, 24, 12, tzinfo=UTC), AT)
    query = there.got[0].split(b" ")[1].partition(b"?")[2].decode("ascii")
    assert parse_qs(query)["DateSent>"] == ["2026-11-24T11:58:00Z"]


async def test_however_long_a_carrier_wants_to_be_left_alone_it_is_asked_again_within_the_hour(
    anywhere: str | Memory,
) -> None:
    async with notifier_process(anywhere, MemorySms(answers=[Busy(after_s=10.0**8)])) as notifier:
        await claimed(notifier)
        assert await post_texts(notifier.desk) == 1
        row = await notifier.text()
        assert row["status"] == "claimed"
        assert timedelta(0) < row["try_after"] - notifier.clock.at <= timedelta(hours=1)
