"""When the breaker stops the consumer, and how it comes back."""

from datetime import UTC, datetime, timedelta

from shared.runtime.steps.breaker import JUDGED_FROM_RECORDS, PROBE_EVERY, Breaker

NOW = datetime(2026, 10, 5, 9, tzinfo=UTC)


def opened() -> Breaker:
    breaker = Breaker(1000)
    breaker.saw(0, JUDGED_FROM_RECORDS, NOW)
    return breaker


def test_a_few_bad_records_among_many_stop_nothing() -> None:
    breaker = Breaker(1000)
    breaker.saw(990, 10, NOW)
    assert breaker.allowance(NOW) == 1000


def test_a_handful_of_records_is_too_little_to_judge_by() -> None:
    breaker = Breaker(1000)
    breaker.saw(0, JUDGED_FROM_RECORDS - 1, NOW)
    assert breaker.allowance(NOW) == 1000


def test_mostly_bad_records_stop_the_consumer() -> None:
    assert opened().allowance(NOW) == 0


def test_a_stopped_consumer_tries_one_record_after_a_while() -> None:
    assert opened().allowance(NOW + PROBE_EVERY) == 1


def test_another_bad_record_puts_the_next_try_off() -> None:
    breaker, later = opened(), NOW + PROBE_EVERY
    breaker.saw(0, 1, later)
    assert breaker.allowance(later + timedelta(seconds=1)) == 0


def test_three_good_records_in_a_row_close_it() -> None:
    breaker, later = opened(), NOW + PROBE_EVERY
    for _ in range(3):
        assert breaker.allowance(later) == 1
        breaker.saw(1, 0, later)
    assert breaker.allowance(later) == 1000
    assert breaker.bad_share() == 0
