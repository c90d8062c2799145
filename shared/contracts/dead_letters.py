"""What could not be read or handled, kept as it came. Key: the record's origin, `topic:partition:offset`."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field, StringConstraints

from .envelope import Event
from .values import Code, Sealed, Sentence, Value


class Refused(Value):
    """`original` is the record's value sealed under the quarantine key: it may hold what nobody should read."""

    service: Code
    origin_topic: Annotated[str, StringConstraints(max_length=64)]
    partition: int
    offset: int
    code: Code
    detail: Sentence
    attempts: Annotated[int, Field(ge=1)]
    size_bytes: int
    original: Sealed | None


class DeadLetter(Event):
    topic: ClassVar[str] = "dead-letters"
    type: Literal["doorstep.record.refused.v1"] = "doorstep.record.refused.v1"
    data: Refused
