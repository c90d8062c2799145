"""Visiting hours follow the pack, in the local time of the door, also where clocks change."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from services.router.core.arrival_windows import arrival_windows
from shared.contracts.values import Window
from shared.policy import ContactCalendar, Leaf, Pack
from shared.policy.in_force import editions
from shared.policy.parts import Blackout, ContactWindow

from .given import PACK

HOUR = timedelta(hours=1)


def pack(*, blackout: Blackout | None = None, **more: object) -> Pack:
    """The default pack with another visiting window, and a blackout."""
    contact = PACK.written.contact
    leaf = contact.windows[0]
    hours = ContactWindow.model_validate(leaf.value.model_dump() | more)
    dark = () if blackout is None else (contact.blackouts[0].model_copy(update={"value": blackout}),)
    changed = contact.model_copy(
        update={"windows": (leaf.model_copy(update={"value": hours}),), "blackouts": contact.blackouts + dark}
    )
    found = editions(PACK.written.model_copy(update={"contact": changed}), PACK.written)
    return replace(PACK, editions=found, calendar=ContactCalendar(found.on))


def visiting_hours(pack: Pack, on: date) -> tuple[Leaf[ContactWindow], ...]:
    return pack.calendar.hours("visit", on)


def windows(
    pack: Pack, zone: str, earliest: datetime, latest: datetime, duration_min: int, every_min: int
) -> list[Window]:
    visit, every = timedelta(minutes=duration_min), timedelta(minutes=every_min)
    return arrival_windows(pack.calendar, zone, earliest, latest, lasts=2 * HOUR, visit=visit, every=every)


def is_allowed(pack: Pack, window: Window, duration_min: int) -> bool:
    return pack.calendar.rule_of("visit", window, timedelta(minutes=duration_min)) is not None


def test_sundays_holidays_and_days_before_the_rule_are_closed() -> None:
    assert visiting_hours(PACK, date(2026, 12, 1))
    for closed in (date(2026, 12, 6), date(2026, 12, 25), date(2027, 1, 1), date(1999, 1, 4)):
        assert visiting_hours(PACK, closed) == ()


def test_a_pack_may_allow_holidays_or_forbid_visits_altogether() -> None:
    assert visiting_hours(pack(holidays=True), date(2026, 12, 25))
    assert visiting_hours(pack(channels=("text",)), date(2026, 12, 1)) == ()


def test_a_span_of_dates_can_be_dark() -> None:
    dark = pack(blackout=Blackout(name="feast", first=date(2026, 12, 1), last=date(2026, 12, 3)))
    assert [bool(visiting_hours(dark, date(2026, 12, day))) for day in (1, 3, 4)] == [False, False, True]


def test_windows_leave_time_for_the_visit_before_closing() -> None:
    first, last = datetime(2026, 12, 1, tzinfo=UTC), datetime(2026, 12, 1, 23, tzinfo=UTC)
    found = windows(PACK, "Europe/Lisbon", first, last, 30, 60)
    assert [window.local[-5:] for window in found] == [f"{hour:02}:00" for hour in range(9, 17)]
    assert all(is_allowed(PACK, window, 30) for window in found)
    assert not is_allowed(PACK, found[-1], 120)


def test_local_time_is_that_of_the_door() -> None:
    first = datetime(2026, 12, 1, tzinfo=UTC)
    (found, *_) = windows(PACK, "Asia/Shanghai", first, first + timedelta(days=1), 30, 60)
    assert (found.start, found.local) == (datetime(2026, 12, 1, 1, tzinfo=UTC), "2026-12-01T09:00")


def test_an_hour_that_the_clocks_skip_is_not_offered() -> None:
    night = pack(start="00:00", end="06:00", weekdays=(7,))
    first = datetime(2027, 3, 28, tzinfo=UTC)
    locals_ = [w.local[-5:] for w in windows(night, "Europe/Lisbon", first, first + timedelta(hours=12), 30, 60)]
    assert locals_ == ["00:00", "02:00", "03:00"]


def test_no_more_than_a_month_is_looked_at() -> None:
    first = datetime(2026, 12, 1, tzinfo=UTC)
    found = windows(PACK, "Europe/Lisbon", first, first + timedelta(days=3000), 30, 60)
    assert found[-1].start < first + timedelta(days=32)
    assert windows(PACK, "Europe/Lisbon", first, first - timedelta(days=3), 30, 60) == []


def test_a_window_over_midnight_is_never_allowed() -> None:
    start = datetime(2026, 12, 1, 18, tzinfo=UTC)
    window = Window(start=start, end=start + timedelta(hours=20), zone="Europe/Lisbon", local="2026-12-01T18:00")
    assert not is_allowed(PACK, window, 30)
