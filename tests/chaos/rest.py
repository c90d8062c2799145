"""The run-down: no more faults, and everything that was begun is finished."""

from __future__ import annotations

import asyncio
from datetime import datetime

from services.sandbox.conductor.lag import Groups
from services.sandbox.conductor.services import Databases
from services.sandbox.conductor.system_watch import SystemWatch

from .campaign_system import CampaignSystem

LOOK_EVERY_S = 0.1


async def at_rest(system: CampaignSystem, now: datetime, at_most_s: float) -> dict[str, int]:
    """Wait until nothing is in work anywhere; what still is after `at_most_s`, by name (nothing, if all went well)."""
    groups, databases = Groups({"bootstrap_servers": system.bootstrap}, prefix=""), Databases(system.database_url)
    look = SystemWatch(groups, databases, lambda ends: {})
    waiting: dict[str, int] = {"not looked yet": 1}
    await groups.start()
    try:
        async with asyncio.timeout(at_most_s):
            while waiting := (await look(now)).waiting:
                await asyncio.sleep(LOOK_EVERY_S)
    except TimeoutError:
        return waiting
    finally:
        await groups.stop()
        await databases.close()
    return {}
