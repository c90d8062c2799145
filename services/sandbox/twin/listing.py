"""The list of messages, both ways: filters by numbers and date, newest first, in pages.

As `GET .../Messages.json` is documented (OpenAPI description of the Messages API, 2010-04-01). A page is asked for by
the token in the address of the one before it, so what comes in between moves nothing from one page to the next; `Page`
alone only counts.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, time, timedelta
from email.utils import parsedate_to_datetime
from itertools import islice
from urllib.parse import urlencode

from .messages import Message, Messages

PAGE_SIZE, PAGE_SIZE_MAX = 50, 1000
DAY, INSTANT = timedelta(days=1), timedelta(microseconds=1)
TOKEN = "PA"


def page(messages: Messages, now: datetime, path: str, query: Mapping[str, str]) -> dict[str, object]:
    """One page and where the next one is. Dates are GMT; without a time of day a date means all of it."""
    size = max(1, min(_whole(query.get("PageSize"), PAGE_SIZE), PAGE_SIZE_MAX))
    token, number = query.get("PageToken"), _whole(query.get("Page"), 0)
    after, before = _dates(query)
    found = messages.found(
        to=query.get("To"), sender=query.get("From"), after=after, before=before,
        older_than=token.removeprefix(TOKEN) if token else None,
    )  # fmt: skip
    rows = list(islice(found, size + 1))
    shown: list[Message] = rows[:size]
    asked = {name: value for name, value in query.items() if name not in ("PageSize", "Page", "PageToken")}

    def uri(page_number: int, from_token: str | None) -> str:
        tokens = {"PageToken": from_token} if from_token else {}
        return f"{path}?{urlencode({**asked, 'PageSize': size, 'Page': page_number, **tokens})}"

    first = number * size
    return {
        "end": first + max(len(shown) - 1, 0),
        "first_page_uri": uri(0, None),
        "messages": [message.document(now) for message in shown],
        "next_page_uri": uri(number + 1, TOKEN + shown[-1].sid) if len(rows) > size else None,
        "page": number,
        "page_size": size,
        "previous_page_uri": None,
        "start": first,
        "uri": uri(number, token),
    }


def _dates(query: Mapping[str, str]) -> tuple[datetime | None, datetime | None]:
    """From when on, and before when, a message has to be sent; both bounds include what they name."""
    if (on := _moment(query.get("DateSent"))) is not None:
        begins = datetime.combine(on[0].date(), time(), UTC)
        return begins, begins + DAY
    after, before = _moment(query.get("DateSent>")), _moment(query.get("DateSent<"))
    until = before[0] + (DAY if before[1] else INSTANT) if before is not None else None
    return after[0] if after is not None else None, until


def _moment(text: str | None) -> tuple[datetime, bool] | None:
    """A moment, and whether it is a whole day: ISO 8601 or RFC 2822, GMT where no zone is given. Else it filters
    nothing."""
    for read in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            at = read(text or "")
        except ValueError:
            continue
        is_day = ":" not in (text or "")
        return (at if at.tzinfo is not None else at.replace(tzinfo=UTC)).astimezone(UTC), is_day
    return None


def _whole(text: str | None, otherwise: int) -> int:
    return int(text) if text is not None and text.isdigit() else otherwise
