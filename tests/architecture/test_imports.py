"""The import contracts hold, and each of them breaks when it is broken."""

import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.apart import share

from .sources import ROOT

# Contract → (file, import that breaks it, and no other contract).
VIOLATIONS = {
    "the trail's entries and files of evidence are free of I/O, clock and randomness": (
        "services/console/trail/entry.py",
        "import secrets",
    ),
    "the console is built in layers": (
        "services/console/views/__init__.py",
        "import services.console.acts",
    ),
    "the read model is told by topics and views alone": (
        "services/console/model/__init__.py",
        "import services.router.core",
    ),
    "what an event makes of the read model is pure": (
        "services/console/model/fold.py",
        "import random",
    ),
    "services are independent of each other": ("services/console/monitor/__init__.py", "import services.router.core"),
    "shared never imports services or deploy": ("shared/runtime/__init__.py", "import deploy.local"),
    "the product never imports its tests": ("shared/runtime/ports.py", "import tests.memory"),
    "deploy starts the services by name and never imports them": ("deploy/__init__.py", "import services.console"),
    "the command line is at the top and nothing imports it": (
        "services/sandbox/__init__.py",
        "import services.console.cli",
    ),
    "the command line knows a service by its settings alone": (
        "services/console/cli/__init__.py",
        "import services.router.core",
    ),
    "shared is built in layers": ("shared/contracts/values.py", "import shared.policy"),
    "contracts, policy and decisions are free of I/O": ("shared/policy/__init__.py", "import socket"),
    "cores are free of I/O, clock, randomness and logging": ("services/notifier/core/__init__.py", "import random"),
    "what a reply says is read without I/O, clock, randomness or logging": (
        "services/notifier/understanding/__init__.py",
        "import random",
    ),
    "notifier decides on what was read and never reads words itself": (
        "services/notifier/core/gate.py",
        "import services.notifier.understanding.reader",
    ),
    "a core never reaches into its shell": ("services/scheduler/core/__init__.py", "import services.scheduler.shell"),
    "the verifier shares no code with what it verifies": ("services/verifier/topic_events.py", "import shared.ids"),
    "what is verified does not know its verifier": ("services/router/shell/__init__.py", "import services.verifier"),
    "Faust only watches": ("services/notifier/shell/__init__.py", "import faust"),
    "texts leave through notifier's shell": ("services/scheduler/shell/__init__.py", "import twilio"),
}


def contracts() -> list[str]:
    config = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    return [contract["name"] for contract in config["tool"]["importlinter"]["contracts"]]


def verdicts(tree: Path) -> dict[str, str]:
    """Contract → KEPT or BROKEN, for the packages of a tree."""
    linter = Path(sys.executable).parent / "lint-imports"
    ran = subprocess.run([linter, "--no-cache", "--no-logo"], cwd=tree, capture_output=True, text=True, check=False)
    found = dict(re.findall(r"^(.+) (KEPT|BROKEN)(?: \(\d+ ignored imports?\))?$", ran.stdout, re.MULTILINE))
    assert found, ran.stdout + ran.stderr
    return found


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The packages and their contracts, to be spoiled and mended again."""
    place = tmp_path_factory.mktemp("tree")
    for package in ("services", "shared", "deploy"):
        shutil.copytree(ROOT / package, place / package, ignore=shutil.ignore_patterns("__pycache__", "*.gz", "*.json"))
    shutil.copy(ROOT / "pyproject.toml", place)
    return place


def test_the_real_tree_keeps_every_contract() -> None:
    assert verdicts(ROOT) == dict.fromkeys(contracts(), "KEPT")


def test_every_contract_has_a_violation_to_try_it_with() -> None:
    assert set(VIOLATIONS) == set(contracts())


@pytest.mark.parametrize("contract", share(VIOLATIONS, every=4))
def test_a_violation_breaks_its_contract_and_no_other(contract: str, copy: Path) -> None:
    name, line = VIOLATIONS[contract]
    spoiled = copy / name
    sound = spoiled.read_text("utf-8")
    try:
        spoiled.write_text(f"{sound}\n{line}\n", "utf-8")
        found = verdicts(copy)
    finally:
        spoiled.write_text(sound, "utf-8")
    assert [name for name, verdict in found.items() if verdict == "BROKEN"] == [contract]
