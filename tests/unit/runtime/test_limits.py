"""Limits of a process, each tried in a process of its own: they are the same for all of it."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from shared.runtime.limits import CONNECTIONS_MIN, OWN_FILES

ROOT = Path(__file__).parents[3]


def said(program: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=180, check=False, cwd=ROOT
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_the_soft_limit_of_files_is_raised_to_the_hard_one() -> None:
    program = (
        "import resource as r\n"
        "from shared.runtime.limits import raise_files\n"
        "r.setrlimit(r.RLIMIT_NOFILE, (100, 400))\n"
        "print(raise_files(), *r.getrlimit(r.RLIMIT_NOFILE))\n"
        "print(raise_files(200), *r.getrlimit(r.RLIMIT_NOFILE))\n"
    )
    assert said(program) == "400 400 400\n400 400 400"


def test_and_no_further_than_is_wanted() -> None:
    program = (
        "import resource as r\n"
        "from shared.runtime.limits import raise_files\n"
        "r.setrlimit(r.RLIMIT_NOFILE, (100, 400))\n"
        "print(raise_files(200), *r.getrlimit(r.RLIMIT_NOFILE))\n"
    )
    assert said(program) == "200 200 400"


def test_no_image_of_memory_is_left() -> None:
    program = (
        "import ctypes, resource as r, sys\n"
        "from shared.runtime.limits import no_core_dumps\n"
        "no_core_dumps()\n"
        "dumpable = ctypes.CDLL(None).prctl(3, 0, 0, 0, 0) if sys.platform == 'linux' else 0\n"
        "print(r.getrlimit(r.RLIMIT_CORE)[0], dumpable)\n"
    )
    assert said(program) == "0 0"


@pytest.mark.parametrize(
    "entrance",
    ["shared/runtime/service.py", "services/console/web/__main__.py", "services/console/monitor/__main__.py"],
)
def test_every_process_of_ours_sets_them_before_it_reads_a_secret(entrance: str) -> None:
    tree = ast.parse((ROOT / entrance).read_text())
    (main,) = [node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name == "main"]

    lines = {
        node.func.id: node.lineno
        for node in ast.walk(main)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }
    assert "set_limits" in lines
    assert lines["set_limits"] < lines["load"]


@pytest.mark.parametrize(("files", "connections"), [(4096, 1000), (1024, 1024 - OWN_FILES), (100, CONNECTIONS_MIN)])
def test_connections_from_outside_leave_the_service_its_files(files: int, connections: int) -> None:
    program = (
        "import resource as r\n"
        "from shared.runtime.limits import connections_within\n"
        f"r.setrlimit(r.RLIMIT_NOFILE, ({files}, {files}))\n"
        "print(connections_within(1000))\n"
    )
    assert said(program) == str(connections)
