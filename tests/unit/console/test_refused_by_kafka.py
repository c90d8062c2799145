"""What a command says when Kafka does not let it: the right, and where all of them are printed."""

from __future__ import annotations

from aiokafka.errors import GroupAuthorizationFailedError, KafkaConnectionError, TopicAuthorizationFailedError

from services.console.views.streams import unreachable


def test_a_right_that_lacks_is_not_called_a_kafka_that_is_away() -> None:
    found = unreachable(TopicAuthorizationFailedError("operations"))
    assert found.what == "Kafka does not grant us what this needs (TopicAuthorizationFailedError: operations)."
    assert "topics acls" in found.todo
    assert "GroupAuthorizationFailedError)" in unreachable(GroupAuthorizationFailedError()).what


def test_a_kafka_that_is_away_is() -> None:
    assert unreachable(KafkaConnectionError("somewhere")).what == "Kafka can't be reached: nobody answers there."
