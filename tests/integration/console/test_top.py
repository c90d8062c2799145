"""`./doorstep top` in a real terminal, on real tables and a real broker."""

from __future__ import annotations

import asyncio
import os
import re
import subprocess
import sys
from datetime import UTC, datetime
from typing import Any, LiteralString
from uuid import uuid4

import psycopg
import pytest

from deploy.local.folder import ROOT
from deploy.local.ports import free_port
from deploy.local.user_error import UserError
from services.console.cli.top import reads
from services.console.cli.top.connection import WHO, DatabaseWatch
from services.console.target import find
from services.console.views.database import Database
from tests.polling import until

from .console_stack import ConsoleStack
from .terminal import terminal
from .test_case_and_why import tell_a_life

HOSTILE = "\x1b]0;owned\x07\x1b[41mred [bold]markup[/] \u202eesrever"
COLOUR = re.compile(r"\x1b\[(?:[0-9;]*;)?(?:3[0-8]|4[0-8]|9[0-7]|10[0-7])(?:;[0-9;]*)?m")
LEAVES = "\x1b[?1049l"
OURS: LiteralString = "FROM pg_stat_activity WHERE application_name = %(who)s AND datname = current_database()"
Rows = list[dict[str, Any]]


def set_aside(stack: ConsoleStack, case: str, detail: str = "x") -> None:
    stack.execute(
        "INSERT INTO notifier.parked (aggregate, since, code, detail) VALUES (%(c)s, now(), 'broken', %(d)s)",
        c=case, d=detail,
    )  # fmt: skip


def reply(stack: ConsoleStack, case: str) -> None:
    stack.execute(
        "INSERT INTO notifier.replies_to_read (id, case_id, sid, received_at, why, words)"
        " VALUES (%(id)s, %(c)s, 'SM1', now(), 'not-understood', '{}')",
        id=uuid4(), c=case,
    )  # fmt: skip


def letters(stack: ConsoleStack, code: str, *cases: str) -> None:
    for case in cases:
        id = uuid4()
        stack.execute(
            "INSERT INTO router.dead_letters (id, at, topic, partition, position, code, detail, attempts, size_bytes,"
            " original) VALUES (%(id)s, now(), 'loans', 0, 1, %(code)s, 'it is no JSON', 1, 9, '')",
            id=id, code=code,
        )  # fmt: skip
        stack.execute("INSERT INTO notifier.unread_records VALUES (%(id)s, %(c)s, 'schema', now())", id=id, c=case)


def test_it_is_driven_by_keys_in_a_real_terminal(stack: ConsoleStack) -> None:
    tell_a_life(stack)
    reply(stack, "c-1")
    set_aside(stack, "c-2", HOSTILE)
    with terminal("top") as top:
        top.until("Needs a person: 2")
        top.until("a reply that nobody understood")
        top.until("lag  none")
        before = len(top.drawn)
        top.press("\r")
        at = top.until("Three windows have a legal crew.", after=before)
        top.press("\x1b")
        at = top.until("a reply that nobody understood", after=at)
        top.press("/c-9\r")
        top.until("There is no case 'c-9' here.", after=at)
        top.press("q")
        assert top.ended() == 0
        assert LEAVES in top.drawn
        assert "\x1b]0;owned" not in top.drawn
        assert "\x1b[41m" not in top.drawn
        assert "\u202e" not in top.drawn
        assert COLOUR.search(top.drawn)


def test_no_color_leaves_colours_out(stack: ConsoleStack) -> None:
    reply(stack, "c-1")
    with terminal("top", env={"NO_COLOR": "1"}) as top:
        top.until("a reply that nobody understood")
        top.press("q")
        assert top.ended() == 0
        assert COLOUR.findall(top.drawn) == []


def test_a_database_that_is_gone_is_said_and_comes_back_by_itself(stack: ConsoleStack) -> None:
    reply(stack, "c-1")
    name = stack.database_url.rpartition("/")[2]
    server = stack.database_url.rpartition("/")[0] + "/postgres"
    with terminal("top") as top, psycopg.connect(server, autocommit=True) as admin:
        at = top.until("a reply that nobody understood")
        admin.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false".encode())
        try:
            admin.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = %s AND datname = %s",
                [WHO, name],
            )
            at = top.until("stale since", after=at)
        finally:
            admin.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true".encode())
        reply(stack, "c-2")
        top.until("Needs a person: 2", after=at)
        # What says which database it is of is not on the screen.
        assert name not in top.drawn


