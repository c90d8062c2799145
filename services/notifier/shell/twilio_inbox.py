"""What people wrote to us, as Twilio lists it: Messages, filtered by our numbers and the date, the newest first.

The list has no filter for the direction, so it is asked by recipient: one of our numbers after the other. Those of a
messaging service are asked for once (Messaging, Services, PhoneNumbers and ShortCodes). A name can't be written to.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from twilio.rest import Client

from .sender import kind_of
from .sms import Arrived, InboxPage, Medium, Unreached
from .twilio_values import is_sid, letters
from .unreached import why

PAGE_SIZE = 500
NUMBERS_MAX = 400


class TwilioInbox:
    """`sender` and further `numbers` of ours."""

    def __init__(self, client: Client, sender: str, numbers: Sequence[str]) -> None:
        self._client, self._sender = client, sender
        listed = [one for one in (sender, *numbers) if kind_of(one) in ("number", "short-code")]
        self._numbers: list[str] | None = listed or None
        if kind_of(sender) == "name" and not listed:
            self._numbers = []

    async def read(self, since: datetime, page: str | None) -> InboxPage:
        """One page of one number. `page` is which number it is, and where its next page is. Raises `Unreached`."""
        try:
            if self._numbers is None:
                self._numbers = await self._of_the_service()
            place, _, url = (page or "0 ").partition(" ")
            index = int(place)
            if index >= len(self._numbers):
                return InboxPage((), None)
            if url:
                found = await self._client.messages.get_page_async(url)
            else:
                found = await self._client.messages.page_async(
                    to=self._numbers[index], date_sent_after=since, page_size=PAGE_SIZE
                )
            arrived = tuple(one for one in map(_arrived, found) if one is not None and one.at >= since)
            more = f"{index} {found.next_page_url}" if found.next_page_url else None
        except Exception as error:
            raise Unreached(why(error)) from None
        if more is None and index + 1 < len(self._numbers):
            more = f"{index + 1} "
        return InboxPage(arrived, more)

    async def _of_the_service(self) -> list[str]:
        service = self._client.messaging.v1.services(self._sender)
        numbers = await service.phone_numbers.list_async(limit=NUMBERS_MAX)
        codes = await service.short_codes.list_async(limit=NUMBERS_MAX)
        return [str(one.phone_number) for one in numbers] + [str(one.short_code) for one in codes]


def _arrived(message: Any) -> Arrived | None:
    """A message that somebody wrote, or None: texts of ours are in the list as well."""
    at = message.date_sent or message.date_created
    if message.direction != "inbound" or not is_sid(message.sid) or message.from_ is None or at is None:
        return None
    pictures = message.num_media not in (None, "", "0", 0)
    where = (message.subresource_uris or {}).get("media") or f"Messages/{message.sid}/Media"
    return Arrived(
        sid=message.sid,
        sender=letters(message.from_),
        words=letters(message.body or ""),
        at=at if at.tzinfo is not None else at.replace(tzinfo=UTC),
        to=None if message.to is None else letters(message.to),
        account=message.account_sid,
        media=(Medium(letters(where)),) if pictures else (),
    )
