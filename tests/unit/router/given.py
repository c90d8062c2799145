"""History in, observation out: `given(hired("ana"), hired("rui")).when(made("b1")).then("crew-assigned")`.

A history item is an event, a list of events, or `later(...)`. The shell's work is done here in memory: boxes are
opened by their labels, timers kept, and the tables are kept as PostgreSQL would.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

from services.router.bootstrap import CHANGES, machine
from services.router.core.events_out import DutiesForgotten, Duty, DutyDropped, DutyEnded
from services.router.core.fleet import Spot, TimeSpan
from services.router.core.lookup import RegionLookup
from services.router.core.state import OpenBooking, RegionState, UnknownBooking, initial
from services.router.shell.look_up import in_input
from shared.contracts.envelope import Event
from shared.contracts.values import Sealed, Window
from shared.decision import CancelTimer, Decision, Publish, Row, SetTimer, TimerDue
from shared.policy.pack import load_pack
from tests.memory.router import APPLIES
from tests.memory.runtime.tables import Tables

from ..decisions import assert_sound
from .events import MONDAY, REGION, opened

START = Decision("nothing-yet", "")
PACK = load_pack("default")
MACHINE = machine(PACK)
V = TypeVar("V")
Said = Event | TimerDue


@dataclass
class Scenario:
    """One region, its clock, and what a shell would keep. `lost` are boxes that can't be opened,
    `busy` who is on duty elsewhere."""

    region: RegionState = field(default_factory=lambda: initial(REGION))
    at: datetime = MONDAY
    stopped: frozenset[str] = frozenset()
    lost: set[str] = field(default_factory=set)
    busy: dict[str, list[TimeSpan]] = field(default_factory=dict)
    timers: dict[str, datetime] = field(default_factory=dict)
    duties: dict[tuple[str, str], tuple[datetime, datetime]] = field(default_factory=dict)
    tables: Tables = field(default_factory=Tables)
    decision: Decision = START
    kept: dict[tuple[str, ...], Any] = field(default_factory=dict)
    _lost_then: frozenset[str] = frozenset()

    def when(self, *inputs: Any) -> Scenario:
        """More inputs. A refusal is fine here."""
        for said in inputs:
            if isinstance(said, list):
                self.when(*said)
            elif callable(said):
                said(self)
            else:
                self._hear(said)
        return self

    def _hear(self, said: Said) -> None:
        fact = None if isinstance(said, TimerDue) else MACHINE.fact_of(said, self.at)
        if fact is not None:
            self.decision = fact
        else:
            input = MACHINE.input_of(said)
            self.decision, self.region = MACHINE.step(self.region, input, self.at, self.stopped, self.looked_up(said))
        assert_sound("router", self.decision, CHANGES, self.at)
        if isinstance(said, TimerDue):
            self.timers.pop(said.kind, None)
        for effect in self.decision.effects:
            match effect:
                case SetTimer():
                    self.timers[effect.kind] = effect.due_at
                case CancelTimer():
                    self.timers.pop(effect.kind, None)
                case Duty():
                    self.duties[effect.collector, effect.booking] = (effect.starts_at, effect.ends_at)
                case DutyDropped():
                    self.duties = {key: span for key, span in self.duties.items() if key[1] != effect.booking}
                case DutiesForgotten():
                    self.duties = {
                        key: span for key, span in self.duties.items() if span[1] >= effect.before and span[0] < span[1]
                    }
                case Row() if not isinstance(effect, DutyEnded):
                    APPLIES[effect.statement](self.tables, [effect])
                case DutyEnded():
                    self.duties |= {
                        key: (span[0], max(span[0], min(span[1], effect.ended_at)))
                        for key, span in self.duties.items()
                        if key[1] == effect.booking
                    }

    def looked_up(self, said: Said) -> RegionLookup:
        boxes = [*in_region(self.region), *in_input(said), *(spot.place for spot in self.spots.values())]
        places = {each.box: opened(each) for each in boxes if each.box not in self.lost}
        if self._lost_then != self.lost:
            self._lost_then = frozenset(self.lost)
            self.kept.clear()
        busy = {(self.region.region, name): spans for name, spans in self.busy.items()}
        return RegionLookup(places, busy, {(REGION, name): spot for name, spot in self.spots.items()}, self.kept)

    @property
    def spots(self) -> dict[str, Spot]:
        """Where collectors were last."""
        return spots_in(self.tables)

    def then(self, reason: str) -> Scenario:
        """The last input was accepted for this reason."""
        assert (self.decision.reason, self.decision.accepted) == (reason, True), self.decision
        return self

    def then_nothing(self, reason: str) -> Scenario:
        """The last input was refused for this reason, and nothing changed."""
        assert (self.decision.reason, self.decision.accepted) == (reason, False), self.decision
        assert not self.decision.changes
        return self

    def published(self, kind: type[Event] | None = None) -> list[Publish]:
        return [e for e in self.decision.effects if isinstance(e, Publish) and kind in (None, e.event)]

    def all_told(self, kind: type[Event]) -> list[Any]:
        """The data of every such event that the last decision publishes."""
        return [publish.data for publish in self.published(kind)]

    def told(self, kind: type[Event]) -> Any:
        """The data of the one such event that the last decision publishes."""
        (found,) = self.all_told(kind)
        return found

    def visit(self, name: str, kind: type[V]) -> V:
        """The booking's state, which is of this kind."""
        found = self.region.bookings.get(name, UnknownBooking())
        assert isinstance(found, kind), found
        return found

    def why(self) -> dict[str, str]:
        """Refusal codes and texts of the last decision, whichever event carries them."""
        return {each.code: each.text for publish in self.published() for each in getattr(publish.data, "refused", ())}

    def windows(self) -> list[Window]:
        """The windows of the last quote."""
        return [slot.window for publish in self.published() for slot in getattr(publish.data, "slots", ())]


