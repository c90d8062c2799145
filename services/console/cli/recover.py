"""`./doorstep recover`: after a database was restored from a backup, the way back (docs/runbooks/restore.md)."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from collections.abc import Mapping
from typing import Annotated

import typer

from deploy.local.folder import ROOT
from deploy.local.user_error import UserError, WrongUsage

from ..target import Target, find
from .operators import By, OperatorReason, operator
from .output import single_command
from .recorded import recorded_command

app = single_command()
PROGRAM = "services.notifier"


@app.command()
def recover(
    check: Annotated[bool, typer.Option("--check", help="Say what would be done, and do nothing.")] = False,
    accept_gap: Annotated[
        bool, typer.Option("--accept-gap", help="Go on without what Kafka or the carrier no longer has.")
    ] = False,
    by: By = None,
    reason: OperatorReason = None,
) -> None:
    """Bring the system back after its database was restored: nobody is texted twice, no STOP is lost.

    What bank, field and operators said since the backup is read again; what we published since is passed over; what the
    carrier knows of our texts and of people's words is asked for before anything goes out. It needs the rights of
    `migrate` and the services' settings (TWILIO_, DOORSTEP_MASTER_KEY_FILE). Until it is done everything is held, and
    it can be run again after whatever ended it.
    """
    if not check and not reason:
        raise WrongUsage(
            "Going on without what is gone needs a reason." if accept_gap else "A recovery needs a reason.",
            "Say why with --reason. What it would do says ./doorstep recover --check.",
        )
    who, target = operator(by), find()
    command = [sys.executable, "-m", PROGRAM, "recover"]
    if check:
        raise typer.Exit(_run(target, [*command, "--check"]))

    async def act() -> None:
        what = "recover-gap" if accept_gap else "recover"
        async with recorded_command(target, who, what, "database", "all", why=reason):
            code = await asyncio.to_thread(_run, target, [*command, *(["--accept-gap"] if accept_gap else [])])
            if code:
                raise UserError("It is not recovered, and everything is held as before.", "See what it said above.")

    asyncio.run(act())


def _run(target: Target, command: list[str]) -> int:
    return subprocess.run(command, cwd=ROOT, env=environment_of(target, os.environ), check=False).returncode


def environment_of(target: Target, own: Mapping[str, str]) -> dict[str, str]:
    """What is set here, where the embedded servers are, if those run, and what services know of a sandbox's world."""
    url = target.database_url()
    if url is None:
        raise UserError(
            "No database runs here.", "Start it with ./doorstep up: everything is held until it is recovered."
        )
    kafka = target.kafka()
    world = {name: value for name, value in target.world_settings().items() if name.removesuffix("_FILE") not in own}
    env = world | dict(own) | {"DATABASE_URL": url}
    env.pop("DATABASE_URL_FILE", None)
    if not target.setting("KAFKA_BOOTSTRAP_SERVERS"):
        env |= {"KAFKA_BOOTSTRAP_SERVERS": kafka.kafka_bootstrap, "DOORSTEP_TOPIC_PREFIX": kafka.topic_prefix}
    if not env.get("DOORSTEP_MASTER_KEY_FILE") and target.folder is not None:
        env["DOORSTEP_MASTER_KEY_FILE"] = str(target.folder.keys / "master")
    return env
