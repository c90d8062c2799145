"""`dlq mend` and `dlq replay --all` on real tables and topics."""

from __future__ import annotations

import json

import pytest

from deploy.local.user_error import UserError

from .console_stack import ConsoleStack
from .test_dead_letters import BAD, CLOSED, GOOD, parked, refused

REASON = ("--reason", "the cause was no code", "--by", "ops-7")


def given(stack: ConsoleStack) -> list[dict[str, object]]:
    return [json.loads(record.value) for record in stack.records("loans")]


def test_a_mended_letter_goes_back_under_its_case_and_says_who_changed_it_and_why(served: ConsoleStack) -> None:
    item = refused(served, json.dumps(CLOSED | {"data": {"cause": "Sold!"}}).encode())
    result = served.run("dlq", "mend", str(item), "--set", "data.cause=sold", "--subject", "c-2", *REASON)
    assert result.exit_code == 0, result.exception
    (record,) = served.records("loans")
    assert (record.key, json.loads(record.value)) == (b"c-2", CLOSED | {"subject": "c-2"})
    shown = served.json("dlq", "show", str(item))
    assert (shown["state"], shown["mended_by"], shown["mended_why"]) == ("given back", "ops-7", "the cause was no code")
    assert served.json("dlq", "ls")["dead_letters"] == []


def test_a_whole_new_record_comes_from_a_file(served: ConsoleStack, tmp_path_factory: pytest.TempPathFactory) -> None:
    item, file = refused(served, b"garbage"), tmp_path_factory.mktemp("new") / "record.json"
    file.write_bytes(GOOD)
    assert served.run("dlq", "mend", str(item), "--file", str(file), *REASON).exit_code == 0
    assert given(served) == [CLOSED]


@pytest.mark.parametrize("arguments", [(), ("--set", "data.cause=Still not one"), ("--set", "data")])
def test_what_would_be_refused_still_stays_where_it_is(stack: ConsoleStack, arguments: tuple[str, ...]) -> None:
    item = refused(stack, BAD)
    assert isinstance(stack.run("dlq", "mend", str(item), *arguments, *REASON).exception, UserError)
    assert [letter["state"] for letter in stack.json("dlq", "ls")["dead_letters"]] == ["open"]


def test_a_parked_case_is_no_record_to_mend(stack: ConsoleStack) -> None:
    parked(stack, GOOD)
    result = stack.run("dlq", "mend", "notifier/c-1", "--set", "id=x", *REASON)
    assert isinstance(result.exception, UserError)


def test_all_that_would_be_taken_now_goes_back_at_once_and_the_rest_stays(served: ConsoleStack) -> None:
    for value in (GOOD, GOOD, BAD):
        refused(served, value)
    parked(served, GOOD)
    result = served.run("dlq", "replay", "--all")
    assert result.stdout.split() == (
        "2 given back, 1 parked taken up again, 1 left: they would be refused again.".split()
    ), result.exception
    assert given(served) == [CLOSED, CLOSED]
    left = served.json("dlq", "ls")
    assert (len(left["dead_letters"]), [item["replay"] for item in left["parked"]]) == (1, [True])


def test_some_are_chosen_by_code_topic_or_service(served: ConsoleStack) -> None:
    refused(served, GOOD)
    refused(served, GOOD, "router")
    parked(served, GOOD)
    assert served.run("dlq", "replay", "--all", "--service", "router").stdout.startswith("1 given back, 0 parked")
    assert served.run("dlq", "replay", "--all", "--topic", "loans").stdout.startswith("1 given back, 0 parked")
    assert served.run("dlq", "replay", "--all", "--code", "decision-failed").stdout.startswith("0 given back, 1 parked")


@pytest.mark.parametrize("arguments", [(), ("ab", "--all"), ("notifier/c-1", "--code", "schema")])
def test_what_is_to_be_replayed_is_said_clearly_or_not_at_all(tables: ConsoleStack, arguments: tuple[str, ...]) -> None:
    parked(tables, GOOD)
    assert isinstance(tables.run("dlq", "replay", *arguments).exception, UserError)
    assert [item["replay"] for item in tables.json("dlq", "ls")["parked"]] == [False]


def test_what_was_settled_is_not_settled_again_unless_forced(served: ConsoleStack) -> None:
    item = str(refused(served, GOOD))
    assert served.run("dlq", "replay", item).exit_code == 0
    again = [("replay", item), ("mend", item, "--subject", "c-2", *REASON), ("discard", item, "--reason", "done")]
    for command in again:
        assert isinstance(served.run("dlq", *command).exception, UserError), command
    assert given(served) == [CLOSED]
    assert served.run("dlq", "mend", item, "--subject", "c-2", "--force", *REASON).exit_code == 0
    assert len(given(served)) == 2


def test_a_record_whose_key_was_another_cases_is_nobodys_until_somebody_says_whose(served: ConsoleStack) -> None:
    item = str(refused(served, GOOD))
    served.execute("UPDATE notifier.dead_letters SET code = 'key-mismatch'")
    assert isinstance(served.run("dlq", "replay", item).exception, UserError)
    assert "0 given back" in served.run("dlq", "replay", "--all").stdout
    assert given(served) == []
    assert served.run("dlq", "mend", item, "--subject", "c-1", *REASON).exit_code == 0
    assert given(served) == [CLOSED]


def test_an_event_of_the_future_would_be_refused_again(stack: ConsoleStack) -> None:
    item = str(refused(stack, json.dumps(CLOSED | {"time": "2090-01-01T00:00:00Z"}).encode()))
    assert "time-in-the-future" in str(stack.run("dlq", "replay", item).exception)


def test_nothing_that_is_open_is_said_so(stack: ConsoleStack) -> None:
    assert isinstance(stack.run("dlq", "replay", "--all", "--code", "nonsense").exception, UserError)


def test_all_of_one_kind_are_given_up_at_once_with_one_reason(served: ConsoleStack) -> None:
    for value in (BAD, BAD):
        refused(served, value)
    other = str(refused(served, GOOD, "router"))
    result = served.run("dlq", "discard", "--all", "--service", "notifier", *REASON)
    assert result.stdout.startswith("2 given up."), result.exception
    (left,) = served.json("dlq", "ls")["dead_letters"]
    assert left["id"] == other


@pytest.mark.parametrize("arguments", [(), ("--all",), ("--code", "schema"), ("c0ffee00", "--all", "--code", "x")])
def test_what_is_to_be_given_up_is_said_clearly_or_not_at_all(tables: ConsoleStack, arguments: tuple[str, ...]) -> None:
    refused(tables, BAD)
    assert isinstance(tables.run("dlq", "discard", *arguments, *REASON).exception, UserError)
    assert [letter["state"] for letter in tables.json("dlq", "ls")["dead_letters"]] == ["open"]
