"""The envelope: CloudEvents 1.0, structured JSON, one model per event type.

A concrete event narrows `type` to one literal and `data` to one model. Producers are held to the closed model;
consumers read with extra fields ignored (see `codec`), so a producer may run ahead of its consumers.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Annotated, ClassVar, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, StringConstraints

from .times import Instant

EventId = Annotated[str, StringConstraints(min_length=1, max_length=64, pattern=r"^[\x21-\x7e]+$")]
Subject = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$")]
Source = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9/-]{0,63}$")]
NO_OFFSET = timedelta(0)


def _in_utc(time: datetime) -> datetime:
    """A time of no offset, under the standard library's own UTC: it is compared with many others, and with another
    object for the same offset each comparison takes twenty times as long. One with an offset stays as it was said."""
    return time.astimezone(UTC) if time.tzinfo is not UTC and time.utcoffset() == NO_OFFSET else time


class Event(BaseModel):
    """What every event carries. `subject` is the Kafka key: the case, or the region or scope it concerns."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)
    topic: ClassVar[str]

    specversion: Literal["1.0"] = "1.0"
    id: EventId
    type: str
    source: Source
    subject: Subject
    time: Annotated[Instant, AfterValidator(_in_utc)]
    datacontenttype: Literal["application/json"] = "application/json"
    causationid: EventId | None = None
    traceparent: Annotated[str, StringConstraints(pattern=r"^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$")] | None = None
    policyversion: EventId | None = None
