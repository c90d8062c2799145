"""What operators decide: an event, carried out by the service once it runs, and kept with who and why."""

from __future__ import annotations

import asyncio
import json
from typing import Any
from uuid import uuid4

import pytest

from deploy.local.user_error import UserError
from services.console.acts import operations
from services.console.acts.operations import OperationAnswer, ask_one, operating, operation
from services.console.target import find
from shared.contracts.codec import encode
from shared.contracts.operations import HoldReleased, LetterDiscarded, Operation, ReplayAsked
from shared.runtime.clock import SystemClock
from tests.polling import until

from .console_stack import ConsoleStack
from .running_services import services_running
from .test_dead_letters import BAD, GOOD, parked, refused

REASON = ("--reason", "a test of the bank's", "--by", "ops-7")


def kept(stack: ConsoleStack, service: str = "notifier") -> list[dict[str, Any]]:
    """What the service publishes of what operators asked of it."""
    views = {
        "notifier": "SELECT by, why, kind, target, outcome, refused FROM notifier_published.operations ORDER BY at",
        "router": "SELECT by, why, kind, target, outcome, refused FROM router_published.operations ORDER BY at",
    }
    return stack.execute(views[service])


def asked(event: type[Operation], service: str = "notifier", **about: Any) -> Operation:
    return operation(event, service, SystemClock().now(), by="ops-7", **about)


def answer(said: Operation) -> OperationAnswer:
    async def ask() -> OperationAnswer:
        async with operating(find()) as database:
            return await ask_one(find(), database, said)

    return asyncio.run(ask())


def test_while_the_service_is_stopped_it_is_written_down_and_done_at_its_start(
    stack: ConsoleStack, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(operations, "PATIENCE_S", 0.3)
    item = str(refused(stack, BAD))
    said = stack.run("dlq", "discard", item, *REASON)
    assert said.exit_code == 0, said.exception
    assert "notifier carries it out once it runs" in " ".join(said.stdout.split())
    assert [letter["state"] for letter in stack.json("dlq", "ls")["dead_letters"]] == ["open"]
    assert kept(stack) == []
    with services_running(stack):
        monkeypatch.setattr(operations, "PATIENCE_S", 30.0)
        assert answer(asked(ReplayAsked, aggregate="c-9")).refused == "it is not parked"
    assert stack.json("dlq", "ls")["dead_letters"] == []
    assert [(row["kind"], row["outcome"]) for row in kept(stack)] == [
        ("letter-discarded", "done"),
        ("replay-asked", "refused"),
    ]


def test_who_did_it_why_and_what_came_of_it_stands_with_the_service(served: ConsoleStack) -> None:
    item = refused(served, BAD, service="router")
    assert served.run("dlq", "discard", str(item), *REASON).exit_code == 0
    (row,) = kept(served, "router")
    assert (row["by"], row["why"]) == ("ops-7", "a test of the bank's")
    assert (row["kind"], row["target"], row["outcome"]) == ("letter-discarded", str(item), "done")
    assert kept(served) == []


def test_what_a_service_refuses_is_an_error_with_its_sentence(served: ConsoleStack) -> None:
    came = answer(asked(LetterDiscarded, letter=uuid4()))
    with pytest.raises(UserError, match="notifier refused: no such letter is open"):
        came.sentence("done")
    nothing = answer(asked(HoldReleased, "router", case="c-1", cause="dispute"))
    assert nothing.refused == "router does nothing like that"
    assert [row["outcome"] for row in kept(served)] == ["refused"]


def test_what_comes_again_is_done_once(served: ConsoleStack) -> None:
    parked(served, GOOD)
    said = asked(ReplayAsked, aggregate="c-1")
    assert answer(said).done
    served.execute("UPDATE notifier.parked SET replay = false")
    assert answer(said).done
    assert answer(asked(ReplayAsked, aggregate="c-2")).refused
    assert served.execute("SELECT replay FROM notifier.parked") == [{"replay": False}]


def test_garbage_among_operations_is_dead_letters_and_stops_none_of_them(served: ConsoleStack) -> None:
    good = json.loads(encode(asked(ReplayAsked, aggregate="c-1")))
    bad = [
        b"\xff",
        json.dumps(good | {"subject": "nobody"}).encode(),
        json.dumps(good | {"data": good["data"] | {"why": "a\0b"}}).encode(),
    ]
    served.publish([("operations", b"notifier", value) for value in bad * 50])
    parked(served, GOOD)
    assert answer(asked(ReplayAsked, aggregate="c-1")).done
    counts = "SELECT count(*) FROM notifier.dead_letters WHERE topic = 'operations'"
    assert served.execute(counts) == [{"count": 150}]


def test_a_broker_that_is_away_is_an_error_and_nothing_is_changed(
    stack: ConsoleStack, monkeypatch: pytest.MonkeyPatch
) -> None:
    item = str(refused(stack, BAD))
    monkeypatch.setenv("KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1:1")
    result = stack.run("dlq", "discard", item, *REASON)
    assert isinstance(result.exception, UserError)
    assert "Kafka" in str(result.exception)
    assert [letter["state"] for letter in stack.json("dlq", "ls")["dead_letters"]] == ["open"]


def test_a_reason_that_could_not_be_kept_is_refused_before_anything_happens(stack: ConsoleStack) -> None:
    item = str(refused(stack, BAD))
    result = stack.run("dlq", "discard", item, "--reason", "x" * 500)
    assert isinstance(result.exception, UserError)
    assert stack.records("operations") == []


def test_a_switch_is_kept_with_who_threw_it(served: ConsoleStack) -> None:
    thrown = served.run("switch", "stop", "sending", "--scope", "all", "--cause", "storm", "--by", "ops-7")
    assert thrown.exit_code == 0, thrown.exception
    (record,) = served.records("switches")
    assert json.loads(record.value)["data"] == {"what": "sending", "cause": "storm", "by": "ops-7"}

    async def done() -> list[dict[str, Any]]:
        return [row for row in kept(served) if row["outcome"] == "done"]

    (row,) = asyncio.run(until(done))
    assert (row["by"], row["why"], row["kind"], row["target"]) == ("ops-7", "storm", "switch-stopped", "sending all")


def test_operators_may_read_what_is_published_and_change_nothing(tables: ConsoleStack) -> None:
    rights = tables.execute(
        "SELECT DISTINCT table_schema AS schema, privilege_type AS right FROM information_schema.role_table_grants"
        " WHERE grantee = 'doorstep_operator'"
    )
    assert {(row["schema"], row["right"]) for row in rights} == {
        *((f"{service}_published", "SELECT") for service in ("notifier", "scheduler", "router")),
        ("privacy", "SELECT"),
        # The trail of what they do, which they can't take back.
        ("console", "INSERT"),
    }
