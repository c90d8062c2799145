"""The timer `look`: what a case does when it looks at itself again."""

from __future__ import annotations

from typing import assert_never

from shared.contracts.visits import VisitRequested, Wanted
from shared.decision import Decision, Publish, SetTimer, accept, refuse
from shared.ids import derive
from shared.policy.local_time import local_day

from .authority import DEAF_LOOK
from .borrower_language import CAUSE as UNWRITTEN
from .borrower_language import RULE, is_written_now, why_unwritten
from .cadence import Due, Exhausted, Unconfirmed, Unreachable, Unwritten, Wait, days_past_due, ground_of, next_reminder
from .changes import Braked, BrakeReleased, Change, VisitOpened
from .gate import NOT_REFUSED, Line, gate, look_at
from .inputs import LookDue
from .kept_visits import kept_too_long
from .lookup import PEN_WAIT, LoanContext
from .no_visits import refused_before
from .state import BrakeCause, Closed, Held, StageName, State, Texting, Unknown, Visiting
from .text_events import UNPROVEN
from .timers import LOOK
from .unread_records import brake_in_words, is_over
from .visit_caps import reserved_over_cap
from .visit_events import visit_over_caps
from .withdrawals import withdraw_texts

TO_COME: frozenset[StageName] = frozenset({"agreed", "noticed", "permitted"})


def look_due(state: State, input: LookDue, context: LoanContext) -> Decision[Change]:
    again = SetTimer(LOOK, context.at + context.rules.look_again)
    match state:
        case Unknown():
            return refuse("waits-for-overdue", "waits for the bank to say that the loan is overdue", "", again)
        case Texting():
            return _texting(state, context)
        case Visiting():
            return _visiting(state, context)
        case Held():
            return _held(state, context)
        case Closed():
            return refuse("already-closed", f"closed: {state.cause}")
        case _:
            assert_never(state)


def _texting(state: Texting, context: LoanContext) -> Decision[Change]:
    if any(text.asks and text.waits for text in state.loan.texts):
        return refuse("text-under-way", "a reminder waits to be sent; its end looks again")
    following = next_reminder(state.loan, context.at, context.rules)
    ground = ground_of(following, context.rules)
    match following:
        case Exhausted():
            return _ask_the_gate(state, context)
        case Unreachable():
            why = "the carrier says again and again that the number can't be reached"
            return _rests(state, "unreachable", why, ground, context)
        case Unconfirmed(failed=True):
            why = "so many reminders of this round failed, not for the borrower's reasons, that nothing is proven"
            return _rests(state, "unconfirmed", why, ground, context)
        case Unconfirmed():
            why = "nobody says whether the reminders of this round arrived"
            return _rests(state, "unconfirmed", why, ground, context)
        case Unwritten():
            return _unwritten(state)
        case Due(text=kind):
            # `next_look` schedules it, as after any decision that makes one due.
            return accept("reminder-due", f"the cadence says: {kind}", rule=ground)
        case Wait(until=until):
            return accept(
                "not-yet", f"the next reminder is due {local_day(until, state.loan.person.zone)}", rule=ground
            )
        case _:
            assert_never(following)


def _rests(state: Texting, cause: BrakeCause, why: str, rule: str, context: LoanContext) -> Decision[Change]:
    """Neither more texts nor a visit. It ends by other details, a receipt, an operator's word, or in time."""
    texts = withdraw_texts(state, Braked(cause, context.at + context.rules.tried_again), cause, rule)
    return accept(cause, why, texts.change, rule=rule, effects=texts.effects)


def _unwritten(state: Texting) -> Decision[Change]:
    """A person has to reach them, or the bank to say another language. No end in time: nothing would be better then."""
    texts = withdraw_texts(state, Braked(UNWRITTEN, None), UNWRITTEN, RULE)
    return accept(UNWRITTEN, why_unwritten(state.loan.person), texts.change, rule=RULE, effects=texts.effects)


