"""Where a sandbox runs, doctor misses no account of a carrier."""

from __future__ import annotations

from pathlib import Path

import pytest

from deploy.checks.twilio import twilio
from deploy.local.folder import Folder
from deploy.local.supervisor import Supervisor
from services.console.cli.service_settings import SENDER

from .local_programs import program
from .test_doctor import grades


@pytest.mark.parametrize(("place", "grade"), [("sandbox", "note"), ("demo", "note"), ("up", "bad")])
async def test_an_account_is_missed_where_texts_go_to_real_phones(place: str, grade: str, tmp_path: Path) -> None:
    async with Supervisor(Folder(tmp_path / place).make()) as supervisor:
        await supervisor.start(program("one", tmp_path))
        assert grades(await twilio({"DOORSTEP_DATA": str(tmp_path)}, SENDER)) == {"Twilio": grade}


async def test_an_account_is_missed_where_nothing_runs(tmp_path: Path) -> None:
    assert grades(await twilio({"DOORSTEP_DATA": str(tmp_path)}, SENDER)) == {"Twilio": "bad"}


async def test_half_an_account_is_bad_beside_a_sandbox_too(tmp_path: Path) -> None:
    async with Supervisor(Folder(tmp_path / "sandbox").make()) as supervisor:
        await supervisor.start(program("one", tmp_path))
        env = {"DOORSTEP_DATA": str(tmp_path), "TWILIO_FROM": "+15005550006"}
        assert grades(await twilio(env, SENDER))["Twilio"] == "bad"
