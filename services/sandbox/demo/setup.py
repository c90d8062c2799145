"""The ground a demo stands on: a fresh folder, the clock at its beginning, and the settings of every process."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from deploy.local.folder import Folder, unusable
from deploy.local.locks import try_lock
from deploy.local.stack import Stack
from deploy.local.supervisor import end_leftovers
from deploy.local.user_error import UserError
from services.sandbox.cities import CITIES
from services.sandbox.conductor.moments import BEGINS
from shared.runtime.clock import write_moment

from .options import Options

ACCOUNT_SID = "AC" + "d00e57e9" * 4
PARTITIONS = 6
WORLD = "world"


@contextmanager
def fresh(path: Path) -> Iterator[Folder]:
    """The folder, emptied, and nobody else's until the end. Raises `UserError` while another demo runs in it."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        # Beside the folder: a lock inside would go with what is deleted.
        lock = try_lock(path.with_name(f"{path.name}.lock"))
    except OSError as error:
        raise unusable(path.parent, error) from None
    if lock is None:
        raise UserError("Another demo runs.", "Wait until it ends, or stop it with Ctrl-C where it runs.")
    try:
        end_leftovers(Folder(path).make())
        shutil.rmtree(path)
        folder = Folder(path).make()
        world_of(folder).mkdir()
        write_moment(clock_of(folder), BEGINS)
        yield folder
    finally:
        os.close(lock)


def world_of(folder: Folder) -> Path:
    """Where the sandbox keeps its files."""
    return folder.path / WORLD


def clock_of(folder: Folder) -> Path:
    return world_of(folder) / "clock"


def settings(stack: Stack, options: Options) -> dict[str, str]:
    """What services and sandbox need besides what the stack gives them. The carrier is the sandbox's."""
    webhooks, carrier = stack.port("webhooks"), stack.port("carrier")
    return {
        "DOORSTEP_CLOCK_FILE": str(clock_of(stack.folder)),
        "DOORSTEP_POLICY": "default",
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
    }
