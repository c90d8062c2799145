"""The screen as a picture: drawn once without a terminal, for a document or a report."""

from __future__ import annotations

import asyncio
import re

from textual.pilot import Pilot

from .app import DRAW_EVERY_S, TopApp
from .sources import Sources

PATIENCE_S = 30.0
LOOK_S = 0.05
# Fonts from another's server: whoever looks at a picture of ours should not be seen there.
_FONTS = re.compile(r"\s*@font-face \{.*?\}", re.S)


async def drawn(sources: Sources, columns: int, rows: int) -> str:
    """SVG of the first screen, once everything on it was read or could not be. Raises what broke the application."""
    app = TopApp(sources)
    found: list[str] = []

    async def draw(pilot: Pilot[object]) -> None:
        async with asyncio.timeout(PATIENCE_S):
            while any(feed.fresh.read_at is None and not feed.fresh.stale for feed in sources.all):
                await pilot.pause(LOOK_S)
        # What is chosen is known with the first drawing; its life is read then, and drawn with the one after.
        await pilot.pause(3 * DRAW_EVERY_S)
        found.append(app.export_screenshot(title="./doorstep top"))
        app.exit()

    await app.run_async(headless=True, size=(columns, rows), auto_pilot=draw)
    if app.broken is not None:
        raise app.broken
    return _FONTS.sub("", found[0])
