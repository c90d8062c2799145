"""Which data keys were erased: a place outside the database, so that a backup that is restored opens nobody again.

Key: the data key's name. The topic is compacted, so what it says of a key is kept for ever; nothing in it is personal.
"""

from __future__ import annotations

from typing import ClassVar, Literal

from .envelope import Event
from .values import BorrowerId, Value


class Erasure(Value):
    """`borrower` is whose key it was, as the bank called them. They are known by a new id and key, or not at all."""

    borrower: BorrowerId


class KeyErased(Event):
    """The data key that `subject` names was erased: nothing sealed under it opens again, nor is it ever made anew."""

    topic: ClassVar[str] = "erasures"
    type: Literal["doorstep.key.erased.v1"] = "doorstep.key.erased.v1"
    data: Erasure
