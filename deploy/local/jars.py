"""Jars by their Maven coordinates, through jgo, and never one whose SHA-256 is not the committed one.

A list is a text file with `SHA256  group:artifact:version  BYTES` a line. Every file of the list is checked on every
start, so a jar that was changed afterwards doesn't run either. When all are there, no network is used. Downloads go to
a folder of their own first; only a checked jar reaches the place from which jars run.
"""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from typing import Any

from .folder import unusable
from .locks import locked
from .progress import Counter, ProgressOutput
from .user_error import UserError

AT_ONCE = 6
TRIES = 3
TIMEOUT_S = 30
OF_DISK = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EACCES, errno.EPERM, errno.EROFS, errno.EIO)
"""What no network is to blame for, nor mended by another try."""
INCOMING = "incoming-"


@dataclass(frozen=True, slots=True)
class Jar:
    size: int
    sha256: str
    group: str
    artifact: str
    version: str

    @property
    def coordinate(self) -> str:
        return f"{self.group}:{self.artifact}:{self.version}"

    @property
    def filename(self) -> str:
        return f"{self.artifact}-{self.version}.jar"


def read_list(path: Path) -> list[Jar]:
    """The jars of a list file, in its order; blank lines and `#` comments are skipped."""
    lines = (line.split() for line in path.read_text(encoding="utf-8").splitlines() if line and line[0] != "#")
    return [Jar(int(size), sha256, *coordinate.split(":")) for sha256, coordinate, size in lines]


class Stopped(Exception):
    """The caller set the event that it gave to `fetch`."""


def fetch(listed: Path, cache: Path, progress: ProgressOutput, what: str, stop: Event | None = None) -> list[Path]:
    """Paths of all jars of the list, in its order, fetched where missing. Raises `UserError`, or `Stopped`.

    `what` is what the user reads meanwhile. Once `stop` is set, downloads end at the next bytes.
    """
    stop = stop or Event()
    jars = read_list(listed)
    home = cache / "jars"
    missing = [jar for jar in jars if not is_good(jar, home)]
    if missing:
        try:
            home.mkdir(parents=True, exist_ok=True)
            # Two starts at once (parallel tests, `up` and `demo`) must not fetch the same thing twice.
            with locked(home / ".lock"):
                missing = [jar for jar in jars if not is_good(jar, home)]
                _download(missing, home, progress, what, stop)
        except OSError as error:
            raise unusable(home, error, "cache", "Mend that, or set DOORSTEP_CACHE.") from None
    return [home / jar.filename for jar in jars]


def is_good(jar: Jar, home: Path) -> bool:
    path = home / jar.filename
    try:
        return path.is_file() and sha256_of(path) == jar.sha256
    except OSError:  # a name that is too long, say: making the folder says so
        return False


def sha256_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _download(missing: list[Jar], home: Path, progress: ProgressOutput, what: str, stop: Event) -> None:
    if not missing:
        return
    for left in home.glob(f"{INCOMING}*"):  # by one that was killed: nobody else is here while we hold the lock
        shutil.rmtree(left, ignore_errors=True)
    incoming = Path(tempfile.mkdtemp(prefix=INCOMING, dir=home))
    try:
        with progress.bytes(what, sum(jar.size for jar in missing)) as counter, ThreadPoolExecutor(AT_ONCE) as pool:
            # list(): the first failure is raised here, the others are dropped with the pool.
            list(pool.map(lambda jar: _one(jar, incoming, home, counter, stop), missing))
    finally:
        shutil.rmtree(incoming, ignore_errors=True)


def _one(jar: Jar, incoming: Path, home: Path, counter: Counter, stop: Event) -> None:
    path = _resolve(jar, incoming, counter, stop)
    found = sha256_of(path)
    if found != jar.sha256:
        raise UserError(
            f"{jar.coordinate} is not the file it should be: its SHA-256 is {found}, expected {jar.sha256}.",
            "It was refused and deleted. If you use a Maven mirror, check it; otherwise please report this.",
        )
    os.replace(path, home / jar.filename)


def _resolve(jar: Jar, incoming: Path, counter: Counter, stop: Event) -> Path:
    for attempt in range(TRIES):
        if stop.is_set():
            raise Stopped
        # A try of its own folder: jgo refuses to write over what a broken download left.
        folder = incoming / f"{jar.filename}-{attempt}"
        got = _Got(counter)
        try:
            return _artifact(jar, folder, got, stop)
        except Stopped:
            raise
        except Exception as error:
            got.forget()
            if isinstance(error, OSError) and error.errno in OF_DISK:
                raise
            last = error
    raise UserError(
        f"{jar.coordinate} could not be fetched ({type(last).__name__}).",
        "Check the network (a proxy is taken from HTTPS_PROXY, its certificate from REQUESTS_CA_BUNDLE, a mirror "
        "named `central` from jgo's settings), then start again: what was already fetched is kept.",
    ) from last


class _Got:
    """What one try fetched. Where it breaks, it is not counted: the next one begins anew."""

    def __init__(self, counter: Counter) -> None:
        self._counter, self._bytes = counter, 0

    def add(self, amount: int) -> None:
        self._bytes += amount
        self._counter.add(amount)

    def forget(self) -> None:
        self._counter.add(-self._bytes)


def _artifact(jar: Jar, folder: Path, counter: Counter, stop: Event) -> Path:
    from jgo import EnvironmentBuilder  # noqa: F401  (jgo's modules must be loaded through its package)
    from jgo.config import GlobalSettings
    from jgo.constants import MAVEN_CENTRAL_URL
    from jgo.maven import MavenContext, PythonResolver

    @contextmanager
    def progress(_name: str, _size: int) -> Iterator[Any]:
        def add(amount: int) -> None:
            if stop.is_set():
                raise Stopped
            counter.add(amount)

        yield add

    context = MavenContext(
        resolver=PythonResolver(progress_callback=progress),
        repo_cache=folder,
        remote_repos={"central": MAVEN_CENTRAL_URL, **GlobalSettings.load().repositories},
        timeout=TIMEOUT_S,
    )
    return Path(context.project(jar.group, jar.artifact).at_version(jar.version).artifact().resolve())
