"""The transition table is the whole picture: the machine does neither more nor less."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any, get_args

from services.notifier.core.changes import CHANGES, VisitOver
from services.notifier.core.evolve import evolve
from services.notifier.core.inputs import (
    INPUTS,
    BorrowerErased,
    DirectInput,
    HoldEnded,
    LookDue,
    ReplyRead,
    ReplyReceived,
    ReplySettled,
    StatusReported,
    TextDue,
    TextExpired,
    TextSettled,
    input_of,
)  # fmt: skip
from services.notifier.core.ledger import Contact, Ledger
from services.notifier.core.lookup import KeptReply, Lookup
from services.notifier.core.machine import STATES as STATE_TYPES
from services.notifier.core.machine import TABLE
from services.notifier.core.state import (
    STATES,
    KnownState,
    State,
    Unknown,
    Visiting,
    brakes_of,
    case_of,
    initial,
)  # fmt: skip
from services.notifier.hearing.hear import hear
from shared.contracts.appointments import (
    AppointmentAgreed,
    AppointmentCancelled,
    AppointmentExpired,
    AppointmentHeld,
    AppointmentKept,
    AppointmentMissed,
    AppointmentMoved,
    AppointmentNoticed,
    AppointmentOffered,
    AppointmentPermitted,
)  # fmt: skip
from shared.decision import DecisionContext, TimerDue

from ..decisions import assert_reads
from ..scheduler.events import departed
from .events import (
    CASE,
    NOW,
    PHONE_HASH,
    RULES,
    VISIT,
    appointment,
    bounces,
    breaks_plan,
    closes,
    complains,
    corrected,
    dispute_ends,
    disputes,
    ended,
    held,
    intent,
    lifted,
    overdue,
    pays,
    replies,
    sealed,
    settles,
    signs_plan,
    takes_back,
    unread,
    wants_text,
)  # fmt: skip
from .given import asks, decided, delivered, given, later, looks, settled, until

DAY = timedelta(days=1)
WORDS = ("STOP", "START", "5", "hm")
VISITING = until(lambda life: isinstance(life.state, Visiting))
PERMITTED: tuple[Any, ...] = (
    overdue(dpd=70),
    VISITING,
    lambda life: appointment(AppointmentPermitted, time=life.at, start=life.at + 6 * DAY),
)
AHEAD = NOW + 102 * DAY
FULL = Ledger(
    (
        *(Contact(f"x{number}", "another-case", "text", AHEAD - number * DAY, True) for number in range(3)),
        Contact(VISIT, CASE, "visit", AHEAD, True),
    )
)


def _states() -> list[State]:
    """At least one of each, in the situations that matter."""
    visiting = given(overdue(dpd=70), VISITING)
    lives = [
        given(),
        given(signs_plan(NOW - 90 * DAY)),
        given(pays(0, NOW + 200 * DAY)),
        given(pays(7, NOW)),
        given(closes()),
        given(overdue(time=NOW - 90 * DAY)),
        given(overdue(), asks("reminder-early")),
        given(overdue(dpd=70), until(lambda it: sum(t.status == "delivered" for t in it.texts) == 3)),
        given(overdue(), *[delivered("reminder-early"), later(days=30)]),
        visiting,
        given(overdue(dpd=70), VISITING, lambda it: appointment(AppointmentKept, time=it.at)),
        given(overdue(dpd=70), VISITING, lambda it: appointment(AppointmentPermitted, time=it.at)),
        given(overdue(dpd=70), VISITING, wants_text("notice"), asks("notice")),
        *(
            given(overdue(time=NOW - 90 * DAY), brake)
            for brake in (
                signs_plan(NOW - 90 * DAY),
                disputes(NOW - 90 * DAY),
                held(NOW - 90 * DAY),
                pays(9, NOW),
                replies("STOP"),
            )
        ),
        given(overdue(), replies("wrong number")),
        given(overdue(), replies("hm"), later(hours=1), replies("hum")),
        given(overdue(), unread()),
        given(*PERMITTED, unread()),
        given(*PERMITTED, unread(), lambda life: settles(at=life.at)),
        given(overdue(), unread(), unread(1)),
        given(unread()),
        given(overdue(time=NOW - 90 * DAY), pays(0, NOW - 80 * DAY)),
        given(overdue(time=NOW - 90 * DAY), pays(0, NOW - 80 * DAY), disputes(NOW)),
        given(overdue(dpd=70), VISITING, lambda it: disputes(it.at)),
        given(overdue(dpd=70), VISITING, lambda it: corrected(it.at)),
        given(overdue(), closes()),
        given(overdue(dpd=70), *[asks("reminder-last"), settled("reminder-last"), later(days=8), looks] * 3),
        given(
            overdue(dpd=70),
            *[asks("reminder-last"), settled("reminder-last"), later(days=8), looks] * 2,
            *[asks("reminder-last"), settled("reminder-last"), later(days=8)],
        ),
        given(overdue(dpd=70), VISITING, wants_text("notice")),
    ]
    return [life.state for life in lives]


def _inputs(state: State) -> list[Any]:
    said: list[Any] = []
    for time in (NOW - 100 * DAY, NOW + 100 * DAY):
        for maker in (
            overdue,
            signs_plan,
            breaks_plan,
            disputes,
            dispute_ends,
            held,
            lifted,
            corrected,
            closes,
            complains,
        ):
            said.append(maker(time=time))
        said += [overdue(time=time, phone_hash="b" * 64), corrected(time, phone_hash="b" * 64)]
        said += [pays(5, time, amount=-5), bounces(0, time), bounces(5, time)]
        said += [pays(0, time), pays(5, time), held(time, until=NOW - 101 * DAY), held(time, until=NOW + 300 * DAY)]
        said += [ended(outcome, time) for outcome in ("promised", "not-home", "dispute", "plan-wanted")]
        said += [
            appointment(kind, time, AHEAD)
            for kind in (
                AppointmentOffered, AppointmentAgreed, AppointmentNoticed, AppointmentPermitted, AppointmentMoved,
                AppointmentHeld, AppointmentCancelled, AppointmentExpired, AppointmentKept, AppointmentMissed,
            )
        ]  # fmt: skip
    said += [HoldEnded(cause, "op-7", NOW) for cause in ("unconfirmed", "opted-out", "hold", "no-such")]
    said += [BorrowerErased(borrower, NOW) for borrower in ("b1", "somebody-else")]
    said += [unread(), unread(2), settles(), settles(given_up=True)]
    said += [wants_text(), takes_back(), TimerDue("look", NOW), TimerDue("nonsense", NOW)]
    said += [ReplyReceived(words, PHONE_HASH, NOW + 100 * DAY, sealed("words")) for words in WORDS]
    said += [
        ReplySettled(intent(number), meaning, "op-7", received, NOW + 100 * DAY)
        for number in (7, 8)
        for meaning in ("nothing", "hardship", "opt-out", "wrong-number", "other-time")
        for received in (NOW - 200 * DAY, NOW + 100 * DAY)
    ]
    known = state.loan.texts if not isinstance(state, Unknown) else ()
    for number in {*(text.intent for text in known), intent(99)}:
        said += [StatusReported(number, "SM1", status, None, NOW) for status in ("sent", "delivered", "failed")]
        said += [
            TextSettled(number, "rejected", None, 21610, NOW),
            TextSettled(number, "uncertain", None, None, NOW),
        ]
        said += [
            TextSettled(number, "accepted", "SM1", 21610, NOW),
            StatusReported(number, "SM1", "failed", 21610, NOW),
        ]
        said += [TextExpired(number, NOW), TimerDue(f"text:{number}", NOW)]
    return said


def _heard() -> tuple[ReplyRead, ...]:
    replies = [ReplyReceived(word, PHONE_HASH, NOW + 100 * DAY, sealed("words")) for word in WORDS]
    return tuple(hear(reply, reply.sid, (), (CASE,)) for reply in replies)


def _explore(see: Callable[[State, Any, State], None]) -> None:
    heard = _heard()
    for state in _states():
        for ledger in (Ledger(), Ledger(suppressed=True), FULL):
            kept = KeptReply(intent(7), "SM7", sealed("words"), "hm", True)
            lookup = Lookup({CASE: ledger}, {CASE: heard}, kept={CASE: (kept,)})
            for said in _inputs(state):
                for at in (NOW, NOW + 100 * DAY):
                    decision, after = decided(state, said, DecisionContext(at, RULES, lookup))
                    see(state, said, after)
                    assert_reads("notifier", decision.reason, decision.why, decision.rule)
                    assert decision.accepted or not decision.changes


def test_every_move_of_the_table_is_made_by_something() -> None:
    """That nothing else is made the decider sees to: it raises `IllegalMove`."""
    seen: set[tuple[type, type, type]] = set()

    def see(before: State, told: Any, after: State) -> None:
        input = input_of(told)
        if input is not None and type(before) is not type(after):
            seen.add((type(before), ReplyRead if isinstance(input, ReplyReceived) else type(input), type(after)))

    _explore(see)
    assert seen == {(line.state, line.input, to) for line in TABLE for to in line.to}


def test_every_state_has_a_line_for_every_input() -> None:
    inputs = {line.input for line in TABLE}
    assert {(line.state, line.input) for line in TABLE} == {(state, input) for state in STATE_TYPES for input in inputs}
    assert {*get_args(DirectInput), ReplyRead} - {ReplyReceived} <= inputs


def test_states_changes_and_inputs_survive_being_written_down() -> None:
    lookup = Lookup({CASE: Ledger()}, {CASE: _heard()})
    for state in _states():
        assert STATES.validate_json(STATES.dump_json(state)) == state
        for said in _inputs(state):
            if isinstance(said, DirectInput):
                assert INPUTS.validate_json(INPUTS.dump_json(said)) == said
            for change in decided(state, said, DecisionContext(NOW, RULES, lookup)).decision.changes:
                assert CHANGES.validate_json(CHANGES.dump_json(change)) == change


def test_a_change_that_makes_no_sense_leaves_a_state_as_it_is() -> None:
    changes = [
        change
        for state in _states()
        for said in _inputs(state)
        for change in decided(state, said, DecisionContext(NOW, RULES, Lookup({CASE: Ledger()}))).decision.changes
    ]
    for state in _states():
        for change in [*changes, VisitOver()]:
            after = evolve(state, change)
            assert case_of(after) == CASE
            assert isinstance(after, Unknown | KnownState)
            assert list(brakes_of(after)) == sorted(brakes_of(after), key=lambda brake: brake.cause)


def test_a_case_begins_knowing_nothing() -> None:
    assert initial(CASE) == Unknown(CASE)


def test_what_says_nothing_about_a_case_is_no_input_of_its_machine() -> None:
    assert input_of(departed(NOW)) is None
    assert input_of(TimerDue("nonsense", NOW)) is None
    assert input_of(TimerDue("look", NOW)) == LookDue()
    assert input_of(TimerDue(f"text:{intent(5)}", NOW)) == TextDue(str(intent(5)))
