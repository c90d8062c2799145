"""What operators change, and how they watch topics: on real tables and topics."""

from __future__ import annotations

import json
from uuid import UUID, uuid4

import pytest

from deploy.local.user_error import UserError
from services.notifier.core.inputs import INPUTS, StatusReported
from shared.contracts.codec import decode
from shared.contracts.switches import SwitchResumed, SwitchStopped
from shared.ids import derive
from shared.runtime.clock import SystemClock

from ...unit.console.samples import SAMPLES
from .console_stack import ConsoleStack


def test_a_switch_travels_under_its_scope_and_services_can_read_it(stack: ConsoleStack) -> None:
    stop = stack.run("switch", "stop", "sending", "--scope", "region:porto", "--cause", "storm")
    resume = stack.run("switch", "resume", "visiting", "--scope", "case:c-1", "--cause", "over")
    assert (stop.exit_code, resume.exit_code) == (0, 0), (stop.exception, resume.exception)
    now = SystemClock().now()
    events = [decode("switches", record.key, record.value, now) for record in stack.records("switches")]
    by_scope = {event.subject: event for event in events if isinstance(event, SwitchStopped | SwitchResumed)}
    assert type(by_scope["region:porto"]) is SwitchStopped
    assert type(by_scope["case:c-1"]) is SwitchResumed
    assert by_scope["region:porto"].data.cause == "storm"


def collector_in(stack: ConsoleStack, region: str) -> None:
    stack.execute("INSERT INTO router.collectors VALUES (%(region)s, 'c-01', false, '{}')", region=region)


def test_a_region_is_known_in_capitals_too_and_where_there_is_none_the_others_are_named(stack: ConsoleStack) -> None:
    collector_in(stack, "matosinhos")
    collector_in(stack, "porto")
    stop = ("switch", "stop", "sending", "--cause", "storm", "--scope")
    assert stack.run(*stop, "region:Matosinhos").exit_code == 0
    (record,) = stack.records("switches")
    assert record.key == b"region:matosinhos"
    refused = stack.run(*stop, "region:porot")
    assert isinstance(refused.exception, UserError)
    assert "There is: matosinhos, porto." in refused.exception.what
    assert "no such case" in str(stack.run(*stop, "case:c-404").exception)
    assert len(stack.records("switches")) == 1


def test_a_stop_is_thrown_and_says_so_where_nobody_can_look_whether_anybody_is_in_it(
    stack: ConsoleStack, monkeypatch: pytest.MonkeyPatch
) -> None:
    stop = ("switch", "stop", "sending", "--cause", "storm", "--scope", "region:porto")
    assert "No case and no collector is known yet" in stack.run(*stop).stdout
    for url in ("", "postgresql://nobody@127.0.0.1:1/db"):
        monkeypatch.setenv("DATABASE_URL", url)
        said = stack.run(*stop)
        assert said.exit_code == 0, said.exception
        assert "obody looked whether anybody is in it" in said.stdout
    assert len(stack.records("switches")) == 3


def test_what_was_not_stopped_is_resumed_and_said_so(stack: ConsoleStack) -> None:
    said = stack.run("switch", "resume", "visiting", "--scope", "region:porto", "--cause", "over")
    assert "As far as the services know it was not stopped." in said.stdout


def test_everything_is_not_asked_to_go_on_where_it_is_not_stopped(stack: ConsoleStack) -> None:
    refused = stack.run("switch", "resume", "sending", "--scope", "all", "--cause", "over")
    assert "It is not stopped." in str(refused.exception)
    assert "Nobody asks" in str(stack.run("switch", "confirm", "sending").exception)
    assert stack.records("switches") == []


@pytest.mark.parametrize(
    ("scope", "cause"),
    [
        ("all", "912-345-678"),
        ("everywhere", "storm"),
        ("region:", "storm"),
        ("all", "Because it rains"),
        ("case:", "x"),
    ],
)
def test_a_switch_that_services_could_not_read_is_not_thrown(tables: ConsoleStack, scope: str, cause: str) -> None:
    result = tables.run("switch", "stop", "sending", "--scope", scope, "--cause", cause)
    assert isinstance(result.exception, UserError)
    said = "telephone" if cause[0] == "9" else "lower-case" if scope == "all" else "region:NAME"
    assert said in str(result.exception)
    assert cause not in str(result.exception) or cause[0] != "9"


def test_switches_are_listed_with_who_knows(tables: ConsoleStack) -> None:
    assert "No switch was ever thrown." in tables.run("switch", "ls").stdout
    tables.execute("INSERT INTO notifier.switches VALUES ('sending', 'all', true, 'storm', now())")
    (row,) = tables.json("switch", "ls")
    assert (row["scope"], row["stopped"], row["known_to"]) == ("all", True, ["notifier"])


def in_doubt(stack: ConsoleStack) -> UUID:
    intent = uuid4()
    stack.execute(
        "INSERT INTO notifier.texts (intent, case_id, borrower, region, zone, phone_hash, phone, name, officer, kind,"
        " language, wording, version, slots, status, rank, claimed_at, post_before, posting_at)"
        " VALUES (%(intent)s, 'c-1', 'b-1', 'porto', 'Europe/Lisbon', '0', '{}', '{}', '{}', 'notice', 'en', '{}', 1,"
        " 0, 'uncertain', 5, now(), now(), now())",
        intent=intent,
    )
    return intent


