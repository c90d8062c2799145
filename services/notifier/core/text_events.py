"""The way of a text through a case: asked for, weighed by the authority, claimed, settled, reported."""

from __future__ import annotations

from datetime import datetime
from typing import assert_never
from uuid import UUID

from shared.contracts.texts import (
    TextDeferred,
    TextDelivered,
    TextFailed,
    TextIntended,
    TextRefused,
    TextRequested,
    TextSent,
    TextUncertain,
    TextWithdrawn,
    Wording,
)  # fmt: skip
from shared.decision import Decision, Effect, Publish, SetTimer, accept, refuse
from shared.policy.local_time import local_moment

from .asked_back import asked_in_vain
from .authority import Allowed, Asked, Deferred, Forbidden, ask, at_any_hour
from .borrower_language import language_of
from .carrier_codes import OPTED_OUT, is_ours, meaning
from .changes import Braked, BrakeReleased, Change, TextOpened, TextStatusChanged
from .events_out import text_event
from .formats import NAMES_LATER
from .heard_first import heard_first, looks_again
from .inputs import NOT_THE_CARRIERS, StatusReported, TextDue, TextExpired, TextSettled
from .ledger import Ledger
from .lookup import PEN_WAIT, LoanContext
from .rules import COUNTED
from .state import BrakeCause, CaseText, Closed, KnownState, State, Unknown, brakes_of, text_of
from .table_writes import ClaimText, EnterContact, MoveText, Suppress, WithdrawText
from .text_status import FAILED, RANK, TextStatus, climbs, whereabouts
from .timers import text_timer
from .withdrawals import withdraw_text, withdraw_texts, withdraw_visit

UNPROVEN: frozenset[BrakeCause] = frozenset({"unreachable", "unconfirmed"})
"""Holds that rest on what became of texts, so that a receipt ends them."""
TEXT_UNKNOWN = "this case knows no such text: it was never asked for, or ended long ago"
LEARNED: tuple[BrakeCause, ...] = ("opted-out", "wrong-number")
"""What the authority knows of the person, and so may say before the case has heard it."""


def text_requested(state: State, input: TextRequested, context: LoanContext) -> Decision[Change]:
    asked = input.data
    text = CaseText(
        intent=asked.intent,
        kind=asked.kind,
        status="intended",
        at=context.at,
        not_before=asked.not_before,
        not_after=asked.not_after,
        visit=asked.visit,
        version=asked.appointment_version,
        wording=_known(asked.wording, context),
    )
    if isinstance(state, Unknown):
        told = text_event(TextRefused, input.subject, text, "unknown-case")
        return refuse("unknown-case", "nothing is known of this case", "", told)
    if text_of(state.loan, asked.intent) is not None:
        return refuse("text-known", "this text was asked for before")
    effects: list[Effect] = [text_event(TextIntended, input.subject, text, "requested")]
    effects.append(SetTimer(text_timer(text), max(context.at, asked.not_before)))
    return accept("text-requested", f"scheduler asks for: {asked.kind}", TextOpened(text), effects=effects)


def _known(wording: Wording, context: LoanContext) -> Wording:
    """Without what replicas of a former version could not keep."""
    if wording.names_on is None or context.rules.format >= NAMES_LATER:
        return wording
    return wording.model_copy(update={"names_on": None})


def text_withdrawn(state: State, input: TextWithdrawn, context: LoanContext) -> Decision[Change]:
    text = _text(state, input.data.intent)
    if isinstance(state, Unknown) or text is None:
        return refuse("text-unknown", TEXT_UNKNOWN)
    if not text.waits:
        return refuse("text-not-waiting", f"{text.kind}: {whereabouts(text.status)}")
    gone, effects = withdraw_text(state, text, Forbidden("text-withdrawn", ""), context.at)
    return accept("text-withdrawn", f"scheduler takes it back: {input.data.cause}", gone, effects=effects)


