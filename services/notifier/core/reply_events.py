"""What follows from a borrower's reply, as it was heard. It may concern one case of theirs, or all of them.

1. An opt-out and a wrong number concern every case of the phone; anything else only the case of the question.
2. Opting out is confirmed once, by the case of the question, within minutes; it beats all else that the reply means.
3. Of a suppressed person's other words only those that brake are acted on: a YES after STOP is no consent.
4. Trouble paying, a dispute, a promise and "I have paid" brake: the borrower is not asked again meanwhile.
5. What is not understood goes to a person (see `unread_replies`); the borrower is told so once a week at most. What
   death, law or despair is in goes to a person too, and is answered by no template (see `reply_meanings`).
6. Whatever a person says is an answer: the reminders of this round count as answered. What nobody wrote (a reaction, a
   copy of our text, an automatic answer) is none, is not answered, and changes nothing.
7. Who refuses visits as such is visited by nobody in any of their cases: see `no_visits`.
8. Who asks about a check code is answered by scheduler, or hears that no visit is open. What the carrier took it for,
   and what comes before the loan is overdue: see `consent`.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from shared.contracts.texts import Meaning, MeaningKind, Understood
from shared.decision import Decision, Effect, Publish, accept, refuse
from shared.decision.replaced import replace

from .changes import Answered, Braked, BrakeReleased, Change, FactNoted, ReplyClear
from .consent import allowed_again, before_overdue, counts_as_start, counts_as_stop, opts_in, overtaken, since
from .forgotten import is_forgotten, reply_of_the_forgotten
from .formats import CODES
from .hold_grounds import ground_of_hold
from .inputs import ReplyAuthor, ReplyRead
from .lookup import LoanContext
from .no_visits import (
    VISITS_REFUSED,
    WHY_REFUSED,
    refused,
    refused_besides,
    said_of_another_case,
    said_of_visits_alone,
)
from .own_texts import schedule_answer
from .reply_meanings import WeighedReply, weighed
from .state import BrakeCause, Closed, KnownState, State, Unknown, brakes_of, extended, heard, open_visit
from .table_writes import Suppress
from .understood_reply import UnderstoodReply, passed_on, told_of
from .unread_replies import UNREAD, keep, not_understood
from .withdrawals import withdraw_confirmation, withdraw_texts, withdraw_visit

PERSONAL: frozenset[MeaningKind] = frozenset({"opt-out", "wrong-number", "opt-in"})
BRAKES: dict[MeaningKind, BrakeCause] = {
    "hardship": "hardship",
    "dispute": "dispute",
    "promise": "promise",
    "paid": "paid-claimed",
}
HASTE = timedelta(seconds=8)
"""From our text to an answer of `HASTY_CHARS_MIN` characters: reading takes longer, without any typing."""
HASTY_CHARS_MIN = 25
ACTED_ON_WHOEVER_WROTE: frozenset[MeaningKind] = PERSONAL | BRAKES.keys()
"""In doubt nobody is asked again."""
LONG_AGO = datetime.min.replace(tzinfo=UTC)
NOBODYS = WeighedReply((Meaning(kind="unknown", confidence=0.0),))
NEVER_AGAIN = "house: a number that is not the borrower's is never used again"


def reply_read(state: State, input: ReplyRead, context: LoanContext) -> Decision[Change]:
    if is_forgotten(state):
        return reply_of_the_forgotten(state, input, context)
    if isinstance(state, Unknown):
        return before_overdue(state, input, context)
    understood = weighed(input)
    mine = input.about in (None, state.loan.case)
    if not mine and not understood.kinds & PERSONAL and not understood.no_visits:
        return refuse("concerns-another-case", "the reply answers a text about another case")
    if not mine and understood.kinds & PERSONAL:
        understood = replace(understood, meanings=tuple(one for one in understood.meanings if one.kind != "slot"))
    elif not mine:
        understood = said_of_another_case(understood)
    author = _author(state, input, understood)
    if author != "person":
        understood = NOBODYS
    told = told_of(state, input, passed_on(understood, context), input.question if mine else None)
    if author != "person":
        return _by_nobody(state, input, context, told, author)
    return act_on(state, UnderstoodReply(input, understood, told, input.reply.received_at, confirms=mine), context)


def act_on(state: KnownState, understood: UnderstoodReply, context: LoanContext) -> Decision[Change]:
    """What follows from what a person meant, whoever understood it: the reader or somebody of ours."""
    kinds = understood.kinds
    if "opt-out" in kinds:
        return _opt_out(state, understood, context)
    if "wrong-number" in kinds:
        return _wrong_number(state, understood)
    if opts_in(understood.weighed.meanings):
        return _opt_in(state, understood, context)
    brakes = understood.weighed.no_visits or _brake(kinds) is not None
    if _opted_out(state) and not brakes and "unknown" not in kinds:
        rule = context.rules.limits.opt_out.words.rule
        kept = keep(state, understood.read, context, "suppressed")
        return refuse("opted-out", "words of a suppressed person are kept; only what brakes is acted on", rule, *kept)
    return _acted_on(state, understood, context)


def _author(state: KnownState, read: ReplyRead, understood: WeighedReply) -> ReplyAuthor:
    """Who wrote it: nobody reads a text of ours and types a sentence within seconds."""
    if read.chars < HASTY_CHARS_MIN or understood.no_visits or understood.kinds & ACTED_ON_WHOEVER_WROTE:
        return read.author
    received_at, ours = read.reply.received_at, [text.at for text in state.loan.texts if text.status == "delivered"]
    if read.question is not None:
        ours.append(read.question.posted_at)
    after = min((received_at - at for at in ours if at <= received_at), default=None)
    return "machine" if after is not None and after <= HASTE else read.author


def _by_nobody(
    state: KnownState, input: ReplyRead, context: LoanContext, told: Publish, author: ReplyAuthor
) -> Decision[Change]:
    """No answer. The first automatic one of its wording is shown to a person: it may be a borrower's all the same."""
    if author == "machine":
        kept = keep(state, input, context, "machine")
        return accept("answered-by-machine", "an automatic answer", effects=[told, *kept])
    return accept("only-a-reaction", "a reaction to a text of ours, or a copy of it", effects=[told])


