"""Who named a time at which the rules let nobody visit hears why other windows are offered; nobody else does."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from services.scheduler.core.state import Asking, HeldVisit, Offered
from services.scheduler.core.wish import ClosedWish, closed_at
from shared.contracts.appointments import AppointmentMoved, AppointmentOffered
from shared.contracts.routing import SlotsAsked
from shared.contracts.texts import Meaning, NamedTime, TextRequested
from shared.policy import load_pack

from . import stages
from .events import DAY, NOW, RULES, ZONE, chose, over_cap, quoted, reply, slot
from .given import Scenario, given, rings

FRIDAY, SUNDAY, CHRISTMAS = date(2026, 11, 6), date(2026, 11, 8), date(2026, 12, 25)
NIGHT = NamedTime(hours=("23:00-23:00",))


def named(day: date | None = None, *hours: str, confidence: float = 0.85, offer: int = 1) -> Any:
    meaning = Meaning(kind="other-time", confidence=confidence, named=NamedTime(day=day, hours=hours))
    return reply(meaning, offer=offer)


def offered_why(life: Scenario) -> str | None:
    """What the newest offer says of why."""
    closed: str | None = life.told(TextRequested).wording.closed
    return closed


@pytest.mark.parametrize(
    ("day", "hours", "closed"),
    [
        (None, ["23:00-23:00"], "hour"),
        (FRIDAY, ["23:00-23:00"], "hour"),
        (FRIDAY, ["08:59-08:59"], "hour"),
        (FRIDAY, ["09:00-09:00"], None),
        (FRIDAY, ["18:59-18:59"], None),
        (FRIDAY, ["19:00-19:00"], "hour"),
        (SUNDAY, [], "day"),
        (SUNDAY, ["10:00-10:00"], "day"),
        (CHRISTMAS, [], "day"),
        (FRIDAY, [], None),
        (None, [], None),
        # A stretch of which a part is open is one that can be served.
        (FRIDAY, ["08:00-12:00"], None),
        (FRIDAY, ["18:00-21:00"], None),
        (FRIDAY, ["19:00-21:00"], "hour"),
        (FRIDAY, ["07:00-09:00"], "hour"),
        (FRIDAY, ["07:00-09:30"], None),
        # Past midnight: the evening of that day, and the small hours.
        (FRIDAY, ["19:00-00:00"], "hour"),
        (FRIDAY, ["18:00-00:00"], None),
        (FRIDAY, ["22:00-10:00"], None),
        (FRIDAY, ["22:00-09:00"], "hour"),
        # Eight in the morning or in the evening, and seven: nothing is said where any of the two is open.
        (None, ["08:00-08:00", "20:00-20:00"], "hour"),
        (None, ["10:00-10:00", "22:00-22:00"], None),
    ],
)
def test_what_of_a_named_time_is_closed(day: date | None, hours: list[str], closed: str | None) -> None:
    found = closed_at(NamedTime(day=day, hours=tuple(hours)), ZONE, NOW, RULES)
    assert (found.what if found is not None else None) == closed


@pytest.mark.parametrize(
    ("evening", "closed"),
    [(date(2026, 11, 14), False), (date(2026, 12, 2), False), (date(2026, 12, 3), True)],
    ids=["in two weeks", "at the horizon", "beyond it"],
)
def test_an_hour_of_no_day_is_closed_where_it_is_on_every_day_ahead(evening: date, closed: bool) -> None:
    """On one day there are visits until ten: who asks for nine in the evening may have it."""

    def on(day: date) -> Any:
        limits = load_pack("default").on(day)
        (leaf,) = limits.contact.windows
        late = leaf.model_copy(update={"value": leaf.value.model_copy(update={"end": leaf.value.end.replace(hour=22)})})
        windows = (late,) if day == evening else (leaf,)
        return limits.model_copy(update={"contact": limits.contact.model_copy(update={"windows": windows})})

    rules = replace(RULES, calendar=type(RULES.calendar)(on))
    assert (closed_at(NamedTime(hours=("21:00-21:00",)), ZONE, NOW, rules) is not None) == closed
    assert closed_at(NIGHT, ZONE, NOW, rules) is not None


def test_an_hour_of_no_day_cites_the_hours_of_a_day_that_has_some_also_when_it_is_named_on_a_holiday() -> None:
    found = closed_at(NIGHT, ZONE, NOW.replace(month=12, day=25), RULES)
    assert found is not None
    assert found.rule.startswith("contact.windows[0]")


def test_where_no_day_has_hours_an_hour_is_closed_as_well() -> None:
    closed = replace(RULES, calendar=type(RULES.calendar)(lambda _: _without_windows()))
    assert closed_at(NIGHT, ZONE, NOW, closed) == ClosedWish("hour", "")


def _without_windows() -> Any:
    limits = load_pack("default").on(FRIDAY)
    return limits.model_copy(update={"contact": limits.contact.model_copy(update={"windows": ()})})


@pytest.mark.parametrize(
    ("said", "reason", "why", "cites"),
    [
        (named(None, "23:00-23:00"), "hour-closed", "hour", "POJK"),
        (named(SUNDAY), "day-closed", "day", "POJK"),
        (named(CHRISTMAS), "day-closed", "day", "no contact on holidays"),
    ],
)
def test_the_offer_of_other_windows_says_why(said: Any, reason: str, why: str, cites: str) -> None:
    life = given(*stages.DELIVERED).when(said).then(reason, Asking)
    assert cites in life.decision.rule
    assert f"the rules let nobody visit {'at that hour' if why == 'hour' else 'on that day'}" in life.decision.why
    life.when(quoted(ask=2)).then("slots-offered", Offered)
    assert offered_why(life) == why
    assert life.told(AppointmentOffered).reason.text == f"windows are offered: 3, and why not the {why} wished for"


@pytest.mark.parametrize(
    "said", [named(FRIDAY, "10:00-10:00"), named(), reply(Meaning(kind="other-time", confidence=0.9))]
)
def test_who_named_an_open_time_or_none_hears_no_why(said: Any) -> None:
    life = given(*stages.DELIVERED).when(said).then("other-time", Asking)
    life.when(quoted(ask=2)).then("slots-offered")
    assert offered_why(life) is None


def test_a_first_offer_says_no_why() -> None:
    assert offered_why(given(*stages.OFFERED)) is None


def test_it_is_said_too_where_only_windows_further_away_are_found() -> None:
    wish = Meaning(kind="other-time", confidence=0.9, at=NOW + 6 * DAY, named=NamedTime(day=SUNDAY))
    life = given(*stages.DELIVERED, reply(wish)).when(quoted((), ask=2)).then("wish-not-served", Asking)
    assert offered_why(life.when(quoted(ask=3))) == "day"


def test_it_is_said_too_where_the_offer_that_would_have_said_it_was_one_contact_too_many() -> None:
    life = given(*stages.DELIVERED, named(SUNDAY), quoted(ask=2))
    life.when(over_cap(2, until=NOW + 9 * DAY)).then("visit-over-cap", Asking)
    assert offered_why(life.when(quoted([slot(12)], ask=3))) == "day"


def test_it_is_said_too_where_the_router_is_asked_twice() -> None:
    life = given(*stages.DELIVERED, named(SUNDAY)).when(rings("quote-overdue")).then("slots-asked-again", Asking)
    assert offered_why(life.when(quoted(ask=2))) == "day"


def test_the_next_wish_is_judged_by_itself() -> None:
    life = given(*stages.DELIVERED, named(SUNDAY), named(FRIDAY, "10:00-10:00"))
    assert offered_why(life.when(quoted(ask=3))) is None


def test_the_next_offer_after_silence_says_no_why() -> None:
    life = (
        given(*stages.DELIVERED, named(SUNDAY), quoted(ask=2)).when(rings("answer-backstop")).then("no-answer", Asking)
    )
    assert offered_why(life.when(quoted(ask=3))) is None


def test_nothing_is_said_of_it_where_there_is_nothing_to_offer() -> None:
    life = (
        given(*stages.DELIVERED, named(SUNDAY), quoted((), ask=2)).when(quoted((), ask=3)).then("unassigned", HeldVisit)
    )
    assert life.texts() == ["no-slots"]


def test_who_had_agreed_and_wishes_for_a_closed_hour_hears_why_too() -> None:
    life = given(*stages.AGREED).when(named(FRIDAY, "23:00-23:00")).then("hour-closed", Asking)
    assert life.told(AppointmentMoved).reason.code == "hour-closed"
    assert offered_why(life.when(quoted(ask=2))) == "hour"


def test_a_fifth_wish_is_left_to_a_person_whatever_it_names() -> None:
    life = given(*stages.DELIVERED)
    for ask in range(2, 6):
        life.when(named(SUNDAY, offer=ask - 1)).then("day-closed").when(quoted(ask=ask))
    life.when(named(SUNDAY, offer=5)).then("many-wishes", HeldVisit)


def test_what_is_hardly_understood_names_nothing() -> None:
    sure = Meaning(kind="other-time", confidence=0.9)
    unsure = Meaning(kind="other-time", confidence=0.3, named=NIGHT)
    given(*stages.DELIVERED).when(reply(sure, unsure)).then("other-time")


def test_a_window_that_is_chosen_is_no_wish_whatever_else_is_named() -> None:
    slot_and_night = (
        Meaning(kind="slot", confidence=1, digit=1),
        Meaning(kind="other-time", confidence=0.9, named=NIGHT),
    )
    given(*stages.DELIVERED).when(reply(*slot_and_night)).then("slot-chosen")
    given(*stages.DELIVERED).when(chose(1)).then("slot-chosen")


def test_windows_are_searched_for_as_ever() -> None:
    wish = NOW + 6 * DAY
    plain = given(*stages.DELIVERED, reply(Meaning(kind="other-time", confidence=0.9, at=wish))).told(SlotsAsked)
    closed = Meaning(kind="other-time", confidence=0.9, at=wish, named=NamedTime(day=SUNDAY))
    assert given(*stages.DELIVERED, reply(closed)).told(SlotsAsked) == plain
