"""Every case is in exactly one stage, and the report says so."""

from __future__ import annotations

import asyncio
import io
import json
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from deploy.local.user_error import UserError
from services.sandbox.demo.options import Options
from services.sandbox.demo.report import DemoReport, made, make_room, show, write
from services.sandbox.demo.run import run, taken_over
from services.sandbox.demo.setup import clock_of, fresh
from services.sandbox.demo.stages import ORDER, StageCounts, stage_of, standing
from services.sandbox.demo.view import headline, view
from services.sandbox.demo.weather_report import told, weathered
from services.sandbox.progress import read_progress, write_progress
from services.verifier.verdict import Breach, RunVerdict

TEXTING: dict[str, Any] = {"state": "texting", "texted": True, "holds": []}


def held(*causes: str) -> dict[str, Any]:
    return {"state": "held", "texted": True, "holds": list(causes)}


def closed(cause: str, *, texted: bool = True) -> dict[str, Any]:
    return {"state": "closed", "closed_for": cause, "texted": texted, "holds": []}


def visit(kind: str, **more: Any) -> dict[str, Any]:
    return {"state": kind, **more}


@pytest.mark.parametrize(
    ("texting", "visiting", "stage"),
    [
        (None, None, "not reported yet"),
        ({"state": "unknown"}, None, "not reported yet"),
        (TEXTING, None, "being texted"),
        (closed("paid"), None, "paid after a text"),
        (closed("paid", texted=False), None, "paid before any text"),
        (closed("written-off"), None, "closed by the bank"),
        (held("plan-signed", "dispute"), None, "plan"),
        (held("hardship", "opted-out"), visit("idle"), "opted out"),
        (held("dispute"), None, "dispute"),
        (held("unsafe"), None, "held for another reason"),
        (TEXTING, visit("offered"), "visit being arranged"),
        (TEXTING, visit("held", reason="unassigned-operator"), "unassigned, with reason"),
        (held("opted-out"), visit("held", reason="opted-out"), "visit held"),
        (closed("paid"), visit("closed", how="kept"), "visit done"),
        (held("visited"), visit("closed", how="missed"), "visit missed"),
        (TEXTING, visit("closed", how="expired"), "being texted"),
    ],
)
def test_the_stage_follows_from_the_services_states(texting: Any, visiting: Any, stage: str) -> None:
    assert stage_of(texting, visiting) == stage
    assert stage in ORDER


def test_stages_add_up_to_all_cases_also_when_a_service_knows_nothing() -> None:
    found = standing(4, {"case-00001": TEXTING, "case-00002": closed("paid")}, {}, frozenset({"case-00001"}))
    assert {stage: len(cases) for stage, cases in found.items()} == {
        "paid after a text": 1,
        "parked": 1,
        "not reported yet": 2,
    }


def report(verdict: RunVerdict, **seen: Any) -> DemoReport:
    where = StageCounts({"visit done": ["case-00002"], "plan": ["case-00001"]}, dead_letters=3, parked=0)
    return made(
        Options(cases=2, report=None), verdict, where, {"texts_posted": 5, **seen}, seconds=1.23, first_text_s=0.5,
        killed={"router": 2}, kills_planned=2,
    )  # fmt: skip


def test_a_run_is_fine_when_nothing_was_found_and_every_case_is_accounted_for() -> None:
    found = report(RunVerdict((), {}, {"uncertain": 0}))
    assert found.fine
    assert (found.doc["lost"], found.doc["kills"], found.doc["dead_letters"]) == (0, 2, 3)


def test_a_finding_or_a_stuck_world_is_not_fine() -> None:
    finding = Breach("lost", "reply-lost", "case-00001", "a reply was answered and nothing followed")
    assert not report(RunVerdict((finding,), {}, {"uncertain": 0})).fine
    assert not report(RunVerdict((), {}, {"uncertain": 0}), stuck={"router.outbox": 1}).fine


