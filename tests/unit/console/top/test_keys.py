"""The keys of `top`, typed into the application itself; what is shown is read off its screen."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import OptionList

from deploy.local.user_error import UserError
from services.console.cli.top.app import TopApp
from services.console.cli.top.case_screen import CaseScreen
from services.console.cli.top.help_screen import HelpScreen
from services.console.cli.top.main_screen import MainScreen
from services.console.cli.top.seen import CaseSeen, WorkSeen
from services.console.cli.top.sources import Sources
from services.console.unseen import UNSEEN

from .samples import HOSTILE, case_seen, held, lag, processes, reply, work

NARROW, WIDE = (80, 24), (120, 40)


@dataclass
class System:
    """What the sources give, and which cases were asked for. `gone` is what they say instead."""

    work: WorkSeen = field(default_factory=lambda: work(replies=[reply("case-1", 3), reply("case-2", 2)]))
    gone: str = ""
    asked: list[str] = field(default_factory=list)
    broken: Exception | None = None

    def sources(self) -> Sources:
        return Sources(
            work=lambda: self._give(self.work), held=lambda: self._give(held(("dispute", 4))),
            processes=lambda: self._give(processes()), lag=lambda: self._give(lag()), case=self._case,
        )  # fmt: skip

    async def _give(self, value: Any) -> Any:
        if self.broken is not None:
            raise self.broken
        if self.gone:
            raise UserError(self.gone, "")
        return value

    async def _case(self, name: str) -> CaseSeen:
        self.asked.append(name)
        if name == "case-99":
            raise UserError("There is no case 'case-99' here.", "Did you mean case-9?")
        return case_seen(name, 40)


def screen(app: TopApp) -> str:
    """What stands on the screen, line by line."""
    lines = app.screen._compositor.render_strips()
    return "\n".join(strip.text.rstrip() for strip in lines)


async def shown(pilot: Pilot[None], true: Callable[[str], bool]) -> str:
    """The screen, once it is as `true` wants it."""
    found = ""
    try:
        async with asyncio.timeout(60):
            while not true(found := screen(pilot.app)):  # type: ignore[arg-type]
                await pilot.pause(0.02)
    except TimeoutError:
        raise AssertionError(found) from None
    return found


def chosen(app: TopApp) -> int | None:
    return app.screen.query_one("#needs", OptionList).highlighted


async def test_it_shows_verdicts_and_what_needs_a_person() -> None:
    app = TopApp(System().sources())
    async with app.run_test(size=NARROW) as pilot:
        found = await shown(pilot, lambda screen: "case-2" in screen)
        assert "● notifier" in found
        assert "Needs a person: 6" in found
        assert "$ ./doorstep replies show 1a2b3c4d --reason WHY" in found
        assert "q quit" in found.splitlines()[-1]


async def test_enter_opens_the_case_that_is_chosen_and_escape_goes_back() -> None:
    system = System()
    app = TopApp(system.sources())
    async with app.run_test(size=NARROW) as pilot:
        await shown(pilot, lambda screen: "case-2" in screen)
        assert system.asked == []  # nobody looks at any
        await pilot.press("down", "enter")
        found = await shown(pilot, lambda screen: "[because]" in screen)
        assert isinstance(app.screen, CaseScreen)
        assert found.splitlines()[0].split()[:2] == ["Doorstep", "case-2"]
        assert "  40 " in found  # the newest decision is in sight
        await pilot.press("home")
        await shown(pilot, lambda screen: "   1 2026-11-02" in screen)
        await pilot.press("escape")
        assert isinstance(app.screen, MainScreen)
        assert chosen(app) == 1


@pytest.mark.parametrize(("down", "up"), [("j", "k"), ("down", "up")])
async def test_letters_choose_as_arrows_do(down: str, up: str) -> None:
    app = TopApp(System().sources())
    async with app.run_test(size=NARROW) as pilot:
        await shown(pilot, lambda screen: "case-2" in screen)
        await pilot.press(down, down, up)
        assert chosen(app) == 1


async def test_a_case_can_be_typed() -> None:
    system = System()
    app = TopApp(system.sources())
    async with app.run_test(size=NARROW) as pilot:
        await shown(pilot, lambda screen: "case-2" in screen)
        await pilot.press("slash", *"case-7", "q", "enter")
        await shown(pilot, lambda screen: "[because]" in screen)
        assert system.asked[0] == "case-7q"  # a letter that is typed is no key


async def test_what_is_no_letter_of_an_id_can_not_be_typed() -> None:
    system = System()
    app = TopApp(system.sources())
    async with app.run_test(size=NARROW) as pilot:
        await shown(pilot, lambda screen: "case-2" in screen)
        await pilot.press("slash", "c", "space", "left_square_bracket", "1", "enter")
        await shown(pilot, lambda screen: "[because]" in screen)
        assert system.asked[0] == "c1"


async def test_typing_can_be_left() -> None:
    app = TopApp(System().sources())
    async with app.run_test(size=NARROW) as pilot:
        await shown(pilot, lambda screen: "case-2" in screen)
        await pilot.press("slash", "x", "escape", "down")
        assert chosen(app) == 1


async def test_a_case_that_is_not_known_is_said_with_those_that_begin_alike() -> None:
    app = TopApp(System().sources())
    async with app.run_test(size=NARROW) as pilot:
        await shown(pilot, lambda screen: "case-2" in screen)
        await pilot.press("slash", *"case-99", "enter")
        found = await shown(pilot, lambda screen: "There is no case 'case-99' here. Did you mean case-9?" in screen)
        assert "stale" not in found  # nothing of it was ever read


async def test_beside_a_wide_list_stands_the_life_of_what_is_chosen() -> None:
    system = System()
    app = TopApp(system.sources())
    async with app.run_test(size=WIDE) as pilot:
        await shown(pilot, lambda screen: "[because]" in screen)
        await pilot.press("down")
        await shown(pilot, lambda screen: any("│ case-2" in line for line in screen.splitlines()))
        assert set(system.asked) == {"case-1", "case-2"}
        await pilot.resize_terminal(*NARROW)
        await shown(pilot, lambda screen: "[because]" not in screen)


async def test_a_question_mark_explains_and_any_way_back_leads_back() -> None:
    app = TopApp(System().sources())
    async with app.run_test(size=NARROW) as pilot:
        for back in ("escape", "question_mark", "enter"):
            await pilot.press("question_mark")
            await shown(pilot, lambda screen: "Words in capitals are yours" in screen)
            assert isinstance(app.screen, HelpScreen)
            await pilot.press(back)
            assert isinstance(app.screen, MainScreen)


@pytest.mark.parametrize("before", [(), ("enter",), ("question_mark",)])
async def test_q_quits_from_everywhere(before: tuple[str, ...]) -> None:
    app = TopApp(System().sources())
    async with app.run_test(size=NARROW) as pilot:
        await shown(pilot, lambda screen: "case-2" in screen)
        await pilot.press(*before, "q")
        assert app._exit
    assert app.return_code == 0


async def test_what_is_gone_is_stale_and_comes_back_by_itself() -> None:
    system = System()
    app = TopApp(system.sources())
    async with app.run_test(size=NARROW) as pilot:
        await shown(pilot, lambda screen: "case-2" in screen)
        system.gone = "PostgreSQL can't be reached"
        await pilot.press("r")
        found = await shown(pilot, lambda screen: "stale since" in screen.splitlines()[0])
        assert "case-2" in found  # what was known still stands there
        system.gone = ""
        await pilot.press("r")
        await shown(pilot, lambda screen: "stale" not in screen)


async def test_what_is_chosen_stays_so_when_the_list_changes_above_it() -> None:
    system = System()
    app = TopApp(system.sources())
    async with app.run_test(size=NARROW) as pilot:
        await shown(pilot, lambda screen: "case-2" in screen)
        await pilot.press("down")
        system.work = work(replies=[reply("case-0", 9), reply("case-1", 3), reply("case-2", 2)])
        await pilot.press("r")
        await shown(pilot, lambda screen: "case-0" in screen)
        assert chosen(app) == 2


async def test_nothing_of_what_came_from_outside_is_obeyed() -> None:
    system = System(work=work(replies=[reply(HOSTILE, why=HOSTILE)]))
    app = TopApp(system.sources())
    async with app.run_test(size=WIDE) as pilot:
        found = await shown(pilot, lambda screen: "[bold red]mar" in screen and "\\x1b[31mred" in screen)
        assert not UNSEEN.search(found.replace("\n", ""))
        await pilot.press("enter")
        found = await shown(pilot, lambda screen: "[because]" in screen and "Esc back" in screen)
        assert not UNSEEN.search(found.replace("\n", ""))


async def test_a_mistake_of_ours_ends_it_without_telling_variables(capsys: pytest.CaptureFixture[str]) -> None:
    system = System(broken=ValueError("a mistake"))
    app = TopApp(system.sources())
    await asyncio.wait_for(app.run_async(headless=True, size=NARROW), 60)
    assert app.broken is system.broken
    assert capsys.readouterr().err == ""
