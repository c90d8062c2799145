"""Which of this machine's Pythons the environment is made with: the one that runs our kind of code fastest.

    python3 -I deploy/interpreter.py

Run by ./doorstep before it makes `.venv`, unless `DOORSTEP_PYTHON` names one. Writes the path of the chosen one, and
says why on standard error where there was a choice. One built with profile-guided optimisation is a seventh faster or
more; how it was built is not to be read from it (Debian's says nothing of it), so each runs the same piece of work.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

NAMES = ("python3.13", "python3.12", "python3.11", "python3")
OLDEST, NEWEST = (3, 11), (3, 13)
"""Of these versions, requirements.lock has packages that nobody has to compile."""
ALIKE = 1.05
"""A difference that is none: then the first in the order of `NAMES` is taken."""
OLDER_RELEASE = 1.2
"""So many times faster an older release of the same version has to be: what the newer one mends is worth something."""
WORK_S = 0.2
ANSWER_S = 20.0
MEASURE = "measure"


@dataclass(frozen=True)
class Interpreter:
    """`makes_venv`: Debian's comes without the part that makes virtual environments. `work_ms`: less is faster."""

    path: str
    version: tuple[int, int, int]
    makes_venv: bool
    work_ms: float


def main() -> None:
    if sys.argv[1:] == [MEASURE]:
        sys.stdout.write(json.dumps([sys.executable, sys.version_info[:3], has_ensurepip(), work_ms()]))
        return
    found = list(candidates(os.environ))
    chosen = fastest(found)
    if chosen is not None and len(found) > 1:
        sys.stderr.write(why(chosen, found) + "\n")
    sys.stdout.write(f"{chosen.path if chosen is not None else sys.executable}\n")


def candidates(
    env: Mapping[str, str], asked: Callable[[str], Interpreter | None] | None = None
) -> Iterator[Interpreter]:
    """Those on the path that can make our environment, each once, in the order of `NAMES`."""
    seen: set[str] = set()
    for name in NAMES:
        for folder in env.get("PATH", "").split(os.pathsep):
            path = Path(folder, name)
            real = os.path.realpath(path)
            if not folder or real in seen or not os.access(path, os.X_OK):
                continue
            seen.add(real)
            found = (asked or measured)(str(path))
            if found is None or not found.makes_venv or not OLDEST <= found.version[:2] <= NEWEST:
                continue
            # A version manager's name on the path is a script of its own: what it runs may have been seen.
            if (runs := os.path.realpath(found.path)) == real or runs not in seen:
                seen.add(runs)
                yield found


def measured(path: str) -> Interpreter | None:
    """None for what does not run, or is no Python."""
    try:
        done = subprocess.run(
            [path, "-I", __file__, MEASURE], capture_output=True, text=True, check=True, timeout=ANSWER_S
        )
        executable, version, makes_venv, took_ms = json.loads(done.stdout)
    except (OSError, subprocess.SubprocessError, ValueError):
        return None
    return Interpreter(executable, tuple(version), makes_venv, took_ms)


def fastest(found: list[Interpreter]) -> Interpreter | None:
    if not found:
        return None
    best_ms = min(_weighed_ms(one, found) for one in found)
    return next(one for one in found if _weighed_ms(one, found) <= best_ms * ALIKE)


def _weighed_ms(one: Interpreter, found: list[Interpreter]) -> float:
    return one.work_ms * OLDER_RELEASE if _is_old(one, found) else one.work_ms


def why(chosen: Interpreter, found: list[Interpreter]) -> str:
    others = ", ".join(
        f"{_named(one)} {one.work_ms:.1f}{', an older release' if _is_old(one, found) else ''}"
        for one in found
        if one is not chosen
    )
    return f"Taking {_named(chosen)}: the same work takes it {chosen.work_ms:.1f} ms ({others})."


def _is_old(one: Interpreter, found: list[Interpreter]) -> bool:
    """Is there a newer release of the same version?"""
    return any(each.version[:2] == one.version[:2] and each.version > one.version for each in found)


def _named(one: Interpreter) -> str:
    return f"Python {'.'.join(map(str, one.version))} ({one.path})"


def has_ensurepip() -> bool:
    try:
        import ensurepip  # noqa: F401
        import venv  # noqa: F401
    except ImportError:
        return False
    return True


@dataclass(frozen=True)
class _Case:
    name: str
    amount: int
    texts: tuple[int, ...] = ()


def work_ms() -> float:
    """The least that one round of our kind of work took in `WORK_S`: objects made anew, look-ups, calls, text."""
    end, best_s = time.perf_counter() + WORK_S, float("inf")
    while (began := time.perf_counter()) < end:
        _work()
        best_s = min(best_s, time.perf_counter() - began)
    return best_s * 1000


def _work() -> int:
    known: dict[str, _Case] = {}
    for number in range(400):
        name = f"case-{number % 97:07d}"
        case = known.get(name) or _Case(name, number)
        known[name] = replace(case, amount=case.amount + number, texts=(*case.texts, number)[-4:])
    return sum(_counted(case) for case in known.values() if case.name.startswith("case-"))


def _counted(case: _Case) -> int:
    return sum(text for text in case.texts if text % 3) + len(str(case.amount))


if __name__ == "__main__":
    main()
