"""`dlq` on real tables and topics: sealed, shown, given back, given up."""

from __future__ import annotations

import json
from uuid import UUID, uuid4

import pytest

from deploy.local.user_error import UserError
from services.notifier.core.inputs import INPUTS, LetterSettled

from .console_stack import ConsoleStack

CLOSED = {"specversion": "1.0", "id": "bank-7", "type": "doorstep.loan.closed.v1", "source": "bank", "subject": "c-1",
          "time": "2026-11-01T00:00:00Z", "data": {"cause": "sold"}}  # fmt: skip
GOOD = json.dumps(CLOSED).encode()
VANISHED = "doorstep.loan.vanished.v1"
BAD = json.dumps(CLOSED | {"type": VANISHED, "+351 900 000 000": "somebody"}).encode()


def refused(stack: ConsoleStack, value: bytes | None, service: str = "notifier") -> UUID:
    """A record that a service refused and kept."""
    id = uuid4()
    box = stack.keys.set_aside(value, id) if value is not None else ""
    with_schema = {
        "notifier": "INSERT INTO notifier.dead_letters (id, at, topic, partition, position, code, detail, attempts,"
        " size_bytes, original) VALUES (%(id)s, now(), 'loans', 1, 7, 'schema', 'data: missing', 1, 9, %(box)s)",
        "router": "INSERT INTO router.dead_letters (id, at, topic, partition, position, code, detail, attempts,"
        " size_bytes, original) VALUES (%(id)s, now(), 'loans', 1, 7, 'schema', 'data: missing', 1, 9, %(box)s)",
    }
    stack.execute(with_schema[service], id=id, box=box)
    return id


def parked(stack: ConsoleStack, *values: bytes) -> list[UUID]:
    """A case that notifier set aside, with events queued behind it."""
    stack.execute(
        "INSERT INTO notifier.parked (aggregate, since, code, detail)"
        " VALUES ('c-1', now(), 'decision-failed', 'KeyError on doorstep.loan.closed.v1')"
    )
    ids = [uuid4() for _ in values]
    for position, (id, value) in enumerate(zip(ids, values, strict=True)):
        stack.execute(
            "INSERT INTO notifier.parked_events (aggregate, inbox, topic, partition, position, value)"
            " VALUES ('c-1', %(id)s, 'loans', 0, %(position)s, %(value)s)",
            id=id, position=position, value=stack.keys.set_aside(value, id),
        )  # fmt: skip
    return ids


def test_ls_shows_both_kinds_and_nothing_of_their_content(tables: ConsoleStack) -> None:
    id = refused(tables, BAD)
    parked(tables, GOOD)
    shown = tables.run("dlq", "ls").stdout
    assert str(id)[:8] in shown
    assert "notifier/c-1" in shown
    assert "somebody" not in shown
    assert max(map(len, shown.splitlines())) <= 80


def test_ls_says_so_when_there_is_nothing(tables: ConsoleStack) -> None:
    assert "No dead letters, and nothing is parked." in tables.run("dlq", "ls").stdout


def test_show_tells_the_shape_of_what_is_no_event_and_reveals_the_bytes_only_when_asked_to(
    tables: ConsoleStack,
) -> None:
    item = str(refused(tables, BAD))
    document = tables.json("dlq", "show", item)
    assert document["content"]["type"] == f"<text of {len(VANISHED)}>"
    assert document["content"]["subject"] == "c-1"
    assert "900 000" not in json.dumps(document)
    assert tables.run("dlq", "show", item, "--reveal").stdout_bytes == BAD


def test_an_event_that_waits_is_shown_without_what_is_sealed(tables: ConsoleStack) -> None:
    parked(tables, GOOD)
    document = tables.json("dlq", "show", "notifier/c-1")
    assert document["content"] == CLOSED | {"datacontenttype": "application/json"}
    assert document["waits_at"] == {"topic": "loans", "partition": 0, "position": 0}


def test_without_the_master_key_the_bytes_stay_sealed(tables: ConsoleStack, monkeypatch: pytest.MonkeyPatch) -> None:
    item = str(refused(tables, BAD))
    monkeypatch.delenv("DOORSTEP_MASTER_KEY_FILE")
    assert str(tables.json("dlq", "show", item)["content"]).startswith("sealed")
    result = tables.run("dlq", "show", item, "--reveal")
    assert isinstance(result.exception, UserError)
    assert not result.stdout


def test_a_record_whose_cause_was_mended_goes_into_its_topic_again(served: ConsoleStack) -> None:
    id = refused(served, GOOD)
    result = served.run("dlq", "replay", str(id)[:8])
    assert result.exit_code == 0, result.exception
    (record,) = served.records("loans")
    assert (record.key, record.value) == (b"c-1", GOOD)
    assert served.json("dlq", "ls")["dead_letters"] == []
    assert [letter["state"] for letter in served.json("dlq", "ls", "--settled")["dead_letters"]] == ["given back"]


