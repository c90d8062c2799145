"""What TWILIO_FROM may be, and how each is texted from and listened for."""

from __future__ import annotations

import base64
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from services.notifier.settings import NotifierSettings
from services.notifier.shell.sender import Ours, kind_of
from services.notifier.shell.sms import Accepted, Arrived, Medium, Ready, Unreached
from services.notifier.shell.tokens import fixed
from services.notifier.shell.twilio_sms import TwilioSms
from services.sandbox.serve import Served
from shared.runtime.settings import SettingsError, load

SID, TOKEN, SECOND = "AC" + "0" * 32, "a token of sixteen or more", "another token of sixteen"
SERVICE, MESSAGE = "MG" + "a" * 32, "SM" + "b" * 32
SENT = "Tue, 24 Nov 2026 12:00:00 +0000"
AT = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
GOOD = [
    ("+15005550006", "number"), ("262966", "short-code"), ("123", "short-code"), (SERVICE, "service"),
]  # fmt: skip
NAMES = ["BANK", "My Bank 24", "Bank+Co-1_&"]
BAD = ["15005550006", "+0123456789", "12", "a name that is too long", "Bänk", "", "MG" + "x" * 32, "+1 500 555 0006"]


def settings(folder: Path, **more: str) -> NotifierSettings:
    key = folder / "key"
    key.write_text("x")
    return load(
        NotifierSettings,
        {
            "KAFKA_BOOTSTRAP_SERVERS": "127.0.0.1:1", "DATABASE_URL": "postgresql://u@h/d",
            "DOORSTEP_MASTER_KEY_FILE": str(key), "TWILIO_ACCOUNT_SID": SID, "TWILIO_AUTH_TOKEN": TOKEN,
            "TWILIO_FROM": "+15005550006", "DOORSTEP_PUBLIC_URL": "https://bank.example",
            "DOORSTEP_WEBHOOK_PORT": "8080", **more,
        },
    )  # fmt: skip


@pytest.mark.parametrize(("sender", "kind"), GOOD)
def test_a_sender_is_a_number_a_short_code_or_a_service(tmp_path: Path, sender: str, kind: str) -> None:
    assert kind_of(sender) == kind
    assert settings(tmp_path, TWILIO_FROM=sender).ours.sender == sender


@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_refused_since_nobody_could_say_stop(tmp_path: Path, name: str) -> None:
    assert kind_of(name) == "name"
    with pytest.raises(SettingsError, match=r"^TWILIO_FROM: nobody can answer a name") as error:
        settings(tmp_path, TWILIO_FROM=name, TWILIO_NUMBERS="+15005550001")
    assert name not in str(error.value)


@pytest.mark.parametrize("sender", BAD)
def test_anything_else_is_refused_with_what_it_should_be(tmp_path: Path, sender: str) -> None:
    with pytest.raises(SettingsError, match="TWILIO_FROM"):
        settings(tmp_path, TWILIO_FROM=sender)


def test_a_second_token_may_come_from_a_file_and_is_never_shown(tmp_path: Path) -> None:
    file = tmp_path / "second"
    file.write_text(SECOND + "\n")
    found = settings(tmp_path, TWILIO_AUTH_TOKEN_SECONDARY_FILE=str(file))
    assert found.twilio_second_token == SECOND
    assert SECOND not in repr(found)
    with pytest.raises(SettingsError, match="TWILIO_AUTH_TOKEN_SECONDARY") as error:
        settings(tmp_path, TWILIO_AUTH_TOKEN_SECONDARY="short")
    assert "short" not in str(error.value)


def test_further_numbers_are_numbers(tmp_path: Path) -> None:
    assert settings(tmp_path, TWILIO_NUMBERS="+15005550001, 262966").ours.numbers == ("+15005550001", "262966")
    with pytest.raises(SettingsError, match="TWILIO_NUMBERS"):
        settings(tmp_path, TWILIO_NUMBERS="+15005550001,BANK")


TO = [
    (Ours(SID, "+15005550006"), SID, "+15005550006", None),
    (Ours(SID, "+15005550006"), SID, "whatsapp:+15005550006", None),
    (Ours(SID, "+15005550006"), None, None, None),
    (Ours(SID, "+15005550006"), SID, "+15005550007", "other-number"),
    (Ours(SID, "+15005550006", ("+15005550007",)), SID, "+15005550007", None),
    (Ours(SID, "262966"), SID, "262966", None),
    (Ours(SID, "262966"), SID, "262967", "other-number"),
    (Ours(SID, SERVICE), SID, "+15005550007", None),
    (Ours(SID, SERVICE, ("+15005550007",)), SID, "+15005550008", "other-number"),
    (Ours(SID, "BANK"), SID, "+15005550007", None),
    (Ours(SID, "+15005550006"), "AC" + "1" * 32, "+15005550006", "other-account"),
    (Ours(), "AC" + "1" * 32, "+15005550006", None),
]  # fmt: skip


@pytest.mark.parametrize(("ours", "account", "to", "why"), TO)
def test_whether_a_message_is_for_us(ours: Ours, account: str | None, to: str | None, why: str | None) -> None:
    assert ours.not_ours(account, to) == why


@dataclass(frozen=True, slots=True)
class AskedOfTwilio:
    path: str
    params: Mapping[str, str]
    content: bytes


