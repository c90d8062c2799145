"""In which format a process stores while replicas of the former version run too (docs/adr/0036).

Which version the former one is nobody has to say: the highest format in the tables is one that all of its replicas can
read. Where nothing is stored yet it is taken for the oldest that there may be.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from .refusal import StartRefused


@dataclass(frozen=True, slots=True)
class FormatRange:
    """The formats that a service can store in: from the oldest that it can hold back to, to its own."""

    oldest: int = 1
    newest: int = 1

    def beside(self, stored: int | None) -> int:
        """The one to store in beside the former version, where `stored` is the highest of what is stored.

        Raises `StartRefused` when that is newer than ours.
        """
        if stored is not None and stored > self.newest:
            raise StartRefused(
                f"states of format {stored} are stored, and this version has formats up to {self.newest}.",
                "It is older than the version that it should run beside: see docs/runbooks/upgrade.md.",
            )
        return max(self.oldest, stored or self.oldest)


class FormatTables(Protocol):
    async def highest_format(self) -> int | None:
        """Of what is stored; None where nothing is. Raises `Unavailable`."""
        ...


async def format_to_store(formats: FormatRange, tables: FormatTables, *, beside_former: bool) -> int:
    """The newest, or beside the former version the one of its tables. Raises `StartRefused` and `Unavailable`."""
    return formats.beside(await tables.highest_format()) if beside_former else formats.newest
