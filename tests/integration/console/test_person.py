"""`person forget`: asked of notifier with who and why, carried out, written down, and said in plain words."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest

from services.console.acts import operations

from .console_stack import ConsoleStack
from .running_services import services_running

REASON = ("--reason", "asked for by letter, file 117", "--by", "ops-7")


def named(stack: ConsoleStack) -> tuple[str, str]:
    """The bank named somebody: their id and the hash of their number."""
    borrower, number = f"b{uuid4().hex[:8]}", uuid4().hex * 2
    stack.execute(
        "INSERT INTO notifier.phones (phone_hash, case_id, borrower, kid, told_at)"
        " VALUES (%(number)s, 'c-1', %(borrower)s, %(kid)s, now())",
        number=number, borrower=borrower, kid=f"b-{borrower}",
    )  # fmt: skip
    stack.execute("INSERT INTO privacy.data_keys (kid, wrapped) VALUES (%(kid)s, '\\x00')", kid=f"b-{borrower}")
    return borrower, number


def outcomes(stack: ConsoleStack, borrower: str) -> list[Any]:
    return [
        row["outcome"]
        for row in stack.execute(
            "SELECT outcome FROM console.trail WHERE what = 'person-forget' AND about = %(about)s ORDER BY number",
            about=borrower,
        )
    ]


def test_a_person_is_forgotten_with_who_and_why_and_nobody_is_who_is_not_known(
    stack: ConsoleStack, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(operations, "PATIENCE_S", 30.0)
    borrower, number = named(stack)
    with services_running(stack):
        nobody = stack.run("person", "forget", "no-such-borrower", *REASON, "--yes")
        assert "nobody is known under this id" in str(nobody.exception), nobody.output
        done: Any = stack.json("person", "forget", borrower, *REASON, "--yes")
        assert done == {"borrower": borrower, "forgotten": True, "service": "notifier"}
        again = stack.run("person", "forget", borrower, *REASON, "--yes")
        assert "they were forgotten before" in str(again.exception)
    (row,) = stack.execute(
        "SELECT by, why, target FROM notifier_published.operations WHERE kind = 'person-forgotten' AND refused IS NULL"
    )
    assert row == {"by": "ops-7", "why": "asked for by letter, file 117", "target": borrower}
    assert outcomes(stack, borrower) == ["began", "done", "began", "refused"]
    assert stack.execute("SELECT 1 FROM notifier.phones WHERE phone_hash = %(number)s", number=number) == []
    assert stack.execute("SELECT 1 FROM privacy.data_keys WHERE kid = %(kid)s", kid=f"b-{borrower}") == []
    (told,) = stack.execute("SELECT topic, key FROM notifier.outbox")
    assert told == {"topic": "erasures", "key": f"b-{borrower}"}


def test_nobody_is_forgotten_who_was_not_meant_or_without_a_reason(stack: ConsoleStack) -> None:
    borrower, _ = named(stack)
    assert stack.run("person", "forget", borrower, "--yes").exit_code != 0
    unasked = stack.run("person", "forget", borrower, *REASON)
    assert unasked.exit_code != 0
    assert "for ever" in unasked.output
    assert "--yes where nobody can" in str(unasked.exception)
    nameless = stack.run("person", "forget", "", *REASON, "--yes")
    assert "BORROWER takes an id" in str(nameless.exception)
    assert outcomes(stack, borrower) == []
    assert stack.execute("SELECT 1 FROM privacy.forgotten WHERE borrower = %(borrower)s", borrower=borrower) == []
