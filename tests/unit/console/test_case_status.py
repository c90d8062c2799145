"""Why a case stands where it stands."""

from datetime import UTC, datetime

from services.console.views.case_status import case_status

MOMENT = datetime(2026, 11, 2, 9, tzinfo=UTC)


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
