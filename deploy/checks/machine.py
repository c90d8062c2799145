"""Python, Java, memory, disk, what was downloaded, the data folder."""

from __future__ import annotations

import contextlib
import platform
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import psutil

from deploy.local.command_settings import said
from deploy.local.folder import ROOT, cache_root, named_root, refused
from deploy.local.jars import is_good, read_list
from deploy.local.java import find_java
from deploy.local.kafka import JARS
from deploy.local.postgres import binary
from deploy.local.user_error import UserError

from .finding import Diagnosis, bad, good, note

DISK_GB = 2.0
MEMORY_GB = 1.5


def machine(env: Mapping[str, str]) -> list[Diagnosis]:
    embedded_kafka = not said(env, "KAFKA_BOOTSTRAP_SERVERS")
    found = [_python(), _packages(), _memory(), _disk(env), _writable(env)]
    if embedded_kafka:
        found += [_java(), _jars(env)]
    if not said(env, "DATABASE_URL"):
        found.append(_postgres())
    return found


def _python() -> Diagnosis:
    said = f"{platform.python_version()} on {platform.system()} {platform.machine()}"
    return good("Python", said)


def _packages() -> Diagnosis:
    lock = ROOT / "requirements.lock"
    try:
        done = (Path(sys.prefix) / "doorstep-lock").read_text(encoding="utf-8").split()[0]
        with lock.open("rb") as listed:
            now = subprocess.run(["cksum"], stdin=listed, capture_output=True, text=True, check=True).stdout
        if done == now.split()[0]:
            return good("packages", "as in requirements.lock")
    except (OSError, IndexError, subprocess.SubprocessError):
        pass
    return note("packages", "not installed by ./doorstep from this requirements.lock")


def _memory() -> Diagnosis:
    free = psutil.virtual_memory().available / 1e9
    said = f"{free:.1f} GB free, {psutil.cpu_count()} cores"
    if free < MEMORY_GB:
        return note("memory", said, f"At least {MEMORY_GB} GB are wanted with the embedded PostgreSQL and Kafka.")
    return good("memory", said)


def _disk(env: Mapping[str, str]) -> Diagnosis:
    folder = _existing(named_root(env))
    free = shutil.disk_usage(folder).free / 1e9
    if free < DISK_GB:
        return bad("disk", f"{free:.1f} GB free at {folder}", "Make room, or put DOORSTEP_DATA somewhere else.")
    return good("disk", f"{free:.1f} GB free at {folder}")


def _writable(env: Mapping[str, str]) -> Diagnosis:
    folder = named_root(env)
    if (why := refused(folder)) is not None:
        return bad("data folder", f"{folder}: {why}", "Mend that, or set DOORSTEP_DATA.")
    probe = _existing(folder) / ".doorstep-probe"
    try:
        probe.write_bytes(b"")
        probe.unlink()
    except OSError as error:
        return bad("data folder", f"{folder}: {error.strerror}", "Give it to your user, or set DOORSTEP_DATA.")
    return good("data folder", str(folder))


def _java() -> Diagnosis:
    try:
        java = find_java()
    except UserError as trouble:
        return bad("Java", trouble.what, trouble.todo)
    return good("Java", f"{java.major} ({java.origin})")


def _jars(env: Mapping[str, str]) -> Diagnosis:
    home = cache_root(env) / "jars"
    jars = read_list(JARS)
    wrong = [jar for jar in jars if not is_good(jar, home)]
    if not wrong:
        return good("Kafka's jars", f"{len(jars)}, SHA-256 as listed")
    if (why := refused(home)) is not None:
        return bad("Kafka's jars", f"the cache {home} can't be used: {why}", "Mend that, or set DOORSTEP_CACHE.")
    if len(wrong) == len(jars):
        return note("Kafka's jars", "not fetched yet: 45 MB at the first start")
    return note("Kafka's jars", f"{len(wrong)} of {len(jars)} missing or changed: fetched at the next start")


def _postgres() -> Diagnosis:
    try:
        said = subprocess.run(
            [str(binary("postgres")), "--version"], capture_output=True, text=True, timeout=20, check=True
        ).stdout
    except UserError as trouble:
        return bad("PostgreSQL", trouble.what, trouble.todo)
    except (OSError, subprocess.SubprocessError) as error:
        return bad("PostgreSQL", f"its program doesn't run here ({type(error).__name__})", "Set DATABASE_URL.")
    return good("PostgreSQL", f"embedded {said.strip().rpartition(' ')[2]}")


def _existing(folder: Path) -> Path:
    for path in (folder, *folder.parents):
        with contextlib.suppress(OSError):  # a name that is too long, or a folder that is closed to us
            if path.exists():
                return path
    return Path("/")
