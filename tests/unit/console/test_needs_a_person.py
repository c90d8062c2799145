"""One list of all that waits for a human: the worst first, of one kind the oldest, each with a command that is one."""

import shlex
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, get_args
from uuid import UUID

import pytest
from starlette.routing import Match
from typer.testing import CliRunner

from services.console.cli.main import application
from services.console.views.hold_ends import CAUSES, ends
from services.console.views.needs_a_person import BY_SOMEBODY, HARM, REPLIES, Need, NeedKind, by_themselves, needs
from services.console.web.pages import ROUTES
from services.notifier.core.table_writes import UnreadReason

FULL = Match.FULL
NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)
ID = UUID("1a2b3c4d-0000-4000-8000-000000000000")


def ago(hours: float) -> datetime:
    return NOON - timedelta(hours=hours)


def reply(case: str = "c-1", since: datetime = NOON, **more: Any) -> dict[str, Any]:
    return {"id": ID, "case_id": case, "received_at": since, "why": "not-understood"} | more


def parked(aggregate: str = "c-2", service: str = "notifier", since: datetime = NOON) -> dict[str, Any]:
    return {"service": service, "aggregate": aggregate, "since": since, "code": "broken", "detail": "it broke",
            "queued": 2}  # fmt: skip


def text(since: datetime | None = NOON) -> dict[str, Any]:
    return {"intent": ID, "case_id": "c-3", "kind": "notice", "posting_at": since, "looks": 4}


def visit(cause: str = "visit-operator") -> dict[str, Any]:
    return {"cause": cause, "case_id": "c-4", "since": NOON, "why": "no slot suits", "reason": "no-slot"}


def letters(count: int = 1, **more: Any) -> dict[str, Any]:
    return {"id": ID, "service": "notifier", "topic": "loans", "code": "no-json", "detail": "it is no JSON",
            "at": NOON, "letters": count, "case_id": None} | more  # fmt: skip


def held(cause: str, cases: int = 3, service: str = "notifier") -> dict[str, Any]:
    return {"service": service, "cause": cause, "cases": cases, "case_id": "c-5", "since": NOON}


def switch(scope: str = "region:porto", stopped: bool = True, what: str = "sending") -> dict[str, Any]:
    return {"what": what, "scope": scope, "stopped": stopped, "cause": "drill", "at": NOON, "known_to": ["notifier"]}


def used_up(case: str = "c-7") -> dict[str, Any]:
    return {"case_id": case, "since": NOON, "why": "switch: visiting is stopped for case:c-7"}


EVERYTHING = needs(
    processes=[("notifier", "kafka does not answer")],
    replies=[reply()],
    parked=[parked(), parked("porto", "router")],
    texts=[text()],
    visits=[visit()],
    letters=[letters(), letters(40, case_id="c-6")],
    held=[held("unsafe"), held("promise")],
    switches=[switch(), switch("all"), switch("case:c-1", stopped=False)],
    used_up=[used_up()],
)


def kinds(found: Sequence[Need]) -> list[str]:
    return [need.kind for need in found]


def test_every_kind_has_a_harm_and_a_place() -> None:
    assert set(HARM) == set(get_args(NeedKind))
    assert len({rank for rank, _ in HARM.values()}) == len(HARM)


def test_what_harms_most_comes_first() -> None:
    assert kinds(EVERYTHING) == [
        "process", "switch-all", "reply", "parked", "parked", "text-in-doubt", "visit-held", "dead-letter",
        "dead-letter", "held", "texts-used-up", "switch",
    ]  # fmt: skip


def test_of_one_kind_the_oldest_comes_first_and_what_nobody_dated_last() -> None:
    found = needs(texts=[text(None), text(ago(1)), text(ago(30)), text(ago(2))])
    assert [need.since for need in found] == [ago(30), ago(2), ago(1), None]


def test_every_reason_to_read_a_reply_is_said_in_words() -> None:
    assert set(REPLIES) == set(get_args(UnreadReason))
    (need,) = needs(replies=[reply()])
    assert (need.title, need.why) == (REPLIES["not-understood"], "kept for a person to read [not-understood]")
    assert needs(replies=[reply(why="new-reason")])[0].title == "a reply to read: new reason"


def test_a_visit_says_for_what_it_waits() -> None:
    assert [need.title for need in needs(visits=[visit(), visit("visit-other-visit")])] == [
        "a visit waits for an operator", "a visit waits for another visit to the same person to end",
    ]  # fmt: skip


def test_a_switch_that_stops_nothing_needs_nobody() -> None:
    assert needs(switches=[switch(stopped=False)]) == []


