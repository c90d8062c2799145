"""A transaction as others see it: claims and locks stand under it."""

from __future__ import annotations

from uuid import UUID


class Holder:
    """`claims` are the inbox ids it has taken, `named` its locks by name, `owner` whose outbox rows it writes."""

    __slots__ = ("claims", "named", "owner")

    claims: dict[UUID, None]
    named: list[str]
    owner: int

    def roll_back(self) -> None:
        """Give up everything it holds."""
        raise NotImplementedError
