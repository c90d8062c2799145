"""A letter that is kept under its person's key opens as ever, and says so once they were forgotten."""

from __future__ import annotations

import asyncio
from uuid import UUID, uuid4

from shared.privacy.keys import KeyRing, MemoryKeys
from shared.runtime.steps.whose import sealed_record

from .console_stack import ConsoleStack
from .running_services import services_running
from .test_dead_letters import BAD, refused

REASON = ("--reason", "a test of the bank's", "--by", "ops-7")


def of_a_person(stack: ConsoleStack) -> tuple[UUID, str]:
    """A letter, and the name of the key that it is sealed under."""
    letter, kid, store = refused(stack, BAD), f"b-{uuid4().hex[:8]}", MemoryKeys()

    async def key() -> tuple[bytes, bytes]:
        ring = KeyRing(store, stack.keys.wrap)
        await ring.make([kid])
        return (await ring.keys([kid]))[kid], (await store.load([kid]))[kid]

    opened, wrapped = asyncio.run(key())
    box = sealed_record(letter, BAD, kid, opened).model_dump_json()
    stack.execute(
        "INSERT INTO privacy.data_keys (kid, wrapped) VALUES (%(kid)s, %(wrapped)s)", kid=kid, wrapped=wrapped
    )
    stack.execute("UPDATE notifier.dead_letters SET original = %(box)s WHERE id = %(id)s", box=box, id=letter)
    return letter, kid


def test_a_letter_under_its_persons_key_is_shown_until_they_are_forgotten(stack: ConsoleStack) -> None:
    letter, kid = of_a_person(stack)
    item = str(letter)
    assert "somebody" in stack.run("dlq", "show", item, "--reveal", *REASON).stdout
    stack.execute("INSERT INTO privacy.forgotten (kid, borrower) VALUES (%(kid)s, 'b1')", kid=kid)
    revealed = stack.run("dlq", "show", item, "--reveal", *REASON)
    assert "what it held is erased" in f"{revealed.output} {revealed.exception}"
    assert "somebody" not in revealed.output
    assert "erased" in stack.run("dlq", "show", item).output
    again = stack.run("dlq", "replay", item, *REASON)
    assert "what it held is erased" in f"{again.output} {again.exception}"
    with services_running(stack):
        assert stack.run("dlq", "discard", item, *REASON).exit_code == 0
    (row,) = stack.execute("SELECT discarded_at FROM notifier.dead_letters WHERE id = %(id)s", id=letter)
    assert row["discarded_at"] is not None


def test_a_letter_that_was_erased_with_the_person_says_so(tables: ConsoleStack) -> None:
    letter = refused(tables, BAD)
    tables.execute("UPDATE notifier.dead_letters SET original = 'erased' WHERE id = %(id)s", id=letter)
    shown = tables.run("dlq", "show", str(letter), "--reveal", *REASON)
    assert "what it held is erased" in f"{shown.output} {shown.exception}"
