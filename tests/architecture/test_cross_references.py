"""What a docstring or comment sends its reader to (see `name`) is there: a file, or something that is defined."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from .sources import ROOT, nodes, python_files

PACKAGES = ("services", "shared", "deploy")
SEE = re.compile(r"\bsee `([a-z_]\w*)(?:\.([a-z_]\w*))?`", re.IGNORECASE)


def room(path: Path) -> Path:
    """`services/NAME`, `shared` or `deploy`: a word means what it means in its own room, or in `shared`."""
    return Path(*path.parts[: 2 if path.parts[0] == "services" else 1])


@cache
def defined(where: Path) -> frozenset[str]:
    """Names of files and folders there, and of classes, functions, fields and constants in them."""
    found: set[str] = set()
    for path in python_files(str(where)):
        found |= {path.stem, *path.parts}
        for node in nodes(path):
            if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
                found.add(node.name)
            elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
                found.add(node.target.id)
            elif isinstance(node, ast.Assign):
                found |= {each.id for each in node.targets if isinstance(each, ast.Name) and each.id.isupper()}
            elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
                found.add(node.attr)
            elif isinstance(node, ast.alias):
                found.add(node.asname or node.name)
    return frozenset(found)


def dangling(text: str, known: frozenset[str]) -> Iterator[str]:
    for names in SEE.findall(text):
        yield from (name for name in names if name and name not in known)


def test_what_a_comment_or_docstring_sends_to_is_there() -> None:
    missing, checked = [], 0
    for path in python_files(*PACKAGES):
        text = (ROOT / path).read_text("utf-8")
        checked += len(SEE.findall(text))
        missing += [f"{path}: {name}" for name in dangling(text, defined(room(path)) | defined(Path("shared")))]
    assert missing == []
    assert checked >= 20


def test_a_planted_reference_to_nothing_is_seen() -> None:
    known = frozenset({"timetable", "is_kept"})
    planted = '"""Times for every stop: see `broken_at`."""\n# See `timetable.is_kept`, see `timetable.gone`.'
    assert list(dangling(planted, known)) == ["broken_at", "gone"]
