"""One region, its clock and timers, and the table `duties` by the shell's own statements: it refuses two at a time."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from services.router.bootstrap import machine
from services.router.core.fleet import TimeSpan
from services.router.core.lookup import RegionLookup
from services.router.core.state import RegionState, initial
from services.router.shell.look_up import in_input
from shared.decision import Publish, Row, TimerDue
from shared.policy.pack import load_pack
from tests.memory.router import APPLIES
from tests.memory.runtime.tables import Tables
from tests.properties.folding import Replay
from tests.properties.timers import Timers, keep
from tests.unit.router.events import REGION, opened
from tests.unit.router.given import in_region, spots_in

MACHINE = machine(load_pack("default"))
Held = tuple[datetime, datetime]


@dataclass
class RegionShell:
    """`busy`: when somebody is on duty in another region. Boxes open by their labels."""

    at: datetime
    region: RegionState = field(default_factory=lambda: initial(REGION))
    stopped: frozenset[str] = frozenset()
    timers: Timers = field(default_factory=dict)
    busy: dict[str, list[TimeSpan]] = field(default_factory=dict)
    tables: Tables = field(default_factory=Tables)
    published: list[tuple[type[Any], Any]] = field(default_factory=list)
    kept: dict[tuple[str, ...], Any] = field(default_factory=dict)
    replay: Replay = field(default_factory=lambda: Replay(MACHINE, REGION))

    def hear(self, said: Any) -> None:
        """Decide at the moment `at` and do what follows."""
        fact = None if isinstance(said, TimerDue) else MACHINE.fact_of(said, self.at)
        if fact is None:
            input = MACHINE.input_of(said)
            decision, self.region = MACHINE.step(self.region, input, self.at, self.stopped, self.looked_up(said))
            keep(self.timers, said, decision.effects)
        else:
            decision = fact
        rows: dict[str, list[Row]] = {}
        for effect in decision.effects:
            if isinstance(effect, Row):
                rows.setdefault(effect.statement, []).append(effect)
        for statement, group in rows.items():
            APPLIES[statement](self.tables, group)
        self.published = [(each.event, each.data) for each in decision.effects if isinstance(each, Publish)]
        if fact is None:
            self.replay.after(decision, self.region)

    def looked_up(self, said: Any) -> RegionLookup:
        busy = {(self.region.region, name): spans for name, spans in self.busy.items()}
        spots = spots_in(self.tables)
        boxes = (*in_region(self.region), *in_input(said), *(spot.place for spot in spots.values()))
        places = {each.box: opened(each) for each in boxes}
        return RegionLookup(places, busy, {(self.region.region, name): spot for name, spot in spots.items()}, self.kept)

    @property
    def duties(self) -> dict[tuple[str, str], Held]:
        """By collector and booking: when they are on the way to it or there."""
        return {key: (held.starts_at, held.ends_at) for key, held in self.tables["duties"].items()}

    def told(self, kind: type[Any]) -> list[Any]:
        """The data of every such event that the last decision publishes."""
        return [data for event, data in self.published if event is kind]
