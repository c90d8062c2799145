"""Parts within parts come a moment after their screen: a screen that is drawn before that is drawn again."""

from __future__ import annotations

from rich.text import Text
from textual.app import App
from textual.screen import Screen
from textual.widgets import Static

from services.console.cli.top.put import put


async def test_what_is_put_where_no_part_is_yet_is_put_the_next_time() -> None:
    app: App[None] = App()
    screen: Screen[None] = Screen()
    async with app.run_test():
        await app.push_screen(screen)
        assert not put(screen, "#late", Text("one"))
        await screen.mount(Static(id="late"))
        assert put(screen, "#late", Text("one"))
        assert not put(screen, "#late", Text("one"))
