"""What the product would do about a reply, as far as the reply alone says: for a person who asks before it is sent.

`core.reply_events` decides; this tells the same without a case, of a loan that is overdue, that nothing holds, and
whose last reply was understood. A test holds it to those decisions. What follows about a visit is scheduler's.
"""

from __future__ import annotations

from dataclasses import dataclass

from services.notifier.core.consent import opts_in
from services.notifier.core.inputs import ReplyRead
from services.notifier.core.no_visits import VISITS_REFUSED
from services.notifier.core.reply_events import BRAKES
from services.notifier.core.reply_meanings import SLOT_MIN, WeighedReply, guess_in
from services.notifier.core.state import BrakeCause
from services.notifier.core.table_writes import UnreadReason
from services.notifier.core.unread_replies import UNREAD
from services.notifier.understanding.reading import AskedKind, ReplyReading
from shared.contracts.texts import TextKind

ABOUT_A_VISIT: frozenset[AskedKind] = frozenset({"offer", "notice", "question"})


@dataclass(frozen=True, slots=True)
class ReplyConsequences:
    """`text` is what goes back to the borrower; `reads` why a person reads it; `brake` what stops us from then on.

    `books` is the number of the window that is taken, `guess` of the one that is asked about; `moves`: another time is
    looked for; `allows`: the person may be texted again.
    """

    text: TextKind | None = None
    reads: UnreadReason | None = None
    brake: BrakeCause | None = None
    books: int | None = None
    guess: int | None = None
    moves: bool = False
    allows: bool = False


def consequences(read: ReplyRead, weighed: WeighedReply, asked: AskedKind) -> ReplyConsequences:
    """What follows from a reply that was heard and weighed, to a question of that kind."""
    if read.author != "person":
        return ReplyConsequences(reads="machine" if read.author == "machine" else None)
    kinds = weighed.kinds
    if "opt-out" in kinds:
        return ReplyConsequences("opt-out-confirmed", weighed.shown, "opted-out")
    if "wrong-number" in kinds:
        return ReplyConsequences(brake="wrong-number")
    if weighed.acknowledges:
        return ReplyConsequences()
    if opts_in(weighed.meanings) and weighed.no_visits:
        return ReplyConsequences(None, weighed.shown, VISITS_REFUSED, allows=True)
    if opts_in(weighed.meanings):
        slot = next((one.digit for one in weighed.meanings if one.kind == "slot"), None)
        return ReplyConsequences(None if slot is None else "agreed", weighed.shown, allows=True, books=slot)
    cause = next((cause for kind, cause in BRAKES.items() if kind in kinds), None)
    if cause is not None:
        text: TextKind | None = "hardship" if cause == "hardship" and not weighed.grave else None
        return ReplyConsequences(text, weighed.shown, cause)
    if weighed.no_visits:
        text = "visit-cancelled" if asked == "notice" else None
        return ReplyConsequences(text, weighed.shown, VISITS_REFUSED)
    if kinds & UNREAD:
        return _unread(read, weighed, asked)
    first = weighed.meanings[0]
    if first.kind == "slot":
        return ReplyConsequences("agreed", weighed.shown, books=first.digit)
    moves = "other-time" in kinds and asked in ABOUT_A_VISIT
    return ReplyConsequences("offer" if moves else None, weighed.shown, moves=moves)


def guess_of(reading: ReplyReading) -> int | None:
    """The number of a window that is named and not surely chosen: what an open offer would be asked back about."""
    chosen = any(meaning.kind == "choose" and meaning.confidence >= SLOT_MIN for meaning in reading.meanings)
    return None if chosen else guess_in(reading)


def why_no_more(reading: ReplyReading) -> str:
    """Why a window is only guessed."""
    strongest = reading.meanings[0]
    if strongest.kind == "unclear":
        return strongest.rule
    return f"sure {strongest.confidence:.2f}, less than {SLOT_MIN:.2f}"


def _unread(read: ReplyRead, weighed: WeighedReply, asked: AskedKind) -> ReplyConsequences:
    kind = weighed.meanings[0].kind
    if read.code is not None and weighed.kinds == {"who"}:
        if asked in ABOUT_A_VISIT:
            return ReplyConsequences("who-comes" if asked == "notice" else "code-unknown")
        return ReplyConsequences("code-unknown", "who")
    if kind != "unknown":
        return ReplyConsequences("not-understood", "who" if kind == "who" else "not-understood")
    if weighed.waits and asked != "notice":
        return ReplyConsequences(None, "not-understood", "unread-reply")
    guess = guess_of(read.reading) if asked == "offer" else None
    return ReplyConsequences("not-understood" if guess is None else "asked-back", "not-understood", guess=guess)
