"""`audit` in the terminal, and that commands write down what they do."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest

from deploy.local.user_error import UserError
from services.console.store.schema import migrate_store

from ..console_stack import ConsoleStack
from ..test_case_and_why import tell_a_life
from ..test_replies import READ, waits

STOP = ("switch", "stop", "sending", "--scope", "case:c-1", "--cause", "storm", "--by", "ana")


@pytest.fixture
def mark(tables: ConsoleStack) -> int:
    """The number of the newest entry before the test."""
    asyncio.run(migrate_store(tables.database_url))
    (row,) = tables.execute("SELECT coalesce(max(number), 0) AS number FROM console.trail")
    return int(row["number"])


def told(stack: ConsoleStack, mark: int) -> list[tuple[str, str, str, str]]:
    rows = stack.execute(
        "SELECT by, what, about, outcome, via FROM console.trail WHERE number > %(mark)s ORDER BY number", mark=mark
    )
    assert {row["via"] for row in rows} <= {"command"}
    return [(row["by"], row["what"], row["about"], row["outcome"]) for row in rows]


def test_a_stop_and_its_end_are_written_under_the_name_that_was_given(mark: int, stack: ConsoleStack) -> None:
    tell_a_life(stack)
    assert stack.run(*STOP).exit_code == 0
    assert stack.run("switch", "resume", *STOP[2:]).exit_code == 0
    about = "sending case:c-1"
    assert told(stack, mark) == [
        ("ana", "switches-stop", about, "began"), ("ana", "switches-stop", about, "done"),
        ("ana", "switches-resume", about, "began"), ("ana", "switches-resume", about, "done"),
    ]  # fmt: skip


def test_a_command_makes_the_table_where_the_console_never_ran(
    stack: ConsoleStack, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", database_url)
    result = stack.run(*STOP)
    assert (result.exit_code, "audit trail" in result.output) == (0, False)
    with psycopg.connect(database_url) as connection:
        assert connection.execute("SELECT count(*) FROM console.trail").fetchone() == (2,)


@pytest.mark.parametrize("url", [None, "postgresql://nobody@127.0.0.1:9/none"])
def test_without_a_database_a_stop_is_done_and_says_what_is_missing_and_nothing_else_is_done(
    stack: ConsoleStack, monkeypatch: pytest.MonkeyPatch, url: str | None
) -> None:
    if url is None:
        monkeypatch.delenv("DATABASE_URL")
    else:
        monkeypatch.setenv("DATABASE_URL", url)
    result = stack.run(*STOP)
    assert (result.exit_code, "The audit trail does not have all of it" in result.stderr) == (0, True)
    assert len(stack.records("switches")) == 1
    refused = stack.run("switch", "resume", *STOP[2:])
    assert isinstance(refused.exception, UserError)
    assert "nothing was done" in refused.exception.what
    assert len(stack.records("switches")) == 1


@pytest.fixture
def operator_only(stack: ConsoleStack, mark: int, unique: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A login that may look as operators do, and nothing else."""
    name, parts = f"ops_{unique}", urlsplit(stack.database_url)
    with psycopg.connect(stack.database_url, autocommit=True) as admin:
        admin.execute(f"CREATE ROLE {name} LOGIN PASSWORD 'plain' IN ROLE doorstep_operator".encode())
        monkeypatch.setenv("DATABASE_URL", f"postgresql://{name}:plain@{parts.hostname}:{parts.port}{parts.path}")
        yield name
        admin.execute(f"DROP OWNED BY {name}".encode())
        admin.execute(f"DROP ROLE {name}".encode())


def test_who_may_only_look_writes_down_what_they_do_and_reads_nobodys(
    operator_only: str, stack: ConsoleStack, mark: int
) -> None:
    tell_a_life(stack)
    result = stack.run(*STOP)
    assert (result.exit_code, result.stderr) == (0, "")
    assert [came for *_, came in told(stack, mark)] == ["began", "done"]
    assert stack.run("audit", "list").exception is not None


def test_reading_a_reply_is_written_and_so_is_that_it_failed(mark: int, stack: ConsoleStack) -> None:
    reply = waits(stack)
    stack.execute("DELETE FROM privacy.data_keys")
    assert isinstance(stack.run("replies", "show", str(reply), *READ).exception, UserError)
    about = f"c-1 {reply}"
    assert told(stack, mark) == [
        ("ops-7", "replies-reveal", about, "began"), ("ops-7", "replies-reveal", about, "refused"),
    ]  # fmt: skip


