"""A verdict judges whether work gets done, over a while and not by one figure, and says what a person can do."""

from datetime import UTC, datetime, timedelta
from typing import Any, get_args

import pytest

from services.console.monitor.topic_record import short
from services.console.views.verdicts import (
    DOUBT_SHARE,
    FAILED,
    LATE,
    LOOKS_MIN,
    SENT,
    PartVerdict,
    Tone,
    carrier_verdict,
    falls_behind,
    late_by,
    monitor_verdict,
    service_verdict,
)
from shared.contracts.catalogue import BY_TYPE

NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)
KAFKA = [("kafka", "no broker answers")]


def waiting(**more: Any) -> dict[str, Any]:
    return {"outbox": 0, "intake": 0, "parked": 0, "next_timer": None} | more


def judged(**given: Any) -> PartVerdict:
    usual: dict[str, Any] = {"ready": True, "waits": (), "waiting": waiting(), "now": NOON}
    return service_verdict("notifier", **usual | given)


def texts(type: str, total: int, topic: str = "texts") -> dict[str, Any]:
    return {"topic": topic, "type": f"text.{type}", "total": total}


def test_one_that_does_its_work_works() -> None:
    found = judged(waiting=waiting(outbox=3, intake=2))
    assert (found.tone, found.word, found.why) == ("good", "works", "3 to publish, 2 to decide on")
    assert judged().why == "nothing waits"


def test_one_that_is_not_ready_says_why_and_what_to_do() -> None:
    found = judged(ready=False, waits=KAFKA, todos=["Look whether Kafka runs."])
    assert (found.tone, found.word, found.why) == ("bad", "not ready", "kafka: no broker answers")
    assert found.remedy == "Look whether Kafka runs."


def test_one_that_is_not_ready_and_does_not_say_what_helps_is_looked_at_with_status() -> None:
    assert judged(ready=False).remedy == "See ./doorstep status and its log."
    assert judged(ready=False).why == "it does not say why"


def test_nothing_is_known_without_the_database() -> None:
    found = judged(waiting=None)
    assert (found.tone, found.word) == ("wait", "unknown")


def test_one_that_nobody_can_ask_is_judged_by_its_work() -> None:
    assert judged(ready=None).word == "works"
    assert judged(ready=None, waiting=waiting(next_timer=NOON - 2 * LATE)).word == "late"


def test_a_timer_is_late_only_after_a_while() -> None:
    assert judged(waiting=waiting(next_timer=NOON - LATE)).word == "works"
    found = judged(waiting=waiting(next_timer=NOON - LATE - timedelta(seconds=1)))
    assert (found.tone, found.word, found.why) == ("bad", "late", "a timer has been due for 31 s")
    assert late_by(NOON + LATE, NOON) == late_by(None, NOON) == timedelta(0)


def test_set_aside_cases_are_told_though_it_works() -> None:
    found = judged(waiting=waiting(parked=2))
    assert (found.tone, found.word, found.remedy) == ("wait", "works", "./doorstep dlq ls")


def test_a_full_outbox_is_behind() -> None:
    assert judged(waiting=waiting(outbox=1001)).word == "behind"


@pytest.mark.parametrize("looks", [[5] * (LOOKS_MIN - 1), [9, 9, 0, 9, 9, 9], [9, 8, 9, 9, 9, 8], [0] * 9, []])
def test_who_catches_up_or_was_hardly_looked_at_does_not_fall_behind(looks: list[int]) -> None:
    assert not falls_behind(looks)
    assert judged(behind=looks).tone == "good"


@pytest.mark.parametrize("looks", [[5] * LOOKS_MIN, list(range(1, LOOKS_MIN + 1)), [4, 4, 5, 5, 6, 9]])
def test_who_is_behind_at_every_look_and_never_less_falls_behind(looks: list[int]) -> None:
    assert falls_behind(looks)
    found = judged(behind=looks)
    assert (found.tone, found.word) == ("bad", "falls behind")
    assert f"{looks[-1]} events" in found.why
    assert found.remedy == "./doorstep lag"


def test_the_carrier_is_judged_by_what_becomes_of_texts() -> None:
    assert carrier_verdict([], 60).word == "quiet"
    assert carrier_verdict([texts("sent", 99), texts("failed", 1)], 60).word == "takes texts"
    assert carrier_verdict([texts("sent", 9), texts("failed", 1)], 60).word == "uneven"
    assert carrier_verdict([texts("failed", 1), texts("sent", 8, "loans")], 60).word == "refuses"
    assert DOUBT_SHARE == 0.05


def test_the_types_it_counts_are_called_as_the_monitor_calls_them() -> None:
    assert {short(type) for type in BY_TYPE} > SENT | FAILED


def test_what_the_notifier_says_of_the_carrier_comes_first() -> None:
    found = carrier_verdict([texts("sent", 99)], 60, problem=("it refuses our account", "Check the account."))
    assert (found.tone, found.word, found.why) == ("bad", "refuses", "it refuses our account")
    assert found.remedy == "Check the account."


def test_without_the_monitor_nothing_is_known_of_the_carrier() -> None:
    assert (carrier_verdict(None, 60).tone, carrier_verdict(None, 60).word) == ("wait", "unknown")


def test_the_monitor_is_missed_by_nobody_but_those_who_watch() -> None:
    assert monitor_verdict(None).word == "none"
    assert monitor_verdict(True).tone == "good"
    found = monitor_verdict(False, waits=KAFKA)
    assert (found.tone, found.word, found.why) == ("wait", "not ready", "kafka: no broker answers")
    assert "by itself" in found.remedy


def test_every_verdict_has_a_tone_a_word_and_a_reason() -> None:
    for found in (judged(), judged(ready=False), carrier_verdict([], 60), monitor_verdict(True), monitor_verdict(None)):
        assert found.tone in get_args(Tone)
        assert found.word
        assert found.why
        assert found.query
