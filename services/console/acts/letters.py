"""One dead letter dealt with: given back as it came, given back mended, or given up. The record goes into its topic
before the service is told that it is there: who is interrupted in between gives it back twice, and never not at all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from deploy.local.user_error import UserError
from shared.contracts.codec import encode, headers
from shared.contracts.operations import LetterDiscarded, LetterReturned, Operation

from ..target import Target
from ..views.database import Database
from ..views.dead_letters import Again, StoredLetter
from ..views.fitting import fitting_keys
from .operations import answers, ask_one, operation
from .producer import Send, sending
from .repair import moved, repaired

TIMES_MAX = 2
"""So often a letter may be given back: once by intention, and once more where nobody knows whether it came through."""


@dataclass(frozen=True, slots=True)
class Deciding:
    """Who decides it and why, and how long they wait for what the service says of it (None: as long as a command)."""

    by: str
    why: str | None
    patience_s: float | None = None


async def held_for(database: Database, letter: StoredLetter, *, given_up: bool) -> str:
    """A sentence that names the cases, or nothing where there are none. To be asked before the letter is settled."""
    cases = [row["case_id"] for row in await database.rows("held_for_letter", letter=letter.id)]
    if not cases:
        return ""
    until = "no longer held for it" if given_up else "held for it until it was read, ten minutes at most"
    return f"{', '.join(cases)} {'is' if len(cases) == 1 else 'are'} {until}."


async def replay_letter(
    target: Target, database: Database, letter: StoredLetter, deciding: Deciding, *, force: bool
) -> str:
    """What was done. Raises `UserError` when it was settled or would be refused again, unless by `force`."""
    if not force:
        letter.must_be_open()
    now = target.clock().now()
    record = letter.record(await fitting_keys(target, database), now)
    if record.refused and not force:
        raise UserError(
            f"It would be refused again: {record.refused}.",
            f"Mend it with ./doorstep dlq mend {letter.item}, or mend the cause; or use --force, or discard it.",
        )
    said = await _given_back(target, database, letter, record, returned(letter, deciding, now), deciding)
    return f"{letter.item} is in {letter.topic} again. {said}".rstrip()


async def mend_letter(
    target: Target,
    database: Database,
    letter: StoredLetter,
    deciding: Deciding,
    *,
    settings: Sequence[str] = (),
    subject: str | None = None,
    new: bytes | None = None,
    force: bool = False,
    may_move: bool = True,
) -> str:
    """What was done: fields set, another case named, or a whole `new` record.

    `may_move`: also with sealed values to another case than it named. Raises `UserError`: nothing was done.
    """
    if not force:
        letter.must_be_open()
    now = target.clock().now()
    original = letter.original(await fitting_keys(target, database))
    record = repaired(letter.topic, original if new is None else new, settings, subject, now)
    other = moved(original, record)
    if other is not None and other.sealed and not may_move:
        raise UserError(str(other), "Tick that it is meant so, or leave the case as it is.")
    asked = returned(letter, deciding, now, mended=True)
    said = await _given_back(target, database, letter, record, asked, deciding)
    about = f" It was about {other.was} and is about {other.now} now." if other is not None else ""
    return f"{letter.item} is in {letter.topic} again, mended by {deciding.by}.{about} {said}".rstrip()


async def discard_letter(target: Target, database: Database, letter: StoredLetter, deciding: Deciding) -> str:
    """What was done. Raises `UserError` when it was settled before."""
    again = f"./doorstep dlq replay {letter.item} --force gives it back all the same."
    letter.must_be_open(f"There is nothing left to give up; {again}")
    now = target.clock().now()
    asked = operation(LetterDiscarded, letter.service, now, by=deciding.by, why=deciding.why, letter=letter.id)
    held = await held_for(database, letter, given_up=True)
    answer = await ask_one(target, database, asked, deciding.patience_s)
    return answer.sentence(f"{letter.item} is given up. {held}".rstrip())


def returned(letter: StoredLetter, deciding: Deciding, now: datetime, *, mended: bool = False) -> Operation:
    """That its record is in its topic again. Made before anything is sent: a reason that can't be kept raises."""
    about = {"by": deciding.by, "why": deciding.why, "letter": letter.id}
    return operation(LetterReturned, letter.service, now, **about, **({"mended": True} if mended else {}))


async def give_record(send: Send, letter: StoredLetter, record: Again, asked: Operation) -> None:
    """The record into its topic, and `asked` after it."""
    await send(letter.topic, record.key, record.value)
    await send(asked.topic, asked.subject.encode(), encode(asked), headers(asked))


async def times_returned(database: Database, letter: StoredLetter) -> int:
    """How often anybody gave it back, as far as its service has read it."""
    (row,) = await database.rows("times_returned", service=letter.service, letter=str(letter.id))
    return int(row["times"])


async def _given_back(
    target: Target, database: Database, letter: StoredLetter, record: Again, asked: Operation, deciding: Deciding
) -> str:
    held = await held_for(database, letter, given_up=False)
    async with sending(target) as send:
        await give_record(send, letter, record, asked)
    (answer,) = await answers(database, [asked], deciding.patience_s)
    return answer.sentence(held)
