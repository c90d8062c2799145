"""Mutants of what happens when modules are imported: tables, defaults, classes. All tests judge, quick ones first."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

import pytest

from .child import KILLED, SURVIVED, Verdict, judge
from .mutants import Mutant
from .swap import import_changed
from .tests_of import Quick, arguments


def load_all_but_ours(modules: Iterable[str]) -> None:
    """What takes long to import and holds nothing of a core, so that each child finds it there."""
    for name in modules:
        if name.partition(".")[0] not in ("services", "tests", "__main__"):
            try:
                importlib.import_module(name)
            except ImportError:
                continue  # made by another module when that is imported


def judge_afresh(core: str, mutant: Mutant, took_s: Mapping[str, float]) -> tuple[Verdict, str]:
    file = str(Path(mutant.path).resolve())
    seconds = sum(took_s.values())

    def trial(tell: Callable[[str], None]) -> int:
        import_changed(mutant, file)
        said = pytest.main(arguments(core), plugins=[_Ordered(took_s, tell)])
        return SURVIVED if said == pytest.ExitCode.OK else KILLED

    return judge(trial, cpu_s=int(10 + 5 * seconds))


class _Ordered(Quick):
    def __init__(self, took_s: Mapping[str, float], tell: Callable[[str], None]) -> None:
        self._took_s = took_s
        self._tell = tell

    @pytest.hookimpl(tryfirst=True)
    def pytest_collection_modifyitems(self, config: pytest.Config, items: list[pytest.Item]) -> None:
        super().pytest_collection_modifyitems(config, items)
        # Those that failed without a mutant took no time that was noted.
        items[:] = sorted(
            (item for item in items if item.nodeid in self._took_s), key=lambda item: self._took_s[item.nodeid]
        )

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed:
            self._tell(report.nodeid)
