"""The libraries that we are measured beside: what each is, whether it is here, and what it reads in a file's rows."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from deploy.local.folder import ROOT

FOLDER = Path(__file__).parent / "engines"
PATIENCE_S = 900
HOW = {
    "python": "python3 -m venv peers && peers/bin/pip install -r tests/benchmarks/replies/peers.txt, "
    "then --python peers/bin/python",
    "node": "npm install --prefix peers {package}@{version}, then --node peers (needs Node.js)",
}


@dataclass(frozen=True, slots=True)
class Peer:
    """A library. `engine` is its name in the folder `engines`; the version is the one that we measured."""

    engine: str
    package: str
    version: str
    licence: str
    runs_in: Literal["python", "node"] = "python"


PEERS = (
    Peer("recognizers", "ms-recognizers-text-date-time", "1.0.0.1", "MIT"),
    Peer("recognizers-js", "@microsoft/recognizers-text-date-time", "1.3.2", "MIT", "node"),
    Peer("duckling", "pyduckling-native-phihos", "0.3.0", "MIT"),
    Peer("chrono", "chrono-node", "2.10.3", "MIT", "node"),
    Peer("dateparser", "dateparser", "1.5.0", "BSD-3-Clause"),
    Peer("ctparse", "ctparse", "0.3.6", "MIT"),
    Peer("parsedatetime", "parsedatetime", "2.6", "Apache-2.0"),
)
OURS = Peer("ours", "doorstep", "", "Apache-2.0")
OURS_IN_THEIR_DAY = Peer("ours_in_their_day", "doorstep", "", "Apache-2.0")
"""The same by the parts of the day that the sets of Recognizers are made in."""
OWN = (OURS, OURS_IN_THEIR_DAY)


@dataclass(frozen=True, slots=True)
class Reader:
    """What one library read: its version, its languages, readings and milliseconds by the row's id."""

    name: str
    version: str
    languages: frozenset[str]
    readings: Mapping[str, Sequence[Any]]
    ms: Mapping[str, float]
    failed: int


@dataclass(frozen=True, slots=True)
class Absent:
    """A library that is not here, and why."""

    name: str
    why: str


def ask(
    peer: Peer, rows: Sequence[Mapping[str, Any]], rounds: int, python: str | None, node_folder: Path | None
) -> Reader | Absent:
    """What `peer` reads in the rows, in a process of its own."""
    if peer.runs_in == "node":
        if node_folder is None:
            return Absent(peer.engine, "no --node given")
        command = ["node", str(FOLDER / "worker.mjs"), str(node_folder.absolute()), peer.engine, str(rounds)]
    else:
        command = [python or sys.executable, str(FOLDER / "worker.py"), peer.engine, str(rounds)]
    environment = {**os.environ, "TZ": "UTC", "PYTHONPATH": str(ROOT) if peer in OWN else ""}
    told = "\n".join(json.dumps({key: row[key] for key in ("id", "lang", "now", "text")}) for row in rows)
    try:
        ran = subprocess.run(
            command, input=told, capture_output=True, text=True, check=False, cwd=ROOT, env=environment,
            timeout=PATIENCE_S,
        )  # fmt: skip
    except OSError as error:
        return Absent(peer.engine, f"{command[0]} does not start: {error.strerror}")
    except subprocess.TimeoutExpired:
        return Absent(peer.engine, f"not done after {PATIENCE_S} s")
    if ran.returncode != 0:
        return Absent(peer.engine, reason(ran.stderr))
    about, *lines = (json.loads(line) for line in ran.stdout.splitlines())
    return Reader(
        peer.engine, about["version"], frozenset(about["languages"]),
        {line["id"]: line["readings"] for line in lines},
        {line["id"]: line["ms"] for line in lines if line["ms"] is not None},
        sum("failed" in line for line in lines),
    )  # fmt: skip


def reason(errors: str) -> str:
    """The line of a traceback that says what was missing."""
    lines = [line.strip() for line in errors.splitlines() if "Error" in line]
    return next((line for line in reversed(lines) if line), "it ended without a word")[:160]


def how_to_get(peer: Peer) -> str:
    return HOW[peer.runs_in].format(package=peer.package, version=peer.version)
