"""The topic registry: one name for each type, one topic for each event, one key for each topic, no person in clear."""

import re
from collections import Counter
from typing import Any

import pytest

from shared.contracts.catalogue import BY_NAME, BY_TYPE, TOPICS, Topic, type_name
from shared.contracts.codec import types_of
from shared.contracts.schema import schema_of

TOPIC = pytest.mark.parametrize("topic", TOPICS, ids=lambda topic: topic.name)
PERSONAL = {"phone", "name", "address", "home", "officer", "place", "words", "original", "email", "lat", "lon", "body"}


def test_the_topics_are_those_of_the_architecture() -> None:
    assert set(BY_NAME) == {
        "loans", "visits", "text-requests", "texts", "replies", "appointments", "routing", "fleet", "assignments",
        "outcomes", "switches", "operations", "erasures", "dead-letters",
    }  # fmt: skip


def test_every_event_type_travels_on_exactly_one_topic() -> None:
    count = Counter(type_name(event) for topic in TOPICS for event in topic.events)
    assert set(count.values()) == {1}
    assert all(type_name(event) in types_of(topic.name) for topic in TOPICS for event in topic.events)


@TOPIC
def test_an_event_names_the_topic_that_the_registry_has_it_on(topic: Topic) -> None:
    assert {event.topic for event in topic.events} == {topic.name}


@pytest.mark.parametrize("name", BY_TYPE)
def test_a_type_is_a_noun_a_past_participle_and_a_version(name: str) -> None:
    assert re.fullmatch(r"doorstep\.[a-z]+\.[a-z]+(-[a-z]+)*\.v[1-9][0-9]*", name)


@TOPIC
def test_a_topic_has_one_producer_or_says_why_it_has_more(topic: Topic) -> None:
    # Positions come from crews, the rest of `fleet` from the staff system; anybody may refuse a record.
    assert len(topic.producers) == 1 or topic.name == "fleet"
    assert topic.producers != ("any",) or topic.name == "dead-letters"


@TOPIC
def test_topics_read_by_router_in_order_are_keyed_by_region(topic: Topic) -> None:
    # These reach router too, but say nothing that has to be in order with bookings.
    ordered = "router" in topic.consumers and topic.name not in ("outcomes", "switches", "operations", "erasures")
    assert (topic.key == "region") == ordered


@TOPIC
def test_what_must_be_known_for_ever_is_compacted_and_the_rest_is_kept_a_month(topic: Topic) -> None:
    assert topic.config["cleanup.policy"] == ("compact" if topic.name in ("switches", "erasures") else "delete")
    assert int(topic.config["retention.ms"]) == 30 * 24 * 3_600_000
    assert topic.config["message.timestamp.type"] == "LogAppendTime"


@TOPIC
def test_the_broker_takes_what_a_reader_would_refuse_so_that_somebody_says_why(topic: Topic) -> None:
    assert int(topic.config["max.message.bytes"]) >= max(10 << 20, topic.bytes_max)


@pytest.mark.parametrize("name", BY_TYPE)
def test_a_personal_field_is_sealed(name: str) -> None:
    schema = schema_of(BY_TYPE[name])
    for owner, node in [("event", schema), *schema["definitions"].items()]:
        for field, form in node["properties"].items():
            if field in PERSONAL:
                assert form.get("$ref") == "#/definitions/Sealed", f"{owner}.{field} is in clear"


@pytest.mark.parametrize("name", BY_TYPE)
def test_every_text_list_and_number_has_a_limit(name: str) -> None:
    for node in nodes(schema_of(BY_TYPE[name])):
        if node.get("type") == "string" and not {"enum", "const", "format"} & set(node):
            assert "maxLength" in node or node["pattern"].endswith("}$"), node
        if node.get("type") in ("integer", "number"):
            assert "maximum" in node, node


def nodes(node: Any) -> list[dict[str, Any]]:
    """All the objects in a document, itself included."""
    if isinstance(node, list):
        return [found for item in node for found in nodes(item)]
    return [node, *(found for value in node.values() for found in nodes(value))] if isinstance(node, dict) else []
