"""With a master key that is not the database's the console opens and seals nothing, and says which one it wants."""

from __future__ import annotations

import json
from uuid import UUID

import pytest

from deploy.local.user_error import UserError
from shared.privacy.fit import BRING, UNFINISHED, WRONG
from shared.privacy.keys import wrapped
from shared.privacy.master import MasterKeys

from .console_stack import ConsoleStack
from .test_dead_letters import BAD, CLOSED, GOOD, refused
from .test_replies import READ, waits

OTHER = MasterKeys.of(b"other".ljust(32))
WHY = ("--reason", "a test of the bank's", "--by", "ops-7")
TEACH = ("--as", "unclear", "--by", "ops-7", "--reason", "it was misread")
KEEP = "INSERT INTO privacy.master_key (check_value, purposes) VALUES (%(check)s, %(purposes)s)"
STRANGER = "SM" + "0" * 32


def knows(stack: ConsoleStack, keys: MasterKeys) -> None:
    stack.execute("DELETE FROM privacy.master_key")
    stack.execute(KEEP, check=keys.check_value(), purposes=keys.sealed_purposes())


@pytest.fixture
def sealed(tables: ConsoleStack) -> dict[str, UUID]:
    """A letter and a reply, and a message of a stranger, in a database that knows another key."""
    tables.execute(
        "INSERT INTO notifier.unmatched_replies (sid, received_at, phone_hash, why, said, words)"
        " VALUES (%(sid)s, now(), 'f', 'unknown-phone', 'other', %(box)s)",
        sid=STRANGER, box=tables.keys.set_aside(b"{}", STRANGER),
    )  # fmt: skip
    items = {"letter": refused(tables, GOOD), "reply": waits(tables)}
    knows(tables, OTHER)
    return items


OPENING = (
        ("dlq", "show", "letter", "--reveal", *WHY), ("dlq", "mend", "letter", "--set", "data.cause=sold", *WHY),
        ("replies", "show", "reply", *READ), ("replies", "stranger", STRANGER, *READ),
        ("dlq", "replay", "letter", *WHY),
        ("dlq", "replay", "--all", *WHY), ("replies", "teach", "reply", *TEACH),
)  # fmt: skip


def test_every_command_that_opens_something_names_the_key_that_is_wanted(
    served: ConsoleStack, sealed: dict[str, UUID]
) -> None:
    for command in OPENING:
        result = served.run(*(str(sealed[word]) if word in sealed else word for word in command))
        assert isinstance(result.exception, UserError), (command, result.output, result.exception)
        assert (result.exception.what, result.exception.todo) == (WRONG, BRING)
    assert served.records("loans") == []


def test_what_is_shown_without_a_key_is_shown_and_says_why_the_rest_is_not(
    tables: ConsoleStack, sealed: dict[str, UUID]
) -> None:
    assert tables.json("dlq", "show", str(sealed["letter"]))["content"] == f"sealed. {WRONG} {BRING}"


def test_between_two_keys_nothing_is_opened(tables: ConsoleStack, sealed: dict[str, UUID]) -> None:
    knows(tables, tables.keys)
    tables.execute(
        "UPDATE privacy.master_key SET next_check = %(check)s, next_purposes = ''", check=OTHER.check_value()
    )
    result = tables.run("dlq", "show", str(sealed["letter"]), "--reveal", *WHY)
    assert isinstance(result.exception, UserError)
    assert result.exception.what == UNFINISHED


def test_a_database_that_keeps_nothing_yet_is_asked_for_what_it_sealed_first(tables: ConsoleStack) -> None:
    item = str(refused(tables, BAD))
    tables.execute("INSERT INTO privacy.data_keys VALUES ('b-1', %(key)s)", key=wrapped("b-1", bytes(32), OTHER.wrap))
    assert str(tables.json("dlq", "show", item)["content"]).startswith(f"sealed. {WRONG}")


def test_letters_open_with_the_databases_own_keys_by_purpose(tables: ConsoleStack) -> None:
    theirs = MasterKeys(tables.master, b"q" * 32, b"p" * 32, b"c" * 32)
    item = refused(tables, None)
    tables.execute(
        "UPDATE notifier.dead_letters SET original = %(box)s WHERE id = %(id)s", id=item,
        box=theirs.set_aside(GOOD, item),
    )  # fmt: skip
    knows(tables, theirs)
    assert json.loads(tables.run("dlq", "show", str(item), "--reveal", *WHY).stdout) == CLOSED