def _answer(understood: UnderstoodReply) -> list[Change]:
    return [Answered(), ReplyClear(understood.received_at)]


def _opt_out(state: KnownState, understood: UnderstoodReply, context: LoanContext) -> Decision[Change]:
    newest = heard(state, "consent")
    if not counts_as_stop(newest, understood.received_at):
        return _overtaken(state, understood, context)
    at = since(newest, understood.received_at)
    again = any(brake.cause == "opted-out" for brake in brakes_of(state))
    rule = context.rules.limits.opt_out.words.rule
    texts = withdraw_texts(state, Braked("opted-out", None), "opted-out", rule)
    besides, remembered = refused_besides(state, understood.weighed, understood.received_at, context)
    changes: list[Change] = [*_answer(understood), FactNoted("consent", at), *besides, texts.change]
    effects: list[Effect] = [understood.told, Suppress(state.loan.person.borrower, "", "opted-out", True, at)]
    if understood.confirms and not again and context.rules.limits.opt_out.confirmations_max.value:
        opened, more = schedule_answer(state.loan, "opt-out-confirmed", understood.received_at, context)
        changes.append(opened)
        effects += more
    effects += [*remembered, *texts.effects, *withdraw_visit(state, "opted-out"), *_shown(state, understood, context)]
    return accept("opted-out", "the borrower wants no more texts", *changes, rule=rule, effects=effects)


def _overtaken(state: KnownState, understood: UnderstoodReply, context: LoanContext) -> Decision[Change]:
    """Something newer was said about texts. It overtakes nothing that is said of visits beside the older word: that is
    acted on and passed on as any refusal, and nobody hears of the older word.
    """
    if not understood.weighed.no_visits:
        return overtaken()
    left = said_of_visits_alone(understood.weighed)
    about: Understood = understood.told.data  # type: ignore[assignment]
    told = replace(understood.told, data=about.model_copy(update={"meanings": left.meanings}))
    return _acted_on(state, replace(understood, weighed=left, told=told), context)


def _opt_in(state: KnownState, understood: UnderstoodReply, context: LoanContext) -> Decision[Change]:
    newest, at = heard(state, "consent"), understood.received_at
    if not counts_as_start(newest, at):
        return _overtaken(state, understood, context)
    changes: list[Change] = [*_answer(understood), FactNoted("consent", at), BrakeReleased("opted-out")]
    lifted, unsaid = allowed_again(state.loan.person, understood.read.reply), withdraw_confirmation(state, context.at)
    holds, ended = refused(state, understood.weighed, at, context)
    effects = [understood.told, *lifted, *unsaid.effects, *ended, *_shown(state, understood, context)]
    return accept("opted-in", "the borrower wants texts again", *changes, *unsaid.changes, *holds, effects=effects)


def _wrong_number(state: KnownState, understood: UnderstoodReply) -> Decision[Change]:
    """The number is dropped for this person. Nothing is answered: whoever has it never dealt with us."""
    person, input, told = state.loan.person, understood.read.reply, understood.told
    now_theirs = person.phone_hash in (input.phone_hash, *input.forms)
    phone = person.phone_hash if now_theirs else input.phone_hash
    dropped = Suppress(person.borrower, phone, "wrong-number", True, input.received_at)
    if not now_theirs:
        why, clear = "a former number; another is known", ReplyClear(input.received_at)
        return accept("wrong-number-before", why, clear, effects=[told, dropped])
    texts = withdraw_texts(state, Braked("wrong-number", None), "wrong-number", NEVER_AGAIN)
    effects = [told, dropped, *texts.effects, *withdraw_visit(state, "wrong-number")]
    return accept(
        "wrong-number", "the number is not the borrower's", *_answer(understood), texts.change,
        rule=NEVER_AGAIN, effects=effects,
    )  # fmt: skip


