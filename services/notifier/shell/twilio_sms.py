"""The `Sms` port on Twilio's Messages API, through the official SDK.

What an answer says about whether the text was taken:

| answer | known |
|---|---|
| 201 with a SID | accepted |
| refused connection, no connection in time, no free connection in our pool | nothing left: unsent |
| 401, 403 | our credentials or account, not the text: unsent |
| 429 | not taken: busy |
| other 4xx | rejected, with Twilio's code |
| 5xx, a lost or late answer, an answer that can't be read | doubt |
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import httpx
from twilio.base.exceptions import TwilioRestException
from twilio.rest import Client

from .sms import Accepted, Busy, Doubt, Found, Outcome, Ready, Rejected, Unreached, Unsent
from .twilio_http import TIMEOUT_S, TWILIO_API, HttpxClient

NOTHING_LEFT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.UnsupportedProtocol)
FOUND_MAX = 50
CLOCKS_APART = timedelta(minutes=2)


class TwilioSms:
    """`number` is the sender, in E.164."""

    def __init__(
        self, sid: str, token: str, number: str, api_url: str = TWILIO_API, *, timeout_s: float = TIMEOUT_S
    ) -> None:
        self._http = HttpxClient(api_url, timeout_s=timeout_s)
        self._client = Client(sid, token, http_client=self._http)
        self._number = number

    async def send(self, texts: Sequence[Ready]) -> list[Outcome]:
        return await asyncio.gather(*(self._post(text) for text in texts))

    async def _post(self, text: Ready) -> Outcome:
        try:
            message = await self._client.messages.create_async(
                to=text.to, from_=self._number, body=text.body, status_callback=text.callback
            )
        except TwilioRestException as error:
            return _refused(error)
        except NOTHING_LEFT as error:
            return Unsent(type(error).__name__)
        except Exception as error:
            # Of whatever kind: if it came further, what is known of the others in the batch would be lost with it. A
            # connection that is reset right after it was made is an AttributeError (httpx 0.28 on anyio 4).
            return Doubt(type(error).__name__)
        return Accepted(message.sid) if isinstance(message.sid, str) else Doubt("no-sid")

    async def find(self, to: str, since: datetime) -> list[Found]:
        try:
            messages = await self._client.messages.list_async(
                to=to, date_sent_after=since - CLOCKS_APART, limit=FOUND_MAX
            )
        except Exception as error:
            raise Unreached(type(error).__name__) from None
        found = []
        for message in messages:
            at = message.date_created
            if message.sid is not None and message.body is not None and at is not None:
                aware = at if at.tzinfo is not None else at.replace(tzinfo=UTC)
                if aware >= since - CLOCKS_APART:
                    found.append(Found(message.sid, message.body, aware))
        return found

    async def close(self) -> None:
        await self._http.close()


def _refused(error: TwilioRestException) -> Outcome:
    if error.status == httpx.codes.TOO_MANY_REQUESTS:
        return Busy()
    if error.status in (httpx.codes.UNAUTHORIZED, httpx.codes.FORBIDDEN):
        return Unsent("account-refused")
    if 400 <= error.status < 500:
        return Rejected(error.code or None)
    return Doubt(f"http-{error.status}")
