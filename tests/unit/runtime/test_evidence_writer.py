"""A folder that neither takes nor refuses a file of evidence is told as one that refuses it, and holds nothing up."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from shared.runtime.evidence_folder import PART_S_MAX, write_evidence
from shared.runtime.evidence_writer import EvidenceWriter
from shared.runtime.retention import EvidenceUnwritten
from tests.polling import until

TOLD = ("notifier", "cases", datetime(2026, 11, 30, tzinfo=UTC), "the rule", [("history", {"about": "case-1"})])


class Share:
    """A folder on a server that answers once it is told to."""

    def __init__(self) -> None:
        self.answers, self.asked = Event(), 0

    def write(self, *told: Any) -> object:
        self.asked += 1
        self.answers.wait()
        return write_evidence(*told)


@pytest.fixture
def share() -> Iterator[Share]:
    made = Share()
    yield made
    made.answers.set()


def files(folder: Path) -> list[str]:
    return [file.read_text("ascii") for file in folder.iterdir()]


async def test_what_is_written_is_there_when_it_is_said_to_be(tmp_path: Path) -> None:
    await EvidenceWriter()(tmp_path, *TOLD)
    (content,) = files(tmp_path)
    assert "case-1" in content


async def test_a_folder_that_refuses_says_so_as_before(tmp_path: Path) -> None:
    with pytest.raises(EvidenceUnwritten, match="takes no file"):
        await EvidenceWriter()(tmp_path / "gone", *TOLD)


def test_a_file_that_could_not_be_finished_takes_no_room(tmp_path: Path) -> None:
    """A disk that is full was filled up further by each attempt."""
    path = write_evidence(tmp_path, *TOLD)
    path.unlink()
    path.mkdir()
    with pytest.raises(EvidenceUnwritten, match="takes no file"):
        write_evidence(tmp_path, *TOLD)
    assert list(tmp_path.iterdir()) == [path]


def test_what_a_killed_process_left_half_written_is_swept_with_the_next_file(tmp_path: Path) -> None:
    old, young, theirs = tmp_path / ".a.jsonl.part", tmp_path / ".b.jsonl.part", tmp_path / "kept.part"
    for file in (old, young, theirs):
        file.write_text("half")
    written_s = time.time() - PART_S_MAX - 60
    for file in (old, theirs):
        os.utime(file, (written_s, written_s))
    path = write_evidence(tmp_path, *TOLD)
    assert set(tmp_path.iterdir()) == {path, young, theirs}, "another process may be writing the young one"


def test_a_half_file_that_can_not_be_swept_hinders_nothing(tmp_path: Path) -> None:
    (tmp_path / ".a.jsonl.part").mkdir()
    os.utime(tmp_path / ".a.jsonl.part", (0, 0))
    assert write_evidence(tmp_path, *TOLD).exists()


async def test_a_folder_that_does_not_answer_is_asked_once_until_it_does(share: Share, tmp_path: Path) -> None:
    writer = EvidenceWriter(share.write, wait_s=0.01)
    with pytest.raises(EvidenceUnwritten, match="does not answer within"):
        await writer(tmp_path, *TOLD)
    for _ in range(3):
        with pytest.raises(EvidenceUnwritten, match="still has not taken"):
            await writer(tmp_path, *TOLD)
    assert share.asked == 1
    share.answers.set()

    async def written() -> bool:
        try:
            await writer(tmp_path, *TOLD)
        except EvidenceUnwritten:
            return False
        return True

    await until(written)
    assert len(files(tmp_path)) == 1, "the same rows of the same moment have the same name"


async def test_what_is_no_fault_of_the_folder_is_raised_as_it_is(tmp_path: Path) -> None:
    def broken(*told: Any) -> object:
        raise TypeError("no flat value")

    with pytest.raises(TypeError, match="no flat value"):
        await EvidenceWriter(broken)(tmp_path, *TOLD)
