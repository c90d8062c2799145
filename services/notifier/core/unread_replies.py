"""Replies that nobody understood: a person reads them, and from the second one on the case waits for that.

1. Whatever our text or a rule says that a person will read is kept for one, sealed, until it is settled.
2. Where a window is guessed, the borrower is asked for its digit once (see `asked_back`) instead of hearing that.
3. The same words again are not kept twice, and the borrower is not told twice that we did not understand them.
4. The second in a row holds the case (`unread-reply`), but for a visit that was agreed: its crew will stand at the
   door, and who thanks us twice in words that we do not know has not called it off. What is said within minutes is
   one reply, whether it came in two messages or one message came twice. The first is enough where somebody else wrote.
5. The hold ends when a person has settled it, by a reply that is understood, or by itself after as long as a
   borrower in trouble is left in peace. Then counting begins anew.
"""

from __future__ import annotations

from datetime import datetime

from shared.contracts.texts import MeaningKind
from shared.decision import Decision, Effect, accept
from shared.decision.replaced import replace
from shared.ids import derive

from .asked_back import asks_back
from .changes import Braked, Change, ReplyUnclear
from .evolve import PUZZLES_MAX, evolve
from .inputs import ReplyRead
from .lookup import LoanContext
from .own_texts import schedule_answer, schedule_question
from .reply_meanings import WeighedReply
from .state import (
    BrakeCause,
    Closed,
    Held,
    KnownState,
    StageName,
    State,
    Unknown,
    Visiting,
    case_of,
    extended,
    open_visit,
    utterances,
)
from .table_writes import KeepReply, UnreadReason
from .withdrawals import withdraw_texts, withdraw_visit

UNREAD: frozenset[MeaningKind] = frozenset({"unknown", "who"})
NOT_AGREED: frozenset[StageName] = frozenset({"requested", "offered"})
CAUSE: BrakeCause = "unread-reply"


def keep(state: State, read: ReplyRead, context: LoanContext, why: UnreadReason) -> tuple[Effect, ...]:
    """The reply, for a person to read: none when the same words wait already, or nobody can open them any more.

    Of an automatic answer once is enough, also when somebody has read it.
    """
    input = read.reply
    if read.wording is None or (input.media is None and _again(state, read, context, waits=why != "machine")):
        return ()
    case = case_of(state)
    media = input.media.model_dump_json() if input.media is not None else None
    row = derive("reply-to-read", case, input.sid)
    return (KeepReply(row, case, input.sid, input.received_at, why, input.words.model_dump_json(), media),)


def not_understood(
    state: KnownState, read: ReplyRead, weighed: WeighedReply, answered: Decision[Change], context: LoanContext
) -> Decision[Change]:
    """What follows besides from an answer: kept for a person; said so, once; from the second one on the case waits."""
    changes, effects, input = [*answered.changes], [*answered.effects], read.reply
    kind = weighed.meanings[0].kind
    if input.media is None:
        effects += keep(state, read, context, "who" if kind == "who" else "not-understood")
    if kind == "unknown":
        changes.append(ReplyUnclear(input.received_at))
        until = _waits_until(state, changes[-1], context, at_once=weighed.waits)
        if until is not None:
            rule = context.rules.limits.holds.hardship_days.rule
            texts = withdraw_texts(state, Braked(CAUSE, until), CAUSE, rule)
            effects += [*texts.effects, *withdraw_visit(state, CAUSE)]
            why = "replies that nobody understood wait for a person"
            return accept(CAUSE, why, *changes, texts.change, rule=rule, effects=effects)
        if isinstance(state, Visiting) and (asked := asks_back(state, read, context)) is not None:
            opened, more = schedule_question(state, asked, input.received_at, context)
            why = f"window {asked.shown} is guessed, and the borrower is asked whether they mean it"
            return accept("asked-back", why, *changes, opened, effects=[*effects, *more])
    if not _answered_lately(state, read, context):
        opened, more = schedule_answer(state.loan, "not-understood", input.received_at, context)
        changes.append(opened)
        effects += more
    return replace(answered, changes=tuple(changes), effects=tuple(effects))


def _waits_until(state: KnownState, puzzled: Change, context: LoanContext, *, at_once: bool) -> datetime | None:
    """Until when the case waits for a person, now that it is one more; None when it does not, or that is over."""
    if open_visit(state) is not None and not (isinstance(state, Visiting) and state.stage in NOT_AGREED):
        return None
    after = evolve(state, puzzled)
    assert not isinstance(after, Unknown)
    unread = after.loan.unread
    many = at_once or utterances(unread) >= PUZZLES_MAX
    if not many or unread[-1] + context.rules.hardship <= context.at:
        return None
    return extended(state, CAUSE, unread[-1] + context.rules.hardship)


def _again(state: State, read: ReplyRead, context: LoanContext, *, waits: bool) -> bool:
    """Did the same words go to a person before (and wait still)?"""
    kept = context.lookup.kept.get(case_of(state), ())
    return bool(read.wording) and any(one.wording == read.wording for one in kept if one.waits or not waits)


def _answered_lately(state: KnownState, read: ReplyRead, context: LoanContext) -> bool:
    """Once a week, and never of the same words; in a held or closed case a person reads it and nothing is answered."""
    if isinstance(state, Held | Closed) or _again(state, read, context, waits=False):
        return True
    since = context.at - context.rules.look_again
    return any(text.kind == "not-understood" and text.at > since for text in state.loan.texts)