def test_accounts_are_written_with_the_roles_that_they_get(
    mark: int, stack: ConsoleStack, unique: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DOORSTEP_CONSOLE_URL", "https://console.bank.example")
    name = f"m{unique}"
    assert stack.run("console", "account", "add", name, "--role", "viewer", "--by", "rui").exit_code == 0
    assert stack.run("console", "account", "roles", name, "--role", "operator", "--by", "rui").exit_code == 0
    assert stack.run("console", "link", name, "--by", "rui").exit_code == 0
    assert stack.run("console", "account", "disable", name, "--by", "rui").exit_code == 0
    assert stack.run("console", "link", name, "--by", "rui").exit_code == 1
    assert [row[1:] for row in told(stack, mark) if row[3] != "began"] == [
        ("account-add", f"{name} viewer", "done"), ("account-roles", f"{name} operator", "done"),
        ("account-link", name, "done"), ("account-disable", name, "done"), ("account-link", name, "refused"),
    ]  # fmt: skip


@pytest.mark.parametrize("format", ["jsonl", "csv"])
def test_an_export_holds_and_one_changed_byte_is_refused(
    mark: int, stack: ConsoleStack, tmp_path: Path, format: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    tell_a_life(stack)
    stack.run(*STOP)
    file = tmp_path / f"c-1.{format}"
    why = ("--reason", "asked for by the court", "--by", "eva")
    made = stack.run("audit", "export", "--case", "c-1", "--out", str(file), "--format", format, *why)
    assert made.exit_code == 0, (made.output, made.exception)
    chain = made.output.split()[-1]
    (row,) = stack.execute("SELECT proof FROM console.trail ORDER BY number DESC LIMIT 1")
    assert row["proof"] == chain
    again = stack.run("audit", "export", "--case", "c-1", "--out", str(file), *why)
    assert isinstance(again.exception, UserError)
    for name in ("DATABASE_URL", "KAFKA_BOOTSTRAP_SERVERS", "DOORSTEP_MASTER_KEY_FILE"):
        monkeypatch.delenv(name)
    held = stack.run("audit", "verify", str(file))
    assert (held.exit_code, len(held.output.splitlines())) == (0, 1)
    assert "holds: case c-1, " in held.output
    assert chain in held.output
    data = file.read_bytes()
    assert b"storm" in data
    file.write_bytes(data.replace(b"storm", b"stern", 1))
    refused = stack.run("audit", "verify", str(file))
    assert isinstance(refused.exception, UserError)
    assert (refused.exception.exit_code, "does not hold: line" in refused.exception.what) == (1, True)


@pytest.mark.parametrize(
    "options",
    [(), ("--case", "c-1", "--person", "ana"), ("--from", "2026-01-01"), ("--case", "../x"), ("--person", "a b"),
     ("--from", "2026-02-01", "--to", "2026-01-01")],
)  # fmt: skip
def test_what_is_no_export_is_wrong_usage(stack: ConsoleStack, tmp_path: Path, options: tuple[str, ...]) -> None:
    file = tmp_path / "x"
    result = stack.run("audit", "export", *options, "--out", str(file), "--reason", "why not", "--by", "eva")
    assert getattr(result.exception, "exit_code", result.exit_code) == 2
    assert not file.exists()


def test_entries_are_listed_with_whether_they_hold(mark: int, stack: ConsoleStack) -> None:
    tell_a_life(stack)
    stack.run(*STOP)
    rows = stack.json("audit", "list", "--case", "c-1", "--limit", "2")
    assert [(row["outcome"], row["holds"], row["reason"]) for row in rows] == [
        ("done", True, "storm"), ("began", True, "storm"),
    ]  # fmt: skip
    shown = stack.run("audit", "list", "--person", "ana", "--limit", "5").stdout
    assert "switches stop sending" in shown
    assert max(map(len, shown.splitlines())) <= 80
    change = "SET session_replication_role TO replica; UPDATE console.trail SET by = {} WHERE number = {}"
    stack.execute(change.format("'ben'", mark + 2))
    try:
        broken = stack.run("audit", "list")
        assert isinstance(broken.exception, UserError)
        assert f"#{mark + 2}" in broken.exception.what
    finally:
        stack.execute(change.format("'ana'", mark + 2))
