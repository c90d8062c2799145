"""Rules for every file: none is too long, none has a name that says nothing, none names a machine or a registry."""

import re
import sys
from functools import cache
from pathlib import Path

from .sources import ROOT, calls_of, files, imported, python_files, text_files

LINES_MAX = 300
VAGUE = re.compile(r"^(utils?|helpers?|common|misc|manager|stuff)$")
# In pieces, so that this file does not name them either.
REGISTRIES = re.compile(
    "|".join(
        (
            "pypi" + r"\.org",
            "python" + r"hosted\.org",
            "registry" + r"\.npmjs",
            "repo1?" + r"\.maven",
            "crates" + r"\.io",
        )
    )
)
MACHINES = re.compile(r"(?<![\w.~-])/(work|farm|root|home|Users)/[A-Za-z.]")
WAITS = re.compile(r"(^|\.)sleep\((?!0\))")
INDEX_FILES = ("requirements", ".lock", ".cfg", "pyproject.toml", "Dockerfile", ".npmrc")


def test_a_file_has_at_most_300_lines() -> None:
    lines = {str(path): len(text(path).splitlines()) for path in python_files()}
    assert {path: count for path, count in lines.items() if count > LINES_MAX} == {}


def test_no_file_or_folder_has_a_name_that_says_nothing() -> None:
    assert [path for path in files() if any(VAGUE.match(Path(part).stem) for part in path.parts)] == []


def test_no_file_names_a_package_registry() -> None:
    assert [path for path in text_files() if REGISTRIES.search(text(path))] == []


def test_no_file_names_a_path_of_one_machine() -> None:
    assert [f"{path}: {found[0]}" for path in text_files() if (found := MACHINES.search(text(path)))] == []


def test_lock_and_build_files_hold_no_addresses() -> None:
    looked_at = [path for path in text_files() if any(part in path.name for part in INDEX_FILES)]
    assert [path for path in looked_at if re.search(r"https?://", text(path))] == []


def test_no_test_waits_by_sleeping() -> None:
    # `sleep(0)` lets others run and does not wait. A chaos campaign is no test: it does things to real processes for
    # so many seconds, which is what it is for. Nor is a benchmark, which sends so many events a second.
    apart = python_files("tests/chaos", "tests/outages", "tests/benchmarks")
    campaign = [path for path in apart if not path.name.startswith("test_")]
    tests = [path for path in python_files("tests") if path not in campaign]
    made = ((path, line, call) for path in tests for line, call in calls_of("sleep", path))
    assert [f"{path}:{line}: {call}" for path, line, call in made if WAITS.search(call)] == []


def test_no_test_is_skipped_or_excused() -> None:
    excuses = re.compile("pytest" + r"\.(skip|xfail)\(|mark\." + r"(skip\b|xfail)")
    assert [path for path in python_files("tests") if excuses.search(text(path))] == []


def test_the_verifier_needs_nothing_but_python_and_the_clients_of_kafka_and_postgresql() -> None:
    outside = {name.partition(".")[0] for path in python_files("services/verifier") for name in imported(path)}
    assert outside - sys.stdlib_module_names == {"aiokafka", "psycopg"}


def test_every_service_has_its_core_its_shell_and_its_composition_root() -> None:
    for service in ("notifier", "scheduler", "router"):
        for part in ("core/machine.py", "shell", "bootstrap.py", "settings.py", "__main__.py"):
            assert (ROOT / "services" / service / part).exists(), f"{service}/{part}"


@cache
def text(path: Path) -> str:
    return (ROOT / path).read_text("utf-8", errors="replace")
