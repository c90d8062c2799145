"""A transaction as others see it: claims and locks stand under it."""

from __future__ import annotations

from uuid import UUID

TIMEOUT = "LockNotAvailable 55P03"
"""What is said of a lock that was waited for in vain."""


class Holder:
    """`claims` are the inbox ids it has taken, `named` its locks by name, `owner` whose outbox rows it writes. `done`
    once it is over, however that came."""

    __slots__ = ("claims", "done", "named", "owner")

    claims: dict[UUID, None]
    done: bool
    named: list[str]
    owner: int

    def roll_back(self) -> None:
        """Give up everything it holds."""
        raise NotImplementedError
