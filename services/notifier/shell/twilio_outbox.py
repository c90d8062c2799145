"""All that we texted since a moment, as Twilio lists it: asked twice, because neither question alone is sure.

1. By day. Twilio documents days in GMT for `DateSent>`, no times of day, so it is asked from the day before.
2. Without a date, the newest first, until a whole page is older: what is not sent yet has no date that can be asked
   for, and what was sent just now may not be found by its day for minutes (twilio-java 442).

Each message is weighed by the time at which it was made. A messaging service can't be asked for: there everything of
the account is read.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from twilio.rest import Client

from .sms import Found, OutboxPage, Unreached
from .unreached import why

PAGE_SIZE = 500
BY_DAY, NEWEST = "by-day", "newest"
OUTBOUND = "outbound"
CLOCKS_APART = timedelta(hours=1)
"""So much older a page has to be before nothing younger is believed to be behind it."""


class TwilioOutbox:
    """`found` makes of Twilio's messages what is known of ours, leaving out what Twilio answers by itself."""

    def __init__(
        self, client: Client, sender: Mapping[str, str], found: Callable[[Sequence[Any]], list[Found]]
    ) -> None:
        self._client, self._found = client, found
        self._from = {name: said for name, said in sender.items() if name == "from_"}

    async def read(self, since: datetime, page: str | None) -> OutboxPage:
        """One page. `page` is which question it belongs to, and where it is. Raises `Unreached`."""
        question, _, url = (page or f"{BY_DAY} ").partition(" ")
        try:
            if url:
                found = await self._client.messages.get_page_async(url)
            elif question == BY_DAY:
                day = (since.astimezone(UTC) - timedelta(days=1)).date().isoformat()
                found = await self._client.messages.page_async(date_sent_after=day, page_size=PAGE_SIZE, **self._from)
            else:
                found = await self._client.messages.page_async(page_size=PAGE_SIZE, **self._from)
            messages = list(found)
            further = found.next_page_url
        except Exception as error:
            raise Unreached(why(error)) from None
        ours = [one for one in messages if str(one.direction).startswith(OUTBOUND)]
        known = self._found(ours)
        if question == NEWEST and known and all(one.at < since - CLOCKS_APART for one in known):
            further = None
        more = f"{question} {further}" if further else f"{NEWEST} " if question == BY_DAY else None
        return OutboxPage(tuple(one for one in known if one.at >= since), more)
