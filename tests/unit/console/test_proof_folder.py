"""Records of campaigns: whole or not there, bounded, and one that can't be understood hides no other."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from deploy.local.proof_folder import KEPT_MAX, SIZE_MAX, keep_record, kept_record, kept_records, version_and_commit
from deploy.local.proof_record import CampaignRecord, Sometimes
from services.console.views.campaigns import by_count, by_need, kinds_of, runs_of

BEGAN = datetime(2026, 11, 29, 10, tzinfo=UTC)


def record(minutes: int = 0, **more: Any) -> CampaignRecord:
    given: dict[str, Any] = {
        "kind": "simulation", "began": BEGAN + timedelta(minutes=minutes), "seconds": 1.5, "verdict": "held",
        "seeds": "0 to 2", "count": 3,
    }  # fmt: skip
    return CampaignRecord(**given | more)


def test_a_record_is_read_back_as_it_was_kept_newest_first(tmp_path: Path) -> None:
    first = keep_record(tmp_path, record(faults={"crash": 3}, sometimes=(Sometimes(name="parked", seen=0, wanted=9),)))
    keep_record(tmp_path, record(1, kind="chaos", verdict="broken"))
    found = kept_records(tmp_path)
    assert [each.record.kind for each in found.records] == ["chaos", "simulation"]
    assert kept_record(tmp_path, first.stem) == found.records[1].record
    assert found.records[1].record.never[0].name == "parked"
    assert found.unreadable == []


def test_twenty_of_each_kind_are_kept_so_that_small_runs_push_out_no_long_campaign(tmp_path: Path) -> None:
    keep_record(tmp_path, record(kind="chaos"))
    for minutes in range(KEPT_MAX + 5):
        keep_record(tmp_path, record(minutes))
    kinds = [each.record.kind for each in kept_records(tmp_path).records]
    assert (kinds.count("simulation"), kinds.count("chaos")) == (KEPT_MAX, 1)
    oldest = min(each.record.began for each in kept_records(tmp_path).records if each.record.kind == "simulation")
    assert oldest == BEGAN + timedelta(minutes=5)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "no JSON"),
        (b'{"format": 1, "kind": "sim', "no JSON"),
        (b"\xff\xfe", "no JSON"),
        (b'{"format": 2}', "format"),
        (b"x" * (SIZE_MAX + 1), "larger than"),
        (b"[" * 100_000, "no JSON"),
    ],
)
def test_what_can_t_be_understood_is_said_and_hides_no_other(content: bytes, why: str, tmp_path: Path) -> None:
    keep_record(tmp_path, record())
    broken = tmp_path / "20261129T110000Z-chaos-0123ab.json"
    broken.write_bytes(content)
    found = kept_records(tmp_path)
    assert len(found.records) == 1
    ((name, said),) = found.unreadable
    assert name == broken.name
    assert why in said
    assert kept_record(tmp_path, broken.stem) is None


def test_why_it_can_t_be_understood_repeats_nothing_that_stands_in_it(tmp_path: Path) -> None:
    (tmp_path / "20261129T110000Z-demo-0123ab.json").write_text('{"format": 1, "kind": "+351 912 345 678"}')
    ((_, said),) = kept_records(tmp_path).unreadable
    assert "912" not in said


def test_a_name_that_leads_elsewhere_is_no_record(tmp_path: Path) -> None:
    keep_record(tmp_path / "proof", record())
    (tmp_path / "20261129T110000Z-demo-0123ab.json").write_text(record().model_dump_json())
    assert kept_record(tmp_path / "proof", "../20261129T110000Z-demo-0123ab") is None
    assert kept_record(tmp_path / "proof", "") is None


def test_nothing_is_half_written_and_other_files_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / "notes.json").write_text("{}")
    keep_record(tmp_path, record())
    assert sorted(path.suffix for path in tmp_path.iterdir()) == [".json", ".json"]
    assert len(kept_records(tmp_path).records) == 1


def test_a_folder_that_is_not_there_has_no_records(tmp_path: Path) -> None:
    assert kept_records(tmp_path / "none").records == []


def test_a_later_version_may_say_more(tmp_path: Path) -> None:
    path = keep_record(tmp_path, record())
    path.write_text(path.read_text().replace('"format": 1', '"format": 1, "weather": "rough"'))
    assert len(kept_records(tmp_path).records) == 1


def test_what_never_happened_and_what_was_too_rare_come_first() -> None:
    assert by_count({"crash": 2, "pause": 0, "poison": 7}) == [("pause", 0), ("poison", 7), ("crash", 2)]
    things = [Sometimes(name="a", seen=5), Sometimes(name="b", seen=0), Sometimes(name="c", seen=1, wanted=9)]
    assert [each.name for each in by_need(things)] == ["c", "b", "a"]


def test_every_kind_is_there_also_when_nobody_ran_it(tmp_path: Path) -> None:
    keep_record(tmp_path, record(kind="demo", seeds="7", count=1))
    kinds = kinds_of(kept_records(tmp_path))
    assert [each.kind for each in kinds if each.newest is None] == ["simulation", "sweep", "chaos", "outages"]
    assert all(each.command.startswith("./doorstep ") for each in kinds)
    assert runs_of(record(kind="demo", seeds="7", count=1)) == "seed 7"
    assert runs_of(record()) == "3 seeds (0 to 2)"
    assert runs_of(record(kind="outages", seeds="all", count=26)) == "26 rows (all)"


def test_the_version_is_that_of_the_clone() -> None:
    version, _ = version_and_commit()
    assert version.count(".") == 2
