"""A verdict judges whether work gets done, over a while and not by one figure, and says what a person can do."""

from datetime import UTC, datetime, timedelta
from typing import Any, get_args

import pytest

from services.console.views.carrier_verdict import CARRIER_MINUTES, DOUBT_SHARE, carrier_verdict
from services.console.views.text_outcomes import OUTCOMES
from services.console.views.verdicts import (
    LATE,
    LOOKS_MIN,
    SANDBOX_CLOCK,
    PartVerdict,
    Tone,
    falls_behind,
    late_by,
    monitor_verdict,
    service_verdict,
)
from services.notifier.core.text_status import RANK

NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)
KAFKA = [("kafka", "no broker answers")]


def waiting(**more: Any) -> dict[str, Any]:
    return {"outbox": 0, "intake": 0, "parked": 0, "next_timer": None} | more


def judged(**given: Any) -> PartVerdict:
    usual: dict[str, Any] = {"ready": True, "waits": (), "waiting": waiting(), "now": NOON}
    return service_verdict("notifier", **usual | given)


def texts(**counts: int) -> list[dict[str, Any]]:
    """Rows of the query `texts_moved`."""
    return [{"status": status, "texts": count, "opted_out": 0} for status, count in counts.items()]


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


def test_half_a_minute_of_a_clock_that_runs_3600_times_as_fast_is_no_alarm() -> None:
    """It is 8 ms: whoever looks in these sees a timer that is about to be fired."""
    found = judged(waiting=waiting(next_timer=NOON - 2 * LATE), virtual=True)
    assert (found.tone, found.word) == ("wait", "late")


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


def test_the_carrier_is_judged_by_what_became_of_each_text() -> None:
    assert carrier_verdict([]).word == "quiet"
    assert carrier_verdict(texts(sent=99, failed=1)).word == "takes texts"
    assert carrier_verdict(texts(delivered=9, undelivered=1)).word == "uneven"
    assert DOUBT_SHARE == 0.05


def test_a_text_that_was_sent_and_then_delivered_is_one_text() -> None:
    """1,170 texts of which 1,154 had arrived were once 2,324; one in fifteen that failed was no more than one in 30."""
    found = carrier_verdict(texts(delivered=1_154, sent=16, failed=80, uncertain=3))
    assert found.why == "1,170 sent, 80 failed, 3 in doubt in 60 min"
    assert (found.word, CARRIER_MINUTES) == ("uneven", 60)


def test_what_failed_and_what_is_in_doubt_are_two_things() -> None:
    assert carrier_verdict(texts(rejected=2)).word == "refuses"
    assert carrier_verdict(texts(uncertain=2)).word == "in doubt"
    assert carrier_verdict(texts(uncertain=2)).why == "0 sent, 0 failed, 2 in doubt in 60 min"
    assert carrier_verdict(texts(uncertain=2)).remedy == "./doorstep texts uncertain"
    assert "texts uncertain" not in carrier_verdict(texts(rejected=2)).remedy


def test_who_opted_out_with_the_carrier_is_no_failure_of_the_carriers() -> None:
    refused = {"status": "rejected", "texts": 0, "opted_out": 2}
    found = carrier_verdict([*texts(delivered=3), refused])
    assert (found.word, found.why) == (
        "takes texts",
        "3 sent, 0 failed, 0 in doubt, 2 refused to who opted out in 60 min",
    )
    found = carrier_verdict([refused])
    assert (found.tone, found.word, found.why) == ("good", "takes texts", "2 refused to who opted out in 60 min")
    assert carrier_verdict([*texts(rejected=1), refused]).word == "refuses"
    assert "21610" in found.query


def test_a_text_that_is_not_out_of_our_hands_says_nothing_of_the_carrier() -> None:
    assert carrier_verdict(texts(posting=5, claimed=2, withdrawn=9)).word == "quiet"
    assert set(OUTCOMES) == set(RANK), "each status has an outcome"


def test_whose_hour_it_is_is_said_where_there_are_two_clocks() -> None:
    assert carrier_verdict([], virtual=True).why == f"no text in the last 60 min {SANDBOX_CLOCK}"
    assert carrier_verdict(texts(sent=1), virtual=True).why.endswith(f"in 60 min {SANDBOX_CLOCK}")
    assert SANDBOX_CLOCK == "of the sandbox's clock"
    assert judged(waiting=waiting(next_timer=NOON - 2 * LATE), virtual=True).why.endswith(SANDBOX_CLOCK)


def test_how_it_is_known_says_the_rule() -> None:
    found = carrier_verdict(texts(sent=1))
    assert "notifier_published.text_fates" in found.query
    assert "each text once" in found.query


def test_what_the_notifier_says_of_the_carrier_comes_first() -> None:
    found = carrier_verdict(texts(sent=99), problem=("it refuses our account", "Check the account."))
    assert (found.tone, found.word, found.why) == ("bad", "refuses", "it refuses our account")
    assert found.remedy == "Check the account."


def test_before_texts_were_counted_nothing_is_known_of_the_carrier() -> None:
    assert (carrier_verdict(None).tone, carrier_verdict(None).word) == ("wait", "unknown")


def test_the_monitor_is_missed_by_nobody_but_those_who_watch() -> None:
    assert monitor_verdict(None).word == "none"
    assert monitor_verdict(True).tone == "good"
    found = monitor_verdict(False, waits=KAFKA)
    assert (found.tone, found.word, found.why) == ("wait", "not ready", "kafka: no broker answers")
    assert "by itself" in found.remedy


def test_every_verdict_has_a_tone_a_word_and_a_reason() -> None:
    for found in (judged(), judged(ready=False), carrier_verdict([]), monitor_verdict(True), monitor_verdict(None)):
        assert found.tone in get_args(Tone)
        assert found.word
        assert found.why
        assert found.query
