"""Which records are read again after a restore, which are passed over, and which are gone."""

from __future__ import annotations

from shared.runtime.lost_records import SERVICES, LogRange, RestoredPlaces, lost_records, reads
from shared.runtime.places import SkippedRange

NOTHING = {service: RestoredPlaces() for service in SERVICES}


def test_everybody_reads_again_what_they_had_not_read_when_the_backup_was_made() -> None:
    services = NOTHING | {"notifier": RestoredPlaces({("loans", 0): 10, ("loans", 1): 7})}
    lost = lost_records(services, {("loans", 0): LogRange(0, 12), ("loans", 1): LogRange(0, 7)})
    assert lost.again == {("notifier", "loans"): 2}
    assert lost.removed == {}


def test_what_kafka_removed_meanwhile_is_counted() -> None:
    services = NOTHING | {"notifier": RestoredPlaces({("loans", 0): 10})}
    lost = lost_records(services, {("loans", 0): LogRange(15, 20)})
    assert lost.removed == {("notifier", "loans"): 5}
    assert lost.again == {("notifier", "loans"): 5}


def test_who_never_read_a_partition_misses_nothing_that_was_removed() -> None:
    lost = lost_records(NOTHING, {("loans", 0): LogRange(15, 20)})
    assert lost.removed == {}


def test_every_reader_passes_over_what_its_writer_had_not_published_by_then() -> None:
    services = NOTHING | {"scheduler": RestoredPlaces({}, {("appointments", 3): 4})}
    lost = lost_records(services, {("appointments", 3): LogRange(0, 9)})
    assert lost.skipped == {
        "notifier": (SkippedRange("appointments", 3, "scheduler", 4, 9),),
        "scheduler": (),
        "router": (),
    }


def test_what_bank_field_and_operators_say_is_never_passed_over() -> None:
    topics = ("loans", "outcomes", "fleet", "switches", "operations")
    lost = lost_records(NOTHING, {(topic, 0): LogRange(0, 5) for topic in topics})
    assert set(lost.skipped.values()) == {()}


def test_what_was_published_after_all_of_it_was_marked_needs_no_passing_over() -> None:
    services = NOTHING | {"notifier": RestoredPlaces({}, {("texts", 0): 9})}
    assert lost_records(services, {("texts", 0): LogRange(0, 9)}).skipped["scheduler"] == ()


def test_a_log_that_ends_before_what_was_read_was_made_anew_and_is_read_from_its_beginning() -> None:
    services = NOTHING | {"notifier": RestoredPlaces({("loans", 0): 50})}
    lost = lost_records(services, {("loans", 0): LogRange(0, 3)})
    assert lost.anew["notifier"] == {("loans", 0): 0}
    assert lost.again == {}


def test_a_topic_that_was_made_anew_is_read_from_its_beginning_in_all_partitions_also_where_it_has_grown_since() -> (
    None
):
    """What came before the recovery lies below the old place, and is nobody's yet."""
    log = {("loans", 0): LogRange(0, 9), ("loans", 1): LogRange(0, 1)}
    services = NOTHING | {"notifier": RestoredPlaces({("loans", 0): 4, ("loans", 1): 2})}
    assert lost_records(services, log).anew["notifier"] == {("loans", 0): 0, ("loans", 1): 0}


def test_so_is_one_that_was_seen_to_be_when_the_service_was_held() -> None:
    log = {("loans", 0): LogRange(0, 9), ("outcomes", 0): LogRange(0, 9)}
    services = NOTHING | {
        "notifier": RestoredPlaces({("loans", 0): 4, ("outcomes", 0): 4}, remade=frozenset({"loans"}))
    }
    assert lost_records(services, log).anew["notifier"] == {("loans", 0): 0}


def test_topics_that_are_read_whole_at_each_start_are_nobodys_place() -> None:
    assert not reads("notifier", "texts")
    assert reads("scheduler", "texts")
    assert all(reads(service, "switches") for service in SERVICES)
