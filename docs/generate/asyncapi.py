"""docs/asyncapi.json: the topics, messages and who sends or receives them, as AsyncAPI 3.0.

One document for the whole system: an operation is named after the party that sends or receives, which is also its tag.
"""

from __future__ import annotations

from typing import Any

from shared.contracts.catalogue import TOPICS, Party, Topic, type_name
from shared.contracts.envelope import Event
from shared.contracts.schema import schema_of

Node = dict[str, Any]


def document(version: str) -> Node:
    """`version` is the product's."""
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": "Doorstep",
            "version": version,
            "description": "Events between a bank, Doorstep's services and its crews; events.md is the same in prose.",
            "license": {"name": "Apache-2.0"},
        },
        "defaultContentType": "application/json",
        "channels": {topic.name: _channel(topic) for topic in TOPICS},
        "operations": {name: operation for topic in TOPICS for name, operation in _operations(topic)},
        "components": {"messages": {type_name(event): _message(event) for topic in TOPICS for event in topic.events}},
    }


def _channel(topic: Topic) -> Node:
    return {
        "address": topic.name,
        "description": f"Key: {topic.key}.",
        "messages": {type_name(event): {"$ref": f"#/components/messages/{type_name(event)}"} for event in topic.events},
        "bindings": {
            "kafka": {
                "topic": topic.name,
                "partitions": topic.partitions,
                "topicConfiguration": {
                    "cleanup.policy": [topic.cleanup],
                    "retention.ms": topic.keep_ms,
                    "max.message.bytes": int(topic.config["max.message.bytes"]),
                },
                "bindingVersion": "0.5.0",
            }
        },
    }


def _operations(topic: Topic) -> list[tuple[str, Node]]:
    made = [(f"{party}-sends-{topic.name}", _operation("send", party, topic)) for party in topic.producers]
    return made + [(f"{party}-receives-{topic.name}", _operation("receive", party, topic)) for party in topic.consumers]


def _operation(action: str, party: Party, topic: Topic) -> Node:
    return {
        "action": action,
        "channel": {"$ref": f"#/channels/{topic.name}"},
        "messages": [{"$ref": f"#/channels/{topic.name}/messages/{type_name(event)}"} for event in topic.events],
        "tags": [{"name": party}],
    }


def _message(event: type[Event]) -> Node:
    name = type_name(event)
    return {
        "name": name,
        "title": event.__name__,
        "summary": schema_of(event)["description"],
        "contentType": "application/cloudevents+json",
        "payload": {
            "schemaFormat": "application/schema+json;version=draft-07",
            "schema": {"$ref": f"../shared/contracts/schemas/{name}.json"},
        },
        "headers": {
            "type": "object",
            "properties": {
                "ce_id": {"type": "string"},
                "ce_type": {"type": "string", "const": name},
                "traceparent": {"type": "string"},
            },
            "required": ["ce_id", "ce_type"],
        },
        "bindings": {"kafka": {"key": {"type": "string", "description": "the event's subject"}}},
    }
