"""After a restore: is this text one that went out in the time that was lost with the database?

The carrier knows texts that our database does not know. While it knows one to this person, nothing is posted to them
that might be it (docs/adr/0053):

1. The same words are the same text.
2. A text that counts against the caps takes the place of the oldest one: its words change as time passes.
3. For anything else a person looks: what was said binds us, and we don't know what it was.
4. Both of these wait until the lost time was lived again: what is decided anew may explain more by its words.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from shared.contracts.texts import TextKind

from .rules import COUNTED

SETTLES_WITHIN = timedelta(minutes=10)
"""After the lost time: so long what was read again may take on its way through the other services."""
COUNTS_FOR = timedelta(days=6)
"""From when it was made. A week later the next reminder is due, and may say the same again."""
HowExplained = Literal["same-words", "same-turn"]
FOR_A_PERSON = "for-a-person"


@dataclass(frozen=True, slots=True)
class LostText:
    """A text that only the carrier knows: its id there, when it was made (aware), and a keyed hash of what it says."""

    sid: str
    at: datetime
    words: str


@dataclass(frozen=True, slots=True)
class WasPosted:
    """It went out as `lost`."""

    lost: LostText
    how: HowExplained


@dataclass(frozen=True, slots=True)
class ForAPerson:
    """Nobody can tell. `why` is a sentence for whoever looks."""

    why: str


@dataclass(frozen=True, slots=True)
class NotPosted:
    """Nothing that the carrier knows can be it."""


@dataclass(frozen=True, slots=True)
class NotYet:
    """It may be one of them; what is still decided anew tells."""


LostTextFate = WasPosted | ForAPerson | NotPosted | NotYet


def fate_of(
    kind: TextKind, words: str, lost: Sequence[LostText], at: datetime, *, lived_again: bool = True
) -> LostTextFate:
    """What became of a text of this kind and words that waits at `at`, where `lost` went to the same person.

    `lived_again`: everything of the lost time was decided on anew.
    """
    open_ones = sorted((one for one in lost if counts(one, at)), key=lambda one: (one.at, one.sid))
    if not open_ones:
        return NotPosted()
    same = next((one for one in open_ones if one.words == words), None)
    if same is not None:
        return WasPosted(same, "same-words")
    if not lived_again:
        return NotYet()
    if kind in COUNTED:
        return WasPosted(open_ones[0], "same-turn")
    texts = "a text" if len(open_ones) == 1 else f"{len(open_ones)} texts"
    return ForAPerson(
        f"before the restore {texts} went to this number that nothing here explains; "
        f"look there at the carrier's before {kind} goes out"
    )


def counts(lost: LostText, at: datetime) -> bool:
    """Is it young enough to stand for a text that waits at `at`?"""
    return lost.at > at - COUNTS_FOR
