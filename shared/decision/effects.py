"""What a decision asks of the world, stored in the same transaction. Frozen, all of them."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from msgspec import Struct

from shared.contracts.envelope import Event
from shared.contracts.values import Value


class Publish(Struct, frozen=True, gc=False):
    """Tell the other services a fact. The runtime adds id, time, cause and policy version.

    `time` is the moment of the fact when it is not the moment of the decision (a carrier's receipt, a reply).
    """

    event: type[Event]
    subject: str
    data: Value
    time: datetime | None = None


class SetTimer(Struct, frozen=True, gc=False):
    """Wake the case at `due_at` (aware). One timer of a kind per case: setting it again moves it."""

    kind: str
    due_at: datetime


class CancelTimer(Struct, frozen=True, gc=False):
    kind: str


class Row:
    """A write to a table of the service's own, in the same transaction. Subclasses are frozen dataclasses.

    `statement` names a query of the service's `.sql` files that takes one array per field, in the fields' names.
    """

    __slots__ = ()
    statement: ClassVar[str]


Effect = Publish | SetTimer | CancelTimer | Row
