"""The `Sms` port on Twilio's Messages API, through the official SDK.

What an answer says about whether the text was taken:

| answer | known |
|---|---|
| 201 with a SID | accepted |
| none: refused, no such name, no TLS, no connection in time, none free in our pool | nothing left: unsent |
| 401, 403 | our credentials or account, not the text: unsent |
| 429 | not taken: busy |
| 408 | it may be about another request, or none: doubt |
| other 4xx | not taken: rejected, with Twilio's code |
| 5xx, a redirection, a lost or late answer, an answer that can't be read | doubt |
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Sequence
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from typing import Any

from twilio.rest import Client

from services.notifier.core.text_status import CARRIER

from .charge import Charge, charge_of
from .sender import kind_of
from .sms import (
    ACCOUNT_REFUSED,
    Accepted,
    Busy,
    Doubt,
    Found,
    InboxPage,
    Listing,
    OutboxPage,
    PostingOutcome,
    Ready,
    Rejected,
    Report,
    Unreached,
    Unsent,
)
from .tokens import Tokens
from .twilio_http import TIMEOUT_S, TWILIO_API, WAY, AiohttpClient, NeverLeft, Way
from .twilio_inbox import TwilioInbox
from .twilio_outbox import TwilioOutbox
from .twilio_values import code_of, is_sid, letters
from .unreached import HTTP, REFUSALS, why

FOUND_MAX = 50
PAGE, PAGES_MAX = 1000, 20
"""Twilio's largest page, and how many of them one look reads."""
CLOCKS_APART = timedelta(minutes=2)
ITS_OWN = "outbound-reply"
"""The direction of what Twilio answers by itself, to STOP for one. It is nothing that was posted."""


class TwilioSms:
    """`sender` is a number in E.164, a short code, or the SID of a messaging service (see `sender`).

    `numbers` are further ones of ours that people may write to; without them a service is asked for its own.
    """

    def __init__(
        self,
        sid: str,
        tokens: Tokens,
        sender: str,
        api_url: str = TWILIO_API,
        *,
        timeout_s: float = TIMEOUT_S,
        numbers: Sequence[str] = (),
    ) -> None:
        self._http = AiohttpClient(api_url, timeout_s=timeout_s, tokens=tokens)
        self._client = Client(sid, tokens()[0], http_client=self._http)
        self._from = {"messaging_service_sid" if kind_of(sender) == "service" else "from_": sender}
        self._inbox = TwilioInbox(self._client, sender, numbers)
        self._outbox = TwilioOutbox(self._client, self._from, _found)

    async def send(self, texts: Sequence[Ready]) -> list[PostingOutcome]:
        return await asyncio.gather(*(self._post(text) for text in texts))

    async def _post(self, text: Ready) -> PostingOutcome:
        try:
            message = await self._client.messages.create_async(
                to=text.to, body=text.body, status_callback=text.callback, **self._from
            )
        except REFUSALS as error:
            return _refused(WAY.get(), error.code)
        except NeverLeft as error:
            return Unsent(str(error))
        except Exception as error:
            # Of whatever kind: if it came further, what is known of the others in the batch would be lost with it.
            return Doubt(type(error).__name__)
        return Accepted(message.sid, _charge(message)) if is_sid(message.sid) else Doubt("no-sid")

    async def find(self, to: str, since: datetime) -> Listing:
        # Without a date: what was made and is not sent yet has none, and would be taken for not there.
        messages = await self._asked(self._client.messages.list_async(to=to, limit=FOUND_MAX))
        found, first = _found(messages), since - CLOCKS_APART
        whole = len(messages) < FOUND_MAX or any(one.at < first for one in found)
        return Listing([one for one in found if one.at >= first], whole)

    async def listed(self, since: datetime, until: datetime) -> Listing:
        # A messaging service chooses one of its numbers for each text, and the list can't be asked for services.
        ours = {name: sender for name, sender in self._from.items() if name == "from_"}
        messages = await self._asked(
            self._client.messages.list_async(
                date_sent_after=since - CLOCKS_APART, date_sent_before=until + CLOCKS_APART,
                limit=PAGE * PAGES_MAX, page_size=PAGE, **ours,
            )
        )  # fmt: skip
        return Listing(_found(messages), len(messages) < PAGE * PAGES_MAX)

    async def report(self, sid: str) -> Report | None:
        try:
            message = await self._client.messages(sid).fetch_async()
        except REFUSALS:
            if (status := WAY.get().status) == HTTPStatus.NOT_FOUND:
                return None
            raise Unreached(f"{HTTP}{status}") from None
        except Exception as error:
            raise Unreached(why(error)) from None
        return _report(message)

    async def reach(self) -> None:
        await self._asked(self._client.messages.list_async(limit=1, page_size=1))

    async def _asked(self, question: Awaitable[list[Any]]) -> list[Any]:
        try:
            return await question
        except Exception as error:
            raise Unreached(why(error), WAY.get(Way()).after_s) from None

    async def inbox(self, since: datetime, page: str | None) -> InboxPage:
        return await self._inbox.read(since, page)

    async def outbox(self, since: datetime, page: str | None) -> OutboxPage:
        return await self._outbox.read(since, page)

    async def close(self) -> None:
        await self._http.close()


def _found(messages: Sequence[Any]) -> list[Found]:
    found = []
    for message in messages:
        at = message.date_created
        if is_sid(message.sid) and message.body is not None and at is not None and message.direction != ITS_OWN:
            aware = at if at.tzinfo is not None else at.replace(tzinfo=UTC)
            found.append(Found(message.sid, letters(message.body), aware, letters(message.to or ""), _report(message)))
    return found


def _report(message: Any) -> Report:
    return Report(CARRIER.get(str(message.status)), code_of(message.error_code), _charge(message))


def _charge(message: Any) -> Charge:
    return charge_of(message.num_segments, message.price, message.price_unit)


def _refused(way: Way, code: object) -> PostingOutcome:
    """By the status of the answer itself: what its content says of that may be anything."""
    status = way.status or 0
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        return Busy(way.after_s)
    if status in (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN):
        return Unsent(ACCOUNT_REFUSED)
    if 400 <= status < 500 and status != HTTPStatus.REQUEST_TIMEOUT:
        return Rejected(code_of(code))
    return Doubt(f"http-{status}")
