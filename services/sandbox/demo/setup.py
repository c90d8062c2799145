"""The ground a demo stands on: a fresh folder, the clock at its beginning, and the settings of every process."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from deploy.local.command_settings import said
from deploy.local.folder import Folder, unusable
from deploy.local.locks import try_lock
from deploy.local.program import LOOPBACK, Program
from deploy.local.stack import Stack
from deploy.local.supervisor import end_leftovers
from deploy.local.user_error import UserError
from services.sandbox.cities import CITIES
from services.sandbox.conductor.moments import BEGINS
from services.sandbox.forgotten import FORGETS
from shared.runtime.clock import write_moment

from .options import Options

BY_HAND = Options(cases=40, days=400, speed=1.0, stay=True, by_hand=True)
"""`up --sandbox`: as real services would have it, but for who holds the phones. Its seed is fixed, its moment not."""
ACCOUNT_SID = "AC" + "d00e57e9" * 4
PARTITIONS = 6
WORLD = "world"
TOKEN = "world-token"
"""The file among the folder's keys with the secret by which the world is driven; the console knows it by this name."""


@contextmanager
def fresh(path: Path, begins: datetime = BEGINS) -> Iterator[Folder]:
    """The folder, emptied, and nobody else's until the end; its clock stands at `begins`. Raises `UserError` while
    another one runs in it."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        # Beside the folder: a lock inside would go with what is deleted.
        lock = try_lock(path.with_name(f"{path.name}.lock"))
    except OSError as error:
        raise unusable(path.parent, error) from None
    if lock is None:
        raise UserError(f"Another {path.name} runs.", "Wait until it ends, or stop it with Ctrl-C where it runs.")
    try:
        end_leftovers(Folder(path).make())
        shutil.rmtree(path)
        folder = Folder(path).make()
        world_of(folder).mkdir()
        write_moment(clock_of(folder), begins)
        yield folder
    finally:
        os.close(lock)


def world_of(folder: Folder) -> Path:
    """Where the sandbox keeps its files."""
    return folder.path / WORLD


def clock_of(folder: Folder) -> Path:
    return world_of(folder) / "clock"


def settings(stack: Stack, options: Options) -> dict[str, str]:
    """What services, sandbox and console need besides what the stack gives them. The carrier is the sandbox's."""
    webhooks, carrier, control = stack.asked_port("webhook"), stack.port("carrier"), stack.port("world")
    token = str(stack.folder.secret(TOKEN))
    return {
        "DOORSTEP_CLOCK_FILE": str(clock_of(stack.folder)),
        "DOORSTEP_POLICY": stack.supervisor.facts["policy"],
        "DOORSTEP_PUBLIC_URL": f"http://127.0.0.1:{webhooks}",
        "DOORSTEP_WEBHOOK_PORT": str(webhooks),
        "TWILIO_ACCOUNT_SID": ACCOUNT_SID,
        "TWILIO_AUTH_TOKEN": "",
        "TWILIO_AUTH_TOKEN_FILE": str(stack.folder.secret("carrier-token")),
        "TWILIO_API_URL": f"http://127.0.0.1:{carrier}",
        "TWILIO_FROM": CITIES[options.city].phone(0),
        "SANDBOX_FOLDER": str(world_of(stack.folder)),
        "SANDBOX_PORT": str(carrier),
        "SANDBOX_CASES": str(options.cases),
        "SANDBOX_DAYS": str(options.days),
        "SANDBOX_SEED": options.seed,
        "SANDBOX_GREMLINS": "true" if options.kill else "false",
        "SANDBOX_WEATHER": options.weather,
        "SANDBOX_CITY": options.city,
        "SANDBOX_SPEED": str(options.speed),
        "SANDBOX_STAYS": "true" if options.stay else "false",
        "SANDBOX_BY_HAND": "true" if options.by_hand else "false",
        "SANDBOX_CONTROL_PORT": str(control),
        "SANDBOX_CONTROL_TOKEN": "",
        "SANDBOX_CONTROL_TOKEN_FILE": token,
        "SANDBOX_RUN_FOLDER": str(stack.folder.path),
        "DOORSTEP_CONSOLE_OPEN": "sandbox",
        "DOORSTEP_CONSOLE_WORLD": f"{LOOPBACK}:{control}",
        "DOORSTEP_CONSOLE_WORLD_TOKEN": "",
        "DOORSTEP_CONSOLE_WORLD_TOKEN_FILE": token,
    }


SHARED = (
    "DOORSTEP_CLOCK_FILE", "DOORSTEP_POLICY", "DOORSTEP_PUBLIC_URL", "DOORSTEP_WEBHOOK_PORT", "TWILIO_ACCOUNT_SID",
    "TWILIO_API_URL", "TWILIO_AUTH_TOKEN_FILE", "TWILIO_FROM",
)  # fmt: skip
"""What a command needs that does what services do (`recover`): no secret is among them."""


def sandbox(stack: Stack, env: Mapping[str, str]) -> Program:
    """The world's own process. The run file tells where it is driven from, and what services were told of it."""
    program = stack.python("sandbox", "services.sandbox", env=env, host=LOOPBACK)
    told = {name: value for name in SHARED if (value := said(env, name))}
    driven_from = int(said(env, "SANDBOX_CONTROL_PORT") or 0)
    about = {**program.about, "control_port": driven_from, "settings": told}
    return replace(program, about=about, forgets=FORGETS)