def test_the_last_lines_say_the_three_numbers_and_where_to_look(tmp_path: Path) -> None:
    text = io.StringIO()
    found = report(RunVerdict((), {}, {"uncertain": 0}))
    show(found, Console(file=text, width=100))
    *_, lawful, numbers, look = text.getvalue().strip().splitlines()
    assert lawful == "unlawful 0, held for a reason of ours 0"
    assert numbers == "lost 0, doubled 0, visits without delivered notice 0 (of 0 visits)"
    assert look.startswith("Look further: ./doorstep why case-00002")
    asked = Options(report=tmp_path / "deep" / "r.json")
    make_room(asked)
    write(found, asked)
    assert json.loads((tmp_path / "deep" / "r.json").read_text())["cases"] == 2


def test_rough_weather_is_told_by_what_it_did(tmp_path: Path) -> None:
    at = {"virtual": "2027-03-01T09:00:00+00:00", "wall": "2027-03-01T09:00:00+00:00"}
    twin: list[dict[str, Any]] = [
        {"kind": "refused", "code": 21606, "http": 400, "fault": "refused"},
        {"kind": "refused", "code": 20503, "http": 503, "fault": "error-before"},
        {"kind": "post", "sid": "SM1", "fault": "error-after"},
        {"kind": "status", "sid": "SM1", "status": "sent"},
        {"kind": "status", "sid": "SM1", "status": "failed"},
        {"kind": "status", "sid": "SM2", "status": "delivered"},
        {"kind": "status-answered", "sid": "SM2", "status": "delivered", "http": 200},
        {"kind": "reply", "sid": "SM3", "announced": False, "meant": "machine"},
    ]
    (tmp_path / "twin.jsonl").write_text("".join(json.dumps(row | at) + "\n" for row in twin))
    counts = weathered(tmp_path, {"corrections": {"reopened": 2, "leaves": 1}})
    said = told(counts)
    assert said == (
        "1 text refused because of the account, 1 answered 503, 1 taken without an answer, 1 failed later, "
        "1 receipt never sent, 1 reply never announced, 1 reply of a machine, 3 corrections"
    )


