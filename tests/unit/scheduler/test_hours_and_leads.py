"""Local hours and elapsed leads, also when the clocks change between notice and visit."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest

from services.scheduler.core.inputs import NoticeReceipt, input_of
from services.scheduler.core.lookup import AppointmentContext, VisitLookup
from services.scheduler.core.notice import can_be_noticed, deadline, keeps_promise, lead, remind_at
from services.scheduler.core.permit import Missing, check
from services.scheduler.core.rules import VisitRules
from services.scheduler.core.state import STATES, Agreed, HeldVisit, initial
from shared.contracts.values import Window
from shared.decision.replaced import replace
from shared.policy import ContactCalendar, Leaf, resolve
from shared.policy.in_force import editions
from shared.policy.local_time import known_zone
from shared.policy.parts import Blackout, ContactWindow
from shared.runtime.machine import as_json

from . import stages
from .events import CASE, DAY, HOUR, NOW, RULES, notice_delivered, window
from .given import given, until

LISBON = "Europe/Lisbon"
LIMITS = resolve("default", NOW.date())
CALENDAR = RULES.calendar


def local(text: str, zone: str = LISBON) -> datetime:
    found = known_zone(zone)
    return datetime.fromisoformat(text).replace(tzinfo=found)


def test_a_lead_over_the_end_of_summer_time_is_elapsed_time() -> None:
    """The clocks go back in the night to 25 October 2026: from ten to ten are 25 hours."""
    visit = window(local("2026-10-25T10:00"))
    assert lead(visit, local("2026-10-24T10:00")) == timedelta(hours=25)
    assert deadline(visit, RULES) == local("2026-10-24T11:00").astimezone(UTC)


def test_a_lead_over_the_start_of_summer_time_is_an_hour_short_of_the_wall_clock() -> None:
    """The clocks go forward in the night to 28 March 2027: from ten to ten are 23 hours, and that is no day."""
    visit = window(local("2027-03-28T10:00"))
    assert lead(visit, local("2027-03-27T10:00")) == timedelta(hours=23) < RULES.lead


def test_a_promise_is_kept_when_the_zone_makes_the_promised_local_time_of_the_instant() -> None:
    visit = window(local("2027-03-29T10:00"))
    assert keeps_promise(visit)
    assert not keeps_promise(visit.model_copy(update={"local": "2027-03-29T09:00"}))
    assert not keeps_promise(visit.model_copy(update={"zone": "Europe/Atlantis"}))


@pytest.mark.parametrize("name", ["", "no/where", "../etc/passwd", "Europe"])
def test_a_zone_that_does_not_exist_is_no_zone(name: str) -> None:
    assert known_zone(name) is None


@pytest.mark.parametrize(
    ("start", "hours", "allowed"),
    [
        ("2026-11-07T09:00", 2, True),
        ("2026-11-07T08:59", 2, False),
        ("2026-11-07T17:00", 2, True),
        ("2026-11-07T17:01", 2, False),
        ("2026-11-08T10:00", 2, False),  # a Sunday
        ("2026-12-25T10:00", 2, False),
        ("2026-11-07T10:00", 0, False),
        ("2026-11-06T17:00", 26, False),
    ],
)
def test_a_window_must_lie_in_contact_hours_of_one_local_day(start: str, hours: float, allowed: bool) -> None:
    assert (CALENDAR.rule_of("visit", window(local(start), hours=hours)) is not None) is allowed


def test_hours_are_those_of_the_borrowers_zone() -> None:
    tokyo = window(local("2026-11-07T09:00", "Asia/Tokyo"), zone="Asia/Tokyo")
    assert CALENDAR.rule_of("visit", tokyo) is not None
    assert CALENDAR.rule_of("visit", tokyo.model_copy(update={"zone": LISBON})) is None
    assert CALENDAR.rule_of("visit", tokyo.model_copy(update={"zone": "Asia/Atlantis"})) is None


def _rules(*windows: Leaf[ContactWindow], blackouts: tuple[Leaf[Blackout], ...] = ()) -> VisitRules:
    contact = LIMITS.contact.model_copy(update={"windows": windows, "blackouts": blackouts})
    written = LIMITS.model_copy(update={"contact": contact})
    return replace(RULES, calendar=ContactCalendar(editions(written, LIMITS).on))


def _rule(visit: Window, rules: VisitRules) -> str | None:
    return rules.calendar.rule_of("visit", visit)


def first_text(at: datetime, zone: str, rules: VisitRules) -> datetime:
    return rules.calendar.first_open("text", zone, at)


def _leaf(value: ContactWindow, *, starts: date = date(2026, 1, 1), draft: bool = False) -> Leaf[ContactWindow]:
    return Leaf[ContactWindow](
        value=value, cite="a source", effective_from=starts, status="draft" if draft else "law", path="here"
    )


def test_a_rule_that_is_not_in_force_yet_allows_nothing() -> None:
    hours = ContactWindow(channels=("visit",), start=time(9), end=time(19))
    visit = window(local("2026-11-07T10:00"))
    assert _rule(visit, _rules(_leaf(hours))) == "here: a source"
    assert _rule(visit, _rules(_leaf(hours, starts=date(2027, 1, 1)))) is None
    assert _rule(visit, _rules(_leaf(hours, draft=True))) is None
    assert _rules(_leaf(hours, draft=True)).calendar.beginning("visit", LISBON, NOW) == NOW.replace(hour=0)


def test_a_blackout_may_be_a_span_and_a_rule_may_hold_on_it() -> None:
    span = Leaf[Blackout](
        value=Blackout(name="feast", first=date(2026, 11, 6), last=date(2026, 11, 8)),
        cite="a source",
        effective_from=date(2026, 1, 1),
        status="law",
    )
    hours = ContactWindow(channels=("visit",), start=time(9), end=time(19))
    visit = window(local("2026-11-07T10:00"))
    assert _rules(blackouts=(span,)).calendar.is_blacked_out(date(2026, 11, 6))
    assert not _rules(blackouts=(span,)).calendar.is_blacked_out(date(2026, 11, 9))
    assert _rule(visit, _rules(_leaf(hours), blackouts=(span,))) is None
    on_holidays = hours.model_copy(update={"holidays": True})
    assert _rule(visit, _rules(_leaf(on_holidays), blackouts=(span,))) is not None


def test_a_search_opens_with_the_local_day_also_in_a_zone_nobody_knows() -> None:
    assert CALENDAR.beginning("visit", "America/New_York", NOW) == local("2026-11-02T09:00", "America/New_York")
    assert CALENDAR.beginning("visit", "no/where", NOW) == NOW


def test_a_reminder_comes_at_four_of_the_day_before_by_the_local_clock() -> None:
    visit = window(local("2026-10-26T10:00"))
    assert remind_at(visit, NOW - 20 * DAY, NOW - 20 * DAY, RULES) == local("2026-10-25T16:00").astimezone(UTC)
    nowhere = visit.model_copy(update={"zone": "no/where"})
    assert remind_at(nowhere, NOW - 20 * DAY, NOW - 20 * DAY, RULES) == datetime(2026, 10, 25, 16, tzinfo=UTC)
    assert remind_at(visit, NOW - 20 * DAY, NOW, RULES) is None


def _checked(stage: Agreed, rules: VisitRules = RULES) -> object:
    receipt = input_of(notice_delivered(at=NOW))
    assert isinstance(receipt, NoticeReceipt)
    return check(stage, receipt, AppointmentContext(NOW, rules, VisitLookup(), appointment=initial(CASE)))


def test_a_permit_needs_a_promise_that_still_holds() -> None:
    agreed = given(*stages.AGREED).stage(Agreed)
    promised = replace(agreed.agreement.window, local="2026-11-07T11:00")
    broken = replace(agreed, agreement=replace(agreed.agreement, window=promised))
    missing = _checked(broken)
    assert isinstance(missing, Missing)
    assert missing == Missing("local-time-differs", "the local time that was promised is another instant now")


def test_a_visit_whose_zone_has_changed_its_rule_since_can_be_read_and_is_held() -> None:
    life = given(*stages.AGREED)
    local = life.stage(Agreed).agreement.window.local
    other = local.replace("T10", "T11")
    changed = as_json(life.case).replace(f'"local":"{local}"'.encode(), f'"local":"{other}"'.encode())
    life.case = STATES.validate_json(changed)
    assert life.stage(Agreed).agreement.window.local != local
    life.when(notice_delivered()).then("local-time-differs", HeldVisit)


def test_a_permit_needs_hours_that_still_hold_and_its_lack_holds_the_visit() -> None:
    life = given(*stages.AGREED, until(NOW + HOUR))
    life.rules = _rules()
    life.when(notice_delivered()).then("out-of-hours", HeldVisit)


def test_texts_go_out_in_hours_on_days_that_have_any() -> None:
    saturday_night = local("2026-11-07T20:00")
    assert first_text(saturday_night, LISBON, RULES) == local("2026-11-09T09:00")
    assert first_text(local("2026-11-09T10:00"), LISBON, RULES) == local("2026-11-09T10:00")
    assert first_text(local("2026-12-24T19:00"), LISBON, RULES) == local("2026-12-26T09:00")
    assert first_text(NOW, LISBON, _rules()) == NOW + 60 * DAY
    assert first_text(NOW, "no/where", RULES) == NOW


def test_a_crew_that_is_known_at_night_may_be_known_too_late() -> None:
    visit = window(local("2026-11-10T09:00"))
    assert can_be_noticed(visit, local("2026-11-07T18:59"), RULES)
    assert not can_be_noticed(visit, local("2026-11-07T19:00"), RULES)
