"""From the request to the offer: what is asked, what is offered, and a router that has nothing or is silent."""

from __future__ import annotations

from datetime import timedelta

from services.scheduler.core.ids import offer_intent
from services.scheduler.core.lookup import TakenTime, VisitLookup
from services.scheduler.core.state import Asking, HeldVisit, Offered
from shared.contracts.appointments import AppointmentHeld, AppointmentOffered
from shared.contracts.routing import SlotsAsked
from shared.contracts.texts import TextRequested
from shared.contracts.values import Reason
from shared.decision import Publish

from . import stages
from .events import BORROWER, DAY, HOUR, NOW, REGION, SLOTS, VISIT, quoted, requested, slot, window, wished
from .given import given, later, resuming, rings, stopping


def test_a_visit_that_was_asked_for_asks_the_router_for_windows_from_four_to_ten_days_ahead() -> None:
    life = given().when(requested()).then("slots-asked", Asking)
    ask = life.told(SlotsAsked)
    assert (ask.earliest, ask.latest) == (NOW + 4 * DAY, NOW + 10 * DAY)
    assert ask.request == f"{VISIT}.q1"
    assert [effect.subject for effect in life.decision.effects if isinstance(effect, Publish)] == [REGION]
    assert life.timers == {"quote-overdue": NOW + timedelta(minutes=30)}


def test_the_same_visit_is_not_arranged_twice() -> None:
    given(*stages.ASKING).when(requested()).then_nothing("already-requested")


def test_slots_are_offered_with_the_text_and_the_time_until_it_is_pointless() -> None:
    life = given(*stages.ASKING).when(quoted()).then("slots-offered", Offered)
    text = life.told(TextRequested)
    assert (text.kind, text.intent, text.on_failure) == ("offer", offer_intent(VISIT, 1), "hold-visit")
    assert text.wording.slots == SLOTS
    assert text.not_after == NOW + 72 * HOUR
    assert life.told(AppointmentOffered).slots == SLOTS
    assert life.timers == {"answer-backstop": NOW + 120 * HOUR}


def test_an_offer_is_pointless_once_its_last_slot_can_not_be_noticed() -> None:
    life = given(*stages.ASKING).when(quoted([slot(3)]))
    assert life.told(TextRequested).not_after == slot(3).window.start - 26 * HOUR


def test_at_most_three_slots_are_offered() -> None:
    life = given(*stages.ASKING).when(quoted([slot(day) for day in (4, 5, 7, 8, 9)]))
    assert life.stage(Offered).offer is not None
    assert len(life.told(AppointmentOffered).slots) == 3


def test_a_slot_out_of_hours_on_a_sunday_or_too_soon_is_not_offered() -> None:
    bad = [slot(5, 18), slot(5, 8), slot(6), slot(1, 9), slot(90)]
    given(*stages.ASKING).when(quoted([*bad, slot(5)])).then("slots-offered")
    given(*stages.ASKING).when(quoted(bad)).then("unassigned", HeldVisit)


def test_a_slot_whose_local_time_is_not_what_the_zone_makes_of_it_is_not_offered() -> None:
    false = window(slot(5).window.start).model_copy(update={"local": "2026-11-07T11:00"})
    life = given(*stages.ASKING).when(quoted([slot(5).model_copy(update={"window": false}), slot(7)]))
    assert life.told(AppointmentOffered).slots == (slot(7),)


def test_a_slot_within_thirty_days_of_another_visit_of_the_person_is_not_offered() -> None:
    start = slot(9).window.start - 30 * DAY
    taken = VisitLookup({BORROWER: (TakenTime("case-2", start, start + 2 * HOUR),)})
    life = given(*stages.ASKING, lookup=taken).when(quoted([slot(8), slot(9), slot(11)]))
    assert life.told(AppointmentOffered).slots == (slot(9), slot(11))
    held = given(*stages.ASKING, lookup=taken).when(quoted([slot(7), slot(8)])).then("person-visited", HeldVisit)
    assert held.decision.rule.startswith("gate.visit_every_days")


def test_time_taken_by_the_case_itself_hinders_nobody() -> None:
    busy = TakenTime("case-1", SLOTS[0].window.start, SLOTS[0].window.end)
    life = given(*stages.ASKING, lookup=VisitLookup({BORROWER: (busy,)})).when(quoted())
    assert life.told(AppointmentOffered).slots == SLOTS


def test_nothing_to_offer_holds_the_visit_with_the_routers_reasons_and_looks_again_in_three_days() -> None:
    lines = (Reason(code="shift", text="nobody works then", rule="visit.crew"), Reason(code="far", text="too far"))
    life = given(*stages.ASKING).when(quoted((), refused=lines)).then("unassigned", HeldVisit)
    held = life.told(AppointmentHeld)
    assert held.reason == Reason(code="unassigned", text="shift: nobody works then; far: too far", rule="visit.crew")
    assert life.timers == {"look-again": NOW + 3 * DAY}


def test_after_three_looks_a_person_is_asked_and_it_is_looked_at_weekly_until_given_up() -> None:
    inputs: list[object] = [*stages.ASKING]
    for ask in (1, 2, 3):
        inputs += [quoted((), ask=ask), rings("look-again")]
    life = given(*inputs).when(quoted((), ask=4)).then("unassigned-operator", HeldVisit)  # type: ignore[arg-type]
    at, ask = life.at, 5
    while life.when(rings("look-again")).decision.reason == "looked-again":
        life.when(quoted((), ask=ask)).then("unassigned-operator")
        ask += 1
    life.then("held-too-long")
    assert life.told_of() == ["AppointmentExpired"]
    assert life.at - at == 10 * 7 * DAY


def test_a_wish_that_can_not_be_served_is_followed_by_what_can() -> None:
    life = given(*stages.DELIVERED, wished(NOW + 6 * DAY)).when(quoted((), ask=2)).then("wish-not-served", Asking)
    assert life.told(SlotsAsked).around is None
    life.when(quoted((), ask=3)).then("unassigned", HeldVisit)
    assert life.told(TextRequested).kind == "no-slots"


def test_a_silent_router_is_asked_three_times_more_and_then_the_visit_is_held() -> None:
    life = given(*stages.ASKING)
    for _ in range(3):
        life.when(rings("quote-overdue")).then("slots-asked-again", Asking)
        assert life.told(SlotsAsked).request == f"{VISIT}.q1"
    life.when(rings("quote-overdue")).then("router-silent", HeldVisit)


def test_a_silent_router_that_answers_in_the_end_is_heard() -> None:
    life = given(*stages.ASKING, *[rings("quote-overdue")] * 4, later(hours=1))
    life.when(quoted()).then("slots-offered", Offered)


def test_quotes_for_other_questions_are_refused() -> None:
    asked_again = given(*stages.DELIVERED, wished(NOW + 6 * DAY))
    asked_again.when(quoted(ask=1)).then_nothing("answers-an-old-request")
    asked_again.when(quoted(request="v-2.q2")).then_nothing("not-our-request")
    given(*stages.OFFERED).when(quoted()).then_nothing("not-awaited")


def test_no_visit_is_arranged_while_an_operator_stops_visits() -> None:
    life = given(stopping()).when(requested()).then("visiting-stopped", HeldVisit)
    assert life.told(AppointmentHeld).reason.code == "visiting-stopped"
    life.when(rings("look-again")).then("visiting-stopped", HeldVisit)
    given(requested(), stopping(f"visiting:region:{REGION}")).when(quoted()).then("visiting-stopped", HeldVisit)
    given(stopping("visiting:case:case-1"), requested(), resuming).when(rings("look-again")).then(
        "looked-again", Asking
    )
