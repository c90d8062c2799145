"""No sentence says `1 records`: a number stands before a word in the plural only where it can't be one."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = ("deploy", "services/console", "services/sandbox/demo", "services/sandbox/control")
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


def test_one_before_a_plural_is_found(tmp_path: Path) -> None:
    path = tmp_path / "said.py"
    path.write_text('f"{n} records"; f"{len(a):,} more lines"; f"{MAX} days"; "1 case" if n == 1 else f"{n} cases"')
    assert list(plurals(path)) == ["{n} records", "{len(a)} more lines"]
