"""`held` on real tables: what holds cases, which, since when, and an operator's word that it is over."""

from __future__ import annotations

import asyncio
import json
from datetime import UTC, datetime
from typing import Any, get_args
from uuid import UUID

import pytest

from deploy.local.user_error import UserError
from services.console.target import find
from services.console.views.database import reading
from services.console.views.hold_ends import BARRED, CAUSES, VISIT_CAUSES, ends, without_us
from services.console.views.switches import merged
from services.console.views.used_up import texts_used_up
from services.notifier.core.hold_end import NOT_BY_AN_OPERATOR
from services.notifier.core.inputs import INPUTS
from services.notifier.core.state import BrakeCause
from services.scheduler.core.state import WaitsFor

from .console_stack import ConsoleStack
from .test_replies import waits

SINCE = datetime(2026, 11, 2, 9, tzinfo=UTC)


def case(stack: ConsoleStack, name: str, *brakes: dict[str, Any], kind: str = "held") -> None:
    """A case with these brakes, put on one after the other."""
    doc = {"kind": kind, "loan": {"case": name, "person": {"zone": "Europe/Lisbon"}}, "brakes": list(brakes)}
    stack.execute(
        "INSERT INTO notifier.states (aggregate, version, doc) VALUES (%(name)s, %(version)s, %(doc)s)",
        name=name, version=len(brakes), doc=json.dumps(doc).encode(),
    )  # fmt: skip
    for number, brake in enumerate(brakes):
        stack.decided({
            "service": "notifier", "aggregate": name, "version": number + 1, "at": SINCE.replace(hour=9 + number),
            "said": "x", "cause": "y", "reason": brake["cause"], "why": f"because of {brake['cause']}", "rule": "",
            "accepted": True, "changes": json.dumps([{"kind": "braked", **brake}]),
        })  # fmt: skip


def brake(cause: str, until: str | None = None) -> dict[str, Any]:
    return {"cause": cause, "until": until}


def test_causes_are_counted_and_cases_of_one_are_listed_longest_held_first(tables: ConsoleStack) -> None:
    case(tables, "c-2", brake("dispute"))
    case(tables, "c-1", brake("promise", "2026-11-09T09:00:00Z"), brake("dispute"))
    case(tables, "c-3", brake("opted-out"), kind="closed")
    assert [(row["cause"], row["cases"]) for row in tables.json("held", "ls")] == [("dispute", 2), ("promise", 1)]
    rows = tables.json("held", "ls", "--cause", "dispute")
    assert [(row["case_id"], row["since"]) for row in rows] == [
        ("c-2", "2026-11-02T09:00:00Z"),
        ("c-1", "2026-11-02T10:00:00Z"),
    ]
    (promised,) = tables.json("held", "ls", "--cause", "promise")
    assert (promised["until"], promised["why"]) == ("2026-11-09T09:00:00Z", "because of promise")
    for arguments in ((), ("--cause", "dispute")):
        shown = tables.run("held", "ls", *arguments).stdout
        assert "dispute" in shown
        assert max(map(len, shown.splitlines())) <= 80
    assert "No operator ends it. It ends by: dispute closed, from the bank." in " ".join(shown.split())
    assert "End one with ./doorstep held end" in tables.run("held", "ls", "--cause", "promise").stdout
    counted = " ".join(tables.run("held", "ls").stdout.split())
    assert "A case counts under each cause that holds it: the sum may be more than the cases that wait." in counted
    assert "No case is held for hold." in tables.run("held", "ls", "--cause", "hold").stdout


def test_a_held_visit_counts_under_what_it_waits_for(tables: ConsoleStack) -> None:
    stage = {"kind": "held", "reason": "notice-in-doubt", "waits_for": "router", "look_at": "2026-11-09T09:00:00Z",
             "visit": {"zone": "Europe/Lisbon"}}  # fmt: skip
    tables.execute(
        "INSERT INTO scheduler.states (aggregate, version, doc) VALUES ('c-1', 1, %(doc)s)",
        doc=json.dumps({"stage": stage}).encode(),
    )
    assert [(row["cause"], row["cases"]) for row in tables.json("held", "ls")] == [("visit-router", 1)]
    (row,) = tables.json("held", "ls", "--cause", "visit-router")
    assert (row["case_id"], row["reason"]) == ("c-1", "notice-in-doubt")
    head, *_ = tables.run("held", "ls", "--cause", "visit-router").stdout.splitlines()
    assert head.split("  ")[2:3] != ["until"]
    assert "looked at again" in head


