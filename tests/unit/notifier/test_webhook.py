"""What Twilio tells us is checked, stored, then answered."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

import httpx
import pytest
from starlette.applications import Starlette
from twilio.request_validator import RequestValidator

from services.notifier.shell.posting import post_texts
from services.notifier.shell.webhook import BODY_BYTES_MAX, Hook
from shared.runtime.ports import Unavailable

from .shop import KEYS, PHONE, PUBLIC_URL, Shop, shop
from .world import CASE

TOKEN = "a token of sixteen or more"
SID = "SM" + "a" * 32


@pytest.fixture
async def place(notifier_url: str) -> AsyncIterator[Shop]:
    """A shop whose only borrower has just been texted."""
    async with shop(notifier_url) as opened:
        await opened.hear(await opened.known())
        await opened.settle()
        await post_texts(opened.desk)
        await opened.settle()
        yield opened


async def call(
    place: Shop, path: str, form: Mapping[str, str] | bytes, *, signature: str | None = None, query: str = ""
) -> httpx.Response:
    hook = Hook(place.store, place.ring, KEYS, place.clock, TOKEN, PUBLIC_URL)
    transport = httpx.ASGITransport(app=Starlette(routes=list(hook.routes())))
    body = form if isinstance(form, bytes) else urlencode(form).encode()
    params = {} if isinstance(form, bytes) else dict(form)
    signed = RequestValidator(TOKEN).compute_signature(PUBLIC_URL + path + query, params)
    headers = {
        "X-Twilio-Signature": signature if signature is not None else signed,
        "Content-Type": "application/x-www-form-urlencoded",
    }
    async with httpx.AsyncClient(transport=transport, base_url="http://inside:1") as client:
        return await client.post(path + query, content=body, headers=headers)


def status(place_row: Mapping[str, Any], said: str = "delivered", code: str = "") -> tuple[str, dict[str, str]]:
    sid = place_row.get("sid", SID)
    form = {"MessageSid": sid, "MessageStatus": said, "ErrorCode": code, "To": PHONE}
    return f"/twilio/status/{place_row['intent']}", form


def reply(words: str = "STOP", sender: str = PHONE, sid: str = SID) -> tuple[str, dict[str, str]]:
    return "/twilio/replies", {"MessageSid": sid, "From": sender, "Body": words, "ToCity": "", "NumMedia": "0"}


async def test_a_delivery_is_stored_before_it_is_answered_and_then_decided_on(place: Shop) -> None:
    answer = await call(place, *status(await place.text()))
    assert answer.status_code == 200
    assert answer.text.endswith("<Response></Response>")
    (row,) = await place.rows("SELECT count(*) AS n FROM intake")
    assert row["n"] == 1
    await place.settle()
    assert (await place.text())["status"] == "delivered"
    assert await place.published("delivered") == 1


async def test_a_status_told_twice_counts_once(place: Shop) -> None:
    for _ in range(2):
        await call(place, *status(await place.text()))
    await place.settle()
    await call(place, *status(await place.text()))
    await place.settle()
    assert (await place.reasons()).count("text-delivered") == 1


async def test_the_query_of_the_public_url_is_signed_too(place: Shop) -> None:
    path, form = status(await place.text())
    assert (await call(place, path, form, query="?a=b")).status_code == 200


async def test_a_reply_is_kept_sealed_and_understood(place: Shop) -> None:
    assert (await call(place, *reply("please stop texting me"))).status_code == 200
    (row,) = await place.rows("SELECT convert_from(doc, 'UTF8') AS doc FROM intake")
    assert "stop" not in row["doc"]
    await place.settle()
    assert "opted-out" in await place.reasons()
    (line,) = await place.rows("SELECT borrower, active FROM suppressions")
    assert line == {"borrower": "b1", "active": True}


@pytest.mark.parametrize("kid", ["b1", "whatever-the-bank-calls-it", "b" * 64])
async def test_a_reply_is_sealed_under_the_key_that_its_person_s_phone_is_sealed_under(
    notifier_url: str, kid: str
) -> None:
    async with shop(notifier_url) as place:
        await place.hear(await place.known(kid=kid))
        await place.settle()
        await post_texts(place.desk)
        await place.settle()
        assert (await call(place, *reply("STOP"))).status_code == 200
        await place.settle()
        assert "opted-out" in await place.reasons()
        await place.ring.forget(kid)
        assert (await call(place, *reply("5", sid="SM" + "c" * 32))).status_code == 200
        assert not await place.rows("SELECT 1 AS one FROM intake"), "nobody can read the words of a forgotten person"
        assert not await place.rows("SELECT 1 AS one FROM privacy.data_keys WHERE kid = %(kid)s", kid=kid)


async def test_a_reply_told_twice_counts_once(place: Shop) -> None:
    for _ in range(3):
        await call(place, *reply("5"))
        await place.settle()
    assert (await place.reasons()).count("hardship") == 1


async def test_a_reply_reaches_every_case_of_the_phone(place: Shop) -> None:
    place.later(days=1)
    await place.hear(await place.known(case="case-2"))
    await place.settle()
    await call(place, *reply("STOP"))
    await place.settle()
    for case in (CASE, "case-2"):
        assert "opted-out" in await place.reasons(case)
    rows = await place.rows("SELECT case_id FROM texts WHERE kind = 'opt-out-confirmed'")
    assert len(rows) == 1


async def test_an_old_reply_sent_again_says_nothing_to_a_case_that_the_phone_got_since(place: Shop) -> None:
    await call(place, *reply("STOP"))
    await place.settle()
    place.later(days=90)
    await place.store.fetch("DELETE FROM inbox", {})  # nothing is remembered there for so long
    await place.hear(await place.known(case="case-2", borrower="b2"))
    await place.settle()
    assert (await call(place, *reply("STOP"))).status_code == 200
    await place.settle()
    assert (await place.reasons()).count("opted-out") == 1
    assert "opted-out" not in await place.reasons("case-2")


async def test_a_reply_that_waits_to_be_decided_on_is_known_too(place: Shop) -> None:
    for _ in range(2):
        assert (await call(place, *reply("STOP"))).status_code == 200
    assert len(await place.rows("SELECT 1 AS one FROM intake")) == 1


async def test_a_receipt_counts_for_the_message_it_names(place: Shop) -> None:
    row = await place.text()
    assert (await call(place, *status(row | {"sid": "SM" + "b" * 32}))).status_code == 404
    assert not await place.rows("SELECT 1 AS one FROM intake")


async def test_a_reply_answers_the_text_it_came_after(place: Shop) -> None:
    place.later(minutes=5)
    await call(place, *reply("the dog bites"))
    await place.settle()
    (told,) = [row for row in place.deciding.relay.waiting if row.type == "doorstep.reply.understood.v1"]
    (asked,) = await place.rows("SELECT intent FROM texts WHERE kind = 'reminder-firm'")
    assert str(asked["intent"]) in told.value.decode()


async def test_a_phone_that_was_never_texted_is_nobodys(place: Shop) -> None:
    assert (await call(place, *reply(sender="+351900000099"))).status_code == 200
    assert not await place.rows("SELECT 1 AS one FROM intake")


async def test_an_empty_reply_with_a_picture_is_a_reply(place: Shop) -> None:
    assert (await call(place, *reply(""))).status_code == 200
    await place.settle()
    assert "answered-unknown" in await place.reasons()


async def test_a_wrong_signature_is_refused_and_nothing_is_stored(place: Shop) -> None:
    for signature in ("", "bm9uc2Vuc2U=", "%%%"):
        assert (await call(place, *reply(), signature=signature)).status_code == 403
        assert (await call(place, *status(await place.text()), signature=signature)).status_code == 403
    assert not await place.rows("SELECT 1 AS one FROM intake")


STRANGE: list[tuple[str, dict[str, str]]] = [
    ("/twilio/replies", {"From": PHONE, "Body": "x"}),
    ("/twilio/replies", {"MessageSid": "SMnonsense", "From": PHONE, "Body": "x"}),
    ("/twilio/replies", {"MessageSid": SID, "From": "", "Body": "x"}),
    ("/twilio/replies", {"MessageSid": SID, "From": "x" * 321, "Body": "x"}),
    ("/twilio/replies", {"MessageSid": SID, "From": PHONE}),
    ("/twilio/status/not-an-intent", {"MessageSid": SID, "MessageStatus": "sent"}),
    (f"/twilio/status/{UUID(int=7)}", {"MessageSid": "x", "MessageStatus": "sent"}),
    (f"/twilio/status/{UUID(int=7)}", {"MessageSid": SID, "MessageStatus": "failed", "ErrorCode": "x"}),
]


async def test_what_twilio_does_not_send_is_refused(place: Shop) -> None:
    for path, form in STRANGE:
        assert (await call(place, path, form)).status_code == 400, (path, form)


async def test_a_body_that_is_no_form_is_refused(place: Shop) -> None:
    assert (await call(place, "/twilio/replies", b"\xff\xfe=1")).status_code == 400


async def test_a_body_larger_than_anything_twilio_sends_is_refused(place: Shop) -> None:
    assert (await call(place, "/twilio/replies", b"a" * (BODY_BYTES_MAX + 1))).status_code == 413


async def test_a_text_that_is_not_ours_is_not_found(place: Shop) -> None:
    path, form = status({"intent": "4f9d1b7a-3c55-5f0e-9a59-0d2a6a1f3e11"})
    assert (await call(place, path, form)).status_code == 404


async def test_a_status_without_meaning_for_us_is_answered_and_ignored(place: Shop) -> None:
    assert (await call(place, *status(await place.text(), "receiving"))).status_code == 200
    assert not await place.rows("SELECT 1 AS one FROM intake")


async def test_what_can_not_be_stored_now_is_not_answered_as_if_it_were(place: Shop) -> None:
    async def gone(rows: Any) -> None:
        raise Unavailable("test")

    place.store.take_in = gone
    assert (await call(place, *reply())).status_code == 503
