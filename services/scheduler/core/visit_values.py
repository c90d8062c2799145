"""What a visit is made of, as inputs, states and changes keep it: what events said, checked when they came, in structs.

Each is written as the contract's own value is, which `contract` names, and `told()` is that value for an event.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar, Protocol, TypeVar

from msgspec import Struct, convert

from shared.contracts.values import Certificate, Member, Needs, PermitLine, Slot, Value, Window
from shared.decision.kept_values import Box, Moment

T = TypeVar("T", bound=Struct)
V = TypeVar("V", bound=Value, covariant=True)


class VisitNeeds(Struct, frozen=True, gc=False):
    """What a visit asks of its crew."""

    contract: ClassVar[type[Value]] = Needs
    crew_size: int = 2
    certificates: tuple[Certificate, ...] = ("communication", "law", "psychology")
    duration_min: int = 30

    def told(self) -> Needs:
        return Needs(crew_size=self.crew_size, certificates=self.certificates, duration_min=self.duration_min)


class ArrivalWindow(Struct, frozen=True, gc=False):
    """An arrival window as it was promised: `local` is the start that a person was told, in `zone`."""

    contract: ClassVar[type[Value]] = Window
    start: Moment
    end: Moment
    zone: str
    local: str

    def told(self) -> Window:
        return Window(start=self.start, end=self.end, zone=self.zone, local=self.local)


class OfferedSlot(Struct, frozen=True, gc=False):
    """A window that the router can serve."""

    contract: ClassVar[type[Value]] = Slot
    slot: str
    window: ArrivalWindow
    detour_s: int

    def told(self) -> Slot:
        return Slot(slot=self.slot, window=self.window.told(), detour_s=self.detour_s)


class CrewMember(Struct, frozen=True, gc=False):
    contract: ClassVar[type[Value]] = Member
    collector: str
    name: Box

    def told(self) -> Member:
        return Member(collector=self.collector, name=self.name.sealed())


class PermitGround(Struct, frozen=True, gc=False):
    """One rule of a permit and the event that satisfied it."""

    contract: ClassVar[type[Value]] = PermitLine
    rule: str
    satisfied_by: str
    text: str

    def told(self) -> PermitLine:
        return PermitLine(rule=self.rule, satisfied_by=self.satisfied_by, text=self.text)


class Tellable(Protocol[V]):
    def told(self) -> V: ...


AnyWindow = Window | ArrivalWindow
"""As an event says it, or as it is kept."""


def kept(value: Value, kind: type[T]) -> T:
    """A value of an event as it is kept."""
    return convert(value, kind, from_attributes=True)


def all_kept(values: Iterable[Value], kind: type[T]) -> tuple[T, ...]:
    return tuple(kept(value, kind) for value in values)


def all_told(values: Iterable[Tellable[V]]) -> tuple[V, ...]:
    return tuple(value.told() for value in values)