def test_ending_a_hold_tells_the_notifier_who_did_it(served: ConsoleStack) -> None:
    case(served, "c-1", brake("unreachable"))
    assert served.run("held", "end", "c-1", "--cause", "unreachable", "--by", "ops-7").exit_code == 0
    (row,) = served.execute("SELECT * FROM notifier.intake")
    said = json.loads(row["doc"])
    assert (row["aggregate"], said["kind"], said["cause"], said["by"]) == ("c-1", "hold-ended", "unreachable", "ops-7")
    INPUTS.validate_json(row["doc"])


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("c-1", "--cause", "dispute", "--by", "ops-7"), "It is held for opted-out, unreachable"),
        (("c-1", "--cause", "opted-out", "--by", "ops-7"), "It ends by: START from the borrower."),
        (("c-9", "--cause", "dispute", "--by", "ops-7"), "There is no case 'c-9' here."),
        (("c-1", "--cause", "unreachable", "--by", "Ann Example"), "Say who with --by"),
    ],
)
def test_what_is_not_held_or_no_operators_to_end_can_not_be_ended(
    stack: ConsoleStack, arguments: tuple[str, ...], told: str
) -> None:
    case(stack, "c-1", brake("unreachable"), brake("opted-out"))
    result = stack.run("held", "end", *arguments)
    assert isinstance(result.exception, UserError)
    assert told in f"{result.exception.what} {result.exception.todo}"
    assert stack.execute("SELECT * FROM notifier.intake") == []


def test_every_hold_that_there_is_has_words_for_what_it_is_and_what_ends_it() -> None:
    assert set(CAUSES) == set(get_args(BrakeCause))
    assert tuple(f"visit-{waits_for}" for waits_for in get_args(WaitsFor)) == VISIT_CAUSES


def test_a_hold_that_an_operator_may_end_says_so_and_no_other_does() -> None:
    assert set(NOT_BY_AN_OPERATOR) == BARRED
    for cause, (_, besides) in CAUSES.items():
        assert ("an operator" in ends(cause)) == (cause not in BARRED), cause
        assert besides in ends(cause)
        assert without_us(cause).endswith(f"ends by: {besides}." if besides else "Only our word ends it."), cause
    assert ends("visits-refused") == "an operator alone"
    assert ends("complaint") == "hold lifted by the bank, or an operator"
    assert without_us("visit-crew") == ends("visit-crew") == ""


def test_who_ends_a_refusal_of_visits_hears_that_visits_may_be_offered_again(served: ConsoleStack) -> None:
    end = ("held", "end", "c-1", "--cause", "visits-refused", "--by", "ops-7")
    goes_on = "./doorstep switch stop visiting --scope case:c-1 --cause visits-refused"
    case(served, "c-1", brake("visits-refused"), brake("unreachable"))
    served.execute("INSERT INTO notifier.switches VALUES ('visiting', 'case:c-2', true, 'storm', now())")
    assert (
        f"Visits may be offered again, for later loans of theirs too; to go on with texts alone, stop them ({goes_on}):"
        " before held end that keeps the refusal for other loans. What came" in served.run(*end).stdout
    )
    assert "Visits" not in served.run("held", "end", "c-1", "--cause", "unreachable", "--by", "ops-7").stdout
    served.execute("INSERT INTO notifier.switches VALUES ('visiting', 'case:c-1', true, 'visits-refused', now())")
    stopped = served.run(*end)
    assert (stopped.exit_code, "Visits" in stopped.stdout) == (0, False)


def refused(stack: ConsoleStack, *, read: bool) -> UUID:
    """A reply of c-1 that refuses visits, kept for a person; was it read?"""
    reply = waits(stack)
    stack.execute("UPDATE notifier.replies_to_read SET why = 'visits-refused' WHERE id = %(id)s", id=reply)
    if read:
        shown = stack.run("replies", "show", str(reply), "--reason", "to see what they want", "--by", "ops-7")
        assert shown.exit_code == 0
    return reply


def test_who_ends_a_refusal_of_visits_settles_the_reply_that_was_read(served: ConsoleStack) -> None:
    case(served, "c-1", brake("visits-refused"))
    reply, other = refused(served, read=True), waits(served)
    said = served.run("held", "end", "c-1", "--cause", "visits-refused", "--reason", "they know", "--by", "ops-8")
    assert "Settled as nothing more: 1 reply that somebody read." in said.stdout
    assert [row["id"] for row in served.json("replies", "unclear")] == [str(other)]
    (row,) = [row for row in served.json("replies", "unclear", "--settled") if row["id"] == str(reply)]
    assert (row["verdict"], row["settled_by"]) == ("nothing", "ops-8")


def test_a_refusal_that_nobody_read_stays_to_be_read_and_says_that_its_hold_is_over(served: ConsoleStack) -> None:
    case(served, "c-1", brake("visits-refused"))
    reply = str(refused(served, read=False))
    said = served.run("held", "end", "c-1", "--cause", "visits-refused", "--by", "ops-8").stdout
    assert f"./doorstep replies show {reply[:8]} --reason WHY" in said
    assert [row["id"] for row in served.json("replies", "unclear")] == [reply]
    assert "hold over" not in served.run("replies", "unclear").stdout
    served.execute("UPDATE notifier.states SET doc = convert_to(replace(convert_from(doc, 'UTF8'),"
                   " 'visits-refused', 'visited'), 'UTF8')")  # fmt: skip
    assert "visits-refused, hold over" in " ".join(served.run("replies", "unclear").stdout.split())


