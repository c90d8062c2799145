"""A copy with some fields changed is what the standard library would make."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field
from typing import Any

import pytest
from msgspec import Struct

from services.notifier.core import changes, state
from services.router.core import timetable
from services.scheduler.core import changes as moves
from services.scheduler.core import state as appointments
from shared.decision import Decision, replaced
from shared.decision.replaced import replace


@dataclass(frozen=True, slots=True)
class Parcel:
    weight_kg: int
    stamps: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Insured(Parcel):
    value: int = 0


@dataclass(frozen=True, slots=True)
class Checked:
    weight_kg: int
    side_cm: int = 1

    def __post_init__(self) -> None:
        if self.weight_kg < 0:
            raise ValueError("nothing weighs less than nothing")


@dataclass(frozen=True, slots=True)
class Numbered:
    weight_kg: int
    number: int = field(default=7, init=False)


@dataclass(frozen=True)
class Loose:
    weight_kg: int
    stamps: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Alone:
    weight_kg: int


@pytest.mark.parametrize(
    "made", [Parcel(1, ("a",)), Insured(1, ("a",), 9), Loose(1), Checked(1), Numbered(1), Alone(1)]
)
def test_it_is_equal_to_what_the_standard_library_makes_and_the_old_one_stays(made: Any) -> None:
    before = dataclasses.astuple(made)
    after = replace(made, weight_kg=3)
    assert after == dataclasses.replace(made, weight_kg=3)
    assert type(after) is type(made)
    assert dataclasses.astuple(made) == before


def test_what_is_checked_when_it_is_made_is_checked_again() -> None:
    with pytest.raises(ValueError, match="less than nothing"):
        replace(Checked(1), weight_kg=-1)


def test_a_field_that_there_is_not_is_an_error() -> None:
    with pytest.raises(TypeError, match="Parcel has no field colour"):
        replace(Parcel(1), colour="red")  # type: ignore[call-arg]


def test_what_is_no_dataclass_is_an_error() -> None:
    with pytest.raises(TypeError):
        replace(3, weight_kg=1)  # type: ignore[type-var]


def test_a_field_that_was_computed_is_not_replaced() -> None:
    with pytest.raises(ValueError, match="init=False"):
        replace(Numbered(1), number=3)


def test_a_struct_is_copied_and_the_old_one_stays() -> None:
    brake = state.Brake("hold", None)
    assert replace(brake, cause="dispute") == state.Brake("dispute", None)
    assert brake == state.Brake("hold", None)
    with pytest.raises(TypeError, match="colour"):
        replace(brake, colour="red")  # type: ignore[call-arg]


@pytest.mark.parametrize("module", [changes, state, moves, appointments])
def test_states_and_changes_are_structs_that_need_no_look_for_circles(module: Any) -> None:
    kinds = [kind for kind in vars(module).values() if isinstance(kind, type) and kind.__module__ == module.__name__]
    assert [kind.__name__ for kind in kinds if not issubclass(kind, Struct)] in ([], ["Letter"])
    assert [kind.__name__ for kind in kinds if issubclass(kind, Struct) and kind.__struct_config__.gc] == []


@pytest.mark.parametrize("module", [timetable])
def test_states_and_changes_are_copied_slot_by_slot(module: Any) -> None:
    kinds = [kind for kind in vars(module).values() if isinstance(kind, type) and kind.__module__ == module.__name__]
    copied = [kind for kind in kinds if dataclasses.is_dataclass(kind) and len(dataclasses.fields(kind)) > 1]
    assert copied
    assert [kind.__name__ for kind in copied if replaced._slots_of(kind) is None] == []


def test_a_decision_is_a_struct() -> None:
    assert issubclass(Decision, Struct)
