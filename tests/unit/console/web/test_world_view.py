"""What the World page shows, out of what the sandbox tells."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from services.console.web.world_view import world_view

STATE: dict[str, Any] = {
    "ready": True, "now": "2027-03-27T23:30:00+00:00", "zone": "Europe/Lisbon", "paused": False, "over": False,
    "speed": 1.0, "ahead_to": None, "until_text": False, "waiting": {}, "weather": "fair", "by_hand": True,
    "customers": 1,
    "processes": [{"name": "notifier", "state": "running", "since": 1.0, "restarts": 2}],
}  # fmt: skip
ROW: dict[str, Any] = {
    "case": "case-00001", "number": "+351••••••001", "language": "zh-Hant", "region": "gaia", "standing": "current",
    "owes_minor": 1_234_567, "currency": "TWD", "texts": 0, "waits": 0, "last_at": None,
}  # fmt: skip
LISTED: dict[str, Any] = {"found": 1, "customers": [ROW]}


def text(at: str, by: str, body: str) -> dict[str, str]:
    return {"at": f"2027-03-{at}:00+00:00", "by": by, "body": body}


@pytest.mark.parametrize(
    ("how", "word", "tone"),
    [
        ({}, "goes as real time", "good"),
        ({"ready": False}, "the world is beginning", "wait"),
        ({"speed": 3600.0}, "goes 3,600 times as fast", "good"),
        ({"speed": 0.0}, "goes as fast as work gets done", "good"),
        ({"paused": True}, "stands still", "held"),
        ({"paused": True, "over": True}, "stands still, its days are over", "held"),
        ({"paused": True, "ahead_to": "2027-03-28T08:00:00+00:00"}, "jumping to Sun 28 Mar, 09:00", "wait"),
        ({"ahead_to": "2027-03-28T08:00:00+00:00", "until_text": True}, "jumping to the next text", "wait"),
    ],
)
def test_how_the_clock_goes_has_a_word_and_a_tone(how: dict[str, Any], word: str, tone: str) -> None:
    clock = world_view({**STATE, **how}, LISTED, None).clock
    assert (clock.word, clock.tone) == (word, tone)


def test_the_clock_is_shown_as_it_is_when_the_page_is_made() -> None:
    now = datetime(2027, 3, 28, 1, 30, tzinfo=UTC)
    clock = world_view(STATE, LISTED, None).at(now).clock
    assert (clock.now, clock.weekday, clock.word) == (now, "Sun", "goes as real time")


def test_a_world_that_began_again_says_since_when_and_what_is_lost() -> None:
    assert world_view(STATE, LISTED, None).began_again is None
    told = {"began_again": "2027-03-27T22:00:00+00:00", "forgot": "all of it"}
    view = world_view({**STATE, **told}, LISTED, None)
    assert (view.began_again, view.forgot) == (datetime(2027, 3, 27, 22, tzinfo=UTC), "all of it")


@pytest.mark.parametrize(
    ("state", "shown"),
    [
        ("running", ("up", "good")),
        ("starting", ("starting", "wait")),
        ("down", ("down", "bad")),
        ("waiting", ("down", "bad")),
        ("refused", ("down", "bad")),
        ("stopped", ("stopped", "held")),
    ],
)
def test_a_service_is_up_starting_or_down(state: str, shown: tuple[str, str]) -> None:
    processes = [{**STATE["processes"][0], "state": state}]
    (service,) = world_view({**STATE, "processes": processes}, LISTED, None).services
    assert (service.word, service.tone) == shown


def test_a_service_that_was_stopped_for_the_verdict_says_why_it_is_up_for_so_short_a_time() -> None:
    """After a demo that took minutes services were up for 29 s, with no restart and without a word."""
    processes = [{**STATE["processes"][0], "restarts": 0, "stops": 1}]
    view = world_view({**STATE, "processes": processes}, LISTED, None)
    assert [(each.restarts, each.stops) for each in view.services] == [(0, 1)]
    assert view.were_stopped
    assert not world_view(STATE, LISTED, None).were_stopped, "a sandbox of an earlier version tells nothing of it"


@pytest.mark.parametrize(
    ("standing", "may_miss", "may_pay"),
    [("current", True, False), ("paid", True, False), ("overdue", False, True), ("dispute", False, True)],
)
def test_one_misses_what_one_does_not_owe_and_pays_what_one_does(standing: str, may_miss: bool, may_pay: bool) -> None:
    (customer,) = world_view(STATE, {**LISTED, "customers": [{**ROW, "standing": standing}]}, None).customers
    assert (customer.may_miss, customer.may_pay) == (may_miss, may_pay)
    assert (customer.language, customer.owes) == ("Chinese", "12,345.67 TWD")


def test_a_phone_shows_its_texts_by_day_of_its_zone_with_its_own_on_the_other_side() -> None:
    texts = [
        text("27T23:30", "lender", "Hello.\n1: Thu"),
        text("28T00:10", "person", "who is this?"),
        # Summer time has begun: it is midnight already.
        text("28T23:10", "holder", "driving"),
        text("28T23:11", "carrier", "No more messages"),
    ]
    days = world_view(STATE, LISTED, {**ROW, "conversation": texts}).days
    assert [day.label for day in days] == [
        "Saturday, 27 March 2027", "Sunday, 28 March 2027", "Monday, 29 March 2027",
    ]  # fmt: skip
    bubbles = [bubble for day in days for bubble in day.bubbles]
    assert [(each.own, each.who) for each in bubbles] == [
        (False, ""), (True, ""), (True, "by itself"), (False, "the carrier"),
    ]  # fmt: skip
    assert bubbles[0].lines == ("Hello.", "1: Thu")
