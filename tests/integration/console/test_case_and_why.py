"""`case show` and `why` on the tables of three services."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from uuid import NAMESPACE_OID, uuid5

import pytest

from deploy.local.user_error import UserError
from services.console.cli.echoed import bounded

from .console_stack import ConsoleStack

NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)


def tell_a_life(stack: ConsoleStack, case: str = "c-1") -> None:
    """From the loan event to the slots; the clock stands still meanwhile."""
    common = {"at": NOON, "accepted": True, "rule": "", "reason": "because"}
    overdue = {**common, "service": "notifier", "aggregate": case, "version": 1, "said": "doorstep.loan.overdue.v1",
               "cause": "bank-1", "why": "90 days past due.", "rule": "visit gate (house default)"}  # fmt: skip
    requested, asked, quoted = (uuid5(NAMESPACE_OID, what) for what in ("requested", "asked", "quoted"))
    overdue["published"] = [requested]
    rows = [
        {**common, "service": "scheduler", "aggregate": case, "version": 2, "said": "doorstep.slots.quoted.v1",
         "cause": str(quoted), "why": "Three slots are offered."},
        {**common, "service": "router", "aggregate": "porto", "version": 9, "about": case, "cause": str(asked),
         "said": "doorstep.slots.asked.v1", "published": [quoted], "why": "Three windows have a legal crew."},
        {**common, "service": "scheduler", "aggregate": case, "version": 1, "said": "doorstep.visit.requested.v1",
         "cause": str(requested), "published": [asked], "why": "A visit is wanted."},
        overdue,
        {**common, "service": "router", "aggregate": "porto", "version": 10, "about": "c-2", "cause": "other",
         "said": "doorstep.slots.asked.v1", "why": "Not about this case."},
        {**common, "service": "notifier", "aggregate": case, "version": 2, "said": "timer:cadence", "cause": "t",
         "why": "Nothing is due.", "at": NOON + timedelta(days=1), "accepted": False},
    ]  # fmt: skip
    for row in rows:
        stack.decided(row)
    notifier = {"kind": "visiting", "loan": {"person": {"zone": "Asia/Shanghai", "region": "porto"}, "texts": []}}
    scheduler = {"stage": {"kind": "offered", "visit": {"visit": "v-1", "region": "porto"}}}
    stack.execute("INSERT INTO notifier.states VALUES (%(c)s, 2, %(d)s)", c=case, d=json.dumps(notifier).encode())
    stack.execute("INSERT INTO scheduler.states VALUES (%(c)s, 2, %(d)s)", c=case, d=json.dumps(scheduler).encode())
    stack.execute("INSERT INTO scheduler.timers VALUES (%(c)s, 'offer-expiry', %(at)s)", c=case, at=NOON)


def test_why_tells_the_life_of_a_case_in_order_and_what_led_to_what(tables: ConsoleStack) -> None:
    tell_a_life(tables)
    lines = tables.json("why", "c-1")
    assert [(line["service"], line["because"]) for line in lines] == [
        ("notifier", None), ("scheduler", 1), ("router", 2), ("scheduler", 3), ("notifier", None),
    ]  # fmt: skip
    assert [line["from"] for line in lines] == ["the bank", "#1", "#2", "#3", "a timer"]
    assert lines[0]["local"] == "2026-11-02 20:00"


def test_why_is_one_line_per_decision_where_it_is_piped(tables: ConsoleStack) -> None:
    tell_a_life(tables)
    result = tables.run("why", "c-1")
    assert result.exit_code == 0, result.exception
    lines = result.stdout.splitlines()
    assert len(lines) == 5
    assert "rule: visit gate (house default); from the bank bank-1" in lines[0]


def test_a_case_that_is_not_known_is_said_with_those_that_begin_alike(tables: ConsoleStack) -> None:
    tell_a_life(tables, "c-10")
    for command, arguments in (("why", ["c-1"]), ("case", ["show", "c-1"])):
        result = tables.run(command, *arguments)
        assert result.exit_code == 1
        assert isinstance(result.exception, UserError)
        assert "Did you mean c-10?" in str(result.exception)


def test_case_show_tells_where_the_case_stands_in_all_services(tables: ConsoleStack) -> None:
    tell_a_life(tables)
    document = tables.json("case", "show", "c-1")
    assert [(row["service"], row["state"]) for row in document["services"]] == [
        ("notifier", "visiting"), ("scheduler", "offered"), ("router", "because"),
    ]  # fmt: skip
    assert document["waits_for"] == [{"service": "scheduler", "kind": "offer-expiry", "due_at": "2026-11-02T12:00:00Z"}]
    shown = tables.run("case", "show", "c-1").stdout
    assert "2026-11-02 20:00" in shown
    assert max(map(len, shown.splitlines())) <= 80


def test_texts_that_the_case_remembers_no_more_are_counted(tables: ConsoleStack) -> None:
    tell_a_life(tables)
    kept, older = uuid5(NAMESPACE_OID, "kept"), [uuid5(NAMESPACE_OID, f"older-{number}") for number in range(3)]
    text = {"intent": str(kept), "kind": "notice", "status": "delivered", "at": NOON.isoformat()}
    state = {"kind": "visiting", "loan": {"person": {"zone": "Asia/Shanghai", "region": "porto"}, "texts": [text]}}
    tables.execute("UPDATE notifier.states SET doc = %(d)s WHERE aggregate = 'c-1'", d=json.dumps(state).encode())
    theirs = [(kept, "c-1"), *((each, "c-1") for each in older), (uuid5(NAMESPACE_OID, "other"), "c-2")]
    for intent, case in theirs:
        tables.execute(
            "INSERT INTO notifier.texts (intent, case_id, borrower, region, zone, phone_hash, phone, name, officer,"
            " kind, language, wording, version, slots, status, rank, claimed_at, post_before)"
            " VALUES (%(i)s, %(c)s, 'b', 'porto', 'UTC', '', '', '', '', 'notice', 'en', '{}', 1, 0, 'delivered', 9,"
            " %(at)s, %(at)s)",
            i=intent, c=case, at=NOON,
        )  # fmt: skip
    document = tables.json("case", "show", "c-1")
    assert ([each["intent"] for each in document["texts"]], document["texts_before"]) == ([str(kept)], 3)
    assert "… 3 older texts left out" in tables.run("case", "show", "c-1").stdout


@pytest.mark.parametrize("letters", [1_000, 120_000])
def test_a_case_with_a_name_as_long_as_a_book_is_not_known_either(letters: int, tables: ConsoleStack) -> None:
    for command, arguments in (("why", ["c" * letters]), ("case", ["show", "c" * letters])):
        result = tables.run(command, *arguments)
        assert result.exit_code == 1
        assert isinstance(result.exception, UserError)
        assert len(bounded(str(result.exception))) < 400


def test_a_parked_case_and_a_thrown_switch_are_part_of_where_it_stands(tables: ConsoleStack) -> None:
    tell_a_life(tables)
    tables.execute("INSERT INTO notifier.parked (aggregate, since, code, detail) VALUES ('c-1', now(), 'broken', 'x')")
    tables.execute("INSERT INTO router.switches VALUES ('visiting', 'region:porto', true, 'flood', now())")
    document = tables.json("case", "show", "c-1")
    assert [parked["code"] for parked in document["parked"]] == ["broken"]
    assert [switch["cause"] for switch in document["stopped_by"]] == ["flood"]
    shown = tables.run("case", "show", "c-1").stdout
    assert "./doorstep dlq show notifier/c-1" in " ".join(shown.split())


def test_a_database_without_our_tables_is_said_to_be_one(
    tables: ConsoleStack, postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", postgres_url)
    result = tables.run("why", "c-1")
    assert isinstance(result.exception, UserError)
    assert "no tables" in result.exception.what


def test_a_database_that_is_gone_is_said_without_its_password(
    tables: ConsoleStack, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://somebody:hush@127.0.0.1:9/doorstep")
    result = tables.run("why", "c-1")
    assert isinstance(result.exception, UserError)
    assert "can't be reached" in result.exception.what
    assert "hush" not in str(result.exception)
