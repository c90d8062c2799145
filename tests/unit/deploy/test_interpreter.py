"""Of several Pythons the launcher takes the fastest that can make its environment."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from deploy.interpreter import Interpreter, candidates, fastest, measured, why

OURS = (3, 12, 1)


def python(path: str, work_ms: float, version: tuple[int, int, int] = OURS, *, makes_venv: bool = True) -> Interpreter:
    return Interpreter(path, version, makes_venv, work_ms)


@pytest.fixture
def on_path(tmp_path: Path) -> Callable[[str], str]:
    """Makes a program of that name in the one folder of the path; where it is."""

    def made(name: str) -> str:
        path = tmp_path / name
        path.write_text(f"#!/bin/sh\n# {name}\nexit 1\n")
        path.chmod(0o755)
        return str(path)

    return made


def found(folder: Path, answers: dict[str, Interpreter]) -> list[Interpreter]:
    return list(candidates({"PATH": str(folder)}, answers.get))


def test_a_faster_one_is_taken_whatever_comes_first() -> None:
    slow, fast = python("/a", 2.0), python("/b", 1.5)
    assert fastest([slow, fast]) is fast


def test_of_two_that_are_alike_the_first_is_taken() -> None:
    first, second = python("/a", 1.52), python("/b", 1.5)
    assert fastest([first, second]) is first


def test_an_older_release_of_a_version_is_taken_only_where_it_is_a_fifth_faster() -> None:
    new, other = python("/b", 0.8, (3, 11, 7)), python("/c", 0.7, (3, 12, 0))
    little, much = python("/a", 0.75, (3, 11, 2)), python("/a", 0.5, (3, 11, 2))
    assert fastest([little, new]) is new
    assert fastest([little, new, other]) is other
    assert fastest([much, new, other]) is much
    assert why(new, [little, new]).endswith("0.8 ms (Python 3.11.2 (/a) 0.8, an older release).")


def test_where_none_was_found_none_is_taken() -> None:
    assert fastest([]) is None


def test_it_is_said_which_was_taken_and_why() -> None:
    slow, fast = python("/a", 2.0), python("/b", 1.5)
    assert why(fast, [slow, fast]) == (
        "Taking Python 3.12.1 (/b): the same work takes it 1.5 ms (Python 3.12.1 (/a) 2.0)."
    )


def test_each_that_can_make_the_environment_is_asked_newest_first(
    tmp_path: Path, on_path: Callable[[str], str]
) -> None:
    old, new = on_path("python3.11"), on_path("python3.13")
    answers = {old: python(old, 1.0, (3, 11, 4)), new: python(new, 1.0, (3, 13, 0))}
    assert [one.path for one in found(tmp_path, answers)] == [new, old]


def test_one_that_can_make_no_virtual_environment_is_passed_over(tmp_path: Path, on_path: Callable[[str], str]) -> None:
    path = on_path("python3.12")
    assert found(tmp_path, {path: python(path, 1.0, makes_venv=False)}) == []


@pytest.mark.parametrize("version", [(3, 10, 9), (3, 14, 0)])
def test_one_for_which_the_lock_has_no_packages_is_passed_over(
    version: tuple[int, int, int], tmp_path: Path, on_path: Callable[[str], str]
) -> None:
    path = on_path("python3")
    assert found(tmp_path, {path: python(path, 1.0, version)}) == []


def test_two_names_of_one_interpreter_count_once(tmp_path: Path, on_path: Callable[[str], str]) -> None:
    real, shim = on_path("python3.11"), on_path("python3.13")
    (tmp_path / "python3").symlink_to(real)
    one = python(real, 1.0, (3, 11, 4))
    assert found(tmp_path, {real: one, shim: one, str(tmp_path / "python3"): one}) == [one]


def test_what_does_not_run_is_no_candidate(tmp_path: Path, on_path: Callable[[str], str]) -> None:
    path = on_path("python3")
    assert measured(path) is None
    assert measured(str(tmp_path / "python3.13")) is None


def test_one_that_runs_says_what_it_is() -> None:
    one = measured(sys.executable)
    assert one is not None
    assert one.version == sys.version_info[:3]
    assert one.work_ms > 0