def text_due(state: State, input: TextDue, context: LoanContext) -> Decision[Change]:
    """Its moment has come: ask the contact authority."""
    text = (
        None
        if isinstance(state, Unknown)
        else next((t for t in state.loan.texts if str(t.intent) == input.intent), None)
    )
    if isinstance(state, Unknown) or text is None:
        return refuse("text-unknown", TEXT_UNKNOWN)
    if text.status != "intended":
        return refuse("text-not-waiting", f"{text.kind}: {whereabouts(text.status)}")
    first = heard_first(state, text)
    if first is not None:
        again = SetTimer(text_timer(text), looks_again(first, context.at))
        return refuse(
            "not-its-turn", f"{text.kind}: {first.kind} is to be heard first, and its end looks again", "", again
        )
    ledger = context.lookup.ledgers.get(state.loan.case)
    if ledger is None:
        again = SetTimer(text_timer(text), context.at + PEN_WAIT)
        return refuse("ledger-busy", "another case of this person is being decided", "", again)
    known = asked_about(state, ledger, context)
    verdict = asked_in_vain(state, text, context.at) or ask(text, known, context.at, context.rules)
    match verdict:
        case Allowed():
            return _claim(state, text, verdict, context)
        case Deferred():
            told = text_event(
                TextDeferred, state.loan.case, text, verdict.reason, rule=verdict.rule, until=verdict.until
            )
            effects = (told, SetTimer(text_timer(text), verdict.until))
            return accept(
                verdict.reason,
                f"waits until {local_moment(verdict.until, known.zone)}",
                rule=verdict.rule,
                effects=effects,
            )
        case Forbidden():
            return _refused(state, text, verdict, context)
        case _:
            assert_never(verdict)


def asked_about(state: KnownState, ledger: Ledger, context: LoanContext) -> Asked:
    """What the authority is told of the person and the case."""
    person = state.loan.person
    return Asked(
        case=state.loan.case,
        zone=person.zone,
        phone_hash=person.phone_hash,
        ledger=ledger.with_texts(state.loan.case, state.loan.texts),
        brakes=brakes_of(state),
        closed=isinstance(state, Closed),
        stopped=context.is_stopped("sending", region=person.region, case=state.loan.case),
        deaf=context.deaf(),
        in_our_languages=language_of(person) is not None,
    )


def _claim(state: KnownState, text: CaseText, verdict: Allowed, context: LoanContext) -> Decision[Change]:
    loan, person = state.loan, state.loan.person
    claim = ClaimText(
        intent=text.intent,
        case_id=loan.case,
        borrower=person.borrower,
        region=person.region,
        zone=person.zone,
        phone_hash=person.phone_hash,
        phone=person.phone.in_json(),
        name=person.name.in_json(),
        officer=person.officer.in_json(),
        kind=text.kind,
        language=language_of(person) or person.language,
        wording=(text.wording or Wording()).model_dump_json(exclude_none=True),
        visit=text.visit,
        version=text.version,
        slots=len(text.wording.slots) if text.wording is not None else 0,
        counted=text.kind in COUNTED,
        claimed_at=context.at,
        post_before=verdict.until,
    )
    moved = TextStatusChanged(text.intent, "claimed", context.at)
    rule = _let_through_by(text, person.zone, context)
    return accept("text-allowed", f"{text.kind} may go out now", moved, rule=rule, effects=[claim])


def _let_through_by(text: CaseText, zone: str, context: LoanContext) -> str:
    """The rule that says most about why it may go out now."""
    rules = context.rules
    if at_any_hour(text.kind, rules):
        return rules.limits.opt_out.confirmation_at_any_hour.rule
    return (rules.caps_rule("text") if text.kind in COUNTED else "") or rules.hours_rule(context.at, zone)


def _refused(state: KnownState, text: CaseText, verdict: Forbidden, context: LoanContext) -> Decision[Change]:
    reason, rule, why = verdict.reason, verdict.rule, f"{text.kind} is not sent"
    gone, told = withdraw_text(state, text, verdict, context.at)
    learned = next((cause for cause in LEARNED if cause == reason), None)
    if learned is None or any(brake.cause == learned for brake in brakes_of(state)):
        return accept(reason, why, gone, rule=rule, effects=told)
    # Learned from another case of the same person: this case brakes too, rather than ask again and again.
    texts = withdraw_texts(state, Braked(learned, None), learned, rule, settled=text.intent)
    effects = [*told, *texts.effects, *withdraw_visit(state, learned)]
    return accept(reason, why, gone, texts.change, rule=rule, effects=effects)