class Api:
    """Twilio's API as far as it is asked here; what was asked is in `asked`."""

    def __init__(self, good: str = TOKEN) -> None:
        self.good, self.asked = good, list[AskedOfTwilio]()

    async def answers(self, request: Request) -> JSONResponse:
        path, params = request.url.path, request.query_params
        self.asked.append(AskedOfTwilio(path, params, await request.body()))
        token = base64.b64decode(request.headers["authorization"].split()[1]).decode().partition(":")[2]
        if token != self.good:
            return JSONResponse({"status": 401, "code": 20003, "message": "Authenticate"}, 401)
        if request.method == "POST":
            return JSONResponse({"sid": MESSAGE}, 201)
        if path.endswith("/PhoneNumbers"):
            return JSONResponse(_listed("phone_numbers", [{"phone_number": "+15005550001"}]))
        if path.endswith("/ShortCodes"):
            return JSONResponse(_listed("short_codes", [{"short_code": "262966"}]))
        return JSONResponse(self._page(params))

    def _page(self, params: Any) -> dict[str, Any]:
        first = params.get("PageToken") is None
        one = {
            "sid": "SM" + ("1" if first else "2") * 32, "account_sid": SID, "from": "+351900000001", "to": params["To"],
            "body": None if first else "STOP", "direction": "inbound", "date_sent": SENT, "date_created": SENT,
            "num_media": "1" if first else "0", "subresource_uris": {"media": "/m"} if first else {},
        }  # fmt: skip
        ours = one | {"sid": MESSAGE, "direction": "outbound-api"}
        path = f"/2010-04-01/Accounts/{SID}/Messages.json"
        more = f"{path}?To={params['To'].replace('+', '%2B')}&PageToken=PA1" if first else None
        return {"messages": [one, ours], "next_page_uri": more, "page": 0}


def _listed(key: str, rows: list[dict[str, str]]) -> dict[str, Any]:
    return {key: rows, "meta": {"key": key, "page": 0, "page_size": 50, "next_page_url": None, "url": "https://x"}}


@asynccontextmanager
async def carrier(
    api: Api, sender: str = "+15005550006", tokens: Sequence[str] = (TOKEN,), **more: Any
) -> AsyncIterator[TwilioSms]:
    there = Served(Starlette(routes=[Route("/{path:path}", api.answers, methods=["GET", "POST"])]))
    await there.start()
    sms = TwilioSms(SID, fixed(*tokens), sender, f"http://127.0.0.1:{there.port}", **more)
    try:
        yield sms
    finally:
        await sms.close()
        await there.stop()


READY = Ready("+351900000001", "hello", "https://bank.example/twilio/status/1")


@pytest.mark.parametrize(("sender", "field"), [("262966", "From"), ("BANK", "From"), (SERVICE, "MessagingServiceSid")])
async def test_a_text_names_its_sender_as_twilio_wants_it(sender: str, field: str) -> None:
    api = Api()
    async with carrier(api, sender) as sms:
        assert await sms.send([READY]) == [Accepted(MESSAGE)]
    form = parse_qs(api.asked[0].content.decode())
    assert form[field] == [sender]
    assert len({"From", "MessagingServiceSid"} & set(form)) == 1


async def test_what_one_token_is_refused_is_asked_with_the_other_which_is_used_from_then_on() -> None:
    api = Api(good=SECOND)
    async with carrier(api, tokens=(TOKEN, SECOND)) as sms:
        assert await sms.send([READY]) == [Accepted(MESSAGE)]
        assert await sms.send([READY]) == [Accepted(MESSAGE)]
        assert len(api.asked) == 3
        api.good = TOKEN
        assert await sms.send([READY]) == [Accepted(MESSAGE)]
        api.good = "neither of them"
        assert not isinstance((await sms.send([READY]))[0], Accepted)
        assert len(api.asked) == 7


async def test_what_people_wrote_is_listed_page_by_page_for_each_of_our_numbers() -> None:
    api = Api()
    async with carrier(api, numbers=("262966",)) as sms:
        first = await sms.inbox(AT, None)
        picture = Arrived(
            "SM" + "1" * 32, "+351900000001", "", AT, "+15005550006", SID, (Medium("/m"),)
        )  # fmt: skip
        assert first.messages == (picture,)
        second = await sms.inbox(AT, first.more)
        assert [one.words for one in second.messages] == ["STOP"]
        third = await sms.inbox(AT, second.more)
        assert [one.to for one in third.messages] == ["262966"]
        fourth = await sms.inbox(AT, third.more)
        assert fourth.more is None
        assert api.asked[0].params["DateSent>"] == "2026-11-24T12:00:00Z"


async def test_a_messaging_service_is_asked_for_its_numbers_once() -> None:
    api = Api()
    async with carrier(api, SERVICE) as sms:
        found = await sms.inbox(AT, None)
        assert found.messages[0].to == "+15005550001"
        assert (await sms.inbox(AT, "1 ")).messages[0].to == "262966"
    assert [request.path.rpartition("/")[2] for request in api.asked[:2]] == ["PhoneNumbers", "ShortCodes"]
    assert len(api.asked) == 4


async def test_nobody_writes_to_a_name_so_nothing_is_asked() -> None:
    api = Api()
    async with carrier(api, "BANK") as sms:
        assert (await sms.inbox(AT, None)).messages == ()
    assert not api.asked


async def test_a_list_that_is_refused_is_out_of_reach() -> None:
    async with carrier(Api(good="neither")) as sms:
        with pytest.raises(Unreached):
            await sms.inbox(AT, None)