def test_a_record_that_would_be_refused_again_is_not_given_back_without_force(served: ConsoleStack) -> None:
    id = refused(served, BAD)
    result = served.run("dlq", "replay", str(id)[:8])
    assert isinstance(result.exception, UserError)
    assert "unknown-type" in str(result.exception)
    assert served.records("loans") == []
    assert served.run("dlq", "replay", str(id)[:8], "--force").exit_code == 0
    assert [record.value for record in served.records("loans")] == [BAD]


def test_a_record_that_is_given_up_is_kept_with_the_reason(served: ConsoleStack) -> None:
    id = refused(served, BAD, service="router")
    assert served.run("dlq", "discard", str(id)[:8], "--reason", "A test of the bank's.").exit_code == 0
    assert served.json("dlq", "ls")["dead_letters"] == []
    (letter,) = served.json("dlq", "ls", "--settled")["dead_letters"]
    assert (letter["state"], letter["discarded_why"]) == ("given up", "A test of the bank's.")


def test_what_was_given_up_is_not_given_up_again_and_the_hint_is_a_command_that_works(served: ConsoleStack) -> None:
    item = str(refused(served, b"{}"))[:8]
    assert served.run("dlq", "discard", item, "--reason", "A test.").exit_code == 0
    error = served.run("dlq", "discard", item, "--reason", "A test.").exception
    assert isinstance(error, UserError)
    assert (
        error.todo
        == f"There is nothing left to give up; ./doorstep dlq replay {item} --force gives it back all the same."
    )
    assert served.run("dlq", "replay", item, "--force").exit_code == 0


@pytest.mark.parametrize(("how", "given_up"), [(["discard", "--reason", "A test."], True), (["replay"], False)])
def test_cases_that_are_held_for_a_letter_are_told_that_it_is_settled(
    served: ConsoleStack, how: list[str], given_up: bool
) -> None:
    id = refused(served, GOOD)
    served.execute("INSERT INTO notifier.unread_records VALUES (%(id)s, 'c-1', 'schema', now())", id=id)
    result = served.run("dlq", how[0], str(id)[:8], *how[1:])
    assert "c-1 is" in " ".join(result.stdout.split())
    (row,) = served.execute("SELECT aggregate, doc FROM notifier.intake")
    said = INPUTS.validate_json(bytes(row["doc"]))
    assert isinstance(said, LetterSettled)
    assert (row["aggregate"], said) == ("c-1", LetterSettled(id, said.at, given_up))


def test_a_known_type_of_what_is_no_event_is_shown(tables: ConsoleStack) -> None:
    item = str(refused(tables, json.dumps(CLOSED | {"id": ""}).encode()))
    content = tables.json("dlq", "show", item)["content"]
    assert (content["type"], content["id"]) == (CLOSED["type"], "<text of 0>")


def test_replaying_a_parked_case_asks_the_service_for_it(served: ConsoleStack) -> None:
    parked(served, GOOD)
    assert served.run("dlq", "replay", "notifier/c-1").exit_code == 0
    assert served.execute("SELECT replay FROM notifier.parked") == [{"replay": True}]
    assert served.execute("SELECT count(*) FROM notifier.parked_events") == [{"count": 1}]


def test_the_event_that_a_parked_case_breaks_at_can_be_given_up_and_stays_readable(served: ConsoleStack) -> None:
    first, second = parked(served, BAD, GOOD)
    assert served.run("dlq", "discard", "notifier/c-1", "--reason", "Sent in error.").exit_code == 0
    assert served.execute("SELECT inbox FROM notifier.parked_events") == [{"inbox": second}]
    assert served.execute("SELECT replay FROM notifier.parked") == [{"replay": True}]
    assert served.run("dlq", "show", str(first), "--reveal").stdout_bytes == BAD


def test_a_case_parked_by_a_timer_has_no_event_to_give_up(stack: ConsoleStack) -> None:
    parked(stack)
    result = stack.run("dlq", "discard", "notifier/c-1", "--reason", "Unknown.")
    assert isinstance(result.exception, UserError)
    assert stack.execute("SELECT replay FROM notifier.parked") == [{"replay": False}]


@pytest.mark.parametrize("item", ["deadbeef", "not", "", "notifier/nobody", "elsewhere/c-1"])
def test_an_item_that_is_not_there_is_said_to_be_missing(tables: ConsoleStack, item: str) -> None:
    refused(tables, BAD)
    result = tables.run("dlq", "show", item)
    assert isinstance(result.exception, UserError)
    assert "dlq ls" in result.exception.todo


def test_a_tombstone_has_no_content_to_show(tables: ConsoleStack) -> None:
    item = str(refused(tables, None))
    assert tables.run("dlq", "show", item, "--reveal").stdout_bytes == b""
