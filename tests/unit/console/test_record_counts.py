"""Records in, sums by minute out, each record once."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from services.console.monitor.record_counts import Marks, Partial, RecordCounts
from services.console.monitor.topic_record import TopicRecord

from .samples import SAMPLES, record

LOANS = [path for path in SAMPLES if path.parent.name == "loans"]


def closed(id: str, *, offset: int, at_s: float, partition: int = 0, cause: str = "") -> TopicRecord:
    causation = f'"causationid":"{cause}",' if cause else ""
    value = (
        f'{{"specversion":"1.0","id":"{id}","type":"doorstep.loan.closed.v1","source":"bank","subject":"c-1",{causation}'
        '"time":"2026-11-01T00:00:00Z","data":{"cause":"sold"}}'
    )
    return TopicRecord("loans", partition, offset, b"c-1", value.encode(), at_s)


def test_a_record_belongs_to_the_minute_in_which_it_was_published() -> None:
    partials = RecordCounts().add(
        [closed("a", offset=0, at_s=59.9), closed("b", offset=1, at_s=60.0), closed("c", offset=2, at_s=61.0)]
    )
    assert [(partial.minute_s, partial.counts["loans|loan.closed|sold"]) for partial in partials] == [(0, 1), (60, 2)]


def test_a_record_that_is_delivered_again_is_counted_once() -> None:
    tally = RecordCounts()
    batch = [closed("a", offset=7, at_s=1.0), closed("b", offset=9, at_s=1.0)]
    tally.add(batch)
    assert tally.add([*batch, closed("c", offset=10, at_s=1.0)])[0].counts == Counter({"loans|loan.closed|sold": 1})
    assert tally.seen == 3


def test_partitions_and_topics_have_marks_of_their_own() -> None:
    marks = Marks()
    assert marks.is_new("loans", 0, 5)
    assert marks.is_new("loans", 1, 5)
    assert marks.is_new("visits", 0, 5)
    assert not marks.is_new("loans", 0, 5)
    assert not marks.is_new("loans", 0, 4)


def test_an_undecodable_record_is_counted_and_stops_nothing() -> None:
    tally = RecordCounts()
    partials = tally.add([TopicRecord("loans", 0, 0, b"c", b"\xff", 0.0), closed("a", offset=1, at_s=0.0)])
    assert partials[0].counts == Counter({"loans|undecodable|undecodable": 1, "loans|loan.closed|sold": 1})
    assert tally.undecodable == 1


def test_a_latency_belongs_to_the_minute_of_its_effect_also_when_the_cause_is_read_later() -> None:
    tally = RecordCounts()
    tally.add([closed("effect", offset=0, at_s=30.0, cause="cause")])
    (effect, cause) = tally.add([closed("cause", offset=0, partition=1, at_s=90.0)])
    assert (effect.minute_s, list(effect.latencies)) == (0, ["loan.closed|loan.closed"])
    assert (cause.minute_s, cause.latencies) == (60, {})


@given(st.lists(st.sampled_from(LOANS), max_size=20), st.integers(1, 7))
def test_however_records_are_cut_into_batches_the_sums_are_the_same(paths: list[object], size: int) -> None:
    records = [record(path, offset=at, at_s=at * 17.0) for at, path in enumerate(paths)]  # type: ignore[arg-type]

    def sums(batches: list[list[TopicRecord]]) -> Counter[tuple[int, str]]:
        tally, found = RecordCounts(), Counter[tuple[int, str]]()
        for batch in batches:
            for partial in tally.add(batch):
                found.update({(partial.minute_s, key): count for key, count in partial.counts.items()})
        return found

    assert sums([records]) == sums([records[at : at + size] for at in range(0, len(records), size)])


def test_a_partial_is_the_same_after_its_way_through_kafka() -> None:
    (partial,) = RecordCounts().add([closed("a", offset=0, at_s=1.0), closed("b", offset=1, at_s=2.0, cause="a")])
    assert partial.latencies
    assert Partial.of_bytes(partial.to_bytes()) == partial


def test_partial_sums_hold_codes_and_no_ids() -> None:
    partials = RecordCounts().add(record(path, offset=at) for at, path in enumerate(SAMPLES))
    written = b"".join(partial.to_bytes() for partial in partials).decode()
    for path in SAMPLES:
        seen = record(path)
        assert seen.key is not None
        assert f'"{seen.key.decode()}' not in written
