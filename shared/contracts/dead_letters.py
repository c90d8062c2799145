"""What could not be read or handled, kept as it came. Key: the record's origin, `topic:partition:offset`."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from .envelope import Event
from .values import Code, Count, Sealed, Sentence, Value


class Refused(Value):
    """`original` is the record's value sealed under the quarantine key: it may hold what nobody should read.

    A letter about a huge record does without it; the service that refused the record keeps it, whatever its size.
    """

    service: Code
    origin_topic: Code
    partition: Count
    offset: Annotated[int, Field(strict=True, ge=0, le=2**63 - 1)]
    code: Code
    detail: Sentence
    attempts: Annotated[int, Field(strict=True, ge=1, le=2**31 - 1)]
    size_bytes: Count
    original: Sealed | None = None


class DeadLetter(Event):
    """A record could not be read or handled and was set aside. An operator looks at it, and replays or discards it."""

    topic: ClassVar[str] = "dead-letters"
    type: Literal["doorstep.record.refused.v1"] = "doorstep.record.refused.v1"
    data: Refused
