"""What operators see: readable, and nothing personal."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console, RenderableType

from services.console.cli import case, status, tail, watch, why
from services.console.views import redaction
from services.console.views.case_status import case_status
from services.console.views.event_summary import concerns, summary, window
from services.console.views.formatting import iso, local, moment, spoken, took
from services.console.views.switches import merged
from services.console.views.tailed import TailedRecord
from services.console.views.timeline import timeline
from shared.contracts.values import Window

from .samples import SAMPLES, event_of, named, secrets
from .test_case_status import TEXTING, VISITING
from .test_timeline import CHAIN, row

MOMENT = "2026-11-02T09:00:00Z"
EACH = pytest.mark.parametrize("path", SAMPLES, ids=lambda path: f"{path.parent.name}/{path.stem}")


def seen(what: RenderableType, width: int = 80) -> str:
    console = Console(width=width, record=True, file=None, force_terminal=False)
    with console.capture() as captured:
        console.print(what)
    return captured.get()


@EACH
def test_neither_line_nor_document_of_an_event_shows_what_is_sealed(path: Path) -> None:
    event = event_of(path)
    heard = TailedRecord(path.parent.name, 0, 0, event.time, event, 1)
    shown = tail.line(heard).plain + json.dumps(redaction.hidden(json.loads(path.read_bytes())))
    assert not [secret for secret in secrets(path) if secret in shown]
    assert "\n" not in tail.line(heard).plain


@EACH
def test_the_shape_of_a_record_holds_none_of_its_values(path: Path) -> None:
    shape = json.dumps(redaction.shape(json.loads(path.read_bytes())))
    document = json.loads(path.read_bytes())
    assert document["id"] not in shape
    assert "<text of" in shape


def test_a_name_that_no_contract_knows_is_not_shown_either() -> None:
    assert redaction.shape({"Rua das Flores 1": "x", "subject": "c-1"}) == {
        "<unknown name 1>": "<text of 1>", "subject": "<text of 3>",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("doorstep.loan.overdue.v1", "loan overdue"),
        ("doorstep.loan.payment-received.v1", "loan payment received"),
        ("doorstep.loan.overdue.v2", "loan overdue v2"),
        ("timer:look-again", "timer look-again"),
        ("direct:ReplyReceived", "reply received"),
    ],
)
def test_events_timers_and_inputs_are_spoken_as_a_person_would(said: str, words: str) -> None:
    assert spoken(said) == words


def test_a_moment_is_told_as_the_borrowers_clock_showed_it() -> None:
    at = datetime(2026, 7, 1, 8, 30, tzinfo=UTC)
    assert local(at, "Europe/Lisbon") == "2026-07-01 09:30"
    assert iso(at) == "2026-07-01T08:30:00Z"
    assert moment("2026-07-01T08:30:00Z") == at
    assert moment("2026-07-01") is None
    assert moment("agreed") is None


def test_durations_are_as_fine_as_they_need_to_be() -> None:
    assert [took(ms) for ms in (None, 30, 2500, 90_000)] == ["-", "30 ms", "2.5 s", "1.5 min"]


def test_windows_are_told_as_they_were_promised() -> None:
    start, end = datetime(2026, 11, 30, 22, tzinfo=UTC), datetime(2026, 12, 1, 0, tzinfo=UTC)
    promised = Window(start=start, end=end, zone="Europe/Lisbon", local="2026-11-30T22:00")
    assert window(promised) == "2026-11-30 22:00 to 00:00"


def test_the_gist_of_an_appointment_is_its_reason_and_its_window() -> None:
    event = named("a-visit-permitted")
    said = summary(event)
    assert event.data.reason.text in said  # type: ignore[attr-defined]
    assert event.data.window.local.replace("T", " ") in said  # type: ignore[attr-defined]


def test_a_region_s_event_concerns_the_case_that_its_data_name() -> None:
    event = next(event_of(path) for path in SAMPLES if path.parent.name == "routing")
    case = event.data.case  # type: ignore[attr-defined]
    assert case != event.subject
    assert concerns(event, case)
    assert not concerns(event, "somebody-else")


def test_a_record_that_is_no_event_is_told_with_its_reason() -> None:
    from shared.contracts.codec import Malformed

    at = datetime(2026, 7, 1, tzinfo=UTC)
    said = tail.line(TailedRecord("loans", 3, 17, at, Malformed("undecodable", "not JSON in UTF-8"), 99)).plain
    assert "no event: not JSON in UTF-8 [undecodable], at 3:17, 99 bytes" in said


def test_a_decision_is_one_line_with_rule_and_cause() -> None:
    first = CHAIN[0] | {"why": "7 days past due.", "reason": "reminder-due", "rule": "cadence (house default)"}
    lines = timeline([first, *CHAIN[1:]])
    said = why.plain(lines[0], "Europe/Lisbon")
    assert "2026-11-02 12:00  notifier   loan overdue" in said
    assert said.endswith("7 days past due. [reminder-due]; rule: cadence (house default); from the bank bank-1")
    assert "from #1" in why.plain(lines[1], "Europe/Lisbon")


@pytest.mark.parametrize("width", [80, 120])
def test_why_fits_the_terminal(width: int) -> None:
    console = Console(width=width, force_terminal=True, color_system=None)
    rows = [found | {"why": "It was decided so, for a reason that takes a while to tell. " * 3} for found in CHAIN]
    with console.capture() as captured:
        why.show(console, "c-1", timeline(rows), "Europe/Lisbon")
    shown = captured.get()
    assert max(map(len, shown.splitlines())) <= width
    for words in ("c-1: 5 decisions, 0 without effect", "2026-11-02 12:00 scheduler heard slots quoted from #3"):
        assert words in " ".join(shown.split())


DOCUMENTS: dict[str, Any] = {
    "counts": {
        "minutes": 3, "behind": 0, "trouble": "", "records": 9,
        "rows": [
            {"topic": "loans", "type": "loan.overdue", "reason": "", "total": 6, "per_minute": [1, 2, 3]},
            {"topic": "loans", "type": "loan.overdue", "reason": "x", "total": 1, "per_minute": [0, 0, 1]},
            {"topic": "loans", "type": "undecodable", "reason": "schema", "total": 2, "per_minute": [2, 0, 0]},
        ],
    },
    "latency": {
        "without_cause_on_a_topic": 4,
        "rows": [{"cause": "loan.overdue", "effect": "text.intended", "count": 3, "p50_ms": 5, "p95_ms": 30,
                  "p99_ms": 30, "max_ms": 31}],
    },
}  # fmt: skip


def test_watch_sums_up_reasons_but_tells_why_something_is_no_event() -> None:
    shown = seen(watch.picture(DOCUMENTS, reasons=False))
    assert "9 records in the last 3 minutes" in shown
    assert ["loans", "loan.overdue", "7", "4", "2"] in [line.split()[:5] for line in shown.splitlines()]
    assert "undecodable schema" in shown
    assert "30 ms" in shown
    assert max(map(len, shown.splitlines())) <= 80


def test_watch_tells_reasons_apart_when_asked_to() -> None:
    shown = seen(watch.picture(DOCUMENTS, reasons=True))
    assert "loan.overdue x" in shown


def test_watch_says_when_the_monitor_still_counts_or_is_in_trouble() -> None:
    behind = {**DOCUMENTS["counts"], "behind": 12}
    assert "at least 12 to go" in seen(watch.picture({**DOCUMENTS, "counts": behind}, reasons=False))
    troubled = {**DOCUMENTS["counts"], "trouble": "nothing comes through Kafka"}
    assert "nothing comes through Kafka" in seen(watch.picture({**DOCUMENTS, "counts": troubled}, reasons=False))


def test_watch_says_so_when_nothing_was_seen() -> None:
    nothing = {"counts": {**DOCUMENTS["counts"], "rows": []}, "latency": {"rows": [], "without_cause_on_a_topic": 0}}
    shown = seen(watch.picture(nothing, reasons=False))
    assert "nothing was published" in shown
    assert "no effect was seen yet" in shown


def test_a_trend_is_as_high_as_its_highest_minute() -> None:
    assert watch.trend([0, 1, 8]) == " ▁█"
    assert watch.trend([0, 0]) == "  "
    assert watch.trend([]) == ""


def test_a_switch_that_all_services_know_is_one_row() -> None:
    at = datetime(2026, 7, 1, tzinfo=UTC)
    told_to = [{"service": service, "what": "sending", "scope": "all", "stopped": True, "cause": "storm", "at": at}
               for service in ("scheduler", "notifier", "router")]  # fmt: skip
    assert [found["known_to"] for found in merged(told_to)] == [["notifier", "scheduler", "router"]]


def test_no_value_of_a_case_is_cut_on_a_narrow_screen() -> None:
    intent = "0b54d1f4-9a4e-5b59-a8c6-6d0b3a0f9a11"
    text = {"intent": intent, "kind": "slots-offered", "status": "undelivered", "code": 30008, "at": MOMENT}
    timer = {"due_at": MOMENT, "kind": "look-again-" * 5, "service": "scheduler"}
    document: dict[str, Any] = {
        "case": "c-1", "zone": "Europe/Lisbon", "loan": None, "services": [], "parked": [], "stopped_by": [],
        "brakes": [], "appointment": {}, "texts": [text], "waits_for": [timer],
    }  # fmt: skip
    console = Console(width=80, force_terminal=False)
    with console.capture() as captured:
        case.picture(console, document)
    said = captured.get()
    assert "…" not in said
    assert intent in "".join(said.split())


@pytest.mark.parametrize("width", [40, 60, 80, 120])
@pytest.mark.parametrize(
    ("before", "said"), [(1, "… 1 older text left out"), (14, "… 14 older texts left out"), (0, "")]
)
def test_texts_that_are_left_out_are_counted_above_the_others(before: int, said: str, width: int) -> None:
    texts = [{"intent": "0b54d1f4-9a4e-5b59-a8c6-6d0b3a0f9a11", "kind": "notice", "status": "delivered", "at": MOMENT}]
    document = case_status(
        "c-1", "Europe/Lisbon", texting=TEXTING, visiting={}, texts=texts, texts_before=before, holds=[], life=[],
        timers=[], parked=[], switches=[],
    )  # fmt: skip
    assert document["texts_before"] == before
    console = Console(width=width, force_terminal=True, color_system=None)
    with console.capture() as captured:
        case.picture(console, document)
    shown = captured.get()
    assert said in shown
    assert ("…" in shown) == bool(before)
    if before:
        assert "./doorstep why c-1" in shown
        assert shown.index("…") < shown.index("notice")


@pytest.mark.parametrize("width", [40, 60, 80, 120])
def test_a_case_is_readable_on_any_screen(width: int) -> None:
    """Values that don't fit beside each other stand under each other, none in a column of a few letters."""
    why_text = "the notice was delivered a day before the window, and nothing stops it"
    texts = [
        {"intent": "0b54d1f4-9a4e-5b59-a8c6-6d0b3a0f9a11", "kind": "not-understood", "status": "undelivered",
         "code": 30008, "at": MOMENT},
    ]  # fmt: skip
    document = case_status(
        "c-1", "Europe/Lisbon", texting=TEXTING, visiting=VISITING, texts=texts, holds=[],
        life=[row("notifier", 1, "x", "y") | {"why": why_text}],
        timers=[{"due_at": MOMENT, "kind": "check-notice-delivered", "service": "scheduler"}], parked=[], switches=[],
    )  # fmt: skip
    console = Console(width=width, force_terminal=True, color_system=None)
    with console.capture() as captured:
        case.picture(console, document)
    lines = captured.get().splitlines()
    assert max(map(len, lines)) <= width
    assert "…" not in captured.get()
    for value in ("undelivered (30008)", "check notice delivered", "not-understood", "col-1, col-2", "c-1"):
        assert any(value in line for line in lines), value
    told = [line for line in lines if any(word in line for word in ("the notice", "delivered a day", "nothing stops"))]
    assert len(told) <= 4
    if width >= 60:
        assert any("0b54d1f4" in line and line.rstrip().endswith(("a8c6-6", "9a11")) for line in lines)


@pytest.mark.parametrize("width", [40, 60, 80])
def test_what_runs_is_told_whole_on_any_screen(width: int) -> None:
    process = {
        "name": "scheduler-2", "pid": 1234567, "restarts": 3, "up_s": 100_000, "memory_mb": 120, "port": 65535,
        "state": "not ready", "waiting_for": {}, "problems": [], "facts": {}, "last_end": "", "ok": False,
    }  # fmt: skip
    seen = {"folder": "/data/[bold]/up", "supervisor_pid": 1, "processes": [process]}
    console = Console(width=width, force_terminal=True, color_system=None)
    with console.capture() as captured:
        status.show([seen], console)
    for value in ("/data/[bold]/up", "scheduler-2", "not ready", "1234567", "1 d 3 h", "120 MB", "65535"):
        assert value in captured.get(), value
    assert all(len(line) <= width for line in captured.get().splitlines())
