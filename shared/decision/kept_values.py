"""What the structs of every core hold of what events say: a moment, and a personal value that nobody looks into."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, ClassVar

from msgspec import Meta, Struct

from shared.contracts.values import Sealed, Value

from .documents import json_of

Moment = Annotated[datetime, Meta(tz=True)]
"""A time with an offset."""


class Box(Struct, frozen=True, gc=False):
    """A personal value as it was sealed. It is written as the contract's own value is, which `contract` names."""

    contract: ClassVar[type[Value]] = Sealed
    kid: str
    of: str
    field: str
    box: str

    def sealed(self) -> Sealed:
        return Sealed(kid=self.kid, of=self.of, field=self.field, box=self.box)

    def in_json(self) -> str:
        return json_of(self).decode()
