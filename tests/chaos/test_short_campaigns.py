"""Short campaigns: a sound one passes, what is spoilt of it does not, and neither does a text really posted twice."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import psutil

from deploy.local.folder import ROOT, cache_root
from services.verifier.topic_events import Raw, read_fact
from services.verifier.verdict import SENTENCE
from tests.chaos.evidence import Evidence, read

SMALL = ("--cases", "40", "--days", "20")
PATIENCE_S = 600
Spoil = Callable[[Evidence], None]


def campaign(folder: Path, *arguments: str) -> subprocess.Popen[str]:
    env = {**os.environ, "DOORSTEP_DATA": str(folder), "DOORSTEP_CACHE": str(cache_root())}
    return subprocess.Popen(
        [sys.executable, "-m", "tests.chaos", *SMALL, *arguments],
        cwd=ROOT, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


def test_a_sound_campaign_passes_and_every_spoilt_copy_of_it_does_not(tmp_path: Path) -> None:
    report = tmp_path / "report.json"
    running = campaign(tmp_path, "--kills", "4", "--report", str(report))
    said, errors = running.communicate(timeout=PATIENCE_S)
    assert running.returncode == 0, said + errors
    assert said.splitlines()[-1] == SENTENCE
    doc = json.loads(report.read_text(encoding="utf-8"))
    assert (doc["kills"], doc["lost"], doc["doubled"], doc["uncertain_unexplained"]) == (4, 0, 0, 0)
    world = tmp_path / "chaos" / "world"
    assert read(world).verdict().fine
    for code, spoil in SPOILS.items():
        evidence = read(world)
        spoil(evidence)
        assert code in {finding.code for finding in evidence.verdict().findings}, code


def test_a_text_that_is_posted_twice_on_the_wire_is_found(tmp_path: Path) -> None:
    running = campaign(tmp_path, "--kills", "1", "--control")
    said, errors = running.communicate(timeout=PATIENCE_S)
    assert running.returncode == 1, said + errors
    assert SENTENCE not in said
    assert "[text-posted-twice]" in said


def test_ctrl_c_leaves_no_process_behind(tmp_path: Path) -> None:
    running = campaign(tmp_path, "--kills", "4")
    assert running.stderr is not None
    for line in running.stderr:
        if "works again" in line:
            break
    started = psutil.Process(running.pid).children(recursive=True)
    assert len(started) > 8
    running.send_signal(signal.SIGINT)
    running.communicate(timeout=PATIENCE_S)
    assert running.returncode == 130
    _, alive = psutil.wait_procs(started, timeout=5)
    assert alive == []


def _post_again(evidence: Evidence) -> None:
    post = next(row for row in evidence.twin if row.kind == "post")
    evidence.twin.append(replace(post, line=len(evidence.twin) + 1, fields={**post.fields, "sid": "SM" + "0" * 32}))


def _forget_a_post(evidence: Evidence) -> None:
    evidence.twin.remove(next(row for row in evidence.twin if row.kind == "post"))


def _forget_a_receipt(evidence: Evidence) -> None:
    _drop(evidence, "doorstep.text.delivered.v1")


def _lose_a_record_of_the_bank(evidence: Evidence) -> None:
    _drop(evidence, "doorstep.loan.overdue.v1")


def _decide_twice(evidence: Evidence) -> None:
    heard = evidence.tables.books["notifier"].heard
    heard[_first(evidence, "doorstep.loan.overdue.v1")] = 2


def _never_decide(evidence: Evidence) -> None:
    del evidence.tables.books["notifier"].heard[_first(evidence, "doorstep.loan.overdue.v1")]


def _skip_a_version(evidence: Evidence) -> None:
    versions = evidence.tables.books["notifier"].versions
    name, seen = next(iter(versions.items()))
    versions[name] = replace(seen, entries=seen.entries - 1)


def _leave_a_row_in_the_outbox(evidence: Evidence) -> None:
    evidence.tables.books["router"].left["outbox"] = 1


def _forget_that_it_was_posted(evidence: Evidence) -> None:
    intent = next(row.text("intent") for row in evidence.twin if row.kind == "post")
    evidence.tables = replace(
        evidence.tables,
        texts={**evidence.tables.texts, intent: replace(evidence.tables.texts[intent], status="claimed")},
    )


def _call_a_taken_text_failed(evidence: Evidence) -> None:
    """As if the carrier's list had been read wrongly: without a code, so by no word of the carrier's."""
    kind = "doorstep.text.delivered.v1"
    raw = next(raw for raw in evidence.records if _kind(raw) == kind)
    said = json.loads(raw.value or b"{}") | {"type": "doorstep.text.failed.v1", "id": "never-taken"}
    evidence.records.append(replace(raw, offset=1 << 40, value=json.dumps(said).encode()))


def _drop(evidence: Evidence, kind: str) -> None:
    """The first event of this kind, wherever it lies: a log may hold it more than once."""
    _, name = _first(evidence, kind)
    evidence.records = [raw for raw in evidence.records if (_kind(raw), _id(raw)) != (kind, name)]


def _first(evidence: Evidence, kind: str) -> tuple[str, str]:
    return next((kind, _id(raw)) for raw in evidence.records if _kind(raw) == kind and "poison" not in str(raw.key))


def _kind(raw: Raw) -> str:
    fact = read_fact(raw)
    return fact.type if fact else ""


def _id(raw: Raw) -> str:
    fact = read_fact(raw)
    return fact.id if fact else ""


SPOILS: dict[str, Spoil] = {
    "text-posted-twice": _post_again,
    "word-the-carrier-never-said": _forget_a_post,
    "receipt-without-a-word": _forget_a_receipt,
    "called-failed-and-taken": _call_a_taken_text_failed,
    "acknowledged-record-is-gone": _lose_a_record_of_the_bank,
    "event-decided-twice": _decide_twice,
    "event-never-decided": _never_decide,
    "versions-with-a-gap": _skip_a_version,
    "left-undone": _leave_a_row_in_the_outbox,
    "text-may-be-posted-again": _forget_that_it_was_posted,
}
