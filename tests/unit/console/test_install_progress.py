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
