"""The first screen: verdicts, what waits, and the list of what needs a person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import ClassVar

from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.screen import Screen
from textual.widgets import Input, OptionList, Static

from ...views.needs_a_person import Need
from . import lines
from .case_lines import case_head, life_lines
from .case_screen import CaseScreen
from .picture import MoreOfAKind, TopPicture, picture
from .put import put
from .reads import EACH_MAX
from .seen import CaseSeen
from .sources import Sources
from .style import LIST_PERCENT, WIDE
from .tones import STRONG
from .words import fitted, keys_line, stacked, wrapped

KEYS = (
    ("↑↓", "choose"), ("Enter", "the case"), ("/", "type a case"), ("r", "read now"), ("?", "help"), ("q", "quit"),
)  # fmt: skip
CASE_LETTERS = "[A-Za-z0-9._:-]*"
CASE_MAX = 64
GLANCE = 20


class MainScreen(Screen[None]):
    BINDINGS: ClassVar[list[BindingType]] = [
        # Of priority: else what is typed right behind it would still go to the list.
        Binding("slash", "find", "Type a case", priority=True),
        Binding("r", "read_now", "Read now"),
        Binding("j", "choose(1)", show=False),
        Binding("k", "choose(-1)", show=False),
        Binding("escape", "leave_find", show=False),
    ]

    def __init__(self, sources: Sources) -> None:
        super().__init__()
        self._sources = sources
        self._needs: Sequence[Need | MoreOfAKind] = ()
        self._lines: list[Text] = []

    def compose(self) -> ComposeResult:
        yield Static(id="head")
        yield Static(id="verdicts", classes="block")
        yield Static(id="waits", classes="line")
        yield Static(id="title", classes="line")
        with Horizontal(id="body"):
            yield OptionList(id="needs", markup=False)
            with VerticalScroll(id="side", can_focus=False):
                yield Static(id="side-lines")
        yield Static(id="detail")
        yield Static(keys_line(KEYS), id="keys")
        yield Input(id="find", placeholder="a case’s id, then Enter; Esc leaves", restrict=CASE_LETTERS,
                    max_length=CASE_MAX, compact=True)  # fmt: skip

    def on_mount(self) -> None:
        self.set_class(self.app.no_color, "-plain")
        self.query_one("#needs").focus()
        self.repaint()

    def on_resize(self, event: events.Resize) -> None:
        self.set_class(event.size.width >= WIDE, "-wide")
        self.repaint()

    def on_screen_resume(self) -> None:
        self._choose_case()
        self.repaint()

    @property
    def _wide(self) -> bool:
        return self.size.width >= WIDE

    @property
    def _list_width(self) -> int:
        return self.size.width * LIST_PERCENT // 100 if self._wide else self.size.width

    def repaint(self) -> None:
        sources, now, width = self._sources, datetime.now(UTC), self.size.width - 2
        seen = picture(sources.work.value, sources.held.value, sources.processes.value, sources.lag.value,
                       real_now=now, read_max=EACH_MAX)  # fmt: skip
        name = sources.processes.value.name if sources.processes.value is not None else ""
        put(self, "#head", lines.head(name, seen, sources.work.fresh, now, width))
        put(self, "#verdicts", stacked(lines.verdict_lines(seen.verdicts, width)))
        put(self, "#waits", lines.waits_line(seen, sources.lag.fresh, now, width))
        put(self, "#title", lines.list_title(seen, sources.held.fresh, now, width))
        self._list(seen)
        self._tell_chosen()

    def _list(self, seen: TopPicture) -> None:
        """What was chosen stays so, wherever in the list it is by now."""
        listed = self.query_one("#needs", OptionList)
        # A padding of one at each side, and the scroll bar.
        width = self._list_width - 3
        told = [lines.need_line(need, seen.now, width) for need in seen.needs]
        if told == self._lines:
            return
        before, at = self._chosen(), listed.highlighted or 0
        same = len(told) == len(self._lines)
        self._needs, old, self._lines = seen.needs, self._lines, told
        if same:
            for place, (line, was) in enumerate(zip(told, old, strict=True)):
                if line != was:
                    listed.replace_option_prompt_at_index(place, line)
        else:
            listed.set_options(told)
        if told:
            keys = [_key(need) for need in self._needs]
            again = keys.index(_key(before)) if before is not None and _key(before) in keys else min(at, len(told) - 1)
            listed.highlighted = again

    def _tell_chosen(self) -> None:
        width = self.size.width - self._list_width - 5 if self._wide else self.size.width - 2
        told = lines.need_detail(self._chosen(), width)
        put(self, "#detail", stacked(told))
        if not self._wide:
            return
        if self._sources.chosen:
            seen = self._sources.case_seen
            waits = self._sources.case_trouble or f"reading {self._sources.chosen}"
            told = [*told, Text(), fitted(self._sources.chosen, width, STRONG)]
            told += glance(seen, width) if seen else wrapped(waits, width)
        put(self, "#side-lines", stacked(told))

    def _chosen(self) -> Need | MoreOfAKind | None:
        at = self.query_one("#needs", OptionList).highlighted
        return self._needs[at] if at is not None and at < len(self._needs) else None

    def _choose_case(self) -> None:
        """Beside the list stands the case of what is chosen; where there is no room for it nothing is read."""
        chosen = self._chosen()
        self._sources.choose(chosen.case if self._wide and isinstance(chosen, Need) else "")

    def on_option_list_option_highlighted(self) -> None:
        if self.app.screen is self:
            self._choose_case()
        self._tell_chosen()

    def on_option_list_option_selected(self) -> None:
        chosen = self._chosen()
        if isinstance(chosen, Need) and chosen.case:
            self._open(chosen.case)

    def _open(self, case: str) -> None:
        self._sources.choose(case)
        self.app.push_screen(CaseScreen(self._sources))

    def action_find(self) -> None:
        self._finding(True)

    def action_leave_find(self) -> None:
        self.query_one("#find", Input).clear()
        self._finding(False)

    def _finding(self, on: bool) -> None:
        """At once, and not when the style sheet is looked at next: who types fast has typed the id by then."""
        find, keys = self.query_one("#find"), self.query_one("#keys")
        find.display, keys.display = on, not on
        self.set_focus(find if on else self.query_one("#needs"))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        case = event.value.strip()
        self.action_leave_find()
        if case:
            self._open(case)

    def action_read_now(self) -> None:
        self._sources.now()

    def action_choose(self, by: int) -> None:
        listed = self.query_one("#needs", OptionList)
        if by > 0:
            listed.action_cursor_down()
        else:
            listed.action_cursor_up()


def glance(seen: CaseSeen, width: int) -> list[Text]:
    """Where the case stands, and its newest decisions, the last one first."""
    newest = replace(seen, life=seen.life[: -GLANCE - 1 : -1], decisions=0)
    return [*case_head(seen, width), Text(), *life_lines(newest, width)]


def _key(need: Need | MoreOfAKind) -> tuple[str, ...]:
    return (need.kind,) if isinstance(need, MoreOfAKind) else (need.kind, need.case, need.command)
