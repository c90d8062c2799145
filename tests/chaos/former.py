"""Another version of Doorstep, beside this one: its tree as a commit holds it, and processes that run from there."""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import dataclass, replace
from pathlib import Path

from deploy.local.folder import ROOT, cache_root
from deploy.local.program import Program
from deploy.local.user_error import UserError

PIN = re.compile(r"^([a-z0-9._-]+)==(\S+)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Former:
    """`python` has what its lock asks for; `root` is its tree."""

    commit: str
    root: Path
    python: str

    def program(self, ours: Program) -> Program:
        """The same process, settings and all, run from the other tree. (-P: the working folder is our own tree.)"""
        module = ours.argv[ours.argv.index("-m") + 1]
        return replace(ours, argv=(self.python, "-P", "-m", module), env={**ours.env, "PYTHONPATH": str(self.root)})


def former(named: str) -> Former:
    """Lay it out in the cache, with an environment of its own where its lock differs. Raises `UserError`."""
    try:
        commit = _git("rev-parse", "--verify", "--quiet", f"{named}^{{commit}}").decode().strip()
    except (OSError, subprocess.CalledProcessError):
        raise UserError(
            f"There is no commit {named} here.", "Name one of this repository; a shallow clone holds few."
        ) from None
    root = cache_root() / "versions" / commit
    if not root.is_dir():
        fresh = root.with_suffix(".new")
        fresh.mkdir(parents=True, exist_ok=True)
        subprocess.run(["tar", "-x", "-C", str(fresh)], input=_git("archive", commit), check=True)
        fresh.rename(root)
    return Former(commit, root, sys.executable if _ours_will_do(root) else _own_environment(root))


def _ours_will_do(root: Path) -> bool:
    """Do both locks name the same versions? A package that only theirs names is something this one could do without,
    which a service of theirs that needs it tells by not starting."""
    theirs, ours = (set(PIN.findall((tree / "requirements.lock").read_text("utf-8"))) for tree in (root, ROOT))
    known = {package for package, _ in ours}
    return {pin for pin in theirs if pin[0] in known} <= ours


def _own_environment(root: Path) -> str:
    """As its own `./doorstep` would fill it."""
    installed = subprocess.run(
        [str(root / "doorstep"), "--help"], cwd=root, capture_output=True, text=True, check=False
    )
    if installed.returncode:
        raise UserError(f"{root} could not be installed.", installed.stderr)
    return str(root / ".venv" / "bin" / "python")


def _git(*arguments: str) -> bytes:
    return subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, check=True).stdout
