"""Over calendars, zones and changes of the clocks: a notice is given early enough, and no earlier than it need be."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from services.scheduler.core.ids import notice_intent
from services.scheduler.core.notice import deadline, latest_safe, names_on, notice_at
from services.scheduler.core.rules import VisitRules, rules_of
from services.scheduler.core.state import Agreed, Permitted, StageWithCrew, is_untold
from shared.contracts.texts import Request
from shared.contracts.values import Window
from shared.policy import Pack, load_pack
from shared.policy.local_time import local_day
from tests.properties.policy.test_contact_calendar import MOMENTS, STEP, ZONES, clock, is_open, packs
from tests.unit.scheduler import events, stages
from tests.unit.scheduler.given import Scenario, rings
from tests.unit.scheduler.given import given as life_of

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
DEFAULT = load_pack("default")
# The clocks go back in Lisbon on 25 October and forward on 28 March; Apia and Santiago have their own days.
STARTS = st.integers(0, 2 * 365 * 24 * 4).map(lambda quarters: datetime(2026, 9, 1, tzinfo=UTC) + quarters * HOUR / 4)


def rules_under(pack: Pack) -> VisitRules:
    return rules_of(pack, b"k" * 32, date(2026, 11, 2))


def a_window(start: datetime, zone: str) -> Window:
    return events.window(start, zone=zone)


def open_between(pack: Pack, zone: str, start: datetime, end: datetime) -> timedelta:
    return STEP * sum(is_open(pack, "text", zone, moment) for moment in clock(start, end))


@settings(max_examples=60, deadline=None)
@given(packs(), st.sampled_from(ZONES), MOMENTS)
def test_it_leaves_the_time_that_law_receipts_and_hours_want(pack: Pack, zone: str, start: datetime) -> None:
    rules, window = rules_under(pack), a_window(start, zone)
    due = latest_safe(window, rules)
    assume(due > start - 8 * DAY)
    assert due <= start - rules.named_ahead
    assert due < deadline(window, rules)
    assert is_open(pack, "text", zone, due)
    assert open_between(pack, zone, due, deadline(window, rules)) >= rules.notice_receipt
    assert open_between(pack, zone, due, start - rules.named_ahead) >= rules.notice_post


@settings(max_examples=60, deadline=None)
@given(packs(), st.sampled_from(ZONES), MOMENTS)
def test_any_later_would_leave_less(pack: Pack, zone: str, start: datetime) -> None:
    rules, window = rules_under(pack), a_window(start, zone)
    due = latest_safe(window, rules)
    assume(due > start - 8 * DAY)
    later = due + STEP
    assert (
        open_between(pack, zone, later, deadline(window, rules)) < rules.notice_receipt
        or open_between(pack, zone, later, start - rules.named_ahead) < rules.notice_post
    )


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(ZONES), STARTS)
def test_under_the_default_pack_it_is_two_days_ahead_at_the_most_but_for_days_without_contact(
    zone: str, start: datetime
) -> None:
    rules, window = rules_under(DEFAULT), a_window(start, zone)
    assume(rules.calendar.rule_of("visit", window) is not None)
    ahead = start - latest_safe(window, rules)
    day = local_day(start, zone)
    quiet = sum(not rules.calendar.hours("text", day - back * DAY) for back in (1, 2, 3, 4))
    assert timedelta(hours=30) <= ahead <= timedelta(hours=49) + quiet * DAY


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(ZONES), STARTS, st.integers(0, 14 * 24 * 60))
def test_who_comes_is_told_on_the_day_that_was_promised(zone: str, start: datetime, ahead_min: int) -> None:
    rules, window = rules_under(DEFAULT), a_window(start, zone)
    at = start - timedelta(minutes=ahead_min)
    due, day = notice_at(window, at, rules), names_on(window, at, rules)
    assert (due is None) == (at >= latest_safe(window, rules)) == (day is None)
    if due is not None:
        assert due > at
        assert day == local_day(due, zone)


CREWS = st.lists(st.integers(0, 9 * 24), max_size=6).map(sorted)


@settings(max_examples=150, deadline=None)
@given(CREWS, st.integers(-3, 3 * 24))
def test_crews_change_without_a_word_until_the_notice_and_with_one_after_it(hours: list[int], late_h: int) -> None:
    """Whenever crews change, the borrower hears of the last of them, and of none before the notice was due."""
    life = life_of(*stages.UNTOLD)
    due, told = life.timers["notice"], list[tuple[str, ...]]()
    woken = due + timedelta(hours=max(0, late_h - 60))

    def look() -> None:
        asked = [one.data for one in life.published() if isinstance(one.data, Request)]
        notices = [text for text in asked if text.kind == "notice"]
        told.extend(tuple(member.collector for member in text.wording.crew) for text in notices)
        untold = is_untold(life.case.stage)
        assert not (untold and told)
        if told and isinstance(life.case.stage, StageWithCrew):
            assert told[-1] == life.case.stage.crew.ids
            number = life.case.stage.tally.version
            assert not notices or notices[-1].intent == notice_intent(events.VISIT, number)

    for number, hour in enumerate(hours, 2):
        at = events.NOW + hour * HOUR
        _wakes(life, woken, at, look)
        life.at = max(life.at, at)
        before = life.case.stage
        life.when(events.crewed(f"c-{number}", "c-99", number=number))
        if is_untold(before) and is_untold(life.case.stage):
            assert (life.texts(), life.withdraws(), life.decision.reason) == ([], [], "crew-replaced")
            assert isinstance(life.case.stage, Agreed)
            assert life.timers == {"notice": due}
        elif isinstance(before, Agreed | Permitted) and not is_untold(before) and life.decision.accepted:
            assert life.texts() in (["notice"], ["moved"], ["visit-held"])
        look()


def _wakes(life: Scenario, woken: datetime, until: datetime, look: object) -> None:
    if "notice" in life.timers and woken <= until:
        life.when(rings("notice", late=woken - life.timers["notice"]))
        assert callable(look)
        look()
