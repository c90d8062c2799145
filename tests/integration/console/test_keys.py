"""`keys make` and `keys rewrap` as they are typed."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from pathlib import Path

import psycopg
import pytest

from deploy.local.user_error import UserError
from shared.privacy.fit import WRONG
from shared.privacy.keys import unwrapped, wrapped
from shared.privacy.master import MasterKeys
from shared.runtime.pg.rewrap import IN_USE, NOT_YET
from shared.runtime.pg.store import PgStore
from tests.apart import campaign
from tests.polling import until

from .console_stack import ConsoleStack
from .test_dead_letters import GOOD, refused
from .test_wrong_key import knows

MANY = 20_000


@pytest.fixture
def new(tables: ConsoleStack, tmp_path: Path) -> Path:
    path = tmp_path / "new"
    made = tables.run("keys", "make", str(path))
    assert made.exit_code == 0
    assert "Keep a copy" in made.stdout
    return path


def test_a_key_is_made_once(tables: ConsoleStack, new: Path) -> None:
    assert new.stat().st_mode & 0o777 == 0o600
    again = tables.run("keys", "make", str(new))
    assert isinstance(again.exception, UserError)
    assert "never overwritten" in again.exception.what


def test_after_a_change_letters_are_shown_with_the_new_key_and_not_with_the_old(
    tables: ConsoleStack, new: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert tables.run("keys", "rewrap", "--new", str(new)).exception is NOT_YET
    item = str(refused(tables, GOOD))
    knows(tables, tables.keys)
    tables.execute(
        "INSERT INTO privacy.data_keys VALUES ('b-1', %(key)s)", key=wrapped("b-1", bytes(32), tables.master)
    )
    assert tables.run("dlq", "show", item, "--reveal").stdout_bytes == GOOD
    done = tables.run("keys", "rewrap", "--new", str(new))
    assert done.exit_code == 0, done.exception
    assert "1 data keys are under the new master key" in done.stdout
    assert str(tables.json("dlq", "show", item)["content"]).startswith(f"sealed. {WRONG}")
    monkeypatch.setenv("DOORSTEP_MASTER_KEY_FILE", str(new))
    assert tables.run("dlq", "show", item, "--reveal").stdout_bytes == GOOD


def test_a_key_that_is_in_use_or_no_key_is_refused(tables: ConsoleStack, new: Path, tmp_path: Path) -> None:
    knows(tables, tables.keys)

    async def while_in_use() -> BaseException | None:
        store = PgStore(tables.database_url, "notifier")
        await store.start()
        try:
            return (await asyncio.to_thread(tables.run, "keys", "rewrap", "--new", str(new))).exception
        finally:
            await store.close()

    assert asyncio.run(while_in_use()) is IN_USE
    new.chmod(0o644)
    for path in (new, tmp_path / "nowhere"):
        caught = tables.run("keys", "rewrap", "--new", str(path)).exception
        assert isinstance(caught, UserError)
        assert "is no usable master key" in caught.what


@campaign
async def test_killed_in_the_middle_the_command_is_run_again_and_ends(tables: ConsoleStack, new: Path) -> None:
    knows(tables, tables.keys)
    rows = [(f"b-{number:05}", wrapped(f"b-{number:05}", bytes(32), tables.master)) for number in range(MANY)]
    with psycopg.connect(tables.database_url, autocommit=True) as admin:
        with admin.cursor() as cursor, cursor.copy("COPY privacy.data_keys (kid, wrapped) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
        renewed = MasterKeys.read(new)

        def under_the_new() -> int:
            found = admin.execute("SELECT kid, wrapped FROM privacy.data_keys").fetchall()
            return sum(row != before for (_, row), (_, before) in zip(sorted(found), rows, strict=True))

        for share in (1, MANY // 3, 2 * MANY // 3):
            process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "services.console.cli", "keys", "rewrap", "--new", str(new), env=dict(os.environ)
            )

            async def so_far(share: int = share) -> bool:
                return under_the_new() >= share

            await until(so_far)
            process.send_signal(signal.SIGKILL)
            await process.wait()
        done = await asyncio.to_thread(tables.run, "keys", "rewrap", "--new", str(new))
        assert done.exit_code == 0, done.exception
        for kid, row in admin.execute("SELECT kid, wrapped FROM privacy.data_keys").fetchall():
            assert unwrapped(kid, row, renewed.wrap) == bytes(32)