def test_that_nobody_read_the_refusal_is_said_before_its_hold_is_ended(served: ConsoleStack) -> None:
    case(served, "c-1", brake("visits-refused"))
    unread = f"./doorstep replies show {str(refused(served, read=False))[:8]} --reason WHY"
    listed = " ".join(served.run("held", "ls", "--cause", "visits-refused").stdout.split())
    assert f"Nobody has read the reply of c-1 yet, which may say more: {unread}" in listed
    ended = served.run("held", "end", "c-1", "--cause", "visits-refused", "--by", "ops-8").stdout
    assert 0 <= ended.find(unread) < ended.find("The notifier hears")
    assert ended.count(unread) == 1


def test_of_a_refusal_that_somebody_read_nothing_is_said(served: ConsoleStack) -> None:
    case(served, "c-1", brake("visits-refused"))
    refused(served, read=True)
    assert "Nobody has read" not in served.run("held", "ls", "--cause", "visits-refused").stdout
    assert "Nobody has read" not in served.run("held", "end", "c-1", "--cause", "visits-refused", "--by", "o-8").stdout


def test_a_case_that_is_none_is_said_to_be_none(stack: ConsoleStack) -> None:
    case(stack, "c-1", brake("unreachable"))
    told = stack.run("held", "end", "c-12", "--cause", "unreachable", "--by", "ops-7").exception
    assert isinstance(told, UserError)
    assert (told.what, told.todo) == ("There is no case 'c-12' here.", "Did you mean c-1?")


def used_up(stack: ConsoleStack) -> list[tuple[str, datetime]]:
    async def read() -> list[tuple[str, datetime]]:
        async with reading(find()) as database:
            rows = await texts_used_up(database, merged(await database.rows("switches")))
        return [(row["case_id"], row["since"]) for row in rows]

    return asyncio.run(read())


def test_a_case_whose_texts_are_used_up_and_whose_visits_are_switched_off_is_found(tables: ConsoleStack) -> None:
    told = {"c-1": ("reminder-due", "gate-closed", "gate-closed"), "c-2": ("gate-closed", "answered"),
            "c-3": ("gate-closed",), "c-4": ("gate-closed",)}  # fmt: skip
    for name, reasons in told.items():
        for number, reason in enumerate(reasons):
            tables.decided({
                "service": "notifier", "aggregate": name, "version": number + 1, "at": SINCE.replace(hour=9 + number),
                "said": "timer:look", "cause": "y", "reason": reason, "why": "for some reason", "rule": "",
                "accepted": True,
            })  # fmt: skip
    tables.decided({"service": "notifier", "aggregate": "c-1", "version": 4, "at": SINCE.replace(hour=12), "said": "x",
                    "cause": "y", "reason": "old-news", "why": "z", "rule": "", "accepted": False})  # fmt: skip
    for name, what, stopped in (
        ("c-1", "visiting", True), ("c-2", "visiting", True), ("c-3", "visiting", False), ("c-4", "sending", True)
    ):  # fmt: skip
        tables.execute(
            "INSERT INTO notifier.switches VALUES (%(what)s, %(scope)s, %(stopped)s, 'visits-refused', now())",
            what=what, scope=f"case:{name}", stopped=stopped,
        )  # fmt: skip
    assert used_up(tables) == [("c-1", SINCE.replace(hour=10))]


NO_UTF_8 = (
        ("case", "show", "\udcff"), ("why", "\udcff"), ("held", "ls", "--cause", "\udcff"), ("dlq", "show", "\udcff"),
        ("replies", "unclear", "--case", "\udcff"), ("replies", "show", "\udcff" * 8, "--reason", "to test it"),
        ("held", "end", "\udcff", "--cause", "unreachable"), ("texts", "settle", "\udcff" * 8, "--sent"),
        ("switch", "stop", "sending", "--scope", "case:\udcff", "--cause", "test"),
        ("dlq", "mend", "c0ffee00", "--reason", "\udcff", "--set", "x=1"),
)  # fmt: skip


def test_bytes_that_are_no_utf_8_are_told_in_a_sentence(served: ConsoleStack) -> None:
    """As Python hands over what a terminal in another encoding typed."""
    case(served, "c-1", brake("unreachable"))
    for command in NO_UTF_8:
        result = served.run(*command)
        assert isinstance(result.exception, UserError) or result.exit_code == 2, (ascii(command), result.exception)