def test_a_switch_that_stops_everything_harms_more_than_one_of_a_region() -> None:
    assert kinds(needs(switches=[switch(), switch("all")])) == ["switch-all", "switch"]


def test_a_case_without_texts_or_visits_is_told_once_and_not_as_its_switch_too() -> None:
    stopped = [switch(f"case:{case}", what="visiting") for case in ("c-7", "c-8")]
    rest, other = needs(used_up=[used_up()], switches=[*stopped, switch("case:c-7", stopped=False)])
    assert (rest.kind, rest.case, other.kind, other.case) == ("texts-used-up", "c-7", "switch", "c-8")
    assert rest.title == "its texts are used up, and visits are switched off for it"
    assert rest.command == "./doorstep switch resume visiting --scope case:c-7 --cause WHY"
    assert kinds(needs(used_up=[used_up()], switches=[switch("case:c-7")])) == ["texts-used-up", "switch"]


def test_what_is_parked_in_a_region_is_about_no_single_case() -> None:
    assert [need.case for need in needs(parked=[parked("porto", "router")])] == [""]


def test_letters_of_one_reason_are_one_line_that_tells_how_many() -> None:
    (one,) = needs(letters=[letters()])
    (many,) = needs(letters=[letters(40, case_id="c-6")])
    assert (one.count, many.count, many.case) == (1, 40, "c-6")
    assert one.command == "./doorstep dlq show 1a2b3c4d"
    assert many.command == "./doorstep dlq replay --all --service notifier --topic loans --code no-json"


def test_rows_of_single_letters_are_taken_too() -> None:
    row = letters()
    del row["letters"], row["case_id"]
    assert needs(letters=[row])[0].count == 1


@pytest.mark.parametrize("cause", sorted(BY_SOMEBODY))
def test_cases_of_a_cause_that_somebody_ends_are_one_line(cause: str) -> None:
    (need,) = needs(held=[held(cause, 7)])
    assert (need.kind, need.count, need.case) == ("held", 7, "c-5")
    assert CAUSES[cause][0] in need.title
    assert need.why == f"ends by {ends(cause)}"
    assert CAUSES[cause][1] in need.why


def test_a_hold_that_only_an_operator_ends_says_so() -> None:
    (need,) = needs(held=[held("visits-refused")])
    assert need.why == "ends by an operator alone"


def test_what_ends_by_itself_or_stands_there_already_needs_nobody() -> None:
    assert needs(held=[held("promise"), held("unread-reply"), held("visit-crew", service="scheduler")]) == []


def test_what_goes_on_by_itself_is_counted_the_most_first() -> None:
    rows = [held("promise", 2), held("unsafe", 9), held("visited", 5), held("unread-reply", 4)]
    assert by_themselves(rows) == [("visited", 5), ("promise", 2)]


def test_every_cause_that_somebody_ends_is_one_of_the_notifiers() -> None:
    assert set(CAUSES) > BY_SOMEBODY


@pytest.mark.parametrize("need", EVERYTHING, ids=lambda need: need.kind)
def test_each_names_a_command_that_there_is(need: Need) -> None:
    program, name, *arguments = shlex.split(need.command.replace("--SENT-OR-NOT-SENT", "--not-sent"))
    assert program == "./doorstep"
    # With --help at its end nothing is done: what is typed before it is still checked where it stands.
    result = CliRunner().invoke(application(name), [*arguments, "--help"])
    assert (result.exit_code, "Usage" in result.output) == (0, True), result.output


def test_the_fate_of_a_text_in_doubt_is_not_said_by_pasting_alone() -> None:
    (need,) = needs(texts=[text()])
    _, name, *arguments = shlex.split(need.command)
    assert CliRunner().invoke(application(name), arguments).exit_code == 2


def test_a_command_is_safe_to_paste_whatever_the_case_is_called() -> None:
    (need,) = needs(parked=[parked("c-1; rm -rf $HOME")])
    assert shlex.split(need.command)[-1] == "notifier/c-1; rm -rf $HOME"


def test_a_button_leads_to_a_page_that_there_is() -> None:
    for need in EVERYTHING:
        path = need.page.partition("#")[0].partition("?")[0]
        found = [route for route in ROUTES if route.matches({"type": "http", "method": "GET", "path": path})[0] is FULL]
        assert found, need.page
        assert need.button or need.kind == "process"
    pages = {need.kind: need.page for need in EVERYTHING}
    assert (pages["reply"], pages["held"]) == (f"/replies#r-{ID}", "/holds?cause=unsafe")
