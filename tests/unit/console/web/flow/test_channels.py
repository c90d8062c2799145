"""Who writes and reads what is the catalogue's word."""

from __future__ import annotations

from services.console.web.flow.channels import channels, writers
from services.console.web.flow.throughput import Came
from shared.contracts.catalogue import BY_NAME, TOPICS


def rates(*came: tuple[str, str, str, float]) -> dict[Came, float]:
    return {Came(topic, type, source): rate for topic, type, source, rate in came}


def test_every_topic_of_the_catalogue_is_there_with_its_parties() -> None:
    found = {channel.name: channel for channel in channels({}, {})}
    for topic in TOPICS:
        assert [party for party, _ in found[topic.name].readers] == list(topic.consumers)
        assert [party for party, _ in found[topic.name].writers] == list(writers(topic))
    assert [channel.name for channel in found.values() if not channel.is_topic] == ["posts", "reports, replies"]


def test_dead_letters_come_from_each_service_that_reads() -> None:
    assert writers(BY_NAME["dead-letters"]) == ("notifier", "scheduler", "router")


def test_a_topic_with_one_writer_is_theirs_whatever_they_call_themselves() -> None:
    (loans, *_) = channels(rates(("loans", "doorstep.loan.overdue.v1", "bank/core", 2.0), ("loans", "", "", 0.5)), {})
    assert loans.writers == (("bank", 2.5),)


def test_where_several_write_each_has_its_own() -> None:
    came = rates(
        ("fleet", "doorstep.position.reported.v1", "crew-app", 7.0),
        ("fleet", "doorstep.shift.planned.v1", "staff-system", 1.0),
        ("fleet", "", "", 3.0),
    )
    fleet = next(channel for channel in channels(came, {}) if channel.name == "fleet")
    assert dict(fleet.writers) == {"staff-system": 1.0, "crew-app": 7.0}


def test_a_reader_reads_as_fast_as_its_place_moves_and_of_others_nobody_knows() -> None:
    texts = next(channel for channel in channels({}, {("scheduler", "texts"): 4.0}) if channel.name == "texts")
    assert dict(texts.readers) == {"scheduler": 4.0, "console": None}


def test_what_goes_to_the_carrier_is_seen_by_the_events_that_tell_of_it() -> None:
    came = rates(
        ("texts", "doorstep.text.sent.v1", "notifier", 3.0),
        ("texts", "doorstep.text.intended.v1", "notifier", 9.0),
        ("texts", "doorstep.text.delivered.v1", "notifier", 2.0),
        ("replies", "doorstep.reply.understood.v1", "notifier", 1.0),
    )
    posts, reports = channels(came, {})[-2:]
    assert (posts.writers, posts.readers) == ((("notifier", 3.0),), (("carrier", 3.0),))
    assert reports.writers == (("carrier", 3.0),)


def test_the_events_that_tell_of_the_carrier_are_in_the_catalogue() -> None:
    from services.console.web.flow.channels import POSTS, RECEIPTS
    from shared.contracts.catalogue import BY_TYPE

    assert set(BY_TYPE) >= POSTS | RECEIPTS
