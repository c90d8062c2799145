"""Many dead letters given up at once, with one reason: all of one kind, and none that somebody else is at."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass

from shared.contracts.operations import LetterDiscarded

from ..target import Target
from ..views.database import Database
from ..views.dead_letters import StoredLetter
from .claims import ActClaims, Taken
from .letters import Deciding
from .operations import ask, later, operation
from .replay_run import letter_key

AT_ONCE_MAX = 1_000
GAVE_UP = "gave it up"


@dataclass(frozen=True, slots=True)
class GivenUp:
    """`left`: settled by somebody else meanwhile, or somebody is at them."""

    letters: int
    left: int
    later: str

    def __str__(self) -> str:
        left = f", {self.left} left: somebody else settled them or is at them" if self.left else ""
        return f"{self.letters} given up{left}. {self.later}".rstrip()


async def discard_letters(
    target: Target, database: Database, letters: Sequence[StoredLetter], deciding: Deciding, claims: ActClaims
) -> GivenUp:
    """Of those that are open, the first `AT_ONCE_MAX`. Each stays, sealed, with who gave it up and why."""
    at, mine = target.clock().now(), []
    with ExitStack() as claimed:
        for letter in [each for each in letters if each.state == "open"][:AT_ONCE_MAX]:
            try:
                claimed.enter_context(claims.claimed(letter_key(letter.id), deciding.by, GAVE_UP))
            except Taken:
                continue
            mine.append(letter)
        asked = [
            operation(LetterDiscarded, each.service, at, by=deciding.by, why=deciding.why, letter=each.id)
            for each in mine
        ]
        answers = await ask(target, database, asked, deciding.patience_s)
    done = sum(not answer.refused for answer in answers)
    return GivenUp(done, len(letters) - done, later(answers))
