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
from services.notifier.shell.sender import ANYBODY, Ours
from services.notifier.shell.tokens import fixed
from services.notifier.shell.webhook import BODY_BYTES_MAX, Hook
from shared.runtime.ports import Unavailable

from .events import CASE
from .notifier_process import KEYS, PHONE, PUBLIC_URL, NotifierProcess, notifier_process

TOKEN = "a token of sixteen or more"
SID = "SM" + "a" * 32


@pytest.fixture
async def notifier(notifier_url: str) -> AsyncIterator[NotifierProcess]:
    """A process whose only borrower has just been texted."""
    async with notifier_process(notifier_url) as opened:
        await opened.hear(await opened.known())
        await opened.settle()
        await post_texts(opened.desk)
        await opened.settle()
        yield opened


async def call(
    notifier: NotifierProcess,
    path: str,
    form: Mapping[str, str] | bytes,
    *,
    signature: str | None = None,
    query: str = "",
    ours: Ours = ANYBODY,
) -> httpx.Response:
    hook = Hook(notifier.store, notifier.ring, KEYS, notifier.clock, fixed(TOKEN), PUBLIC_URL, ours=ours)
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


async def test_a_delivery_is_stored_before_it_is_answered_and_then_decided_on(notifier: NotifierProcess) -> None:
    answer = await call(notifier, *status(await notifier.text()))
    assert answer.status_code == 200
    assert answer.text.endswith("<Response></Response>")
    (row,) = await notifier.rows("SELECT count(*) AS n FROM intake")
    assert row["n"] == 1
    await notifier.settle()
    assert (await notifier.text())["status"] == "delivered"
    assert await notifier.published("delivered") == 1


async def test_a_status_told_twice_counts_once(notifier: NotifierProcess) -> None:
    for _ in range(2):
        await call(notifier, *status(await notifier.text()))
    await notifier.settle()
    await call(notifier, *status(await notifier.text()))
    await notifier.settle()
    assert (await notifier.reasons()).count("text-delivered") == 1


async def test_the_query_of_the_public_url_is_signed_too(notifier: NotifierProcess) -> None:
    path, form = status(await notifier.text())
    assert (await call(notifier, path, form, query="?a=b")).status_code == 200


async def test_a_reply_is_kept_sealed_and_understood(notifier: NotifierProcess) -> None:
    assert (await call(notifier, *reply("please stop texting me"))).status_code == 200
    (row,) = await notifier.rows("SELECT convert_from(doc, 'UTF8') AS doc FROM intake")
    assert "stop" not in row["doc"]
    await notifier.settle()
    assert "opted-out" in await notifier.reasons()
    (line,) = await notifier.rows("SELECT borrower, active FROM suppressions")
    assert line == {"borrower": "b1", "active": True}


@pytest.mark.parametrize("kid", ["b1", "whatever-the-bank-calls-it", "b" * 64])
async def test_a_reply_is_sealed_under_the_key_that_its_person_s_phone_is_sealed_under(
    notifier_url: str, kid: str
) -> None:
    async with notifier_process(notifier_url) as notifier:
        await notifier.hear(await notifier.known(kid=kid))
        await notifier.settle()
        await post_texts(notifier.desk)
        await notifier.settle()
        assert (await call(notifier, *reply("STOP"))).status_code == 200
        await notifier.settle()
        assert "opted-out" in await notifier.reasons()
        await notifier.ring.forget(kid)
        assert (await call(notifier, *reply("5", sid="SM" + "c" * 32))).status_code == 200
        assert not await notifier.rows("SELECT 1 AS one FROM intake"), "nobody can read the words of a forgotten person"
        assert not await notifier.rows("SELECT 1 AS one FROM privacy.data_keys WHERE kid = %(kid)s", kid=kid)


async def test_a_reply_told_twice_counts_once(notifier: NotifierProcess) -> None:
    for _ in range(3):
        await call(notifier, *reply("5"))
        await notifier.settle()
    assert (await notifier.reasons()).count("hardship") == 1


async def test_a_reply_reaches_every_case_of_the_phone(notifier: NotifierProcess) -> None:
    notifier.later(days=1)
    await notifier.hear(await notifier.known(case="case-2"))
    await notifier.settle()
    await call(notifier, *reply("STOP"))
    await notifier.settle()
    for case in (CASE, "case-2"):
        assert "opted-out" in await notifier.reasons(case)
    rows = await notifier.rows("SELECT case_id FROM texts WHERE kind = 'opt-out-confirmed'")
    assert len(rows) == 1


