"""The screen as a picture, drawn without a terminal."""

from __future__ import annotations

from services.console.cli.top.drawing import drawn

from .test_keys import System


async def test_a_picture_shows_the_screen_once_everything_was_read() -> None:
    found = (await drawn(System().sources(), 120, 36)).replace("&#160;", " ")
    for told in ("notifier", "Needs a person", "a reply that nobody understood", "case-1", "[because]"):
        assert told in found


async def test_who_looks_at_a_picture_asks_nobody_for_fonts() -> None:
    found = await drawn(System(gone="PostgreSQL can't be reached").sources(), 80, 24)
    assert "not&#160;read&#160;yet" in found
    assert [mark for mark in ("@font-face", 'url("http', "url(http") if mark in found] == []
