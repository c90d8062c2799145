"""A visit that would be one contact too many is not offered; the router is asked for later windows instead."""

from __future__ import annotations

import json
from datetime import UTC, datetime

from services.scheduler.core.ids import offer_intent
from services.scheduler.core.state import STATES, Asking, HeldVisit, Offered
from shared.contracts.appointments import AppointmentHeld
from shared.contracts.routing import SlotsAsked
from shared.contracts.texts import TextRefused, TextRequested

from . import stages
from .events import DAY, HOUR, NOW, chose, lost, over_cap, quoted, requested, slot, text, wished
from .given import Scenario, given, later, rings

FITS = NOW + 6 * DAY + HOUR  # Sunday: the next visiting hours begin on Monday at nine


def test_an_offer_over_the_cap_is_asked_for_anew_from_when_a_visit_fits() -> None:
    life = given(*stages.OFFERED).when(over_cap(until=NOW + 5 * DAY + HOUR)).then("visit-over-cap", Asking)
    ask = life.told(SlotsAsked)
    assert (ask.earliest, ask.latest) == (NOW + 5 * DAY + HOUR, NOW + 11 * DAY + HOUR)
    assert life.decision.rule == "notice.lead"
    assert "2026-11-07 10:00" in life.decision.why
    assert life.stage(Asking).tally.unanswered == 0


def test_where_that_is_out_of_visiting_hours_the_search_begins_when_they_open() -> None:
    life = given(*stages.OFFERED).when(over_cap(until=FITS))
    assert life.told(SlotsAsked).earliest == datetime(2026, 11, 9, 9, tzinfo=UTC)


def test_the_offer_that_was_never_sent_is_none() -> None:
    life = given(*stages.OFFERED, over_cap(until=FITS))
    assert life.stage(Asking).offers == ()
    life.when(chose(1)).then_nothing("answers-no-offer")
    life.when(quoted([slot(8)], ask=2)).then("slots-offered", Offered)
    assert life.told(TextRequested).intent == offer_intent("v-1", 2)
    life.when(rings("answer-backstop")).then("no-answer", Asking)  # it is the first of the two


def test_a_wish_is_still_looked_for_near_its_time_but_not_before_a_visit_fits() -> None:
    wish = NOW + 5 * DAY
    life = given(*stages.DELIVERED, wished(wish), quoted(ask=2)).when(over_cap(2, until=FITS))
    ask = life.told(SlotsAsked)
    assert (ask.around, ask.earliest) == (wish, datetime(2026, 11, 9, 9, tzinfo=UTC))
    assert ask.latest > ask.earliest + 3 * DAY  # as far as it would have looked from an earlier day
    life.when(quoted((), ask=3)).then("wish-not-served", Asking)
    assert life.told(SlotsAsked).earliest == datetime(2026, 11, 9, 9, tzinfo=UTC)


def test_a_router_that_is_silent_is_asked_for_the_same_windows_again() -> None:
    life = given(*stages.OFFERED, over_cap(until=FITS)).when(rings("quote-overdue")).then("slots-asked-again")
    assert life.told(SlotsAsked).earliest == datetime(2026, 11, 9, 9, tzinfo=UTC)


def test_a_moment_that_is_past_moves_nothing() -> None:
    life = given(*stages.OFFERED, later(days=1)).when(over_cap(until=NOW))
    assert life.told(SlotsAsked).earliest == NOW + 5 * DAY


def test_it_is_asked_three_times_and_then_the_visit_is_held_and_looked_at_again() -> None:
    life = given(*stages.OFFERED)
    for ask in (1, 2, 3):
        life.when(over_cap(ask, until=FITS)).then("visit-over-cap", Asking)
        life.when(quoted(ask=ask + 1)).then("slots-offered", Offered)
    life.when(over_cap(4, until=FITS)).then("visit-over-cap", HeldVisit)
    assert life.told(AppointmentHeld).reason.rule == "notice.lead"
    assert life.timers == {"look-again": life.at + 3 * DAY}
    life.when(rings("look-again")).then("looked-again", Asking)
    life.when(
        quoted([slot(9), slot(11)], ask=5),
    ).then("slots-offered", Offered)
    life.when(over_cap(5, until=FITS)).then("visit-over-cap", Asking)


def test_where_no_visit_is_allowed_at_all_it_is_held() -> None:
    given(*stages.OFFERED).when(over_cap(until=None)).then("visit-over-cap", HeldVisit)


def test_an_offer_refused_for_another_reason_is_held_as_ever() -> None:
    given(*stages.OFFERED).when(lost("offer")).then("offer-not-delivered", HeldVisit)


def test_that_it_was_a_cap_is_a_field_of_the_event_whatever_its_reason_is_called() -> None:
    capped = text(TextRefused, "offer", 1, reason="another-word", until=FITS, visit_over_cap=True)
    given(*stages.OFFERED).when(capped).then("visit-over-cap", Asking)
    another = text(TextRefused, "offer", 1, reason="visit-over-cap", until=FITS, visit_over_cap=False)
    given(*stages.OFFERED).when(another).then("offer-not-delivered", HeldVisit)


def test_an_event_from_before_that_field_says_so_in_its_reason() -> None:
    given(*stages.OFFERED).when(text(TextRefused, "offer", 1, reason="visit-over-cap", until=FITS)).then(
        "visit-over-cap", Asking
    )


def test_a_loss_that_a_version_without_that_field_stored_says_so_in_its_reason() -> None:
    stored = json.loads(STATES.dump_json(given(over_cap(until=FITS)).case))
    del stored["early"][0]["over_cap"]
    life = Scenario(STATES.validate_json(json.dumps(stored))).when(requested()).when(quoted())
    assert life.told(SlotsAsked).earliest == datetime(2026, 11, 9, 9, tzinfo=UTC)
    life.stage(Asking)
