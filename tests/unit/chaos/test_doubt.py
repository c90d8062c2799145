"""A doubt is explained by what was done to the system at that moment of the run, or it is a finding."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from services.verifier.history import History
from services.verifier.tables import Tables, TextRow
from tests.chaos.doubt import Logs, doubts, read_logs
from tests.chaos.plan import Incident
from tests.chaos.record import Done
from tests.unit.verifier.recorded_run import CASE, RecordedRun, day

AT = day(2)
KILLED = Incident("kill", "notifier", 2)
LOST = Incident("network", "notifier", 2, way="carrier", mode="answers-lost")


def went(incident: Incident, at: datetime = AT, *dead: str) -> Done:
    return Done(incident, datetime(2026, 1, 1, tzinfo=UTC), (at.isoformat(), at.isoformat()), list(dead), recovered_s=1)


def in_doubt(
    fault: str = "", owner: int | None = 5, *, ended: datetime | None = None, settled: bool = False
) -> History:
    """One reminder of which nobody knows whether it went out; notifier's book says who posted it."""
    run = RecordedRun(ended=ended or AT)
    run.overdue()
    run.event("text.intended", AT, intent="i-1", kind="reminder-early", reason="asked")
    run.event("text.uncertain", AT, intent="i-1", kind="reminder-early")
    if settled:
        run.event("text.failed", AT + timedelta(hours=5), intent="i-1", kind="reminder-early")
    if fault:
        run.carrier("refused", AT, intent="i-1", fault=fault, code=20500, http=500)
    texts = {"i-1": TextRow(CASE, "reminder-early", "uncertain", None, owner)}
    return History(run.records, run.twin, run.sent, run.ended, Tables({}, texts))


def why(history: History, done: list[Done], logs: Logs | None = None) -> str:
    (found,) = doubts(history, logs or Logs({5: "notifier-2"}, {}), done)
    assert (found.intent, found.case, found.open) == ("i-1", CASE, True)
    return found.why


def test_nothing_explains_a_doubt_out_of_a_clear_sky() -> None:
    assert why(in_doubt(), []) == ""


def test_a_fault_in_the_carriers_file_explains_it() -> None:
    assert why(in_doubt("error-after"), []) == "the carrier's answer: error-after"


def test_the_death_of_the_one_who_posted_it_explains_it() -> None:
    assert why(in_doubt(), [went(KILLED, AT, "notifier-2")]) == "notifier-2 ended while it posted: kill notifier 2"


@pytest.mark.parametrize(
    "done",
    [
        went(KILLED, AT, "notifier"), went(KILLED, AT, "router"), went(KILLED, AT + timedelta(hours=2), "notifier-2"),
        went(LOST), went(Incident("network", "scheduler", way="postgres", mode="reset")), went(Incident("broker")),
    ],
    ids=["another died", "another service died", "it died later", "other network", "other service", "broker"],
)  # fmt: skip
def test_what_happened_to_others_or_at_another_time_explains_nothing(done: Done) -> None:
    assert why(in_doubt(), [done]) == ""


def test_an_owner_whom_no_log_names_may_have_been_any_notifier_that_died() -> None:
    assert why(in_doubt(owner=99), [went(KILLED, AT, "notifier")]).startswith("a notifier ended")
    assert why(in_doubt(owner=99), [went(KILLED, AT, "router")]) == ""


def test_a_lost_database_ends_an_owner_too() -> None:
    assert why(in_doubt(), [went(Incident("database"))]).endswith("stop the database at once")
    assert why(in_doubt(), [went(Incident("network", "notifier", 2, way="postgres", mode="reset"))]) != ""
    assert why(in_doubt(), [went(Incident("network", "notifier", 1, way="postgres", mode="reset"))]) == ""


def test_an_answer_that_was_lost_needs_a_network_that_lost_it() -> None:
    logs = Logs({5: "notifier-2"}, {"i-1": ("notifier-2", "ReadTimeout")})
    assert why(in_doubt(), [went(LOST)], logs).startswith("no answer to notifier-2 (ReadTimeout): network")
    assert why(in_doubt(), [went(KILLED, AT, "notifier-2")], logs) == ""
    assert why(in_doubt(), [went(Incident("pause", "notifier", 2, seconds=9))], logs) != ""


@pytest.mark.parametrize(("hours", "settled", "left"), [(11, False, False), (13, False, True), (13, True, False)])
def test_a_doubt_is_left_when_the_carriers_list_had_time_to_end_it(hours: int, settled: bool, left: bool) -> None:
    history = in_doubt(ended=AT + timedelta(hours=hours), settled=settled)
    (found,) = doubts(history, Logs({}, {}), [])
    assert found.left == left


def test_logs_tell_who_had_which_number_and_why_a_post_ended_in_doubt(tmp_path: Path) -> None:
    log = tmp_path / "notifier-2.log"
    log.write_text(
        'Traceback (most recent call last):\n{"event": "started", "owner": 5, "pid": 1}\n[1]\n'
        '{"event": "post-in-doubt", "intent": "i-1", "reason": "ReadTimeout"}\n{"event": "sta',
        encoding="utf-8",
    )
    found = read_logs([log, tmp_path / "notifier.log"])
    assert found == Logs({5: "notifier-2"}, {"i-1": ("notifier-2", "ReadTimeout")})
