"""Where things are kept: one data folder that can be deleted as a whole while nothing runs."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from shared.runtime.setting_files import takes_files

from .command_settings import said
from .half_written import half_written, sweep_half_written
from .key_file import make_key_file
from .locks import try_lock
from .user_error import UserError

ROOT = Path(__file__).resolve().parents[2]
OURS = ".doorstep"
CACHE = "cache"
PLACES = ("up", "sandbox", "demo")
"""The folders in the data folder in which something may run, those that matter most first."""


def named_root(env: Mapping[str, str] = os.environ) -> Path:
    """`DOORSTEP_DATA`, by default `.doorstep` at the root of the repository, whatever is there."""
    return _resolved(said(env, "DOORSTEP_DATA") or ROOT / OURS)


def data_root(env: Mapping[str, str] = os.environ) -> Path:
    """The same, where a folder is or can be. Raises `UserError`: in a file nothing runs, nor did anything before."""
    root = named_root(env)
    try:
        if not stat.S_ISDIR(root.stat().st_mode):
            raise NotADirectoryError
    except FileNotFoundError:
        return root
    except OSError as error:
        raise unusable(root, error) from None
    return root


def cache_root(env: Mapping[str, str] = os.environ) -> Path:
    """`DOORSTEP_CACHE`, by default `.doorstep/cache` beside the launcher: another data folder fetches nothing again.

    In the data folder where a cache lies there already, or where nothing can be written beside the launcher.
    """
    if named := said(env, "DOORSTEP_CACHE"):
        return _resolved(named)
    in_data, shared = named_root(env) / CACHE, ROOT / OURS / CACHE
    return in_data if os.path.isdir(in_data) or refused(shared) is not None else shared


def _resolved(named: str | Path) -> Path:
    try:
        return Path(named).resolve()
    except RuntimeError:  # a link that leads to itself, which is said where the folder is used
        return Path(named).absolute()


def unusable(
    path: Path, error: OSError, what: str = "data folder", todo: str = "Mend that, or set DOORSTEP_DATA."
) -> UserError:
    """`what` it should be; `todo` says which setting names another one."""
    why = "it is a file, or lies in one" if isinstance(error, FileExistsError | NotADirectoryError) else error.strerror
    why = "it leads to itself" if error.errno == errno.ELOOP or _leads_to_itself(path) else why
    return UserError(f"The {what} {path} can't be used: {why}.", todo)


def _leads_to_itself(path: Path) -> bool:
    """Also where a folder above it does: who would make it hears that something is there."""
    try:
        path.stat()
    except OSError as error:
        return error.errno == errno.ELOOP
    return False


def refused(path: Path) -> str | None:
    """Why no folder could be made at `path`, or no file in the one that is there; nothing is changed for it."""
    if _leads_to_itself(path):
        return "it leads to itself"
    try:
        there = next(one for one in (path, *path.parents) if one.exists())
    except OSError as error:
        return error.strerror
    if not there.is_dir():
        return "it is a file, or lies in one"
    return None if takes_files(there) else f"{there} takes no file of your user's"


@dataclass(frozen=True, slots=True)
class Folder:
    """The parts of one running system's folder."""

    path: Path

    def make(self) -> Folder:
        """Make what isn't there. Raises `UserError`."""
        try:
            for part in (self.path, self.logs, self.run):
                part.mkdir(parents=True, exist_ok=True)
            self.keys.mkdir(mode=0o700, exist_ok=True)
            sweep_half_written(self.keys)
        except OSError as error:
            raise unusable(self.path, error) from None
        return self

    @property
    def postgres(self) -> Path:
        return self.path / "postgres"

    @property
    def kafka(self) -> Path:
        return self.path / "kafka"

    @property
    def keys(self) -> Path:
        return self.path / "keys"

    @property
    def logs(self) -> Path:
        return self.path / "logs"

    @property
    def run(self) -> Path:
        return self.path / "run"

    @property
    def state(self) -> Path:
        return self.run / "state.json"

    def try_lock(self) -> int | None:
        """Of whoever runs in it, as `locks.try_lock`. Raises `UserError` where it takes no file."""
        try:
            return try_lock(self.run / "lock")
        except OSError as error:
            raise unusable(self.path, error) from None

    def secret(self, name: str, size_bytes: int = 32) -> Path:
        """The file `keys/NAME` (mode 0600) with random bytes in base64url, made when it isn't there yet. Raises
        `UserError` where this user may not look."""
        path = self.keys / name
        try:
            if not path.exists():
                fresh = half_written(path)
                make_key_file(fresh, size_bytes)
                os.replace(fresh, path)
        except PermissionError as error:
            raise unusable(self.path, error) from None
        return path
