"""Stories are recorded by driving a core as a shell would: every input, when it came, and what was known then."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from services.notifier.core.inputs import ReplyReceived, StatusReported, TextSettled
from services.notifier.core.table_writes import ClaimText
from shared.contracts.envelope import Event
from shared.decision import Row, TimerDue
from tests.memory.notifier.tables import APPLIES
from tests.properties.notifier.case_shell import NotifierCaseShell
from tests.properties.router.region_shell import RegionShell
from tests.properties.scheduler.case_shell import SchedulerCaseShell
from tests.unit.notifier.events import PHONE_HASH, sealed

from .written import RecordedInput

Story = Callable[[Any], None]


@dataclass
class StoryRecorder:
    """`shell` is that of one core. Events get ids of their own, so that a story is told the same twice,
    and none is told before its time.
    """

    shell: Any
    history: list[RecordedInput] = field(default_factory=list)

    def hear(self, *inputs: Any) -> None:
        for said in inputs:
            if isinstance(said, Event):
                time = min(said.time, self.shell.at)
                said = said.model_copy(update={"id": f"e-{len(self.history) + 1}", "time": time})
            if isinstance(self.shell, RegionShell):
                self.history.append(RecordedInput(self.shell.at, said, self.shell.stopped, self.shell.looked_up(said)))
            else:
                self.history.append(
                    RecordedInput(self.shell.at, said, frozenset(self.shell.stopped), self.looked_up(said))
                )
            self.shell.hear(said)

    def looked_up(self, said: Any) -> Any:
        return self.shell.lookup()

    def rings(self, kind: str = "", *, late: timedelta = timedelta(0)) -> None:
        """The first timer that is due, of that kind: the clock goes on to it."""
        names = [name for name in self.shell.timers if name.startswith(kind)]
        name = min(names, key=lambda name: (self.shell.timers[name], name))
        due = self.shell.timers[name]
        self.shell.at = max(self.shell.at, due) + late
        self.hear(TimerDue(name, due))

    def later(self, **ahead: float) -> None:
        self.shell.at += timedelta(**ahead)

    @property
    def at(self) -> Any:
        return self.shell.at


class NotifierStory(StoryRecorder):
    """A case of notifier."""

    shell: NotifierCaseShell

    def looked_up(self, said: Any) -> Any:
        return self.shell.lookup(said)

    def text(self, *, delivered: bool = True) -> Any:
        """The next text that waits goes out as soon as it may; the carrier has it, and perhaps a receipt for it."""
        while True:
            self.rings("text:")
            claims = [each for each in self.shell.decision.effects if isinstance(each, ClaimText)]
            if claims:
                break
        intent = claims[0].intent
        self.shell.post(intent)
        self.hear(TextSettled(intent, "accepted", f"SM{len(self.history):032d}", None, self.at))
        if delivered:
            self.later(minutes=1)
            self.reported(intent, "delivered")
        return intent

    def knows(self, row: Row) -> None:
        """What another case of the person left in the tables."""
        APPLIES[row.statement](self.shell.tables, [row])

    def reported(self, intent: Any, status: Any) -> None:
        self.hear(StatusReported(intent, f"SM{len(self.history):032d}", status, None, self.at))

    def replies(self, words: str, phone: str = PHONE_HASH) -> None:
        sid = f"SM{len(self.history):032d}"
        self.shell.words[sid] = words
        self.hear(ReplyReceived(sid, phone, self.at, sealed("words")))


class SchedulerStory(StoryRecorder):
    """A visit of scheduler."""

    shell: SchedulerCaseShell

    def asked_of(self, event: type[Any]) -> Any:
        """The data of the newest such event that was told."""
        return [data for kind, data in self.shell.published() if kind is event][-1]


class RouterStory(StoryRecorder):
    """A region of router."""

    shell: RegionShell
