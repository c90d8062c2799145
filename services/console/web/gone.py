"""Something that a page is made of is away. The page says so, and shows what it saw last."""

from __future__ import annotations


class Gone(Exception):
    """`what`, as a sentence without its full stop and without anything personal."""

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what
