"""The first start counts what it fetches and unpacks to the end."""

from __future__ import annotations

from pathlib import Path

import pytest

from deploy import install


def test_what_is_for_other_systems_is_not_counted_and_each_count_ends_at_all(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(install, "EVERY_S", 0.0)
    progress = install.Progress(3, tmp_path)
    for line in ("Ignoring c: markers 'x' don't match your environment", "Collecting a==1", "Collecting b==2",
                 "Installing collected packages: a, b"):  # fmt: skip
        progress.see(line)
    for name in "ab":
        (tmp_path / f"{name}-1.dist-info").mkdir()
        (tmp_path / f"{name}-1.dist-info" / "RECORD").touch()
        progress.look()
    progress.end()
    said = capsys.readouterr().err.splitlines()
    assert "Fetching packages: 2 of 2" in said
    assert [line.rpartition(": ")[2] for line in said if line.startswith("Unpacking")][:3] == [
        "0 of 2", "1 of 2", "2 of 2"
    ]  # fmt: skip
    assert said[-1].endswith("2 of 2")


NO_NETWORK = """Collecting a==1
WARNING: Retrying (Retry(total=4)) after connection broken by 'NewConnectionError: Name or service not known'
WARNING: Retrying (Retry(total=3)) after connection broken by 'NewConnectionError: Name or service not known'
ERROR: Could not find a version that satisfies the requirement a==1 (from versions: none)
ERROR: No matching distribution found for a==1
"""


def test_who_has_no_network_is_not_told_of_versions_alone() -> None:
    first, *errors = install.telling(NO_NETWORK).splitlines()
    assert "connection broken" in first
    assert [line.split(":")[0] for line in errors] == ["ERROR", "ERROR"]


def test_of_one_that_was_killed_the_last_lines_are_told() -> None:
    said = "".join(f"Collecting p{number}==1\n" for number in range(99))
    assert install.telling(said).splitlines()[-1] == "Collecting p98==1"
    assert len(install.telling(said).splitlines()) == install.SHOWN_MAX
    assert install.telling("") == ""
