"""Whole lives of a case at random: what must never happen never does."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import reduce
from typing import Any

from hypothesis import given as forall
from hypothesis import settings
from hypothesis import strategies as st

from services.notifier.core.evolve import evolve
from services.notifier.core.inputs import StatusReported, TextSettled
from services.notifier.core.state import STATES, Closed, Unknown, initial
from services.notifier.core.text_status import CARRIER, RANK
from shared.contracts.appointments import (
    AppointmentCancelled,
    AppointmentExpired,
    AppointmentHeld,
    AppointmentKept,
    AppointmentMissed,
    AppointmentOffered,
    AppointmentPermitted,
)  # fmt: skip
from shared.contracts.visits import VisitRequested, VisitWithdrawn
from tests.properties.notifier.test_authority import lawful_hour, within_cap
from tests.properties.timers import first_due
from tests.unit.notifier.events import (
    CASE,
    appointment,
    breaks_plan,
    closes,
    complains,
    corrected,
    dispute_ends,
    disputes,
    ended,
    held,
    lifted,
    overdue,
    pays,
    replies,
    signs_plan,
    takes_back,
    wants_text,
)  # fmt: skip
from tests.unit.notifier.given import Scenario

from .promises import ASKED_BY_SCHEDULER

Move = Callable[[Scenario], Any]
BANK = [signs_plan, breaks_plan, disputes, dispute_ends, held, lifted, corrected, complains, closes]
STAGES = [
    AppointmentOffered, AppointmentPermitted, AppointmentHeld, AppointmentCancelled, AppointmentExpired,
    AppointmentKept, AppointmentMissed,
]  # fmt: skip


def rings_next(life: Scenario) -> Any:
    timer = first_due(life.timers)
    if timer is not None:
        life.at = max(life.at, timer.due_at)
    return timer


def settles(number: int, status: str) -> Move:
    def move(life: Scenario) -> Any:
        claimed = [] if isinstance(life.state, Unknown) else [text for text in life.texts if text.status == "claimed"]
        if not claimed:
            return None
        return TextSettled(claimed[number % len(claimed)].intent, status, "SM1", None, life.at)  # type: ignore[arg-type]

    return move


def reports(number: int, status: Any) -> Move:
    def move(life: Scenario) -> Any:
        texts = () if isinstance(life.state, Unknown) else life.texts
        out = [text for text in texts if text.status not in ("intended", "withdrawn")]
        return StatusReported(out[number % len(out)].intent, "SM1", status, None, life.at) if out else None

    return move


def of_visit(make: Callable[[Scenario, str], Any]) -> Move:
    def move(life: Scenario) -> Any:
        return None if isinstance(life.state, Unknown) else make(life, life.known.loan.last_visit or "v-none")

    return move


NUMBER = st.integers(0, 5)
MOVES: st.SearchStrategy[Move] = st.one_of(
    st.just(rings_next),
    st.just(rings_next),
    st.builds(settles, NUMBER, st.sampled_from(["accepted", "accepted", "rejected", "uncertain"])),
    st.builds(reports, NUMBER, st.sampled_from(["delivered", "delivered", *sorted(set(CARRIER.values()))])),
    st.sampled_from(BANK).map(lambda make: lambda life: make(time=life.at)),
    st.sampled_from([0, 50, 5_000]).map(lambda left: lambda life: pays(left, life.at)),
    st.sampled_from([0, 10, 70]).map(lambda dpd: lambda life: overdue(dpd=dpd, time=life.at)),
    st.sampled_from(["STOP", "START", "5", "1", "hm", "i will pay", "wrong number", "not my debt"]).map(replies),
    st.builds(lambda kind, n: lambda life: wants_text(kind, n), st.sampled_from(ASKED_BY_SCHEDULER), NUMBER),
    NUMBER.map(lambda n: lambda life: takes_back(n)),
    st.sampled_from(STAGES).map(
        lambda kind: of_visit(lambda life, visit: appointment(kind, life.at, life.at + timedelta(days=5), visit))
    ),
    st.sampled_from(["paid", "promised", "not-home", "dispute", "address-wrong", "plan-wanted"]).map(
        lambda outcome: of_visit(lambda life, visit: ended(outcome, life.at, visit))
    ),
    st.integers(1, 40).map(lambda hours: lambda life: setattr(life, "at", life.at + timedelta(hours=hours))),
)


@settings(max_examples=150, deadline=None)
@forall(st.sampled_from([1, 20, 70]), st.lists(MOVES, max_size=45))
def test_whatever_happens_the_rules_hold(dpd: int, moves: list[Move]) -> None:
    life = Scenario()
    changes: list[Any] = []
    ranks: dict[Any, int] = {}
    opted_out = False
    for move in [lambda it: overdue(dpd=dpd, time=it.at), *moves]:
        claims = len(life.claims)
        life.when(move)  # asserts that something wakes every case that is not closed
        changes += life.decision.changes if move is not None else ()
        new = life.claims[claims:]
        # Nobody is contacted outside hours, and after an opt-out nothing goes out but one confirmation of it.
        assert all(lawful_hour("Europe/Lisbon", claim.claimed_at) for claim in new)
        assert all(claim.kind == "opt-out-confirmed" for claim in new) or not opted_out
        opted_out = life.suppressed.get("", False)
        if isinstance(life.state, Closed):
            assert all(claim.kind in ("thanks-paid", "visit-cancelled", "opt-out-confirmed") for claim in new)
        for text in life.texts:
            if text.status != "intended":  # the one step down: a claim that ran out
                assert RANK[text.status] >= ranks.get(text.intent, 0)
                ranks[text.intent] = RANK[text.status]
    counted = sorted(contact.at for contact in life.contacts.values() if contact.counted and contact.channel == "text")
    assert within_cap(counted)
    assert len({claim.intent for claim in life.claims}) == len(life.claims)
    assert len(life.published(VisitWithdrawn)) <= len(life.published(VisitRequested))
    assert STATES.validate_json(STATES.dump_json(life.state)) == life.state


@settings(max_examples=60, deadline=None)
@forall(st.lists(MOVES, max_size=30))
def test_folding_the_history_of_a_case_gives_its_state(moves: list[Move]) -> None:
    life = Scenario()
    changes: list[Any] = []
    for move in [lambda it: overdue(dpd=70, time=it.at), *moves]:
        said = move(life)
        if said is not None and callable(said):
            said = said(life)
        if said is not None:
            life.when(said)
            changes += life.decision.changes
    assert reduce(evolve, changes, initial(CASE)) == life.state
