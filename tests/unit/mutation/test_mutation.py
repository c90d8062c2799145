"""What the cores' tests are tested with: which changes are made, that they take effect, and how they are counted."""

from __future__ import annotations

import functools
import sys
import weakref
from pathlib import Path
from types import ModuleType

import pytest

from tests.mutation.child import judge
from tests.mutation.mutants import Mutant, mutants_of
from tests.mutation.swap import NotInPlace, forget_results, put_in_place
from tests.mutation.verdicts import interval, report, reported, share_killed

SOURCE = '''"""Docstring."""

from dataclasses import dataclass

LIMIT = 3
Names = tuple[str, ...] | None


@dataclass(frozen=True)
class Case:
    size: int = 1

    @property
    def is_large(self) -> bool:
        return self.size > LIMIT


def first(names: Names = None) -> str:
    """Docstring."""
    return names[0] if len(names or ()) else "nobody"
'''


class Thing:
    pass


@pytest.fixture
def mutants(tmp_path: Path) -> list[Mutant]:
    folder = tmp_path / "services" / "toy" / "core"
    folder.mkdir(parents=True)
    (folder / "toy.py").write_text(SOURCE)
    return mutants_of(tmp_path, "toy")


def changed(mutants: list[Mutant], line: str) -> set[str]:
    """What a line of the source becomes, in one mutant or another."""
    return {after for it in mutants for after in it.diff().splitlines() if f"-{line}" in it.diff().splitlines()}


def test_tables_defaults_and_properties_are_changed(mutants: list[Mutant]) -> None:
    assert {"+LIMIT = 4", "+LIMIT = None"} <= changed(mutants, "LIMIT = 3")
    assert "+    size: int = 2" in changed(mutants, "    size: int = 1")
    assert "+        return self.size >= LIMIT" in changed(mutants, "        return self.size > LIMIT")
    assert {it.function for it in mutants} == {None, "Case.is_large", "first"}


def test_aliases_decorators_annotations_and_docstrings_are_left_alone(mutants: list[Mutant]) -> None:
    assert not changed(mutants, "Names = tuple[str, ...] | None")
    assert not changed(mutants, "@dataclass(frozen=True)")
    assert all("Docstring" not in line for it in mutants for line in it.diff().splitlines() if line[0] in "+-")
    assert all(compile(it.after, it.path, "exec") for it in mutants)


def test_a_mutant_in_place_runs_under_the_old_object_and_forgets_what_was_worked_out(mutants: list[Mutant]) -> None:
    module = ModuleType("services.toy.core.toy")
    sys.modules[module.__name__] = module
    try:
        exec(SOURCE, vars(module))
        first = module.first
        cached = functools.lru_cache(first)
        cached.__module__ = module.__name__
        assert cached() == "nobody"
        put_in_place(next(it for it in mutants if "NOBODY" in it.after))
        assert first() == "NOBODY"
        gone = weakref.proxy(Thing())
        forget_results()
        assert cached() == "NOBODY"
        with pytest.raises(ReferenceError):
            str(gone)
        with pytest.raises(NotInPlace):
            put_in_place(next(it for it in mutants if it.function is None))
    finally:
        del sys.modules[module.__name__]


def test_a_trial_can_end_in_four_ways() -> None:
    def loops(tell: object) -> int:
        while True:
            pass

    assert judge(lambda tell: 0, cpu_s=5) == ("survived", "")
    assert judge(lambda tell: tell("a test") or 1, cpu_s=5) == ("killed", "a test")  # type: ignore[func-returns-value]
    assert judge(lambda tell: 1 // 0, cpu_s=5)[0] == "in-doubt"
    assert judge(loops, cpu_s=1) == ("timeout", "SIGXCPU")


def test_the_share_counts_what_runs_for_ever_as_found_out() -> None:
    assert share_killed({"killed": 8, "timeout": 1, "survived": 1}) == 0.9
    low, high = interval(90, 100)
    assert (round(low, 3), round(high, 3)) == (0.826, 0.945)
    assert interval(0, 0) == (0.0, 1.0)


def test_a_report_names_its_survivors_so_that_they_can_be_judged_again(mutants: list[Mutant]) -> None:
    one, other = mutants[0], mutants[1]
    lines = [
        {"name": one.name, "verdict": "survived", "word": "", "diff": one.diff()},
        {"name": other.name, "verdict": "killed", "word": "", "diff": other.diff()},
    ]
    assert reported(report(lines, "figures")) == [one.key]