def _acted_on(state: KnownState, understood: UnderstoodReply, context: LoanContext) -> Decision[Change]:
    input, kinds, received_at = understood.read, understood.kinds, understood.received_at
    effects: list[Effect] = [understood.told, *_shown(state, understood, context)]
    changes: list[Change] = [Answered()]
    no_visits = understood.weighed.no_visits
    if no_visits or not kinds & UNREAD:
        changes.append(ReplyClear(received_at))
    if input.reply.media is not None:
        effects += keep(state, input, context, "picture")
    cause = _brake(kinds)
    until = _until(state, cause, received_at, context) if cause is not None else None
    known = cause == "dispute" and received_at <= (heard(state, "dispute") or LONG_AGO)
    if cause is not None and not known and (until is None or until > context.at):
        if cause == "dispute":
            changes.append(FactNoted("dispute", received_at))
        rule = ground_of_hold(cause, context.rules)
        texts = withdraw_texts(state, Braked(cause, until), cause, rule)
        besides, remembered = refused_besides(state, understood.weighed, received_at, context)
        changes += [*besides, texts.change]
        if cause == "hardship" and _is_answered(state, understood):
            opened, more = schedule_answer(state.loan, "hardship", understood.answered_at, context)
            changes.append(opened)
            effects += more
        effects += [*remembered, *texts.effects, *withdraw_visit(state, cause)]
        too = ", and visits are refused" if no_visits else ""
        return accept(cause, f"the borrower's reply: {cause}{too}", *changes, rule=rule, effects=effects)
    if no_visits:
        holds, ended = refused(state, understood.weighed, received_at, context)
        rule = ground_of_hold(VISITS_REFUSED, context.rules)
        return accept(VISITS_REFUSED, WHY_REFUSED, *changes, *holds, rule=rule, effects=[*effects, *ended])
    if known:
        return accept("answered", "the bank knows of the dispute", *changes, effects=effects)
    if understood.weighed.acknowledges:
        return accept("acknowledged", "the borrower agrees to what was told", *changes, effects=effects)
    kind = understood.weighed.meanings[0].kind
    answered = accept(f"answered-{kind}", f"understood as: {kind}", *changes, effects=effects)
    if understood.read.code is not None and kinds == {"who"} and context.rules.format >= CODES:
        return _code_asked(state, understood, answered, context)
    return not_understood(state, input, understood.weighed, answered, context) if kinds & UNREAD else answered


def _is_answered(state: KnownState, understood: UnderstoodReply) -> bool:
    """Trouble with paying is answered once; death, law and despair never by a template."""
    known_before = any(brake.cause == "hardship" for brake in brakes_of(state))
    return not (known_before or understood.weighed.grave or _opted_out(state) or isinstance(state, Closed))


def _shown(state: KnownState, understood: UnderstoodReply, context: LoanContext) -> tuple[Effect, ...]:
    """A person reads it besides, where it says so."""
    why = understood.weighed.shown
    return keep(state, understood.read, context, why) if why is not None else ()


def _code_asked(
    state: KnownState, understood: UnderstoodReply, answered: Decision[Change], context: LoanContext
) -> Decision[Change]:
    """Scheduler knows the codes of a visit that is open. Where none is, no code is ours, and a person should know."""
    about: Understood = understood.told.data  # type: ignore[assignment]
    if about.visit is not None and about.visit == open_visit(state):
        return answered
    changes, effects = [*answered.changes], [*answered.effects, *keep(state, understood.read, context, "who")]
    if not isinstance(state, Closed):
        opened, more = schedule_answer(state.loan, "code-unknown", understood.answered_at, context)
        changes.append(opened)
        effects += more
    return replace(answered, changes=tuple(changes), effects=tuple(effects))


def _brake(kinds: set[MeaningKind]) -> BrakeCause | None:
    """What the reply brakes, if anything. (Who takes a slot says nothing else: see `reply_meanings`.)"""
    return next((cause for kind, cause in BRAKES.items() if kind in kinds), None)


def _opted_out(state: KnownState) -> bool:
    return any(brake.cause == "opted-out" for brake in brakes_of(state))


def _until(state: KnownState, cause: BrakeCause, at: datetime, context: LoanContext) -> datetime | None:
    match cause:
        case "hardship":
            return extended(state, cause, at + context.rules.hardship)
        case "dispute":
            return None
        case _:
            return extended(state, cause, at + context.rules.promise)
