"""A second host is set up on the same database, with the wrong key or with none."""

from __future__ import annotations

import secrets
import shutil
from base64 import urlsafe_b64encode
from pathlib import Path

from ..row import Row
from ..trial import Trial

REFUSED_S_MAX = 45.0


async def _without_key(trial: Trial) -> None:
    await _second_host(trial, None)


async def _with_another(trial: Trial) -> None:
    key = trial.system.world / "another-key"
    key.write_text(urlsafe_b64encode(secrets.token_bytes(32)).decode(), encoding="ascii")
    key.chmod(0o600)
    await _second_host(trial, key)


async def _second_host(trial: Trial, key: Path | None) -> None:
    """`up` there has to end with a sentence about the key; here everything goes on, a STOP among it."""
    known, new = await trial.texted(), await trial.debtors(4)
    system = trial.system
    other = system.world / "second-host"
    shutil.rmtree(other, ignore_errors=True)
    async with trial.outage():
        trial.report(new)
        code, said = await system.command(
            "up", "--no-monitor", "--no-console", at_most_s=REFUSED_S_MAX,
            env={
                "DOORSTEP_DATA": str(other), "DOORSTEP_MASTER_KEY_FILE": str(key or ""), "DOORSTEP_PARTITIONS": "2",
                "DOORSTEP_REPLICATION": "1", "DOORSTEP_WEBHOOK_PORT": str(system.stack.port("second-webhook")),
            },
        )  # fmt: skip
        if code == 0 or "no end in time" in said:
            trial.wrong.append("a host with the wrong key, or none, works on a database that is not its own")
        if (other / "up" / "keys" / "master").exists():
            trial.wrong.append("it made a master key of its own")
        trial.replies_of(known, "STOP")
    await trial.recover()
    silent = await system.rows("SELECT count(*) FROM notifier.suppressions WHERE active")
    if silent[0][0] < 1:
        trial.wrong.append("a STOP was not kept")


ROWS = (
    Row(
        "second-host-no-key", "a second host is started on the database without its master key", _without_key,
        ("command:key",), said_within_s=60,
    ),
    Row(
        "second-host-other-key", "a second host is started on the database with another master key", _with_another,
        ("command:key",), said_within_s=60,
    ),
)  # fmt: skip