def in_region(region: RegionState) -> Iterator[Sealed]:
    """Every place that a region's state holds: a test opens them all, where the service opens what it needs."""
    for collector in region.collectors.values():
        if collector.home is not None:
            yield collector.home
    for visit in region.bookings.values():
        if isinstance(visit, OpenBooking):
            yield visit.booking.home


def spots_in(tables: Tables) -> dict[str, Spot]:
    """Where collectors of the region were last, by the table `positions`."""
    return {
        name: Spot(at=stood.at, place=Sealed.model_validate_json(stood.place))
        for (_, name), stood in tables["positions"].items()
        if stood.place is not None
    }


def given(*history: Any) -> Scenario:
    """A town so far. Every input of it must be accepted: a history that is refused proves nothing."""
    town = Scenario()
    for said in _flat(history):
        town.when(said)
        assert callable(said) or town.decision.accepted, town.decision
    return town


def later(when: datetime) -> Callable[[Scenario], None]:
    """The clock goes on to this moment."""

    def go(town: Scenario) -> None:
        town.at = when

    return go


def stopping(what: str) -> Callable[[Scenario], None]:
    def throw(town: Scenario) -> None:
        town.stopped = frozenset({what})

    return throw


def losing(*labels: str) -> Callable[[Scenario], None]:
    """These boxes can't be opened any more."""

    def lose(town: Scenario) -> None:
        town.lost |= set(labels)

    return lose


def rings(kind: str) -> Callable[[Scenario], None]:
    """The timer comes due, and the clock goes on to it."""

    def ring(town: Scenario) -> None:
        due = town.timers[kind]
        town.at = max(town.at, due)
        town.when(TimerDue(kind, due))

    return ring


def _flat(items: Iterable[Any]) -> Iterable[Any]:
    for item in items:
        if isinstance(item, list):
            yield from _flat(item)
        else:
            yield item
