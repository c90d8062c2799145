"""Under which policy pack a sandbox decides: the one that whoever starts it named, in either form, else the house's."""

from __future__ import annotations

from pathlib import Path

import pytest

from deploy.local.folder import Folder
from deploy.local.key_file import make_key
from deploy.local.progress import SilentOutput
from deploy.local.stack import Stack
from services.sandbox.demo.setup import BY_HAND, settings


@pytest.mark.parametrize(
    ("name", "pack"), [("DOORSTEP_POLICY", "us"), ("DOORSTEP_POLICY_FILE", "us"), ("DOORSTEP_POLICY", "")]
)
async def test_a_sandbox_decides_under_the_pack_that_was_named(
    tmp_path: Path, database_url: str, kafka_bootstrap: str, unique: str, name: str, pack: str
) -> None:
    (tmp_path / "pack").write_text(pack)
    make_key(tmp_path / "key")
    env = {
        "DATABASE_URL": database_url, "KAFKA_BOOTSTRAP_SERVERS": kafka_bootstrap, "DOORSTEP_REPLICATION": "1",
        "DOORSTEP_TOPIC_PREFIX": f"sandbox{unique}.", "DOORSTEP_MASTER_KEY_FILE": str(tmp_path / "key"),
        name: str(tmp_path / "pack") if name.endswith("_FILE") else pack,
    }  # fmt: skip
    async with Stack(Folder(tmp_path / "data"), SilentOutput(), env=env, partitions=1) as stack:
        theirs = settings(stack, BY_HAND)
        assert stack.supervisor.facts["policy"] == (pack or "default")
        told = stack.service("notifier", env=theirs).env
        assert (told["DOORSTEP_POLICY"], "DOORSTEP_POLICY_FILE" in told) == (pack or "default", False)
