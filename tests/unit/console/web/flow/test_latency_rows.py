"""The monitor's histograms as words and bars."""

from __future__ import annotations

from services.console.monitor.latency import EMPTY, observed
from services.console.monitor.view import latency
from services.console.web.flow.latency_rows import ROWS_MAX, latencies


def document(*pairs: tuple[str, int]) -> dict[str, object]:
    table: dict[tuple[str, tuple[float, float]], tuple[int, ...]] = {}
    for pair, ms in pairs:
        key = (pair, (540.0, 599.9))
        table[key] = observed(table.get(key, EMPTY), ms)
    return latency(table, now_s=630.0, minutes=3)


def test_quantiles_are_said_in_words_and_the_bars_are_the_buckets() -> None:
    found = latencies(document(("loan.overdue|text.intended", 4), ("loan.overdue|text.intended", 2_600)))
    (row,) = found.rows
    assert (row.cause, row.effect, row.count) == ("loan overdue", "text intended", 2)
    assert (row.p50, row.p95, row.most) == ("5 ms", "2.6 s", "2.6 s")
    assert sum(bar.height > 0 for bar in row.bars) == 2
    assert len(found.all.bars) == len(EMPTY) - 2
    assert "3 ms to 5 ms: 1 (50.0 %)" in [bar.title for bar in found.all.bars]


def test_of_many_pairs_the_commonest_are_shown_and_the_rest_is_counted() -> None:
    pairs = [(f"a.x{place:02d}|b", 4) for place in range(ROWS_MAX + 3)]
    found = latencies(document(*pairs, ("a.x09|b", 4)))
    assert (len(found.rows), found.others, found.rows[0].cause) == (ROWS_MAX, 3, "a x09")


def test_where_nothing_was_seen_nothing_is_said() -> None:
    found = latencies(document())
    assert (found.all.count, found.all.p95, found.all.most, found.rows) == (0, "-", "-", ())
