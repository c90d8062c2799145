"""Points at which a test may kill: nothing in production, and where armed, dead there and nowhere else."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from shared.runtime import failpoints
from shared.runtime.steps import consume

SAYS_HOW_FAR = """
import sys
from pathlib import Path
from shared.runtime import failpoints
failpoints.watch(Path(sys.argv[1]))
for turn in range(3):
    for point in ("after-poll", "before-commit", "before-offset"):
        failpoints.reached(point)
        print(turn, point, flush=True)
"""


@pytest.fixture
def armed(tmp_path: Path) -> Iterator[Path]:
    path = tmp_path / "failpoints"
    failpoints.make(path)
    yield path
    failpoints.unwatch()


def lived(path: Path) -> tuple[int, list[str]]:
    done = subprocess.run([sys.executable, "-c", SAYS_HOW_FAR, str(path)], capture_output=True, text=True, check=False)
    return done.returncode, done.stdout.splitlines()


def test_a_process_dies_at_the_point_it_was_aimed_at_and_its_successor_does_not(armed: Path) -> None:
    failpoints.arm(armed, "before-offset", passes=1)
    code, said = lived(armed)
    assert code == -signal.SIGKILL
    assert said[-1] == "1 before-commit"
    assert failpoints.died_at(armed) == "before-offset"
    code, said = lived(armed)
    assert (code, len(said)) == (0, 9)


def test_what_was_disarmed_in_time_kills_nobody(armed: Path) -> None:
    failpoints.arm(armed, "after-poll")
    failpoints.disarm(armed)
    assert lived(armed)[0] == 0
    assert failpoints.died_at(armed) is None


def test_other_points_are_passed_and_do_not_count(armed: Path) -> None:
    failpoints.arm(armed, "after-post", passes=3)
    failpoints.watch(armed)
    for _ in range(10):
        failpoints.reached("before-post")
    assert armed.read_bytes() == bytes((failpoints.POINTS.index("after-post") + 1, 3, 0))


def test_a_file_of_another_size_is_no_such_file(tmp_path: Path) -> None:
    wrong = tmp_path / "empty"
    wrong.touch()
    with pytest.raises(ValueError, match="size"):
        failpoints.watch(wrong)


def test_where_nothing_watches_a_point_calls_nothing() -> None:
    calls: list[str] = []
    follower = sys.getprofile()
    sys.setprofile(lambda frame, event, _: calls.append(event))
    try:
        failpoints.reached("after-poll")
    finally:
        sys.setprofile(follower)
    assert calls == ["call", "return", "c_call"]  # itself, and the end of this watch


def test_every_point_is_reached_somewhere_in_the_production_code() -> None:
    root = Path(consume.__file__).parents[3]
    code = "".join(
        path.read_text(encoding="utf-8")
        for folder in ("shared/runtime/steps", "services/notifier/shell")
        for path in (root / folder).glob("*.py")
    )
    assert [point for point in failpoints.POINTS if f'failpoints.reached("{point}")' not in code] == []
