"""Why a case stands where it stands."""

import json
from datetime import UTC, date, datetime
from typing import Any

import pytest

from services.console.views.case_status import appointment, case_status, owed, window_said
from services.console.views.formatting import iso
from shared.contracts.values import Money, Window

from .test_timeline import row

MOMENT = datetime(2026, 11, 2, 9, tzinfo=UTC)
TEXTING = {"state": "visiting", "zone": "Europe/Lisbon", "region": "porto", "owed_minor": 250000,
           "owed_currency": "EUR", "due_since": date(2026, 8, 1), "visits_made": 0}  # fmt: skip
VISITING = {"state": "agreed", "visit": "v-1", "region": "porto", "booking": "v-1.1", "crew": ["col-1", "col-2"],
            "window_start": datetime(2026, 11, 30, 14, tzinfo=UTC), "window_zone": "Europe/Lisbon",
            "window_end": datetime(2026, 11, 30, 16, tzinfo=UTC), "offered": None, "closed_at": None}  # fmt: skip


def test_a_state_has_the_reason_of_the_decision_that_led_to_it_and_not_of_one_without_effect() -> None:
    life = [{"service": "notifier", "at": MOMENT, "reason": "offered", "why": "an offer went out", "accepted": True},
            {"service": "notifier", "at": MOMENT, "reason": "old-news", "why": "it was failed", "accepted": False},
            {"service": "router", "at": MOMENT, "reason": "refused", "why": "none", "accepted": False}]  # fmt: skip
    found = case_status(
        "c-1", "UTC", texting={"state": "texting"}, visiting={}, texts=[], holds=[], life=life, timers=[], parked=[],
        switches=[],
    )  # fmt: skip
    assert [(row["why"], row["decisions"]) for row in found["services"]] == [
        ("an offer went out", 2), ("none", 1),
    ]  # fmt: skip


def test_where_a_case_stands_is_told_in_one_document() -> None:
    texts: list[dict[str, Any]] = [{"intent": "i-1", "kind": "notice", "status": "delivered", "code": None},
             {"intent": "i-2", "kind": "offer", "status": "undelivered", "code": 30003}]  # fmt: skip
    thrown = [
        {"what": "visiting", "scope": "region:porto", "stopped": True, "cause": "flood"},
        {"what": "visiting", "scope": "region:braga", "stopped": True, "cause": "flood"},
        {"what": "sending", "scope": "all", "stopped": False, "cause": "over"},
    ]
    found = case_status(
        "c-1", "Europe/Lisbon", texting=TEXTING, visiting=VISITING, texts=texts, holds=[],
        life=[row("notifier", 1, "x", "y")], timers=[], parked=[], switches=thrown,
    )  # fmt: skip
    assert found["loan"] == {
        "amount": {"minor": 250000, "currency": "EUR"}, "due_since": "2026-08-01", "visits_asked_for": 0, "over": None,
    }  # fmt: skip
    assert found["appointment"]["crew"] == ["col-1", "col-2"]
    told = found["appointment"]["window"]
    assert told == {
        "start": datetime(2026, 11, 30, 14, tzinfo=UTC), "end": datetime(2026, 11, 30, 16, tzinfo=UTC),
        "zone": "Europe/Lisbon", "local": "2026-11-30T14:00",
    }  # fmt: skip
    assert window_said(told) == "2026-11-30 14:00 to 16:00 Europe/Lisbon"
    assert owed(found) == "owes 2,500.00 EUR, due since 2026-08-01"
    assert found["texts"] == [
        {"intent": "i-1", "kind": "notice", "status": "delivered"},
        {"intent": "i-2", "kind": "offer", "status": "undelivered", "code": 30003},
    ]
    assert [switch["scope"] for switch in found["stopped_by"]] == ["region:porto"]


def test_what_a_program_reads_of_a_case_is_shaped_as_in_the_contracts() -> None:
    """`14,038.00 TWD` and `14:00 to 16:00` are for people: a program had to take them apart."""
    offer = {"start": "2026-11-30T14:00:00Z", "end": "2026-11-30T16:00:00Z", "zone": "Europe/Lisbon"}
    found = case_status(
        "c-1", "Europe/Lisbon", texting=TEXTING, visiting=VISITING | {"offered": [offer]}, texts=[], holds=[], life=[],
        timers=[], parked=[], switches=[],
    )  # fmt: skip
    windows = [found["appointment"]["window"], *found["appointment"]["offered"]]
    told = json.loads(json.dumps(windows, default=iso))
    assert [Window.model_validate_json(json.dumps(each)).zone for each in told] == ["Europe/Lisbon"] * 2
    assert Money.model_validate(found["loan"]["amount"]).minor == 250000


@pytest.mark.parametrize("visiting", [{}, {"state": "idle"}])
def test_without_a_visit_there_is_no_appointment(visiting: dict[str, Any]) -> None:
    assert appointment(visiting) == {}


def test_a_visit_that_is_over_is_told_with_how_it_ended() -> None:
    over = {"state": "closed", "visit": "v-1", "region": "porto", "how": "kept", "cause": "paid", "crew": ["col-1"]}
    assert appointment(over) == {
        "stage": "closed", "visit": "v-1", "region": "porto", "crew": ["col-1"], "how": "kept", "cause": "paid",
    }  # fmt: skip


def test_of_a_case_that_is_over_it_is_told_what_it_was_about_and_why_it_is_over() -> None:
    told = case_status(
        "c-1", "UTC", texting=TEXTING | {"state": "closed", "closed_for": "paid"}, visiting={}, texts=[], holds=[],
        life=[], timers=[], parked=[], switches=[],
    )  # fmt: skip
    assert owed(told) == "owed 2,500.00 EUR, due since 2026-08-01, until it was closed: paid"
