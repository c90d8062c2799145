"""A record about a case that nobody can read. It may be a brake, so it is one until its letter is settled.

1. What is refused on a topic that brakes travel on holds the case that it names: by its key, or by its subject. A visit
   with a permit may be kept meanwhile (see `kept_visits`).
2. A case that is not known yet is not made for it: garbage under random names would make as many cases. When the bank
   says that the loan is overdue, the letters about it are looked up instead.
3. It ends when the last letter is settled: given back, mended, or given up by an operator. What is given back lies in
   its topic again, so it is waited for until that was read: everything that was published before it was given back is
   decided on. Where nobody keeps account of that (`outcomes`) it is `READ_AGAIN_WITHIN`. Which letters are still open,
   the table of letters says; what the case remembers is for whoever asks why.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from shared.decision import Decision, accept, refuse
from shared.decision.replaced import replace

from .changes import BrakeReleased, Change, RecordsUnread
from .inputs import LetterSettled, RecordRefused
from .kept_visits import kept_visit
from .lookup import LoanContext
from .state import Brake, Letter, State, brakes_of, case_of
from .table_writes import KeepUnread
from .withdrawals import withdraw_texts, withdraw_visit

CAUSE: Final = "unread-record"
LETTERS_SHOWN_MAX = 8
READ_AGAIN_WITHIN = timedelta(minutes=10)
"""How long a record that was given back is waited for. (While `loans` lags by more, counted texts wait anyway.)"""
READ_AGAIN_LOOK = timedelta(seconds=4)
"""When it is first looked whether it was read; then after twice as long each time, since it may lie behind a flood."""


def record_refused(state: State, input: RecordRefused, context: LoanContext) -> Decision[Change]:
    known = letters_of(state)
    if any(letter.id == input.letter for letter in known):
        return refuse("already-unread", "it is held for this record already")
    brake, rows = held_for(state, (*known, Letter(input.letter, input.code)), context)
    keeps = kept_visit(state, context)
    texts = withdraw_texts(state, replace(brake, keeps=keeps), CAUSE)
    visit = withdraw_visit(state, CAUSE) if keeps is None else ()
    why = f"a record about it can't be read: {input.code}"
    return accept(CAUSE, why, texts.change, effects=[*rows, *texts.effects, *visit])


def held_for(
    state: State, letters: tuple[Letter, ...], context: LoanContext
) -> tuple[RecordsUnread, tuple[KeepUnread, ...]]:
    """The brake for these letters, and the rows by which whoever settles one finds the case."""
    kept = tuple(KeepUnread(letter.id, case_of(state), letter.code, context.at) for letter in letters)
    return RecordsUnread(letters[-LETTERS_SHOWN_MAX:], withdrawn=()), kept


def letter_settled(state: State, input: LetterSettled, context: LoanContext) -> Decision[Change]:
    brake = _brake(state)
    if brake is None:
        return refuse("not-unread", "it is not held for a record that can't be read")
    left = tuple(letter for letter in _open(state, context) if letter.id != input.letter)
    if left:
        why = f"more records about it can't be read: {len(left)}"
        texts = withdraw_texts(state, RecordsUnread(left[-LETTERS_SHOWN_MAX:]), "letter-settled")
        return accept("letter-settled", why, texts.change, effects=texts.effects)
    why = "no record about it is left that can't be read"
    until = input.at if input.given_up else input.at + READ_AGAIN_WITHIN
    if until <= context.at:
        return accept("letter-settled", why, BrakeReleased(CAUSE))
    texts = withdraw_texts(state, RecordsUnread((), until), "letter-settled")
    return accept("letter-settled", why, texts.change, effects=texts.effects)


def is_over(state: State, brake: Brake, context: LoanContext) -> bool:
    """Is every letter that it is held for settled, with or without anybody telling the case, and what was given back
    read?"""
    case, found = case_of(state), context.lookup
    return brake.cause == CAUSE and found.letters.get(case) == () and case in found.read_again


def looked_at(brake: Brake, at: datetime) -> datetime | None:
    """When the case is looked at again for the brake's end: that, or sooner where a record is waited for."""
    if brake.cause != CAUSE or brake.until is None or brake.until <= at:
        return brake.until
    waited = at - (brake.until - READ_AGAIN_WITHIN)
    return min(brake.until, at + max(READ_AGAIN_LOOK, waited))


def letters_of(state: State) -> tuple[Letter, ...]:
    """The letters that it is held for, as far as it remembers them."""
    brake = _brake(state)
    return brake.letters if brake is not None else ()


def brake_in_words(brake: Brake) -> str:
    """The brake in words: its cause, and where it has letters, how to find them."""
    if not brake.letters:
        return brake.cause
    return f"{brake.cause} ({', '.join(f'letter {str(each.id)[:8]}: {each.code}' for each in brake.letters)})"


def _open(state: State, context: LoanContext) -> tuple[Letter, ...]:
    found = context.lookup.letters.get(case_of(state))
    return letters_of(state) if found is None else found


def _brake(state: State) -> Brake | None:
    return next((brake for brake in brakes_of(state) if brake.cause == CAUSE), None)
