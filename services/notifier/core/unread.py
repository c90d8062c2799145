"""A record about a case that nobody can read. It may be a brake, so it is one until its letter is settled.

1. What is refused on a topic that brakes travel on holds the case that it names: by its key, or by its subject.
2. A case that is not known yet is not made for it: garbage under random names would make as many cases. When the bank
   says that the loan is overdue, the letters about it are looked up instead.
3. It ends when the last letter is settled: given back, mended, or given up by an operator. What is given back lies in
   its topic again, so it is waited for a little longer. Which letters are still open, the table of letters says; what
   the case remembers is for whoever asks why.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final

from shared.decision import Decision, refuse

from .case import Brake, Letter, State, brakes_of, case_of
from .changes import Change, Released, Unread
from .deciding import Now, conclude
from .inputs import LetterSettled, RecordRefused
from .rows import KeepUnread

CAUSE: Final = "unread-record"
LETTERS_SHOWN_MAX = 8
READ_AGAIN_WITHIN = timedelta(minutes=10)
"""How long a record that was given back is waited for. (While `loans` lags by more, counted texts wait anyway.)"""


def on_refused(state: State, said: RecordRefused, now: Now) -> Decision:
    known = letters_of(state)
    if any(letter.id == said.letter for letter in known):
        return refuse("already-unread", "it is held for this record already")
    changes, effects = held_for(state, (*known, Letter(said.letter, said.code)), now)
    why = f"a record about it can't be read: {said.code}"
    return conclude(state, now, CAUSE, why, changes, effects=effects, withdraw=CAUSE)


def held_for(state: State, letters: tuple[Letter, ...], now: Now) -> tuple[list[Change], tuple[KeepUnread, ...]]:
    """The brake for these letters, and the rows by which whoever settles one finds the case."""
    kept = tuple(KeepUnread(letter.id, case_of(state), letter.code, now.at) for letter in letters)
    return [Unread(letters[-LETTERS_SHOWN_MAX:])], kept


def on_settled(state: State, said: LetterSettled, now: Now) -> Decision:
    brake = _brake(state)
    if brake is None:
        return refuse("not-unread", "it is not held for a record that can't be read")
    left = tuple(letter for letter in _open(state, now) if letter.id != said.letter)
    if left:
        why = f"more records about it can't be read: {len(left)}"
        return conclude(state, now, "letter-settled", why, [Unread(left[-LETTERS_SHOWN_MAX:])])
    until = said.at if said.given_up else said.at + READ_AGAIN_WITHIN
    change: Change = Unread((), until) if until > now.at else Released(CAUSE)
    return conclude(state, now, "letter-settled", "no record about it is left that can't be read", [change])


def is_over(state: State, brake: Brake, now: Now) -> bool:
    """Was every letter that it is held for settled without anybody telling the case?"""
    return brake.cause == CAUSE and brake.until is None and now.lookup.letters.get(case_of(state)) == ()


def letters_of(state: State) -> tuple[Letter, ...]:
    """The letters that it is held for, as far as it remembers them."""
    brake = _brake(state)
    return brake.letters if brake is not None else ()


def told(brake: Brake) -> str:
    """The brake in words: its cause, and where it has letters, how to find them."""
    if not brake.letters:
        return brake.cause
    return f"{brake.cause} ({', '.join(f'letter {str(each.id)[:8]}: {each.code}' for each in brake.letters)})"


def _open(state: State, now: Now) -> tuple[Letter, ...]:
    found = now.lookup.letters.get(case_of(state))
    return letters_of(state) if found is None else found


def _brake(state: State) -> Brake | None:
    return next((brake for brake in brakes_of(state) if brake.cause == CAUSE), None)


UNREAD: dict[type[Any], Any] = {RecordRefused: on_refused, LetterSettled: on_settled}
