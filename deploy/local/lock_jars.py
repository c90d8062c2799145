"""Make a list of jars anew, for a new version: everything the named coordinates need, with its SHA-256.

    python -m deploy.local.lock_jars deploy/local/kafka-jars.sha256

The coordinates are read from the list's first line. Look at the difference before you commit it: from then on these
hashes are what we trust.
"""

from __future__ import annotations

import os
import re
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from .jars import AT_ONCE, sha256_of


def locked_lines(coordinates: list[str]) -> list[str]:
    """Lines `SHA256  group:artifact:version  BYTES`, by coordinate; the first version that is named of each wins."""
    import jgo

    with tempfile.TemporaryDirectory() as fresh:
        # Never from a cache of this machine: what is there was checked by nobody.
        os.environ["M2_REPO"] = fresh
        found: dict[tuple[str, str], Any] = {}
        for coordinate in coordinates:
            for artifact in jgo.resolve(coordinate):
                found.setdefault((artifact.groupId, artifact.artifactId), artifact)
        with ThreadPoolExecutor(AT_ONCE) as pool:
            return sorted(pool.map(_line, found.values()), key=lambda line: line.split()[1])


def _line(artifact: Any) -> str:
    path = Path(artifact.resolve())
    return f"{sha256_of(path)}  {artifact.groupId}:{artifact.artifactId}:{artifact.version}  {path.stat().st_size}"


def main() -> None:
    path = Path(sys.argv[1])
    first = path.read_text(encoding="utf-8").splitlines()[0]
    coordinates = re.findall(r"[\w.\-]+:[\w.\-]+:[\w.\-]+", first)
    path.write_text("\n".join([first, *locked_lines(coordinates)]) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
