"""One word of a reply: where it stands, what it can be, and its clause."""

from __future__ import annotations

from .languages.shape import BIT
from .times import TimeMention


class Word:
    """One word or phrase: where it stands in the folded text, what it can be, and its clause."""

    __slots__ = (
        "clause",
        "doubted",
        "end",
        "hours_denied",
        "language",
        "marks",
        "mended",
        "mention",
        "negated",
        "number",
        "roles",
        "start",
        "text",
    )

    def __init__(self, text: str, start: int, end: int, roles: int = 0, language: int = -1) -> None:
        self.text, self.start, self.end, self.roles, self.language = text, start, end, roles, language
        self.clause, self.negated, self.mended = 0, False, False
        self.hours_denied = False
        """Does something between a day and its hours deny these: "thursday not in the morning"?"""
        self.doubted = False
        """Is it a single word of a language that nothing else in the reply speaks for?"""
        self.marks = 0
        self.number: int | None = None
        self.mention: TimeMention | None = None

    def has(self, mask: int) -> bool:
        return self.roles & mask != 0

    def __repr__(self) -> str:
        names = "+".join(name for name, bit in BIT.items() if self.roles & bit)
        return f"{'-' if self.negated else ''}{self.text}:{names or '?'}"
