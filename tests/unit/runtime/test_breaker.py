"""When the breaker of a topic stops the reading of that topic, and how it comes back."""

from datetime import UTC, datetime, timedelta

import pytest

from shared.runtime.steps.breaker import JUDGED_FROM_RECORDS, PROBE_EVERY, Breaker, Breakers, PollPlan

NOW = datetime(2026, 10, 5, 9, tzinfo=UTC)


def opened() -> Breaker:
    breaker = Breaker(1000)
    breaker.saw(0, JUDGED_FROM_RECORDS, NOW)
    return breaker


def readable(look: PollPlan) -> set[str]:
    return {topic for topic in ("loans", "outcomes") if look.may is None or look.may(topic, 0)}


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


@pytest.mark.parametrize(("good", "bad"), [(0, 1), (1, 3), (300, 700)])
def test_a_probe_that_is_mostly_bad_doubles_the_next_one(good: int, bad: int) -> None:
    breaker, at = opened(), NOW
    tried = []
    for _ in range(12):
        at += PROBE_EVERY
        tried.append(breaker.allowance(at))
        breaker.saw(good, bad, at)
    assert tried == [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1000, 1000]


def test_sixty_four_kilobytes_of_garbage_are_gone_after_a_bounded_number_of_probes() -> None:
    breaker, left, probes, at = opened(), 8_000 - JUDGED_FROM_RECORDS, 0, NOW
    while left > 0:
        at += PROBE_EVERY
        tried = min(breaker.allowance(at), left)
        breaker.saw(0, tried, at)
        left -= tried
        probes += 1
    assert probes <= 20
    assert at - NOW <= timedelta(minutes=10)


def test_three_good_probes_in_a_row_close_it() -> None:
    breaker, later = opened(), NOW + PROBE_EVERY
    for _ in range(3):
        assert breaker.allowance(later) == 1
        breaker.saw(1, 0, later)
    assert breaker.allowance(later) == 1000
    assert breaker.bad_share() == 0


def test_a_breaker_that_opens_again_begins_with_one_record() -> None:
    breaker, later = opened(), NOW + PROBE_EVERY
    breaker.saw(0, 1, later)
    breaker.close()
    breaker.saw(0, JUDGED_FROM_RECORDS, later)
    assert breaker.allowance(later + PROBE_EVERY) == 1


def test_a_clock_that_was_set_back_does_not_put_the_next_try_off() -> None:
    assert opened().allowance(NOW - timedelta(days=14)) == 1


def test_nothing_read_says_nothing() -> None:
    breaker = opened()
    for _ in range(5):
        breaker.saw(0, 0, NOW + PROBE_EVERY)
    assert breaker.open_since == NOW


def test_garbage_on_one_topic_slows_no_other() -> None:
    breakers = Breakers(1000)
    breakers.saw("outcomes", 0, JUDGED_FROM_RECORDS, NOW)
    assert [(look.records_max, readable(look)) for look in breakers.looks(NOW)] == [(1000, {"loans"})]
    assert [(look.records_max, readable(look)) for look in breakers.looks(NOW + PROBE_EVERY)] == [
        (1000, {"loans"}),
        (1, {"outcomes"}),
    ]


def test_with_all_breakers_closed_one_look_reads_everything() -> None:
    assert [(look.records_max, look.may) for look in Breakers(1000).looks(NOW)] == [(1000, None)]


def test_what_an_operator_set_aside_is_read_at_full_speed_and_nothing_else() -> None:
    breakers = Breakers(1000)
    breakers.saw("outcomes", 0, JUDGED_FROM_RECORDS, NOW)
    breakers.orders = {("outcomes", 3): 500}
    _, look = breakers.looks(NOW)
    assert look.records_max == 1000
    assert look.ordered
    assert look.may is not None
    assert look.may("outcomes", 3)
    assert not look.may("outcomes", 2)
    assert not look.may("loans", 3)
    assert breakers.ordered("outcomes", 3, 499)
    assert not breakers.ordered("outcomes", 3, 500)


def test_an_order_that_was_carried_out_is_not_looked_at_again_until_there_is_a_new_one() -> None:
    breakers = Breakers(1000)
    breakers.saw("outcomes", 0, JUDGED_FROM_RECORDS, NOW)
    breakers.orders = {("outcomes", 3): 500}
    breakers.passed("outcomes", 3)
    assert len(list(breakers.looks(NOW))) == 1
    breakers.orders = {("outcomes", 3): 600}
    assert len(list(breakers.looks(NOW))) == 2


def test_a_topic_that_was_read_to_its_end_has_no_breaker_open() -> None:
    breakers = Breakers(1000)
    for topic in ("loans", "outcomes"):
        breakers.saw(topic, 0, JUDGED_FROM_RECORDS, NOW)
    breakers.read_to_the_end({"loans"})
    assert set(breakers.opened()) == {"outcomes"}
