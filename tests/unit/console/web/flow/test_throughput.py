"""Events are counted by the second, and what is over is forgotten."""

from __future__ import annotations

from services.console.web.flow.throughput import BAR_S, BARS, KEPT_S, RATE_S, Came, Throughput, by_topic

SENT = Came("texts", "doorstep.text.sent.v1", "notifier")
MOVED = Came("fleet", "doorstep.position.reported.v1", "crew-app")


class Clock:
    def __init__(self) -> None:
        self.at = 1_800_000_000.0

    def __call__(self) -> float:
        return self.at


def test_a_rate_is_over_the_last_whole_seconds() -> None:
    clock = Clock()
    counted = Throughput(clock)
    for _ in range(RATE_S + 5):
        counted.add([SENT, SENT, MOVED])
        clock.at += 1
    counted.add([SENT] * 100)  # the second that runs is not over
    assert counted.rates() == {SENT: 2.0, MOVED: 1.0}
    clock.at += RATE_S + 1
    assert counted.rates() == {}


def test_who_counts_for_three_seconds_tells_the_rate_of_three() -> None:
    clock = Clock()
    counted = Throughput(clock)
    counted.add([SENT] * 30)
    clock.at += 3
    assert counted.rates() == {SENT: 10.0}
    assert counted.counted_s == 3


def test_bars_are_oldest_first_and_the_last_one_runs_now() -> None:
    clock = Clock()
    counted = Throughput(clock)
    counted.add([SENT])
    clock.at += BAR_S
    counted.add([SENT, SENT, MOVED])
    bars = counted.bars()
    assert bars["texts"][-2:] == (1, 2)
    assert bars["fleet"][-2:] == (0, 1)
    assert len(bars["texts"]) == BARS
    clock.at += KEPT_S
    assert counted.bars() == {}


def test_memory_stays_flat_and_nothing_within_the_bars_is_lost() -> None:
    clock = Clock()
    counted = Throughput(clock)
    for _ in range(3 * KEPT_S):
        counted.add([SENT])
        clock.at += 1
    assert len(counted._seconds) <= KEPT_S + BAR_S + 1
    whole = counted.bars()["texts"][:-1]
    assert set(whole) == {BAR_S}
    assert counted.counted_s == KEPT_S


def test_a_clock_that_was_set_back_loses_no_event() -> None:
    clock = Clock()
    counted = Throughput(clock)
    counted.add([SENT])
    clock.at -= 3_600
    counted.add([SENT])
    clock.at += 3_601
    assert counted.rates() == {SENT: 2.0}


def test_a_topic_is_the_sum_of_its_kinds() -> None:
    other = Came("texts", "", "")
    assert by_topic({SENT: 1.5, other: 0.5, MOVED: 4.0}) == {"texts": 2.0, "fleet": 4.0}
