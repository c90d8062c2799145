"""What Kafka says of a group, as a person needs it."""

from __future__ import annotations

import pytest
from aiokafka.coordinator.protocol import ConsumerProtocolMemberAssignment

from services.console.views.group_seen import GroupSeen, group_seen

HAS = ConsumerProtocolMemberAssignment(0, [("t.loans", [0, 1]), ("t.texts", [3])], b"").encode()


def described(state: str, *members: tuple[str, bytes], error: int = 0) -> tuple[object, ...]:
    said = [(name, "client", "/10.0.0.7", b"", assignment) for name, assignment in members]
    return (error, "t.doorstep-notifier", state, "consumer", "range", said)


def test_members_have_topics_as_the_catalogue_calls_them() -> None:
    group = group_seen("notifier", described("Stable", ("client-0a746ff6-aa", HAS)), "t.")
    (member,) = group.members
    assert group.state == "reads"
    assert member.has == {("loans", 0), ("loans", 1), ("texts", 3)}
    assert (member.short, member.host) == ("0a746ff6", "10.0.0.7")
    assert group.reader_of("loans", 1) == member
    assert group.reader_of("loans", 2) is None


@pytest.mark.parametrize("state", ["PreparingRebalance", "CompletingRebalance", "AwaitingSync"])
def test_while_partitions_are_parted_members_are_there_and_have_nothing(state: str) -> None:
    group = group_seen("notifier", described(state, ("client-1", b""), ("client-2", b"")), "t.")
    assert group.state == "parting"
    assert [member.has for member in group.members] == [frozenset(), frozenset()]


@pytest.mark.parametrize("state", ["Empty", "Dead"])
def test_a_group_without_members_is_told_and_not_hidden(state: str) -> None:
    assert group_seen("notifier", described(state), "") == GroupSeen("notifier", "nobody")


@pytest.mark.parametrize("said", [None, described("Stable", error=16), described("SomeNewState")])
def test_what_can_not_be_known_is_said_to_be_unknown(said: object) -> None:
    assert group_seen("notifier", said, "").state == "unknown"


@pytest.mark.parametrize("assignment", [b"\x00", b"\xff" * 9, HAS[:-9]])
def test_an_assignment_in_another_language_hides_no_member(assignment: bytes) -> None:
    (member,) = group_seen("notifier", described("Stable", ("client-1", assignment)), "t.").members
    assert member.has == frozenset()
