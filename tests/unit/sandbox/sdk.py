"""The twin as the real Twilio SDK sees it, and its record."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from twilio.base.exceptions import TwilioRestException
from twilio.http import HttpClient
from twilio.http.response import Response as TwilioResponse
from twilio.rest import Client

from .twin_on_loopback import OURS, SID, THEIRS, TOKEN, TwinOnLoopback


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


def sdk(place: TwinOnLoopback, token: str = TOKEN) -> Client:
    return Client(SID, token, http_client=Transport(place.twin_url))


async def called(what: Callable[[], Any]) -> Any:
    return await asyncio.to_thread(what)


async def sent(place: TwinOnLoopback, body: str = "Hello", to: str = THEIRS) -> Any:
    client = sdk(place)
    return await called(lambda: client.messages.create(to=to, from_=OURS, body=body, status_callback=place.callback()))


async def refusal(place: TwinOnLoopback, **form: Any) -> TwilioRestException:
    client = sdk(place)
    with pytest.raises(TwilioRestException) as caught:
        await called(lambda: client.messages.create(**form))
    found = caught.value
    assert isinstance(found, TwilioRestException)
    return found


def rows(place: TwinOnLoopback, kind: str) -> list[dict[str, Any]]:
    found = [json.loads(line) for line in place.file.read_text().splitlines()]
    return [row for row in found if row["kind"] == kind]
