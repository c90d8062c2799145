"""No event of ours can grow past what our own readers, or the broker, take."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from shared.contracts.catalogue import BROKER_BYTES_MAX, BY_NAME, OURS, RECORD_BYTES_MAX, TOPICS
from shared.contracts.codec import Malformed, decode, encode
from shared.contracts.routing import Assignment, CrewAssigned, Plan, PlanRevised, PlanStop
from shared.contracts.values import Member, Reason, Sealed, Window
from shared.decision import Decision, Publish, accept, on
from shared.privacy.master import MasterKeys
from shared.runtime.ports import Record
from shared.runtime.steps.decision_batch import DecisionBatch
from shared.runtime.steps.pending_input import known_by, pending_event
from tests.integration.runtime import toy
from tests.integration.runtime.service_runner import overdue

NOW = datetime(2026, 11, 27, 12, tzinfo=UTC)
LONGEST = "x" * 64
BECAUSE = Reason(code="c" * 64, text="t" * 400, rule="r" * 200)
WINDOW = Window(start=NOW, end=NOW + timedelta(hours=2), zone="Europe/Lisbon", local="2026-11-27T12:00")
VISITS_A_DAY = 2_000


def test_who_reads_us_takes_more_than_who_reads_others() -> None:
    for topic in TOPICS:
        assert topic.bytes_max <= BROKER_BYTES_MAX
        ours = OURS.issuperset(topic.producers) or topic.name == "dead-letters"
        assert (topic.bytes_max > RECORD_BYTES_MAX) == ours


def crew_assigned() -> CrewAssigned:
    """Four names, each as large as the record that it came in may be."""
    box = Sealed(kid=LONGEST, of=LONGEST, field="name", box="A" * (RECORD_BYTES_MAX - 500))
    crew = tuple(Member(collector=LONGEST, name=box) for _ in range(4))
    data = Assignment(booking=LONGEST, visit=LONGEST, version=2**31 - 1, crew=crew, reason=BECAUSE)
    return CrewAssigned(id=LONGEST, source="router", subject=LONGEST, time=NOW, causationid=LONGEST, data=data)


def plan_revised(visits: int) -> PlanRevised:
    """A day of a region, every id as long as ids are."""
    stop = PlanStop(booking=LONGEST, case=LONGEST, crew=(LONGEST,) * 4, window=WINDOW)
    data = Plan(day="2026-11-27", stops=(stop,) * visits, reason=BECAUSE)
    return PlanRevised(id=LONGEST, source="router", subject=LONGEST, time=NOW, causationid=LONGEST, data=data)


@pytest.mark.parametrize("event", [crew_assigned(), plan_revised(VISITS_A_DAY)], ids=lambda event: type(event).__name__)
def test_the_largest_that_we_make_is_read(event: CrewAssigned | PlanRevised) -> None:
    value = encode(event)
    assert len(value) > RECORD_BYTES_MAX
    found = decode("assignments", event.subject.encode(), value, NOW)
    assert not isinstance(found, Malformed), found


def test_what_would_be_refused_by_its_readers_is_never_published() -> None:
    largest = plan_revised(BY_NAME["assignments"].bytes_max // 500)

    def tell_all(state: toy.Seen, input: toy.Overdue, context: toy.ToyContext) -> Decision[toy.Change]:
        return accept("told", "all of it", effects=(Publish(PlanRevised, "kent", largest.data),))

    machine = replace(toy.MACHINE, decider=replace(toy.DECIDER, table=(on(toy.Seen, toy.Overdue, tell_all),)))
    turn = DecisionBatch(machine, MasterKeys.of(b"k" * 32), NOW, {}, set(), frozenset())
    event = overdue("c-1")
    turn.take([pending_event("c-1", event, known_by(event), Record("loans", 0, 0, b"c-1", encode(event), NOW))], None)
    assert turn.writes.outbox == []
    assert [(row.code, row.detail) for row in turn.writes.parked] == [
        ("decision-failed", "TooLargeForReaders on doorstep.loan.overdue.v1")
    ]