async def test_an_old_reply_sent_again_says_nothing_to_a_case_that_the_phone_got_since(
    notifier: NotifierProcess,
) -> None:
    await call(notifier, *reply("STOP"))
    await notifier.settle()
    notifier.later(days=90)
    await notifier.store.fetch("DELETE FROM inbox", {})  # nothing is remembered there for so long
    await notifier.hear(await notifier.known(case="case-2", borrower="b2"))
    await notifier.settle()
    assert (await call(notifier, *reply("STOP"))).status_code == 200
    await notifier.settle()
    assert (await notifier.reasons()).count("opted-out") == 1
    assert "opted-out" not in await notifier.reasons("case-2")


async def test_a_reply_that_waits_to_be_decided_on_is_known_too(notifier: NotifierProcess) -> None:
    for _ in range(2):
        assert (await call(notifier, *reply("STOP"))).status_code == 200
    assert len(await notifier.rows("SELECT 1 AS one FROM intake")) == 1


async def test_a_receipt_counts_for_the_message_it_names(notifier: NotifierProcess) -> None:
    row = await notifier.text()
    assert (await call(notifier, *status(row | {"sid": "SM" + "b" * 32}))).status_code == 404
    assert not await notifier.rows("SELECT 1 AS one FROM intake")


async def test_a_reply_answers_the_text_it_came_after(notifier: NotifierProcess) -> None:
    notifier.later(minutes=5)
    await call(notifier, *reply("the dog bites"))
    await notifier.settle()
    (told,) = [row for row in notifier.deciding.relay.waiting if row.type == "doorstep.reply.understood.v1"]
    (asked,) = await notifier.rows("SELECT intent FROM texts WHERE kind = 'reminder-firm'")
    assert str(asked["intent"]) in told.value.decode()


async def test_a_phone_that_was_never_texted_is_nobodys(notifier: NotifierProcess) -> None:
    assert (await call(notifier, *reply(sender="+351900000099"))).status_code == 200
    assert not await notifier.rows("SELECT 1 AS one FROM intake")


async def test_an_empty_reply_with_a_picture_is_a_reply(notifier: NotifierProcess) -> None:
    assert (await call(notifier, *reply(""))).status_code == 200
    await notifier.settle()
    assert "answered-unknown" in await notifier.reasons()


async def test_a_wrong_signature_is_refused_and_nothing_is_stored(notifier: NotifierProcess) -> None:
    for signature in ("", "bm9uc2Vuc2U=", "%%%"):
        assert (await call(notifier, *reply(), signature=signature)).status_code == 403
        assert (await call(notifier, *status(await notifier.text()), signature=signature)).status_code == 403
    assert not await notifier.rows("SELECT 1 AS one FROM intake")


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


async def test_what_twilio_does_not_send_is_refused(notifier: NotifierProcess) -> None:
    for path, form in STRANGE:
        assert (await call(notifier, path, form)).status_code == 400, (path, form)


async def test_a_body_that_is_no_form_is_refused(notifier: NotifierProcess) -> None:
    assert (await call(notifier, "/twilio/replies", b"\xff\xfe=1")).status_code == 400


async def test_a_body_larger_than_anything_twilio_sends_is_refused(notifier: NotifierProcess) -> None:
    assert (await call(notifier, "/twilio/replies", b"a" * (BODY_BYTES_MAX + 1))).status_code == 413


async def test_a_text_that_is_not_ours_is_not_found(notifier: NotifierProcess) -> None:
    path, form = status({"intent": "4f9d1b7a-3c55-5f0e-9a59-0d2a6a1f3e11"})
    assert (await call(notifier, path, form)).status_code == 404


async def test_a_receipt_from_another_account_is_answered_and_ignored(notifier: NotifierProcess) -> None:
    path, form = status(await notifier.text())
    mine, theirs = "AC" + "0" * 32, "AC" + "9" * 32
    ours = Ours(mine, "+351900000000")
    assert (await call(notifier, path, form | {"AccountSid": theirs}, ours=ours)).status_code == 200
    assert not await notifier.rows("SELECT 1 AS one FROM intake")
    assert (await call(notifier, path, form | {"AccountSid": mine}, ours=ours)).status_code == 200
    assert await notifier.rows("SELECT 1 AS one FROM intake")


async def test_a_status_without_meaning_for_us_is_answered_and_ignored(notifier: NotifierProcess) -> None:
    assert (await call(notifier, *status(await notifier.text(), "receiving"))).status_code == 200
    assert not await notifier.rows("SELECT 1 AS one FROM intake")


async def test_what_can_not_be_stored_now_is_not_answered_as_if_it_were(notifier: NotifierProcess) -> None:
    def gone() -> None:
        raise Unavailable("test")

    notifier.store.unit = gone
    assert (await call(notifier, *reply())).status_code == 503
