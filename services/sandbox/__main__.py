"""`python -m services.sandbox`: the world, until a signal ends it."""

from __future__ import annotations

import asyncio
import signal
import sys

import uvloop

from shared.privacy.master import MasterKeys
from shared.runtime.pg.master_key import fitting_master
from shared.runtime.pg.migrate import migrate
from shared.runtime.pg.store import PgStore
from shared.runtime.refusal import EXIT_CODE, StartRefused
from shared.runtime.settings import SettingsError, load

from .retry import retry
from .settings import SandboxSettings
from .world import NAME, World

WRONG_SETTINGS = 78


async def run(settings: SandboxSettings, keys: MasterKeys) -> None:
    stopping = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stopping.set)
    world = World(settings, await retry(lambda: fitted(settings, keys)))
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


async def fitted(settings: SandboxSettings, keys: MasterKeys) -> MasterKeys:
    """The keys of the services' database. Raises `StartRefused` where its master key is another one."""
    await migrate(settings.database_url, NAME, ())
    store = PgStore(settings.database_url, NAME)
    try:
        return await fitting_master(keys, store)
    finally:
        await store.close()


def main() -> None:
    try:
        settings = load(SandboxSettings)
        keys = MasterKeys.read(settings.master_key_file)
    except (SettingsError, ValueError, OSError) as error:
        sys.stderr.write(f"sandbox can't start:\n  {error}\n")
        raise SystemExit(WRONG_SETTINGS) from None
    try:
        uvloop.run(run(settings, keys))
    except StartRefused as refusal:
        sys.stderr.write(f"sandbox can't start: {refusal.what}\n  {refusal.todo}\n")
        raise SystemExit(EXIT_CODE) from None


if __name__ == "__main__":
    main()
