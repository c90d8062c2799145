"""From an event to its effect, whatever is read first."""

from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from services.console.monitor.latency import BOUNDS_MS, EMPTY, Latency, Pairing, merged, observed, quantile_ms, total

CAUSE = ("c", None, "loan.overdue", 10.0)
EFFECT = ("e", "c", "text.intended", 10.25)
NEXT = ("n", "e", "text.sent", 11.0)
BOTH = {Latency("loan.overdue", "text.intended", 250, 10.25), Latency("text.intended", "text.sent", 750, 11.0)}


def test_an_effect_has_the_time_between_the_two_records() -> None:
    pairing = Pairing()
    assert pairing.saw(*CAUSE) == []
    assert pairing.saw(*EFFECT) == [Latency("loan.overdue", "text.intended", 250, 10.25)]


def test_the_order_of_reading_changes_nothing() -> None:
    for order in permutations((CAUSE, EFFECT, NEXT)):
        pairing = Pairing()
        assert {latency for seen in order for latency in pairing.saw(*seen)} == BOTH
        assert (pairing.waiting, pairing.unmatched) == (0, 0)


def test_an_effect_whose_cause_is_on_no_topic_waits_and_is_given_up() -> None:
    pairing = Pairing(waiting_max=2)
    for number in range(5):
        pairing.saw(f"e{number}", f"timer{number}", "text.sent", float(number))
    assert (pairing.waiting, pairing.unmatched) == (2, 3)
    assert pairing.saw("timer0", None, "x", 0.0) == []
    assert len(pairing.saw("timer4", None, "x", 0.0)) == 1


def test_only_the_newest_causes_are_remembered() -> None:
    pairing = Pairing(causes_max=2)
    for number in range(3):
        pairing.saw(f"c{number}", None, "loan.overdue", 0.0)
    assert pairing.saw("late", "c0", "text.intended", 1.0) == []
    assert len(pairing.saw("soon", "c2", "text.intended", 1.0)) == 1


def test_an_effect_that_was_published_twice_waits_once() -> None:
    pairing = Pairing()
    pairing.saw(*EFFECT)
    pairing.saw(*EFFECT)
    assert len(pairing.saw(*CAUSE)) == 1


def test_two_effects_of_one_cause_are_two_latencies() -> None:
    pairing = Pairing()
    pairing.saw("e1", "c", "text.intended", 12.0)
    pairing.saw("e2", "c", "visit.requested", 13.0)
    assert len(pairing.saw(*CAUSE)) == 2


def test_clocks_that_disagree_are_counted_and_not_hidden() -> None:
    histogram = observed(EMPTY, -5)
    assert total(histogram) == 1
    assert histogram[-2] == 1
    assert histogram[-1] == 0


def test_without_latencies_there_is_no_quantile() -> None:
    assert quantile_ms(EMPTY, 0.5) is None


def test_what_is_beyond_the_last_bound_is_told_as_the_greatest_seen() -> None:
    histogram = observed(EMPTY, 123_456)
    assert quantile_ms(histogram, 0.5) == 123_456


@given(st.lists(st.integers(0, 200_000), min_size=1, max_size=50), st.integers(0, 49))
def test_a_quantile_is_an_upper_bound_and_merging_changes_nothing(values: list[int], cut: int) -> None:
    whole = one = other = EMPTY
    for number, value in enumerate(values):
        whole = observed(whole, value)
        one, other = (observed(one, value), other) if number < cut else (one, observed(other, value))
    assert merged(one, other) == whole
    assert total(whole) == len(values)
    median = sorted(values)[(len(values) + 1) // 2 - 1]
    assert quantile_ms(whole, 0.5) == min(next((at for at in BOUNDS_MS if median <= at), max(values)), max(values))
