"""The list of messages: filters by number and date, newest first, in pages."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from itertools import islice
from urllib.parse import urlencode

from .messages import Messages

PAGE_SIZE, PAGE_SIZE_MAX = 50, 1000
DAY = timedelta(days=1)


def page(messages: Messages, path: str, query: Mapping[str, str]) -> dict[str, object]:
    """One page and where the next one is. `DateSent` alone means that day (GMT); `<` and `>` are bounds."""
    size = max(1, min(_whole(query.get("PageSize"), PAGE_SIZE), PAGE_SIZE_MAX))
    number = _whole(query.get("Page"), 0)
    after, before = _moment(query.get("DateSent>")), _moment(query.get("DateSent<"))
    if (on := _moment(query.get("DateSent"))) is not None:
        after = on.replace(hour=0, minute=0, second=0, microsecond=0)
        before = after + DAY
    found = messages.found(to=query.get("To"), sender=query.get("From"), after=after, before=before)
    first = number * size
    rows = list(islice(found, first, first + size + 1))
    shown = [message.document for message in rows[:size]]

    def uri(page_number: int) -> str:
        return f"{path}?{urlencode({**query, 'PageSize': size, 'Page': page_number})}"

    return {
        "end": first + max(len(shown) - 1, 0),
        "first_page_uri": uri(0),
        "messages": shown,
        "next_page_uri": uri(number + 1) if len(rows) > size else None,
        "page": number,
        "page_size": size,
        "previous_page_uri": uri(number - 1) if number else None,
        "start": first,
        "uri": uri(number),
    }


def _whole(text: str | None, otherwise: int) -> int:
    return int(text) if text is not None and text.isdigit() else otherwise


def _moment(text: str | None) -> datetime | None:
    """A date or an instant in ISO 8601, GMT where no zone is given; anything else filters nothing."""
    try:
        at = datetime.fromisoformat(text or "")
    except ValueError:
        return None
    return at if at.tzinfo is not None else at.replace(tzinfo=UTC)
