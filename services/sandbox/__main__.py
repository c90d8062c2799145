"""`python -m services.sandbox`: the world, until a signal ends it."""

from __future__ import annotations

import asyncio
import signal
import sys

import uvloop

from shared.privacy.master import MasterKeys
from shared.runtime.settings import SettingsError, load

from .settings import SandboxSettings
from .world import World

WRONG_SETTINGS = 78


async def run(settings: SandboxSettings, keys: MasterKeys) -> None:
    stopping = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stopping.set)
    world = World(settings, keys)
    try:
        await world.open()
        work, stop = asyncio.create_task(world.run()), asyncio.create_task(stopping.wait())
        await asyncio.wait({work, stop}, return_when=asyncio.FIRST_COMPLETED)
        if work.done():
            await work
            await stop
        work.cancel()
    finally:
        await world.close()


def main() -> None:
    try:
        settings = load(SandboxSettings)
        keys = MasterKeys.read(settings.master_key_file)
    except (SettingsError, ValueError, OSError) as error:
        sys.stderr.write(f"sandbox can't start:\n  {error}\n")
        raise SystemExit(WRONG_SETTINGS) from None
    uvloop.run(run(settings, keys))


if __name__ == "__main__":
    main()
