"""Doctor calls bad whatever folder a start would not take, and says so in the same words."""

from __future__ import annotations

from pathlib import Path

import pytest

from deploy.checks.machine import machine
from deploy.checks.retention import retention
from deploy.local.folder import Folder, cache_root
from deploy.local.jars import fetch
from deploy.local.kafka import JARS
from deploy.local.progress import SilentOutput
from deploy.local.user_error import UserError
from services.console.cli.up import check_settings

from .test_doctor import grades


@pytest.fixture(params=["missing", "a file", "in a file"])
def no_folder(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    (tmp_path / "file").touch()
    return {"missing": tmp_path / "nowhere", "a file": tmp_path / "file", "in a file": tmp_path / "file" / "x"}[
        request.param
    ]


@pytest.mark.parametrize("database", [{}, {"DATABASE_URL": "postgresql://x/x"}], ids=["embedded", "of the user's own"])
def test_a_folder_for_evidence_that_up_refuses_is_bad(no_folder: Path, database: dict[str, str]) -> None:
    env = database | {"DOORSTEP_RETENTION_FOLDER": str(no_folder)}
    with pytest.raises(UserError, match="DOORSTEP_RETENTION_FOLDER"):
        check_settings(env)
    assert grades(retention(env)) == {"retention": "bad"}


@pytest.mark.parametrize(
    "place", ["file", "file/x", "x" * 300, "loop"], ids=["a file", "in a file", "too long a name", "a loop"]
)
def test_a_place_for_downloads_that_up_can_not_use_is_bad(place: str, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    env = {"DOORSTEP_DATA": str(tmp_path), "DOORSTEP_CACHE": str(tmp_path / place)}
    with pytest.raises(UserError, match="can't be used"):
        fetch(JARS, cache_root(env), SilentOutput(), "")
    (jars,) = (found for found in machine(env) if found.what == "Kafka's jars")
    assert jars.grade == "bad"
    assert jars.found.startswith(f"the cache {cache_root(env)}/jars can't be used: ")


def test_a_data_folder_that_up_can_not_make_is_bad(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    for place in (tmp_path / "file", tmp_path / "file" / "x", tmp_path / ("x" * 300)):
        with pytest.raises(UserError, match="can't be used"):
            Folder(place / "up").make()
        assert grades(machine({"DOORSTEP_DATA": str(place)}))["data folder"] == "bad"
