"""Mutants of functions, judged by the tests that enter the function; all forked from one process that ran them once."""

from __future__ import annotations

import gc
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from types import FrameType
from typing import Any

import pytest

from .child import KILLED, SURVIVED, Verdict, judge
from .mutants import Mutant
from .swap import NotInPlace, forget_results, put_in_place
from .tests_of import Quick, arguments

OVERHEAD_S = 0.003
"""Of running any test."""
Told = Callable[[Mutant, Verdict, str], None]
Function = tuple[str, str]


class Campaign(Quick):
    """A plugin for pytest that puts the judging of mutants in the place of its one run of all tests."""

    def __init__(self, core: str, mutants: Sequence[Mutant], tell: Told) -> None:
        self._folder = f"services/{core}/core/"
        self._mutants = mutants
        self._tell = tell
        self._failed: list[str] = []
        self._entered: set[Function] = set()
        self._by_test: dict[Function, list[pytest.Item]] = defaultdict(list)
        self._killers: dict[Function, Counter[str]] = defaultdict(Counter)
        self.took_s: dict[str, float] = {}

    def run(self, core: str) -> int:
        sys.setprofile(self._note)
        try:
            return int(pytest.main(arguments(core), plugins=[self]))
        finally:
            sys.setprofile(None)

    def _note(self, frame: FrameType, what: str, _: Any) -> None:
        if what == "call" and self._folder in frame.f_code.co_filename:
            path = self._folder + frame.f_code.co_filename.rpartition(self._folder)[2]
            self._entered.add((path, frame.f_code.co_qualname.partition(".<locals>")[0]))

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed:
            self._failed.append(report.nodeid)

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        at_import = set(self._entered)
        self._try_all(session)
        sys.setprofile(None)
        forget_results()
        gc.collect()
        gc.freeze()
        for mutant in self._mutants:
            self._judge(mutant, at_import)
        return True

    def _try_all(self, session: pytest.Session) -> None:
        """Each test once, without a mutant. One that fails could tell nothing about mutants."""
        session.config.pluginmanager.unregister(name="terminalreporter")  # ours is the only progress to be seen
        for item in session.items:
            self._entered.clear()
            began = time.process_time()
            self._run(item)
            if self._failed:
                print(f"left out, because it fails without any mutant: {self._failed.pop()}", flush=True)
                self._failed.clear()
                continue
            self.took_s[item.nodeid] = time.process_time() - began
            for function in self._entered:
                self._by_test[function].append(item)
        print(f"{len(self.took_s)} tests, {sum(self.took_s.values()):.1f} s of processor time", flush=True)

    def _judge(self, mutant: Mutant, at_import: set[Function]) -> None:
        function = (mutant.path, mutant.function or "")
        killers = self._killers[function]

        def pays(item: pytest.Item) -> float:
            """How often it found a mutant of this function, for the time it takes."""
            return -(killers[item.nodeid] + 0.1) / (self.took_s[item.nodeid] + OVERHEAD_S)

        items = sorted(self._by_test[function], key=pays)
        seconds = sum(self.took_s[item.nodeid] for item in items)
        verdict, word = judge(lambda tell: self._try(mutant, items, tell), cpu_s=int(3 + 2 * seconds))
        killers[word] += verdict == "killed"
        if verdict == "survived" and function in at_import:
            verdict = "in-doubt"
        self._tell(mutant, verdict, word)

    def _try(self, mutant: Mutant, items: list[pytest.Item], tell: Callable[[str], None]) -> int:
        gc.disable()
        try:
            put_in_place(mutant)
        except ValueError as error:
            raise NotInPlace(mutant.name) from error
        for item in items:
            self._run(item)
            if self._failed:
                tell(item.nodeid)
                return KILLED
        return SURVIVED

    def _run(self, item: pytest.Item) -> None:
        item.ihook.pytest_runtest_protocol(item=item, nextitem=None)
