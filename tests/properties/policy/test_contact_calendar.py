"""The calendar against a reading of a pack in the plainest words: a clock that is looked at every five minutes."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from shared.contracts.values import Window
from shared.policy import Pack
from shared.policy.caps import earliest
from shared.policy.parts import Cap, Channel
from tests.unit.policy.packs import example

ZONES = ["Europe/Lisbon", "Asia/Kolkata", "America/Sao_Paulo", "Asia/Kathmandu", "Pacific/Apia", "America/Santiago"]
STEP, HOUR, DAY = timedelta(minutes=5), timedelta(hours=1), timedelta(days=1)
FIRST, LOOKED_AT = datetime(2026, 10, 20, tzinfo=UTC), timedelta(days=6)
MOMENTS = st.integers(0, 40 * 24 * 12).map(lambda steps: FIRST + steps * STEP)
TIMES = st.integers(0, 24 * 4 - 1).map(lambda quarters: time(quarters // 4, quarters % 4 * 15))
CHANNELS: st.SearchStrategy[Channel] = st.sampled_from(["text", "visit"])


@st.composite
def packs(draw: st.DrawFn) -> Pack:
    def leaf(value: str) -> str:
        since = draw(st.sampled_from(["2000-01-01", "2000-01-01", "2026-10-26", "2026-11-10"]))
        until = draw(st.sampled_from(["", "", ", effective_to = 2026-11-02"]))
        status = draw(st.sampled_from(["law", "law", "house", "draft"]))
        return f'{{ value = {{ {value} }}, cite = "test", effective_from = {since}{until}, status = "{status}" }}'

    windows, blackouts = [], []
    for _ in range(draw(st.integers(0, 3))):
        start, end = sorted(draw(st.lists(TIMES, min_size=2, max_size=2, unique=True)))
        days = draw(st.lists(st.integers(1, 7), min_size=2, unique=True))
        channels = draw(st.sampled_from(['["text"]', '["visit"]', '["text", "visit"]']))
        holidays = str(draw(st.booleans())).lower()
        windows.append(
            leaf(f"channels = {channels}, weekdays = {days}, holidays = {holidays}, start = {start}, end = {end}")
        )
    for _ in range(draw(st.integers(0, 2))):
        first = FIRST.date() + timedelta(days=draw(st.integers(0, 40)))
        blackouts.append(leaf(f'name = "x", first = {first}, last = {first + timedelta(days=draw(st.integers(0, 3)))}'))
    return example(f"[contact]\nwindows = [{', '.join(windows)}]\nblackouts = [{', '.join(blackouts)}]\n")


def binds(leaf: object, day: date) -> bool:
    since, until, status = (getattr(leaf, name) for name in ("effective_from", "effective_to", "status"))
    return bool(status != "draft" and since <= day and (until is None or day <= until))


def is_open(pack: Pack, channel: Channel, zone: str, at: datetime) -> bool:
    local, contact = at.astimezone(ZoneInfo(zone)), pack.written.contact
    day = local.date()
    black = any(
        binds(leaf, day) and (leaf.value.first or day) <= day <= (leaf.value.last or day) for leaf in contact.blackouts
    )
    return any(
        binds(leaf, day)
        and channel in leaf.value.channels
        and day.isoweekday() in leaf.value.weekdays
        and (leaf.value.holidays or not black)
        and leaf.value.start <= local.time() < leaf.value.end
        for leaf in contact.windows
    )


def clock(start: datetime, end: datetime) -> list[datetime]:
    return [start + step * STEP for step in range(int((end - start) / STEP))]


@settings(max_examples=60, deadline=None)
@given(packs(), st.sampled_from(ZONES), MOMENTS, CHANNELS)
def test_it_opens_next_when_a_clock_says_so(pack: Pack, zone: str, at: datetime, channel: Channel) -> None:
    by_the_clock = next((moment for moment in clock(at, at + LOOKED_AT) if is_open(pack, channel, zone, moment)), None)
    opens = pack.calendar.next_open(channel, zone, at)
    assert (opens if opens is not None and opens < at + LOOKED_AT else None) == by_the_clock
    assert (pack.calendar.open_span(channel, zone, at) is not None) is is_open(pack, channel, zone, at)


@settings(max_examples=60, deadline=None)
@given(packs(), st.sampled_from(ZONES), MOMENTS, CHANNELS, st.integers(1, 24 * 12))
def test_it_was_open_as_long_as_a_clock_counts(
    pack: Pack, zone: str, at: datetime, channel: Channel, steps: int
) -> None:
    until = pack.calendar.open_for(channel, zone, at, steps * STEP)
    if until < at + LOOKED_AT:
        assert sum(is_open(pack, channel, zone, moment) for moment in clock(at, until)) == steps


@settings(max_examples=60, deadline=None)
@given(packs(), st.sampled_from(ZONES), MOMENTS, st.integers(1, 60))
def test_a_window_that_is_allowed_is_open_all_the_while(pack: Pack, zone: str, at: datetime, steps: int) -> None:
    window = Window.model_construct(start=at, end=at + steps * STEP, zone=zone, local="")
    rule = pack.calendar.rule_of("visit", window)
    if rule is not None:
        assert rule.startswith("contact.windows[")
        assert all(is_open(pack, "visit", zone, moment) for moment in clock(window.start, window.end))


@settings(max_examples=100, deadline=None)
@given(st.lists(st.integers(-100, 100), max_size=6, unique=True), st.integers(0, 3), st.integers(1, 4))
def test_one_more_contact_breaks_no_cap_and_none_sooner_would_keep_it(
    hours: list[int], contacts_max: int, days: int
) -> None:
    cap = Cap(channels=("text",), contacts_max=contacts_max, days=days)
    at, week = FIRST, days * DAY

    def kept(moments: list[datetime]) -> bool:
        return all(sum(first <= other < first + week for other in moments) <= contacts_max for first in moments)

    before = [at + hour * HOUR for hour in hours]
    found = earliest(at, [(moment, moment) for moment in before], cap)
    if contacts_max == 0:
        assert found is None
        return
    assert found is not None
    if kept(before):
        assert kept([*before, found])
        assert not any(kept([*before, at + hour * HOUR]) for hour in range(int((found - at) / HOUR)))


@settings(max_examples=60, deadline=None)
@given(packs(), st.sampled_from(ZONES), MOMENTS, st.integers(1, 24 * 12))
def test_the_latest_moment_since_which_it_was_open_so_long_is_one_by_the_clock(
    pack: Pack, zone: str, at: datetime, steps: int
) -> None:
    since = pack.calendar.open_since("text", zone, at, steps * STEP)
    if since > at - LOOKED_AT:
        assert is_open(pack, "text", zone, since)
        assert sum(is_open(pack, "text", zone, moment) for moment in clock(since, at)) == steps
    else:
        assert sum(is_open(pack, "text", zone, moment) for moment in clock(at - LOOKED_AT, at)) < steps or since < at