def test_a_report_that_cannot_be_written_is_refused_before_anything_runs(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(UserError, match="--report can't be written"):
        make_room(Options(report=tmp_path / "file" / "report.json"))
    # A demo that is refused after this leaves no empty report, and an older one as it was.
    make_room(Options(report=tmp_path / "new" / "report.json"))
    assert not (tmp_path / "new" / "report.json").exists()
    (tmp_path / "new" / "report.json").write_text("older")
    make_room(Options(report=tmp_path / "new" / "report.json"))
    assert (tmp_path / "new" / "report.json").read_text() == "older"
    assert (tmp_path / "new").is_dir()


def test_progress_is_read_whole_or_not_at_all(tmp_path: Path) -> None:
    assert read_progress(tmp_path) == {}
    write_progress(tmp_path, {"virtual": "x"})
    assert read_progress(tmp_path) == {"virtual": "x"}


def test_the_headline_tells_the_virtual_date_and_what_is_waited_for() -> None:
    seen = {
        "virtual": "2027-03-03T10:00:00+00:00", "begins": "2027-03-01T09:00:00+00:00",
        "ends": "2027-04-15T09:00:00+00:00",
        "texts_posted": 12, "replies": 3, "events_sent": 400, "stuck": {"router.outbox": 2},
    }  # fmt: skip
    assert "Wed 03 Mar 10:00  day 2 of 45  12 texts, 3 replies, 400 events" in headline(seen, 4, 0.0)
    assert "4 kills" in headline(seen, 4, 0.0)
    assert "waiting for router.outbox 2" in headline(seen, 4, 0.0)
    assert "start" in headline({}, 0, 0.0)


@pytest.mark.parametrize("terminal", [True, False])
def test_both_views_show_what_they_are_given(terminal: bool) -> None:
    text = io.StringIO()
    with view(Console(file=text, force_terminal=terminal, width=100), 0.0) as shown:
        shown.show({}, StageCounts({"plan": ["case-00001"]}), 0)
    assert "services start" in text.getvalue()


def test_a_second_demo_is_told_that_one_runs_and_touches_nothing_of_it(tmp_path: Path) -> None:
    with fresh(tmp_path / "demo") as folder:
        before = sorted(folder.path.rglob("*"))
        with pytest.raises(UserError, match="Another demo runs"), fresh(tmp_path / "demo"):
            pass
        assert sorted(folder.path.rglob("*")) == before
    with fresh(tmp_path / "demo") as folder:
        assert clock_of(folder).exists()


def test_what_a_demo_showed_besides_is_told_with_a_case_to_look_at() -> None:
    where = StageCounts({"visit done": ["case-00002"]}, examples={"asked-back": ["case-00007", "case-00009"]})
    verdict = RunVerdict((), {}, {"uncertain": 0})
    found = made(Options(cases=1), verdict, where, {}, seconds=1, first_text_s=None, killed={}, kills_planned=0)
    shown = io.StringIO()
    show(found, Console(file=shown, width=80))
    assert shown.getvalue().splitlines()[-2:] == [
        "Look further: ./doorstep why case-00002   (visit done)",
        "              ./doorstep why case-00007   (asked back which time was meant)",
    ]
    assert found.doc["examples"] == {"asked-back": ["case-00007", "case-00009"], "crew-too-late": []}


@pytest.mark.parametrize(
    ("cases", "days", "said"),
    [(1, 1, "Where 1 case stands after 1 day"), (300, 45, "Where 300 cases stand after 45 days")],
)
def test_what_is_counted_is_told_as_people_say_it(cases: int, days: int, said: str) -> None:
    where, shown = StageCounts({"not reported yet": ["case-00001"]}, dead_letters=1), io.StringIO()
    verdict = RunVerdict((), {}, {"uncertain": 0, "visits": 1})
    seen = {"texts_posted": 1}
    found = made(
        Options(cases=cases, days=days), verdict, where, seen, seconds=1, first_text_s=None, killed={"notifier": 1},
        kills_planned=1,
    )  # fmt: skip
    show(found, Console(file=shown, width=80))
    text = shown.getvalue()
    assert said in text
    assert "1 text posted, 1 dead letter, 0 parked, 0 in doubt, 1 kill," in text
    assert "(of 1 visit)" in text


@pytest.mark.parametrize("width", [60, 80, 120])
def test_how_cases_are_counted_and_what_a_stage_means_is_told_beside_the_table(width: int) -> None:
    where, shown = StageCounts({"not reported yet": ["case-00001"]}), io.StringIO()
    verdict = RunVerdict((), {}, {"uncertain": 0})
    found = made(Options(cases=1), verdict, where, {}, seconds=1, first_text_s=None, killed={}, kills_planned=0)
    show(found, Console(file=shown, width=width))
    text = " ".join(shown.getvalue().split())
    assert "the bank has not said that it is overdue 1" in text
    assert "Each case counts once" in text
    assert "./doorstep held ls counts it under every cause that holds it" in text
    assert found.doc["by_stage"] == {"not reported yet": 1}, "a program reads it by its name"


def test_a_demo_takes_the_ports_of_what_is_embedded_from_who_starts_it_and_nothing_else() -> None:
    ports = {"DOORSTEP_CONSOLE_PORT": "8123", "DOORSTEP_POSTGRES_PORT": "5433", "DOORSTEP_KAFKA_PORT": "9093"}
    theirs = {"DATABASE_URL": "postgresql://bank", "KAFKA_BOOTSTRAP_SERVERS": "bank:1", "DOORSTEP_LANGUAGES": "en"}
    assert taken_over(ports | theirs) == ports
    assert taken_over({"DOORSTEP_CONSOLE_PORT": ""}) == {}


def test_a_port_in_a_file_is_taken_too(tmp_path: Path) -> None:
    (tmp_path / "port").write_text("5433\n")
    assert taken_over({"DOORSTEP_POSTGRES_PORT_FILE": str(tmp_path / "port")}) == {"DOORSTEP_POSTGRES_PORT": "5433"}


@pytest.mark.parametrize("name", ["DOORSTEP_POSTGRES_PORT", "DOORSTEP_KAFKA_PORT"])
@pytest.mark.parametrize("port", ["many", "-1", "65536"])
def test_what_is_no_port_refuses_a_demo_before_it_begins(
    name: str, port: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DOORSTEP_DATA", str(tmp_path / "data"))
    monkeypatch.setenv(name, port)
    with pytest.raises(UserError, match=f"{name} is not usable: it should be a TCP port"):
        asyncio.run(run(Options(cases=1)))
    assert not (tmp_path / "data").exists()
