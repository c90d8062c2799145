"""A place of the log of which there is no record to decide on."""

from __future__ import annotations

from typing import NamedTuple


class Gap(NamedTuple):
    """Offsets `first` to `last` of a partition, both included, and why nothing of them can be decided on.

    `code` and `detail` are as a refusal's. `size_bytes` is that of what is there, 0 where nothing is any more.
    """

    first: int
    last: int
    code: str
    detail: str
    size_bytes: int = 0
