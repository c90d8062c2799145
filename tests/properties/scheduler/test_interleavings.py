"""Topics overtake each other: whatever the order across them, a life ends the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from functools import cache

import pytest
from hypothesis import given as hypothesis_given
from hypothesis import settings
from hypothesis import strategies as st

from services.scheduler.core.events_out import ReleaseTime, ReserveTime
from services.scheduler.core.rules import VisitRules
from services.scheduler.core.state import Agreed, ClosedVisit, Permitted, agreement_of, awaited
from shared.contracts.envelope import Event
from tests.unit.scheduler.events import (
    RULES,
    SLOTS,
    VISIT,
    arrived,
    chose,
    crewed,
    departed,
    ended,
    notice_delivered,
    offer_delivered,
    quoted,
    requested,
    slot,
    wished,
    withdrawn,
)
from tests.unit.scheduler.given import Scenario, rings

START = SLOTS[0].window.start
AT_ONCE = replace(RULES, notice_receipt=timedelta(days=20))
"""As if every window were near: who comes is told as soon as it is known."""
Streams = Mapping[str, Sequence[Event]]

KEPT: Streams = {
    "visits": [requested()],
    "assignments": [quoted(), crewed(by="e-crew")],
    "texts": [offer_delivered(), notice_delivered(by="e-receipt")],
    "replies": [chose(1, by="e-reply")],
    "outcomes": [departed(START), arrived(START), ended("paid", START + timedelta(hours=1))],
}
ANOTHER_CREW: Streams = {
    "visits": [requested()],
    "assignments": [quoted(), crewed(by="e-crew"), crewed("c-3", "c-4", number=2, by="e-crew-2")],
    "texts": [offer_delivered(), notice_delivered(1), notice_delivered(2, by="e-receipt")],
    "replies": [chose(1, by="e-reply")],
}
ANOTHER_TIME: Streams = {
    "visits": [requested()],
    "assignments": [quoted(), quoted([slot(9)], ask=2), crewed(by="e-crew")],
    "texts": [offer_delivered(), offer_delivered(2), notice_delivered(by="e-receipt")],
    "replies": [wished(slot(9).window.start), chose(1, offer=2, by="e-reply")],
}
BRAKED: Streams = {
    "visits": [requested(), withdrawn("paid", by="e-brake")],
    "assignments": [quoted(), crewed(by="e-crew")],
    "texts": [offer_delivered(), notice_delivered(by="e-receipt")],
    "replies": [chose(1, by="e-reply")],
}
ONE_AFTER_ANOTHER: Streams = {
    "visits": [requested(), requested("v-2", by="e-2")],
    "assignments": [quoted(), crewed(by="e-crew"), quoted(visit="v-2", by="e-quote-2")],
    "texts": [offer_delivered(), notice_delivered(by="e-receipt"), offer_delivered(visit="v-2")],
    "replies": [chose(1, by="e-reply")],
    "outcomes": [arrived(START), ended("not-home", START + timedelta(hours=1))],
}
LIVES = {
    "kept": KEPT,
    "another-crew": ANOTHER_CREW,
    "another-time": ANOTHER_TIME,
    "one-after-another": ONE_AFTER_ANOTHER,
}


def run(events: Sequence[Event], rules: VisitRules = AT_ONCE) -> Scenario:
    """All of them at one moment: what differs between two runs is their order alone."""
    life = Scenario(rules=rules)
    live: set[str] = set()
    for event in events:
        life.when(event)
        for effect in life.decision.effects:
            if isinstance(effect, ReserveTime):
                live.add(effect.booking)
            elif isinstance(effect, ReleaseTime):
                live.discard(effect.booking)
        if "AppointmentKept" in life.told_of() or "AppointmentMissed" in life.told_of():
            live.clear()  # a visit that was made keeps its place, and is no live booking
        agreement = agreement_of(life.case.stage)
        assert live == ({agreement.booking} if agreement is not None else set())
        assert life.timers == awaited(life.case.stage)
    return life


def orders(streams: Streams) -> st.SearchStrategy[list[Event]]:
    """Any order across topics; within one topic it stays."""
    tickets = [topic for topic, events in streams.items() for _ in events]

    def dealt(topics: list[str]) -> list[Event]:
        queues = {topic: iter(events) for topic, events in streams.items()}
        return [next(queues[topic]) for topic in topics]

    return st.permutations(tickets).map(dealt)


@pytest.mark.parametrize("name", LIVES)
@settings(deadline=None)
@hypothesis_given(data=st.data())
def test_any_order_across_topics_ends_in_the_same_state(name: str, data: st.DataObject) -> None:
    in_order = _in_order(name)
    other = run(data.draw(orders(LIVES[name])))
    assert other.case.stage == in_order.case.stage
    assert not other.case.early
    assert not in_order.case.early


@settings(deadline=None)
@hypothesis_given(data=st.data())
def test_every_event_twice_in_any_order_ends_in_the_same_state(data: st.DataObject) -> None:
    """The inbox drops what comes twice; a producer that says a thing under another id is caught by the machine."""
    twice = {topic: [event for event in events for _ in (1, 2)] for topic, events in KEPT.items()}
    other = run(data.draw(orders(twice)))
    assert other.case.stage == _in_order("kept").case.stage


@settings(deadline=None)
@hypothesis_given(data=st.data())
def test_a_brake_ends_every_order_without_a_permit_after_it(data: st.DataObject) -> None:
    life = Scenario(rules=AT_ONCE)
    braked = False
    for event in data.draw(orders(BRAKED)):
        life.when(event)
        permitted = "AppointmentPermitted" in life.told_of()
        assert not (permitted and braked)
        braked = braked or event.id == "e-brake"
    stage = life.stage(ClosedVisit)
    assert (stage.visit, stage.how, stage.cause) == (VISIT, "cancelled", "paid")
    assert not life.case.early
    assert life.timers == {}


UNTOLD: Streams = {
    "visits": [requested()],
    "assignments": [quoted(), crewed(by="e-crew"), crewed("c-3", "c-4", number=2), crewed("c-5", "c-6", number=3)],
    "texts": [offer_delivered()],
    "replies": [chose(1, by="e-reply")],
}


@settings(deadline=None)
@hypothesis_given(data=st.data())
def test_of_crews_that_nobody_was_told_of_the_last_is_named_in_any_order_across_topics(data: st.DataObject) -> None:
    life = run(data.draw(orders(UNTOLD)), RULES)
    assert not life.case.early
    stage = life.stage(Agreed)
    assert (stage.crew.ids, stage.tally.version) == (("c-5", "c-6"), 1)
    assert life.when(rings("notice")).then("notice-given").texts() == ["notice"]


def test_the_lives_are_what_they_are_called() -> None:
    assert run(_causal(KEPT)).stage(ClosedVisit).how == "kept"
    assert run(_causal(ANOTHER_CREW)).stage(Permitted).tally.version == 2
    assert run(_causal(ANOTHER_TIME)).stage(Permitted).agreement.window.told() == slot(9).window
    assert run(_causal(ONE_AFTER_ANOTHER)).case.past == (VISIT,)


@cache
def _in_order(name: str) -> Scenario:
    """How the life ends when nothing overtakes; only looked at."""
    return run(_causal(LIVES[name]))


def _causal(streams: Streams) -> list[Event]:
    """The order in which they happen when nothing overtakes: each once the machine has a use for it, or never will."""
    queues: dict[str, list[Event]] = {topic: list(events) for topic, events in streams.items()}
    life, order = Scenario(rules=AT_ONCE), list[Event]()
    while waiting := [queue for queue in queues.values() if queue]:
        queue = min(waiting, key=lambda queue: _use(life, queue[0]))
        life.when(queue[0])
        order.append(queue.pop(0))
    return order


def _use(life: Scenario, event: Event) -> int:
    tried = Scenario(case=life.case, rules=AT_ONCE, timers=dict(life.timers)).when(event).decision
    return 2 if tried.reason == "came-early" else 0 if tried.accepted else 1
