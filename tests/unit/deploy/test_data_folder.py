"""A data folder that can't be one is told in words, before anything is started."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from deploy.local.folder import Folder
from deploy.local.user_error import UserError
from services.console.cli.up import UpOptions, run_sandbox


@pytest.mark.parametrize("below", ["", "up", "up/run"])
def test_a_file_is_no_data_folder_and_nothing_lies_in_it(tmp_path: Path, below: str) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(UserError, match=r"can't be used: it is a file, or lies in one\."):
        Folder(tmp_path / "file" / below).make()


def test_a_wrong_number_of_partitions_refuses_a_sandbox_too(tmp_path: Path) -> None:
    env = {"DOORSTEP_DATA": str(tmp_path / "data"), "DOORSTEP_PARTITIONS": "0"}
    with pytest.raises(UserError, match="DOORSTEP_PARTITIONS is not usable: it should be a number from 1 to 1000"):
        asyncio.run(run_sandbox(UpOptions(), env))
    assert not (tmp_path / "data").exists()
