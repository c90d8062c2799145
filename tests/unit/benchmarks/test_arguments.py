"""What a benchmark or a campaign can not be asked for is refused before it measures, with 2 and by its name."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.benchmarks import one_case, router_insertion
from tests.benchmarks.idle.__main__ import parser as idle
from tests.benchmarks.latency.__main__ import parser as latency
from tests.benchmarks.memory.__main__ import parser as memory
from tests.benchmarks.million.__main__ import parser as million
from tests.benchmarks.pipeline.__main__ import parser as pipeline
from tests.benchmarks.positions.__main__ import parser as positions
from tests.benchmarks.region.__main__ import parser as region
from tests.benchmarks.replies.__main__ import parser as replies
from tests.benchmarks.timers.__main__ import parser as timers
from tests.mutation.__main__ import parser as mutation

Parser = Callable[[], argparse.ArgumentParser]
HERE = str(Path(__file__).parent)


@pytest.mark.parametrize(
    ("parser", "typed", "says"),
    [
        (one_case.parser, ["many"], "EVENTS"),
        (one_case.parser, ["0"], "EVENTS: at least 10"),
        (one_case.parser, ["-3"], "-3"),
        (one_case.parser, ["10", "20"], "20"),
        (router_insertion.parser, ["10"], "10"),
        (router_insertion.parser, ["--rounds", "3"], "--rounds"),
        (pipeline, ["--events", "many"], "--events: invalid whole number"),
        (pipeline, ["--events", "0"], "--events: at least 1"),
        (pipeline, ["--events", "9" * 5000], "--events"),
        (pipeline, ["--rounds", "-1"], "--rounds: at least 1"),
        (pipeline, ["--only", "some"], "--only"),
        (timers, ["--pending", "0"], "--pending: at least 1"),
        (timers, ["--a-second", "-5"], "--a-second: at least 1"),
        (million, ["--cases", "99"], "--cases: at least 100"),
        (million, ["--notifiers", "0"], "--notifiers: at least 1"),
        (latency, ["--seconds", "0"], "--seconds: at least 1"),
        (idle, ["--seconds", "many"], "--seconds: invalid whole number"),
        (memory, ["--cases", "0"], "--cases: 1 to 50000"),
        (region, ["--rounds", "251"], "--rounds: 1 to 250"),
        (positions, ["--collectors", "0"], "--collectors: at least 1"),
        (replies, ["--rounds", "0"], "--rounds"),
        (replies, ["--times", HERE], "can't be read"),
        (mutation, [], "--core"),
        (mutation, ["--core", "none"], "notifier"),
        (mutation, ["--core", "router", "--sample", "-1"], "--sample: at least 0"),
        (mutation, ["--core", "router", "--report", HERE], "--report"),
        (mutation, ["--core", "router", "--report", "/nowhere/x.md"], "no folder"),
        (mutation, ["--core", "router", "--again", "/nowhere.md"], "--again: /nowhere.md can't be read"),
        (mutation, ["--core", "router", "--again", HERE], "can't be read: Is a directory"),
    ],
)
def test_what_can_not_be_is_refused_with_its_name(
    parser: Parser, typed: list[str], says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        parser().parse_args(typed)
    assert ended.value.code == 2
    assert says in capsys.readouterr().err.splitlines()[-1]
