"""I18: nobody is told that a time is closed who did not name one at which nobody may come."""

from __future__ import annotations

from collections import defaultdict
from datetime import time
from typing import TYPE_CHECKING

from shared.contracts.codec import decode_value
from shared.contracts.texts import NamedTime, ReplyUnderstood, TextRequested
from shared.runtime.ports import Record

from ..violation import Violation

if TYPE_CHECKING:
    from ..world import World

OPENS, CLOSES = time(9), time(19)


class Wishes:
    """It shares no code with the core: nobody comes on a Sunday, before nine or after seven."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._closed: defaultdict[str, set[str]] = defaultdict(set)

    def appended(self, record: Record) -> None:
        value = record.value or b""
        wanted = (record.topic == "replies" and b'"named"' in value) or (
            record.topic == "text-requests" and b'"closed"' in value
        )
        match decode_value(record.topic, value, self._world.moment.at) if wanted else None:
            case ReplyUnderstood(subject=case, data=said):
                self._closed[case] |= {_closed(one.named) for one in said.meanings if one.named is not None}
            case TextRequested(subject=case, data=asked) if asked.wording.closed not in self._closed[case]:
                raise Violation("I18", case, f"nobody named a closed {asked.wording.closed}")


def _closed(named: NamedTime) -> str:
    if named.day is not None and named.day.isoweekday() == 7:
        return "day"
    ends = [tuple(time.fromisoformat(end) for end in hours.split("-")) for hours in named.hours]
    outside = all(last <= OPENS or first >= CLOSES for first, last in ends if first <= last)
    late = all(first >= CLOSES and last <= OPENS for first, last in ends if first > last)
    return "hour" if ends and outside and late else ""
