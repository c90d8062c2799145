"""docs/events.md: the event catalogue, by topic, drawn from the models, the topic registry and the golden samples."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

from shared.contracts.catalogue import DAY_MS, TOPICS, Topic, type_name
from shared.contracts.envelope import Event
from shared.contracts.schema import Schema, schema_of

from .samples import first_of_each_type

HEAD = """# Events

What travels between the services, drawn from `shared/contracts` by `python -m docs.generate`. The schema of each
type lies in [`shared/contracts/schemas`](../shared/contracts/schemas), which share what they have in common by `$ref`
(`python -m docs.generate --bundled FOLDER` writes each in one piece, for a registry); samples of each lie in
[`tests/golden`](../tests/golden), and [`asyncapi.json`](asyncapi.json) says the same to machines.

Every record is one CloudEvents 1.0 document in structured JSON. Its Kafka key is the event's `subject`. Headers
repeat id, type and trace, and hold nothing personal. Producers are held to the closed schema; consumers ignore fields
they don't know. A field without a value is left out. What is no event goes to `dead-letters` with a reason code:
`tombstone`, `too-large`, `undecodable`, `not-an-object`, `unknown-type`, `wrong-topic`, `schema`, `repeated-field`,
`key-mismatch`, `time-in-the-future` or `time-in-the-past`. Nothing outside the value matters but the key: headers may
be anything, every codec of Kafka is read, transactions are honoured. Timestamps may be anything too, because topics
are made with `message.timestamp.type=LogAppendTime`: how long a record is kept is counted by the broker's clock. By its
producer's word one that says 1970 would be removed within minutes, read or not, and one far ahead would never go
(since 4.0 the broker refuses it). Whoever makes topics, or made them before, sets that; `./doorstep doctor` says where
it is not.

**Sending.** An event is known by `source`, `id`, `type` and `subject`; who sends it again sends the same bytes, and a
correction has an id of its own (else it is set aside as `same-id-other-content`). Use `acks=all` and
`enable.idempotence=true`, and one partitioner for all producers of a topic: `murmur2_random` with librdkafka, which is
Java's default and ours (its own default, `consistent_random`, sends a case elsewhere). Events of one case keep their
order only within a partition, so don't change partitioner or number of partitions while events of a case may be
unread; two producers that disagree are otherwise harmless, because decisions are made under a lock of the case. A batch
may unpack to 64 MiB, a record of yours may have 256 KiB. Zones are places of the IANA database: no `UTC`, `Etc/...`,
`CET`.

**Sealing.** A sealed value is made by `KeyRing.seal(plain, kid=..., of=..., field=...)`
([keys](../shared/privacy/keys.py)), where the ring has the services' table `privacy.data_keys` and the same master
key (`fitting(MasterKeys.read(file), PgMaster(store))`, which compares it with the database's and takes its hash of
phones from there). `kid` names the person's key, one for each borrower or collector, such as `b-` and the
borrower's id; `of` is the id of the event; `field` is the field's name (`phone`, `name`, `address`, `home`,
`officer`). A phone is in E.164, a home is `latitude,longitude` in degrees, `cell` its H3 cell of resolution 7,
`phone_hash` what `MasterKeys.phone_hash(phone)` gives: with another hash a borrower is not texted, because their STOP
would be nobody's. `seal` raises `KeyForgotten` for a person who was forgotten: name them by a new id and key, or not at
all. A whole person is made in [borrowers](../services/sandbox/borrowers.py).

