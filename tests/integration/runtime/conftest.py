from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio

from .rig import Rig, rig


@pytest_asyncio.fixture
async def toy(database_url: str, kafka_bootstrap: str, unique: str, tmp_path: Path) -> AsyncIterator[Rig]:
    """The toy service's world: an empty database and topics of its own; `toy.start()` starts a process."""
    async with rig(database_url, kafka_bootstrap, unique, tmp_path) as made:
        yield made
