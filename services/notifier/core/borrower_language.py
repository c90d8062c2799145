"""The language that a borrower is texted in. Where we write none that is near to theirs, nothing is texted: the case is
held until the bank says another language, or until we write theirs. See docs/adr/0034.
"""

from __future__ import annotations

from typing import Final

from .known_person import KnownPerson
from .state import Brake
from .wording import written

CAUSE: Final = "language-unwritten"
RULE: Final = "house: nobody is texted in a language that they may not read"


def language_of(person: KnownPerson) -> str | None:
    """Ours that is nearest to the borrower's, None where none is near."""
    return written(person.language, person.language_tag)


def why_unwritten(person: KnownPerson) -> str:
    return f"the borrower's language is none that we text in: {person.language_tag or person.language}"


def is_written_now(person: KnownPerson, brake: Brake) -> bool:
    """Is it over: did the bank name another language, or do we write more than we did?"""
    return brake.cause == CAUSE and language_of(person) is not None