| topic | from | to | key | kept | events |
|---|---|---|---|---|---|
"""
WIRE = {"date-time": "time with offset", "date": "local day", "uuid": "uuid"}


def page() -> str:
    schemas = {event: schema_of(event) for topic in TOPICS for event in topic.events}
    used = Counter(_name(schema["properties"]["data"]) for schema in schemas.values())
    examples = first_of_each_type()
    lines = [HEAD.rstrip("\n")]
    lines += [_topic_row(topic) for topic in TOPICS]
    lines += ["", "## Envelope", "", *_table(next(iter(schemas.values())), but=("data", "type"))]
    inlined: set[str] = set()
    for topic in TOPICS:
        lines += ["", f"## {topic.name}", "", _sentence(topic)]
        for event in topic.events:
            lines += _event(event, schemas[event], used, inlined, examples)
    values: dict[str, Schema] = {}
    for schema in schemas.values():
        values |= schema["definitions"]
    lines += ["", "## Values", "", "What events are made of."]
    for name in sorted(set(values) - inlined):
        lines += ["", f"### {name}", "", values[name].get("description", ""), "", *_table(values[name])]
    return "\n".join(lines) + "\n"


def _topic_row(topic: Topic) -> str:
    return (
        f"| [`{topic.name}`](#{topic.name}) | {', '.join(topic.producers)} | {', '.join(topic.consumers)} "
        f"| {topic.key} | {_kept(topic)} | {len(topic.events)} |"
    )


def _kept(topic: Topic) -> str:
    return "newest of each key" if topic.cleanup == "compact" else f"{topic.keep_ms // DAY_MS} days"


def _sentence(topic: Topic) -> str:
    return f"{', '.join(topic.producers)} → {', '.join(topic.consumers)}. Key: {topic.key}. Kept: {_kept(topic)}."


def _event(
    event: type[Event],
    schema: Schema,
    used: Counter[str],
    inlined: set[str],
    examples: dict[str, tuple[str, dict[str, Any]]],
) -> Iterator[str]:
    name, data = type_name(event), _name(schema["properties"]["data"])
    yield from ("", f"### {name}", "", schema["description"], "")
    if used[data] == 1:
        inlined.add(data)
        if said := schema["definitions"][data].get("description"):
            yield from (said, "")
        yield from _table(schema["definitions"][data])
    else:
        yield f"`data` is {_link(data)}."
    shows, sample = examples[name]
    text = json.dumps(sample, indent=2, ensure_ascii=False)
    yield from ("", f"<details><summary>{shows}</summary>", "", "```json", text, "```", "", "</details>")


def _table(schema: Schema, but: tuple[str, ...] = ()) -> Iterator[str]:
    yield from ("| field | form | |", "|---|---|---|")
    required = set(schema.get("required", ()))
    for field, node in schema["properties"].items():
        if field not in but:
            yield f"| `{field}` | {_form(node)} | {'required' if field in required else _otherwise(node)} |"


def _otherwise(node: Schema) -> str:
    default = node.get("default")
    return "" if default in (None, "", [], {}) or isinstance(default, dict) else f"else `{json.dumps(default)}`"


def _form(node: Schema) -> str:
    """A schema node in words: its type, its words, its limits."""
    if "$ref" in node:
        return _link(_name(node))
    if "const" in node:
        return f"`{node['const']}`"
    if "enum" in node:
        return "one of " + ", ".join(f"`{word}`" for word in node["enum"])
    if node["type"] == "array":
        return f"list of {_form(node['items'])}"
    if node["type"] == "string":
        return WIRE.get(node.get("format", "")) or _text(node)
    return f"{node['type']}{_range(node)}"


def _text(node: Schema) -> str:
    pattern = node.get("pattern", "").replace("|", "\\|")
    longest = f", at most {node['maxLength']} characters" if "maxLength" in node and node["maxLength"] != 4096 else ""
    return f"text{f' `{pattern}`' if pattern else ''}{longest}"


def _range(node: Schema) -> str:
    low, above, high = node.get("minimum"), node.get("exclusiveMinimum"), node.get("maximum")
    parts = [f"at least {low}"] if low is not None else [f"more than {above}"] if above is not None else []
    if high is not None and high != 2**31 - 1:
        parts.append(f"at most {high}")
    return f", {', '.join(parts)}" if parts else ""


def _name(node: Schema) -> str:
    return str(node["$ref"]).rpartition("/")[2]


def _link(name: str) -> str:
    return f"[{name}](#{name.lower()})"