def _ask_the_gate(state: Texting, context: LoanContext) -> Decision[Change]:
    ledger = context.lookup.ledgers.get(state.loan.case)
    if ledger is None:
        again = SetTimer(LOOK, context.at + PEN_WAIT)
        return refuse("ledger-busy", "another case of this person is being decided", "", again)
    stopped = context.is_stopped("visiting", region=state.loan.person.region, case=state.loan.case)
    lines = gate(state.loan, ledger.with_texts(state.loan.case, state.loan.texts), stopped, context.at, context.rules)
    failed = [line for line in lines if not line.met]
    if [line.code for line in failed] == [NOT_REFUSED]:
        return refused_before(state, context)
    if failed:
        why = "; ".join(f"{line.code}: {line.text}" for line in failed)
        look = SetTimer(LOOK, look_at(lines, context.at, context.rules))
        return accept("gate-closed", why, rule=failed[0].rule, effects=[look])
    deaf = context.deaf()
    if deaf is not None:
        why = f"nobody is visited while what the bank says may lie unread: {deaf}"
        return accept("deaf", why, effects=[SetTimer(LOOK, context.at + DEAF_LOOK)])
    return _request(state, lines, context)


def _request(state: Texting, lines: tuple[Line, ...], context: LoanContext) -> Decision[Change]:
    loan, person = state.loan, state.loan.person
    visit = f"v-{derive('visit', loan.case, loan.visits_made).hex[:12]}"
    wanted = Wanted(
        visit=visit,
        borrower=person.borrower,
        region=person.region,
        cell=person.cell,
        zone=person.zone,
        language=person.language,
        amount=loan.amount.money(),
        dpd=days_past_due(loan, context.at),
        reasons=tuple(line.reason() for line in lines),
        needs=context.rules.needs,
        home=person.home.sealed(),
        address=person.address.sealed(),
    )
    return accept(
        "visit-requested", "texting has failed and the gate is met", VisitOpened(visit, context.at),
        rule=context.rules.limits.gate.dpd_min.rule, effects=[Publish(VisitRequested, loan.case, wanted)],
    )  # fmt: skip


def _held(state: Held, context: LoanContext) -> Decision[Change]:
    over = [
        brake
        for brake in state.brakes
        if (brake.until is not None and brake.until <= context.at)
        or is_over(state, brake, context)
        or is_written_now(state.loan.person, brake)
    ]
    causes = ", ".join(brake_in_words(brake) for brake in over or state.brakes)
    if not over and (withdrawn := kept_too_long(state, context)) is not None:
        return withdrawn
    if not over:
        # Cases that were held before this hold had an end in time get it now.
        endless = [brake.cause for brake in state.brakes if brake.cause in UNPROVEN and brake.until is None]
        rule = context.rules.limits.holds.unreachable_days.rule if endless else ""
        end = context.at + context.rules.tried_again
        brakes = [withdraw_texts(state, Braked(cause, end), "still-held", rule) for cause in endless]
        return accept(
            "still-held", f"held: {causes}", *(brake.change for brake in brakes),
            rule=rule, effects=[effect for brake in brakes for effect in brake.effects],
        )  # fmt: skip
    return accept("brake-over", f"over: {causes}", *(BrakeReleased(brake.cause) for brake in over))


def _visiting(state: Visiting, context: LoanContext) -> Decision[Change]:
    """One that is to come is weighed once more. Kept, and nobody told us how it ended within a week: rest as after any
    visit.
    """
    if state.stage in TO_COME:
        ledger = context.lookup.ledgers.get(state.loan.case)
        if ledger is None:
            again = SetTimer(LOOK, context.at + PEN_WAIT)
            return refuse("ledger-busy", "another case of this person is being decided", "", again)
        if ledger.visits_refused:
            return refused_before(state, context)
        known = ledger.with_texts(state.loan.case, state.loan.texts)
        over = reserved_over_cap(state.visit, state.loan.person.zone, known, state.loan.case, context.rules)
        if over is not None:
            return visit_over_caps(state, over, context)
    if state.stage == "kept" and state.since + context.rules.look_again <= context.at:
        until = state.since + context.rules.after_visit
        rule = context.rules.limits.holds.after_visit_days.rule
        texts = withdraw_texts(state, Braked("visited", until), "outcome-missing", rule)
        why = "the crew never said how it ended"
        return accept("outcome-missing", why, texts.change, rule=rule, effects=texts.effects)
    return accept("visit-under-way", f"the visit is {state.stage}")
