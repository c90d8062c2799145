"""No sentence says `1 records`: a number stands before a word in the plural only where it can't be one.

And none says `1200 records` where others say `1,200 records`: `counted` tells one from many.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = (
    "deploy", "services/console", "services/notifier/recovery", "services/sandbox/control", "services/sandbox/demo",
    "shared/runtime",
)  # fmt: skip
THINGS = (
    "accounts bytes calls cases causes columns crashes crews customers days decisions entries events files hours jars "
    "kills letters lines looks minutes months others partitions people places records replays replies restarts rows "
    "rules seconds seeds segments services slots texts times topics turns units values visits words"
).split()
PLURAL = re.compile(rf"^ (?:(?:more|open|dead|real|parked|other) )?(?:{'|'.join(THINGS)})\b")
NEVER_ONE = {
    "services/console/cli/proof.py": "one is found",
    "services/console/cli/top/command.py": "at least sixteen rows, sixty columns",
    "services/console/views/dead_letters.py": "one is found",
    "services/console/views/refused_events.py": "one is found",
    "services/console/views/verdicts.py": "more than OUTBOX_MANY",
    "services/console/web/pages/letter_acts.py": "at least TIMES_MAX",
    "services/console/web/server.py": "too few files, and more than one",
    "services/console/acts/claims.py": "a limit above one",
    "shared/runtime/health.py": "more than one",
}
"""Where it can't be, with why."""


def plurals(path: Path) -> Iterator[str]:
    """Numbers before a word in the plural, but for limits (in capitals) and what a condition tells apart from one."""
    tree = ast.parse(path.read_text("utf-8"))
    told_apart = {
        id(part) for node in ast.walk(tree) if isinstance(node, ast.IfExp) for part in ast.walk(node.orelse)
    }  # fmt: skip
    for node in ast.walk(tree):
        if not isinstance(node, ast.JoinedStr) or id(node) in told_apart:
            continue
        for number, word in zip(node.values, node.values[1:], strict=False):
            if (
                isinstance(number, ast.FormattedValue) and isinstance(word, ast.Constant)
                and PLURAL.match(str(word.value)) and not is_limit(number.value)
            ):  # fmt: skip
                yield f"{{{ast.unparse(number.value)}}}{str(word.value)[:20]}"


def made_by_hand(path: Path) -> Iterator[str]:
    """`"1 case" if n == 1 else f"{n} cases"`, and an s that is there or not."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.IfExp):
            said = [part.value for part in (node.body, node.orelse) if isinstance(part, ast.Constant)]
            if "s" in said or any(str(one).startswith("1 ") for one in said):
                yield ast.unparse(node)


def is_limit(value: ast.expr) -> bool:
    return any(isinstance(part, ast.Name) and part.id.isupper() for part in ast.walk(value))


@pytest.mark.parametrize("folder", FOLDERS)
def test_a_number_before_a_plural_can_not_be_one(folder: str) -> None:
    found = [
        f"{path.relative_to(ROOT)}: {each}"
        for path in sorted((ROOT / folder).rglob("*.py"))
        if str(path.relative_to(ROOT)) not in NEVER_ONE
        for each in plurals(path)
    ]
    assert found == []


@pytest.mark.parametrize("folder", FOLDERS)
def test_no_plural_is_made_by_hand(folder: str) -> None:
    paths = sorted((ROOT / folder).rglob("*.py"))
    assert [f"{path.relative_to(ROOT)}: {each}" for path in paths for each in made_by_hand(path)] == []


def test_a_plural_that_is_made_by_hand_is_found(tmp_path: Path) -> None:
    path = tmp_path / "said.py"
    path.write_text("""'1 case' if n == 1 else f'{n} cases'; 's' if n != 1 else ''; 'is' if n == 1 else 'are'""")
    assert list(made_by_hand(path)) == ["'1 case' if n == 1 else f'{n} cases'", "'s' if n != 1 else ''"]


def test_one_before_a_plural_is_found(tmp_path: Path) -> None:
    path = tmp_path / "said.py"
    path.write_text('f"{n} records"; f"{len(a):,} more lines"; f"{MAX} days"; "1 case" if n == 1 else f"{n} cases"')
    assert list(plurals(path)) == ["{n} records", "{len(a)} more lines"]
