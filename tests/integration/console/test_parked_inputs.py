"""What the world told a service directly waits behind a parked case, too: `dlq` counts it and says what it is."""

from __future__ import annotations

from uuid import uuid4

from .console_stack import ConsoleStack
from .test_dead_letters import GOOD, parked

REPLY = b'{"kind": "reply-received", "words": "not to be shown"}'
RECEIPT = b'{"kind": "status-reported"}'


def told(stack: ConsoleStack, *documents: bytes, case: str = "c-1") -> None:
    for document in documents:
        stack.execute(
            "INSERT INTO notifier.intake (id, aggregate, at, doc) VALUES (%(id)s, %(case)s, now(), %(document)s)",
            id=uuid4(), case=case, document=document,
        )  # fmt: skip


def columns(stack: ConsoleStack) -> list[str]:
    line = next(line for line in stack.run("dlq", "ls").stdout.splitlines() if line.startswith("notifier/c-1"))
    return line.split()


def test_replies_of_a_parked_case_are_counted(tables: ConsoleStack) -> None:
    parked(tables, GOOD)
    told(tables, REPLY, REPLY, RECEIPT)
    told(tables, REPLY, case="c-2")
    assert columns(tables)[3] == "4"


def test_show_says_what_waits_and_what_to_do_and_nothing_of_what_it_says(tables: ConsoleStack) -> None:
    parked(tables)
    told(tables, REPLY, RECEIPT, REPLY, b"cut {")
    shown = " ".join(tables.run("dlq", "show", "notifier/c-1").stdout.split())
    assert "waiting 2 replies, 1 report of the carrier's, 1 unreadable" in shown
    assert "content No event is queued: a timer, or what the world told it directly, broke it." in shown
    assert "todo A mistake in our code" in shown
    assert "then ./doorstep dlq replay notifier/c-1." in shown
    assert "not to be shown" not in shown
    document = tables.json("dlq", "show", "notifier/c-1")
    assert (document["queued"], document["told"], document["waits_at"]) == (0, 4, None)