@pytest.mark.parametrize(("option", "status"), [("--sent", "accepted"), ("--not-sent", "failed")])
def test_an_operators_word_on_a_text_reaches_the_notifier_once(served: ConsoleStack, option: str, status: str) -> None:
    intent = in_doubt(served)
    assert [row["intent"] for row in served.json("texts", "uncertain")] == [str(intent)]
    for _ in range(2):
        assert served.run("texts", "settle", str(intent)[:8], option).exit_code == 0
    (row,) = served.execute("SELECT * FROM notifier.intake")
    said = INPUTS.validate_json(row["doc"])
    assert isinstance(said, StatusReported)
    assert (said.intent, said.status, row["aggregate"]) == (intent, status, "c-1")
    assert row["id"] == derive("operator", intent, status)


def test_all_texts_of_an_outage_are_settled_together(served: ConsoleStack) -> None:
    old, new = in_doubt(served), in_doubt(served)
    served.execute("UPDATE notifier.texts SET posting_at = '2026-11-02T09:30:00Z' WHERE intent = %(old)s", old=old)
    between = ("--from", "2026-11-02T09:00", "--to", "2026-11-02T10:00")
    assert "1 text: not sent" in served.run("texts", "settle", "--all", "--not-sent", *between).stdout
    assert [row["id"] for row in served.execute("SELECT id FROM notifier.intake")] == [
        derive("operator", old, "failed")
    ]
    assert served.run("texts", "settle", "--all", "--not-sent").stdout == "2 texts: not sent; 1 of them said now.\n"
    assert {row["id"] for row in served.execute("SELECT id FROM notifier.intake")} == {
        derive("operator", intent, "failed") for intent in (old, new)
    }


@pytest.mark.parametrize("arguments", [(), ("0123456789", "--all"), ("0123456789", "--from", "2026-11-02")])
def test_which_texts_are_settled_is_said_clearly_or_none_is(tables: ConsoleStack, arguments: tuple[str, ...]) -> None:
    in_doubt(tables)
    assert isinstance(tables.run("texts", "settle", "--sent", *arguments).exception, UserError)
    assert tables.execute("SELECT * FROM notifier.intake") == []


def test_a_text_that_is_not_in_doubt_can_not_be_settled(stack: ConsoleStack) -> None:
    in_doubt(stack)
    for item in (str(uuid4()), "ab"):
        result = stack.run("texts", "settle", item, "--sent")
        assert isinstance(result.exception, UserError)
    assert stack.execute("SELECT * FROM notifier.intake") == []


def test_lag_counts_what_a_service_has_yet_to_handle(stack: ConsoleStack) -> None:
    stack.publish([("loans", b"c-1", b"{}"), ("loans", b"c-2", b"{}")])
    document = stack.json("lag")
    rows = {(row["service"], row["topic"]): row["behind"] for row in document["topics"]}
    assert rows["notifier", "loans"] == 2
    assert rows["scheduler", "visits"] == 0
    assert {row["service"]: row["outbox"] for row in document["services"]} == dict.fromkeys(
        ("notifier", "scheduler", "router"), 0
    )
    shown = stack.run("lag").stdout
    assert max(map(len, shown.splitlines())) <= 80


def test_tail_tells_every_kind_of_event_in_a_line_and_what_is_none(stack: ConsoleStack) -> None:
    samples = [(path.parent.name, json.loads(path.read_bytes())["subject"], path.read_bytes()) for path in SAMPLES]
    stack.publish([(topic, key.encode(), value) for topic, key, value in samples])
    stack.publish([("loans", b"c-1", b"\xff"), ("loans", b"c-1", None)])
    result = stack.run("tail", "--all", "--limit", str(len(samples) + 2))
    assert result.exit_code == 0, result.exception
    lines = result.stdout.splitlines()
    assert len(lines) == len(samples) + 2
    assert sum("no event:" in line for line in lines) == 2


def test_tail_follows_one_case_in_the_topics_asked_for(stack: ConsoleStack) -> None:
    path = next(path for path in SAMPLES if path.parent.name == "routing" and b'"home"' in path.read_bytes())
    document = json.loads(path.read_bytes())
    stack.publish([("routing", document["subject"].encode(), path.read_bytes()), ("loans", b"c-1", b"\xff")])
    case = document["data"]["case"]
    result = stack.run("tail", "routing", "loans", "--case", case, "--all", "--limit", "1", "--json")
    found = json.loads(result.stdout)
    assert found["topic"] == "routing"
    assert found["event"]["data"]["home"] == "<sealed home>"


def test_tail_knows_its_topics(tables: ConsoleStack) -> None:
    result = tables.run("tail", "loan")
    assert isinstance(result.exception, UserError)
    assert "loans" in str(result.exception)


def test_without_a_kafka_the_commands_say_how_to_get_one(tables: ConsoleStack) -> None:
    for command in (["tail"], ["lag"], ["switch", "stop", "sending", "--scope", "all", "--cause", "storm"]):
        result = tables.run(command[0], *command[1:])
        assert isinstance(result.exception, UserError)
        assert "./doorstep up" in result.exception.todo