def test_a_broker_that_is_gone_is_said_and_the_rest_goes_on(
    tables: ConsoleStack, monkeypatch: pytest.MonkeyPatch
) -> None:
    reply(tables, "c-1")
    monkeypatch.setenv("KAFKA_BOOTSTRAP_SERVERS", f"127.0.0.1:{free_port()}")
    with terminal("top") as top:
        at = top.until("a reply that nobody understood")
        top.until("lag not read yet: Kafka can't be reached")
        reply(tables, "c-2")
        top.until("Needs a person: 2", after=at)


@pytest.mark.parametrize(
    ("term", "piped", "told"),
    [("xterm", True, "top needs a terminal"), ("dumb", False, "this terminal can't (TERM is dumb)")],
)
def test_without_a_screen_it_refuses_with_a_sentence(term: str, piped: bool, told: str) -> None:
    if piped:
        ran = subprocess.run(
            [sys.executable, "-m", "services.console.cli", "top"], cwd=ROOT, capture_output=True, text=True,
            check=False, env={**os.environ, "TERM": term},
        )  # fmt: skip
        code, said = ran.returncode, ran.stderr
    else:
        with terminal("top", columns=200, env={"TERM": term}) as top:
            code, said = top.ended(), top.drawn
    assert code == 2
    assert told in said
    assert "./doorstep status" in said


async def test_it_reads_with_one_connection_that_can_neither_write_nor_wait_long(tables: ConsoleStack) -> None:
    watch = DatabaseWatch(find)

    async def ours(_: Database | None) -> Rows:
        return tables.execute(f"SELECT count(*) AS many {OURS}", who=WHO)

    async def state(_: Database) -> Rows:
        return tables.execute(f"SELECT DISTINCT state {OURS}", who=WHO)

    def run(statement: str) -> Any:
        async def work(database: Database) -> object:
            return await database._connection.execute(statement.encode())

        return work

    async def none() -> bool:
        return (await ours(None)) == [{"many": 0}]

    await until(none)  # that of the test before ends in its own time
    try:
        await asyncio.gather(*(watch.read(reads.held) for _ in range(5)))
        with pytest.raises(UserError, match="There is no case 'c-9' here"):
            await watch.read(lambda database: reads.case(database, "c-9"))
        before = watch._connection
        assert await watch.read(ours) == [{"many": 1}]
        assert watch._connection is before  # one that does not exist is no trouble with the connection
        assert await watch.read(state) == [{"state": "idle"}]  # no transaction stays open meanwhile
        with pytest.raises(UserError, match="it takes no writes"):
            await watch.read(run("CREATE TABLE mine ()"))
        with pytest.raises(UserError, match="it takes longer than 2 s"):
            await watch.read(run("SELECT pg_sleep(60)"))
        assert await watch.read(reads.held)
    finally:
        await watch.close()


async def test_letters_of_one_reason_are_one_row_with_the_case_that_waits_longest(tables: ConsoleStack) -> None:
    letters(tables, "no-json", "c-5", "c-6")
    letters(tables, "schema", "c-7")
    watch = DatabaseWatch(find)
    try:
        seen = await watch.read(lambda database: reads.work(database, find()))
    finally:
        await watch.close()
    assert [(row["code"], row["letters"], row["case_id"]) for row in seen.letters] == [
        ("no-json", 2, "c-5"), ("schema", 1, "c-7"),
    ]  # fmt: skip


async def test_a_case_is_read_with_where_it_stands_and_its_life(tables: ConsoleStack) -> None:
    tell_a_life(tables)
    watch = DatabaseWatch(find)
    try:
        seen = await watch.read(lambda database: reads.case(database, "c-1"))
    finally:
        await watch.close()
    assert (seen.zone, seen.decisions, len(seen.life)) == ("Asia/Shanghai", 5, 5)
    assert seen.status["waits_for"][0]["due_at"] == datetime(2026, 11, 2, 12, tzinfo=UTC)
