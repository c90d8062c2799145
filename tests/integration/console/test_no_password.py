"""A database URL that can't be read is refused without a word of what is in it."""

from __future__ import annotations

import pytest

from deploy.local.user_error import UserError

from .console_stack import ConsoleStack

URLS = [
    "postgresql://bank:hun%zzter2@db.example/x", "mysql://u:hunzzter2@h/db", "hunzzter2", "postgresql://u:hunzzter2@[::1/db",
    "postgresql://127.0.0.1:1/db?password=hunzzter2&nonsense=1", "postgresql://u:hunzzter2@127.0.0.1:99999/db",
]  # fmt: skip
COMMANDS = [("held", "ls"), ("dlq", "ls"), ("replies", "unclear"), ("case", "show", "c-1"), ("texts", "uncertain")]


@pytest.mark.parametrize("url", URLS)
def test_what_is_wrong_is_said_and_what_is_in_it_is_not(
    tables: ConsoleStack, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", url)
    for command in COMMANDS:
        result = tables.run(*command)
        assert isinstance(result.exception, UserError), command
        assert "zzter2" not in f"{result.exception} {result.exception.todo} {result.output}"
        assert result.exception.__cause__ is None
