"""Which records somebody wants to see. Plain words, looked for in what is shown: no pattern that could run away, and no
way around what is masked. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from shared.contracts.catalogue import BY_NAME

from ...unseen import UNSEEN
from .ring import Numbered, StreamedRecord

LENGTH_MAX = 100


class NoFilter(ValueError):
    """What was asked for is no filter; says why."""


@dataclass(frozen=True, slots=True)
class StreamFilter:
    """Each empty word lets everything pass. `subject` is a key (a case or a region), whole; the others are parts."""

    topic: str = ""
    subject: str = ""
    type: str = ""
    text: str = ""
    header: str = ""

    @classmethod
    def of(cls, asked: Mapping[str, str]) -> StreamFilter:
        """Raises `NoFilter`."""
        words = {name: asked.get(name, "").strip(" ") for name in cls.__slots__}
        for name, word in words.items():
            if len(word) > LENGTH_MAX:
                raise NoFilter(f"{name} takes at most {LENGTH_MAX} characters")
            if UNSEEN.search(word):
                raise NoFilter(f"{name} has a character in it that can't be seen")
        if words["topic"] and words["topic"] not in BY_NAME:
            raise NoFilter(f"topic is one of {', '.join(sorted(BY_NAME))}")
        return cls(**words | {"text": words["text"].casefold(), "header": words["header"].casefold()})

    @property
    def reads(self) -> bool:
        """Whether a record has to be read to know if it passes."""
        return any((self.subject, self.type, self.text, self.header))

    def lets(self, numbered: Numbered) -> bool:
        if self.topic and numbered.topic != self.topic:
            return False
        return not self.reads or self._lets(numbered.record)

    def _lets(self, record: StreamedRecord) -> bool:
        return (
            (not self.subject or record.subject == self.subject)
            and (not self.type or self.type in record.type)
            and (not self.text or self.text in f"{record.what} {record.said}".casefold())
            and (not self.header or self.header in record.headers.casefold())
        )


FILTERS: tuple[str, ...] = StreamFilter.__slots__
"""The names of these words in an address."""
