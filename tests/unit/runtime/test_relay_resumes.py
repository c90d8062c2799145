"""When an aggregate whose row was refused goes on: once its rows are adopted, and nothing newer stands before them."""

from __future__ import annotations

from uuid import UUID

from shared.ids import derive
from shared.runtime.ports import Outgoing
from shared.runtime.steps.relay import Relay


def row(word: str, aggregate: str = "a") -> Outgoing:
    return Outgoing(id_of(word), aggregate, "texts", "k", b"", "doorstep.text.sent.v1", None)


def id_of(word: str) -> UUID:
    return derive("relay-resumes", word)


def adopted(relay: Relay, *rows: Outgoing) -> set[str]:
    """What is still stopped after these were adopted."""
    with relay.place() as place:
        place.rows = rows
        relay.resume(rows, place)
    return relay.stopped


def test_what_is_adopted_goes_on() -> None:
    assert adopted(Relay(stopped={"a", "b"}), row("old")) == {"b"}


def test_it_does_not_while_a_newer_row_of_it_waits_already() -> None:
    relay = Relay(stopped={"a", "b"})
    relay.waiting.append(row("newer"))
    assert adopted(relay, row("old"), row("other", "b")) == {"a"}


def test_nor_while_a_commit_that_makes_one_has_the_place_before_it() -> None:
    relay = Relay(stopped={"a"})
    with relay.place([row("newer")]):
        assert adopted(relay, row("old")) == {"a"}
    assert [each.id for each in relay.waiting] == [id_of("newer"), id_of("old")]


def test_a_commit_behind_it_stops_nothing() -> None:
    relay = Relay(stopped={"a"})
    with relay.place() as place, relay.place([row("newer")]):
        place.rows = [row("old")]
        relay.resume(place.rows, place)
    assert relay.stopped == set()
    assert [each.id for each in relay.waiting] == [id_of("old"), id_of("newer")]
