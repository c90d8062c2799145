"""`./doorstep outbox` on real tables: what Kafka does not take is listed, tried again or given up, by who was named."""

from __future__ import annotations

from uuid import UUID

import pytest

from deploy.local.user_error import UserError
from shared.ids import derive

from .console_stack import ConsoleStack


@pytest.fixture
def refused(served: ConsoleStack) -> ConsoleStack:
    row(served, "notifier", "bad", "case-1", "too-large")
    row(served, "notifier", "behind", "case-1", None)
    row(served, "router", "gone", "porto", "topic-missing")
    return served


def id_of(word: str) -> UUID:
    return derive("outbox-command", word)


def row(stack: ConsoleStack, service: str, word: str, aggregate: str, code: str | None) -> None:
    statement = {
        "notifier": "INSERT INTO notifier.outbox (id, aggregate, topic, key, value, type, owner, refused, refused_at)"
        " VALUES (%(id)s, %(of)s, 'texts', 'k', '{}', 'doorstep.text.sent.v1', %(owner)s, %(code)s, now())",
        "router": "INSERT INTO router.outbox (id, aggregate, topic, key, value, type, owner, refused, refused_at)"
        " VALUES (%(id)s, %(of)s, 'assignments', 'k', '{}', 'doorstep.plan.revised.v1', %(owner)s, %(code)s, now())",
    }
    owner = -2 if code else 0
    stack.execute(statement[service], id=id_of(word), of=aggregate, owner=owner, code=code)


def owners(stack: ConsoleStack) -> dict[UUID, int]:
    return {each["id"]: each["owner"] for each in stack.execute("SELECT id, owner FROM notifier.outbox")}


def test_what_kafka_does_not_take_is_listed_with_what_waits_behind_it(refused: ConsoleStack) -> None:
    found = refused.json("outbox", "ls")["refused"]
    assert [(each["service"], each["aggregate"], each["code"], each["behind"]) for each in found] == [
        ("notifier", "case-1", "too-large", 1), ("router", "porto", "topic-missing", 0),
    ]  # fmt: skip
    said = refused.run("outbox", "ls").stdout
    assert "max.message.bytes" in said
    assert str(id_of("bad"))[:8] in said


def test_one_is_tried_again_and_then_the_service_publishes_it(refused: ConsoleStack) -> None:
    said = refused.run("outbox", "retry", str(id_of("bad"))[:8], "--reason", "mended", "--by", "ops-7")
    assert "1 event is tried again" in said.stdout, (said.output, said.exception)
    assert owners(refused)[id_of("bad")] >= 0
    (kept,) = refused.execute("SELECT by, why, kind, refused FROM notifier.operations")
    assert kept == {"by": "ops-7", "why": "mended", "kind": "refused-retried", "refused": None}


def test_one_is_given_up_and_what_is_behind_it_is_left(refused: ConsoleStack) -> None:
    said = refused.run("outbox", "discard", str(id_of("bad")), "--reason", "nobody needs it")
    assert "is given up; 1 behind it go on" in said.stdout, (said.output, said.exception)
    assert list(owners(refused)) == [id_of("behind")]


def test_what_waits_behind_another_is_no_item(refused: ConsoleStack) -> None:
    said = refused.run("outbox", "retry", str(id_of("behind")))
    assert isinstance(said.exception, UserError)
    assert "waits for Kafka to take it" in str(said.exception)


def test_all_are_tried_again_at_once(refused: ConsoleStack) -> None:
    assert "2 events are tried again" in refused.run("outbox", "retry", "--all").stdout


def test_without_any_it_says_so(served: ConsoleStack) -> None:
    assert "Kafka takes every event" in served.run("outbox", "ls").stdout
