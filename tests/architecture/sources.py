"""The repository's own files, and what their syntax trees say."""

from __future__ import annotations

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGES = ("services", "shared", "deploy", "tests", "docs")
CORES = ("services/notifier/core", "services/scheduler/core", "services/router/core")


@cache
def files() -> tuple[Path, ...]:
    """Every file that belongs to the repository, relative to its root: what git knows or would take in."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    if listed.returncode == 0:
        names = sorted({Path(name.decode()) for name in listed.stdout.split(b"\0") if name})
        return tuple(name for name in names if (ROOT / name).is_file())
    # An exported tree has no .git; then the packages are what there is to look at.
    return tuple(
        path.relative_to(ROOT)
        for package in PACKAGES
        for path in sorted((ROOT / package).rglob("*"))
        if path.is_file() and "__pycache__" not in path.parts
    )


def python_files(*folders: str) -> list[Path]:
    """Python files under these folders; all of them when none is given."""
    return [
        path
        for path in files()
        if path.suffix == ".py" and (not folders or any(path.is_relative_to(folder) for folder in folders))
    ]


@cache
def text_files() -> tuple[Path, ...]:
    """Files that are text."""
    return tuple(path for path in files() if b"\0" not in (ROOT / path).read_bytes()[:8192])


@cache
def nodes(path: Path) -> tuple[ast.AST, ...]:
    """Every node of a file's tree: many rules look at all of them, and walking takes longer than looking."""
    return tuple(ast.walk(tree(path)))


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse((ROOT / path).read_text("utf-8"), str(path))


def imported(path: Path) -> Iterator[str]:
    """Modules that a file imports from outside its own package, by their full names."""
    for node in nodes(path):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            yield node.module or ""


def called(path: Path) -> Iterator[tuple[int, str]]:
    """Line and dotted name of everything that a file calls, e.g. `datetime.now`."""
    for node in nodes(path):
        if isinstance(node, ast.Call):
            yield node.lineno, ast.unparse(node.func)


def calls_of(name: str, path: Path) -> Iterator[tuple[int, str]]:
    """Line and text of every call of something by this name (`sleep(1)`, `asyncio.sleep(1)`), with its arguments."""
    for node in nodes(path):
        if isinstance(node, ast.Call) and name == getattr(node.func, "attr", getattr(node.func, "id", None)):
            yield node.lineno, ast.unparse(node)