def text_expired(state: State, input: TextExpired, context: LoanContext) -> Decision[Change]:
    """Nobody posted it in time; the row goes back and the authority is asked again at once."""
    text = _text(state, input.intent)
    if text is None:
        return refuse("text-unknown", TEXT_UNKNOWN)
    if text.status != "claimed":
        return refuse("text-not-waiting", f"{text.kind}: {whereabouts(text.status)}")
    effects = (WithdrawText(text.intent), SetTimer(text_timer(text), context.at))
    moved = TextStatusChanged(text.intent, "intended", context.at)
    return accept("text-expired", "its time to be posted ran out", moved, effects=effects)


def text_settled(state: State, input: TextSettled, context: LoanContext) -> Decision[Change]:
    return _status_changed(state, input, context)


def status_reported(state: State, input: StatusReported, context: LoanContext) -> Decision[Change]:
    return _status_changed(state, input, context)


def _status_changed(state: State, input: TextSettled | StatusReported, context: LoanContext) -> Decision[Change]:
    intent, status, sid = input.intent, input.status, input.sid
    text = _text(state, intent)
    code = input.carrier_code
    at = _since(text, input)
    # Who only speaks for the carrier leaves no id: the carrier's own report would then be taken for a stranger's.
    row = MoveText(intent, status, RANK[status], None if sid in NOT_THE_CARRIERS else sid, code, at)
    if isinstance(state, Unknown) or text is None:
        return refuse("text-forgotten", "too long ago to be followed", "", row)
    if not climbs(text.status, status):
        return refuse("overtaken", f"{status} was reported after {text.status}", "", row)
    everybodys = code is not None and code in context.lookup.alarms and code != OPTED_OUT
    changes: list[Change] = [TextStatusChanged(intent, status, at, None if everybodys else code)]
    if status == "delivered":
        changes += [BrakeReleased(brake.cause) for brake in brakes_of(state) if brake.cause in UNPROVEN]
    effects: list[Effect] = [row, *_told(state.loan.case, text, status, code, input)]
    person = state.loan.person
    if status == "rejected" or (status in FAILED and is_ours(code)):
        # Nothing left the house, or the carrier's, so it is no contact. (Another failure is one: it was an attempt.)
        effects.append(
            EnterContact(
                str(intent), person.borrower, state.loan.case, "text", text.kind, text.kind in COUNTED,
                text.claimed_at or at, "void", at,
            )
        )  # fmt: skip
    if code == OPTED_OUT:
        rule = context.rules.limits.opt_out.words.rule
        texts = withdraw_texts(state, Braked("opted-out", None), "opted-out", rule, settled=intent)
        effects.append(Suppress(person.borrower, "", "opted-out-at-carrier", True, at))
        effects += [*texts.effects, *withdraw_visit(state, "opted-out")]
        why = "the carrier says that the borrower opted out"
        return accept("opted-out", why, *changes, texts.change, rule=rule, effects=effects)
    why = f"{text.kind}: {status}"
    if code is not None or status in FAILED:
        why += f"; {meaning(code)}" + (
            "; so many failed with it at once that it counts for nobody" if everybodys else ""
        )
    return accept(f"text-{status}", why, *changes, effects=effects)


def _since(text: CaseText | None, input: TextSettled | StatusReported) -> datetime:
    """Of a post of ours not before it was allowed: the clock may have been set back while the carrier had it."""
    if isinstance(input, StatusReported):
        return input.reported_at
    return max(input.at, (text.claimed_at if text is not None else None) or input.at)


def _told(
    case: str, text: CaseText, status: TextStatus, code: int | None, input: TextSettled | StatusReported
) -> list[Publish]:
    """The event for a new status. `accepted` and `sent` are the same news, told once."""
    at = _since(text, input)
    match status:
        case "delivered":
            return [text_event(TextDelivered, case, text, "delivered", time=at)]
        case "failed" | "undelivered" | "rejected":
            return [text_event(TextFailed, case, text, status, carrier_code=code, time=at)]
        case "uncertain":
            return [text_event(TextUncertain, case, text, "nobody-knows", time=at)]
        case _:
            news = RANK[text.status] < RANK["accepted"]
            return [text_event(TextSent, case, text, "accepted-by-carrier", time=at)] if news else []


def _text(state: State, intent: UUID) -> CaseText | None:
    return None if isinstance(state, Unknown) else text_of(state.loan, intent)
