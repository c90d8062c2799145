"""The way of a text through a case: asked for, weighed by the authority, claimed, settled, reported."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, assert_never
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

from .authority import Allowed, Asked, Deferred, Refused, ask
from .carrier_codes import OPTED_OUT, is_ours, meaning
from .case import BrakeCause, Closed, Known, State, Text, Unknown, brakes_of, text_of
from .changes import Braked, Change, Released, TextMoved, TextOpened
from .deciding import Now, conclude
from .events_out import text_event
from .inputs import NOT_THE_CARRIERS, StatusReported, TextExpired, TextSettled
from .ledger import Ledger
from .rows import ClaimText, EnterContact, MoveText, Suppress, WithdrawText
from .rules import COUNTED
from .texts import FAILED, RANK, Status, climbs
from .timers import text_timer

PEN_WAIT = timedelta(seconds=1)
UNPROVEN: frozenset[BrakeCause] = frozenset({"unreachable", "unconfirmed"})
"""Holds that rest on what became of texts, so that a receipt ends them."""


def on_requested(state: State, said: TextRequested, now: Now) -> Decision:
    asked = said.data
    text = Text(
        intent=asked.intent,
        kind=asked.kind,
        status="intended",
        at=now.at,
        not_before=asked.not_before,
        not_after=asked.not_after,
        visit=asked.visit,
        version=asked.appointment_version,
        wording=asked.wording,
    )
    if isinstance(state, Unknown):
        told = text_event(TextRefused, said.subject, text, "unknown-case")
        return refuse("unknown-case", "nothing is known of this case", "", told)
    if text_of(state.loan, asked.intent) is not None:
        return refuse("text-known", "this text was asked for before")
    effects: list[Effect] = [text_event(TextIntended, said.subject, text, "requested")]
    effects.append(SetTimer(text_timer(text), max(now.at, asked.not_before)))
    return conclude(
        state, now, "text-requested", f"scheduler asks for: {asked.kind}", [TextOpened(text)], effects=effects
    )


def on_withdrawn(state: State, said: TextWithdrawn, now: Now) -> Decision:
    text = _text(state, said.data.intent)
    if text is None or not text.waits:
        return refuse("text-not-waiting", "it went out, was taken back before, or is not known")
    return conclude(
        state, now, "text-withdrawn", f"scheduler takes it back: {said.data.cause}",
        [TextMoved(text.intent, "withdrawn", now.at)],
    )  # fmt: skip


def on_text_due(state: State, intent: str, now: Now) -> Decision:
    """Its moment has come: ask the contact authority."""
    text = None if isinstance(state, Unknown) else next((t for t in state.loan.texts if str(t.intent) == intent), None)
    if isinstance(state, Unknown) or text is None or text.status != "intended":
        return refuse("text-not-waiting", "it went out, was taken back, or is not known")
    ledger = now.lookup.ledgers.get(state.loan.case)
    if ledger is None:
        again = SetTimer(text_timer(text), now.at + PEN_WAIT)
        return refuse("ledger-busy", "another case of this person is being decided", "", again)
    person = state.loan.person
    verdict = ask(
        text,
        Asked(
            case=state.loan.case,
            zone=person.zone,
            phone_hash=person.phone_hash,
            ledger=ledger.with_texts(state.loan.case, state.loan.texts),
            brakes=brakes_of(state),
            closed=isinstance(state, Closed),
            stopped=now.context.is_stopped("sending", region=person.region, case=state.loan.case),
            deaf=now.context.deaf(),
        ),
        now.at,
        now.rules,
    )
    match verdict:
        case Allowed():
            return _claim(state, text, verdict, now)
        case Deferred():
            told = text_event(
                TextDeferred, state.loan.case, text, verdict.reason, rule=verdict.rule, until=verdict.until
            )
            effects = (told, SetTimer(text_timer(text), verdict.until))
            return accept(
                verdict.reason, f"waits until {verdict.until:%Y-%m-%d %H:%M} UTC", rule=verdict.rule, effects=effects
            )
        case Refused():
            return _refused(state, text, verdict, ledger, now)
        case _:
            assert_never(verdict)


def _claim(state: Known, text: Text, verdict: Allowed, now: Now) -> Decision:
    loan, person = state.loan, state.loan.person
    claim = ClaimText(
        intent=text.intent,
        case_id=loan.case,
        borrower=person.borrower,
        region=person.region,
        zone=person.zone,
        phone_hash=person.phone_hash,
        phone=person.phone.model_dump_json(),
        name=person.name.model_dump_json(),
        officer=person.officer.model_dump_json(),
        kind=text.kind,
        language=person.language,
        wording=(text.wording or Wording()).model_dump_json(exclude_none=True),
        visit=text.visit,
        version=text.version,
        slots=len(text.wording.slots) if text.wording is not None else 0,
        counted=text.kind in COUNTED,
        claimed_at=now.at,
        post_before=verdict.until,
    )
    moved = TextMoved(text.intent, "claimed", now.at)
    rule = now.rules.caps_rule if text.kind in COUNTED else now.rules.hours_rule
    return conclude(state, now, "text-allowed", f"{text.kind} may go out now", [moved], rule=rule, effects=(claim,))


def _refused(state: Known, text: Text, verdict: Refused, ledger: Ledger, now: Now) -> Decision:
    changes: list[Change] = [TextMoved(text.intent, "withdrawn", now.at)]
    on = {brake.cause for brake in brakes_of(state)}
    withdraw = None
    # Learned from another case of the same person: this case brakes too, rather than ask again and again.
    if verdict.reason == "opted-out" and "opted-out" not in on:
        withdraw = "opted-out"
        changes.append(Braked("opted-out", None))
    elif verdict.reason == "wrong-number" and "wrong-number" not in on:
        withdraw = "wrong-number"
        changes.append(Braked("wrong-number", None))
    return conclude(
        state, now, verdict.reason, f"{text.kind} is not sent", changes,
        rule=verdict.rule, withdraw=withdraw, until=verdict.until,
    )  # fmt: skip


def on_expired(state: State, said: TextExpired, now: Now) -> Decision:
    """Nobody posted it in time; the row goes back and the authority is asked again at once."""
    text = _text(state, said.intent)
    if text is None or text.status != "claimed":
        return refuse("text-not-waiting", "it went out or was taken back")
    effects = (WithdrawText(text.intent), SetTimer(text_timer(text), now.at))
    moved = TextMoved(text.intent, "intended", now.at)
    return conclude(state, now, "text-expired", "its time to be posted ran out", [moved], effects=effects)


def on_settled(state: State, said: TextSettled, now: Now) -> Decision:
    return _moved(state, said.intent, said.status, said.sid, said, now)


def on_reported(state: State, said: StatusReported, now: Now) -> Decision:
    return _moved(state, said.intent, said.status, said.sid, said, now)


def _moved(
    state: State, intent: UUID, status: Status, sid: str | None, said: TextSettled | StatusReported, now: Now
) -> Decision:
    text = _text(state, intent)
    code = said.carrier_code
    at = said.at if isinstance(said, TextSettled) else said.reported_at
    # Who only speaks for the carrier leaves no id: the carrier's own report would then be taken for a stranger's.
    row = MoveText(intent, status, RANK[status], None if sid in NOT_THE_CARRIERS else sid, code, at)
    if isinstance(state, Unknown) or text is None:
        return refuse("text-forgotten", "too long ago to be followed", "", row)
    if not climbs(text.status, status):
        return refuse("overtaken", f"{status} was reported after {text.status}", "", row)
    everybodys = code is not None and code in now.lookup.alarms and code != OPTED_OUT
    changes: list[Change] = [TextMoved(intent, status, at, None if everybodys else code)]
    if status == "delivered":
        changes += [Released(brake.cause) for brake in brakes_of(state) if brake.cause in UNPROVEN]
    effects: list[Effect] = [row, *_told(state.loan.case, text, status, code, said)]
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
        effects.append(Suppress(person.borrower, "", "opted-out-at-carrier", True, at))
        changes.append(Braked("opted-out", None))
        return conclude(
            state, now, "opted-out", "the carrier says that the borrower opted out", changes,
            rule=now.rules.limits.opt_out.words.rule, effects=effects, withdraw="opted-out",
        )  # fmt: skip
    why = f"{text.kind}: {status}"
    if code is not None or status in FAILED:
        why += f"; {meaning(code)}" + (
            "; so many failed with it at once that it counts for nobody" if everybodys else ""
        )
    return conclude(state, now, f"text-{status}", why, changes, effects=effects)


def _told(case: str, text: Text, status: Status, code: int | None, said: TextSettled | StatusReported) -> list[Publish]:
    """The event for a new status. `accepted` and `sent` are the same news, told once."""
    at = said.at if isinstance(said, TextSettled) else said.reported_at
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


def _text(state: State, intent: UUID) -> Text | None:
    return None if isinstance(state, Unknown) else text_of(state.loan, intent)


TEXTING: dict[type[Any], Any] = {
    TextRequested: on_requested,
    TextWithdrawn: on_withdrawn,
    TextSettled: on_settled,
    StatusReported: on_reported,
    TextExpired: on_expired,
}
