"""What came of a form, kept until the page that follows it is shown: under a token, so that no address holds a word of
it. Of what was typed only what was refused is kept, for its writer to mend."""

from __future__ import annotations

import secrets
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

KEPT_MAX = 500


@dataclass(frozen=True, slots=True)
class ActResult:
    """One sentence for whoever sent the form. `typed` are the form's fields, where they are to be typed again."""

    tone: Literal["good", "bad"]
    sentence: str
    by: str
    typed: Mapping[str, str] = field(default_factory=dict)
    secret: str = field(default="", repr=False)
    """Shown once, to whoever it is for."""


@dataclass(frozen=True, slots=True)
class ToldOnce:
    """What an act says, with what is for the eyes of whoever did it, and kept nowhere."""

    sentence: str
    secret: str = field(repr=False)


class Results:
    """Bounded, in memory, and shown to nobody but whom they are for."""

    def __init__(self) -> None:
        self._kept: OrderedDict[str, ActResult] = OrderedDict()

    def keep(self, result: ActResult) -> str:
        """The token under which it is found."""
        token = secrets.token_urlsafe(12)
        self._kept[token] = result
        while len(self._kept) > KEPT_MAX:
            self._kept.popitem(last=False)
        return token

    def of(self, token: str, by: str) -> ActResult | None:
        found = self._kept.get(token)
        if found is None or found.by != by:
            return None
        if found.secret:
            self._kept[token] = replace(found, secret="")
        return found
