"""The lock fits the project, every file in it has a hash, and it names no index."""

from __future__ import annotations

import re
import tomllib

from packaging.markers import Marker
from packaging.requirements import Requirement

from deploy.local.folder import ROOT

LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
ENTRY = re.compile(
    r"^([a-z0-9._-]+)==([^ ;\\]+)(?: ; ([^\\]+))? \\\n((?:    --hash=sha256:[0-9a-f]{64}(?: \\)?\n)+)", re.M
)


def test_every_dependency_is_locked_to_a_version_that_it_allows() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    groups = project["optional-dependencies"].values()
    wanted = [
        *project["dependencies"],
        *(line for group in groups for line in group if not line.startswith("doorstep")),
    ]
    locked: dict[str, list[str]] = {}
    for name, version, *_ in ENTRY.findall(LOCK):
        locked.setdefault(name, []).append(version)
    for text in wanted:
        requirement = Requirement(text)
        versions = locked.get(requirement.name.lower(), [])
        assert versions, f"{requirement.name} isn't locked: see CONTRIBUTING"
        assert all(requirement.specifier.contains(version) for version in versions), f"{text}: locked to {versions}"


def test_every_locked_package_has_hashes_and_a_marker_that_can_be_read() -> None:
    entries = ENTRY.findall(LOCK)
    assert len(entries) == len(re.findall(r"^[a-z0-9._-]+==", LOCK, re.M)) > 50
    for _, _, marker, _ in entries:
        if marker:
            Marker(marker)


def test_the_lock_names_no_index_and_no_path() -> None:
    assert not re.search(r"https?:|--(extra-)?index-url|--find-links|file:|^-e ", LOCK, re.M)
