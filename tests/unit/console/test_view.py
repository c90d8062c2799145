"""The tables as documents."""

from services.console.monitor.latency import EMPTY, observed
from services.console.monitor.view import counts, latency

NOW_S = 600.0 + 30


def window(minute_s: float) -> tuple[float, float]:
    return (minute_s, minute_s + 59.9)


def test_counts_are_told_by_minute_oldest_first_and_the_last_one_runs_now() -> None:
    table = {("loans|loan.overdue|", window(540.0)): 2, ("loans|loan.overdue|", window(600.0)): 3}
    document = counts(table, now_s=NOW_S, minutes=3)
    assert document["rows"] == [
        {"topic": "loans", "type": "loan.overdue", "reason": "", "total": 5, "per_minute": [0, 2, 3]}
    ]
    assert document["first_minute"] == 480


def test_what_is_older_than_asked_for_is_left_out() -> None:
    table = {("loans|loan.overdue|", window(0.0)): 2}
    assert counts(table, now_s=NOW_S, minutes=3)["rows"] == []
    assert counts(table, now_s=NOW_S, minutes=11)["rows"][0]["per_minute"][0] == 2


def test_latencies_of_several_minutes_are_one_row_for_each_pair() -> None:
    fast, slow = observed(EMPTY, 4), observed(EMPTY, 900)
    table = {
        ("loan.overdue|text.intended", window(540.0)): fast,
        ("loan.overdue|text.intended", window(600.0)): list(slow),
        ("text.intended|text.sent", window(0.0)): fast,
    }
    document = latency(table, now_s=NOW_S, minutes=3)
    assert document["rows"] == [
        {"cause": "loan.overdue", "effect": "text.intended", "count": 2, "p50_ms": 5, "p95_ms": 900, "p99_ms": 900,
         "max_ms": 900, "negative": 0, "buckets": [0, 1, *[0] * 8, 1, *[0] * 7]}
    ]  # fmt: skip
    assert len(document["rows"][0]["buckets"]) == len(document["bounds_ms"]) + 1
    assert document["all"]["count"] == 2


def test_nothing_seen_is_no_quantile() -> None:
    document = latency({}, now_s=NOW_S, minutes=3)
    assert document["rows"] == []
    assert document["all"]["p95_ms"] is None
