"""Fills `.venv` from `requirements.lock`, every file checked against its hash. Nothing but the standard library.

    python3 -I deploy/install.py LOCK_SUM

Run by ./doorstep. May be interrupted at any point and run again; two at once wait for each other.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import re
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
LOCK = ROOT / "requirements.lock"
DONE = VENV / "doorstep-lock"
EVERY_S = 3.0
LOOK_EVERY_S = 0.3
SHOWN_MAX = 8


def main() -> None:
    lock_sum = sys.argv[1]
    with waiting_for_others():
        if is_done(lock_sum):
            return
        began = time.monotonic()
        DONE.unlink(missing_ok=True)
        make_venv()
        install()
        DONE.write_text(lock_sum + "\n")
        say(f"Installed in {time.monotonic() - began:.0f} s.\n")


def is_done(lock_sum: str) -> bool:
    try:
        return DONE.read_text().strip() == lock_sum and works()
    except OSError:
        return False


def works() -> bool:
    """Does the environment's Python run, and is pip there?"""
    check = [str(PYTHON), "-c", "import sys, pip; sys.exit(sys.version_info < (3, 11))"]
    try:
        return subprocess.run(check, capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def make_venv() -> None:
    if works():
        return
    version = ".".join(map(str, sys.version_info[:3]))
    say(f"Making .venv with Python {version} ({sys.executable})\n")
    if VENV.exists():
        for found in VENV.iterdir():
            if found.name != ".installing":
                shutil.rmtree(found) if found.is_dir() and not found.is_symlink() else found.unlink()
    made = subprocess.run([sys.executable, "-m", "venv", str(VENV)], capture_output=True, text=True, check=False)
    if made.returncode != 0 or not works():
        stop(
            f"Python {version} could not make a virtual environment.",
            f"Debian and Ubuntu keep the part that does it in a package of its own: "
            f"apt install python{sys.version_info[0]}.{sys.version_info[1]}-venv",
            made.stdout + made.stderr,
        )


def install() -> None:
    """The lock holds every package there is to install, so pip is told not to look for more: older ones, meeting
    `coverage[toml]` in a dependency, fetch its newest release and refuse it as one without a hash."""
    total = len(re.findall(r"^[a-zA-Z0-9][^ ]*==", LOCK.read_text(), re.MULTILINE))
    log = VENV / "install.log"
    command = [
        str(PYTHON), "-m", "pip", "install", "--require-hashes", "--no-deps", "--progress-bar=off",
        "--disable-pip-version-check", "--no-input", "-r", str(LOCK),
    ]  # fmt: skip
    found = subprocess.run(
        [str(PYTHON), "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"], capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    progress, over = Progress(total, Path(found.stdout.strip())), threading.Event()
    with (
        log.open("w") as kept,
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, cwd=ROOT) as pip,
    ):
        assert pip.stdout is not None
        looking = threading.Thread(target=look_until, args=(over, progress))
        looking.start()
        try:
            for line in pip.stdout:
                kept.write(line)
                progress.see(line)
        finally:
            over.set()
            looking.join()
    progress.end()
    if pip.returncode != 0:
        stop(
            "The packages could not be installed.",
            "Check the network and the disk, then run ./doorstep again; what was fetched is used again. "
            f"The whole log: {log}",
            telling(log.read_text()),
        )


def telling(said: str) -> str:
    """Of all that pip said what tells why: its errors, and before them the first broken connection, of which they are
    silent; the last lines where there is neither, as of one that was killed."""
    lines = [line for line in said.splitlines() if line.strip()]
    broken = [line for line in lines if "connection broken" in line][:1]
    errors = [line for line in lines if "ERROR" in line]
    return "\n".join([*broken, *errors[:SHOWN_MAX]] or lines[-SHOWN_MAX:])


def look_until(over: threading.Event, progress: Progress) -> None:
    while not over.wait(LOOK_EVERY_S):
        progress.look()


class Progress:
    """One line that counts on a terminal, a line every few seconds elsewhere."""

    def __init__(self, total: int, site: Path) -> None:
        self._total, self._seen, self._next = total, 0, 0.0
        self._site, self._began, self.unpacking = site, time.time() - 1, False
        self._terminal = sys.stderr.isatty()

    def see(self, line: str) -> None:
        if line.startswith("Ignoring "):  # of the lock, what is for other systems
            self._total -= 1
        elif line.startswith(("Collecting ", "Requirement already satisfied")):
            self._seen += 1
            self._show(f"Fetching packages: {min(self._seen, self._total)} of {self._total}")
        elif line.startswith("Installing collected packages"):
            self._next = 0.0
            self._show(f"Fetching packages: {self._total} of {self._total}")
            self.unpacking = True
            self.look()

    def look(self) -> None:
        """How many are unpacked: pip says nothing until it is over, and writes the RECORD of each last."""
        if self.unpacking:
            there = sum(path.stat().st_mtime >= self._began for path in self._site.glob("*.dist-info/RECORD"))
            self._show(f"Unpacking packages (the longest part): {min(there, self._total)} of {self._total}")

    def end(self) -> None:
        self._next = 0.0
        self.look()
        if self._terminal:
            say("\r\x1b[K")

    def _show(self, text: str) -> None:
        if self._terminal:
            say(f"\r\x1b[K{text}")
        elif time.monotonic() >= self._next:
            self._next = time.monotonic() + EVERY_S
            say(text + "\n")


@contextlib.contextmanager
def waiting_for_others() -> Iterator[None]:
    VENV.mkdir(exist_ok=True)
    handle = os.open(VENV / ".installing", os.O_CREAT | os.O_RDWR, 0o644)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            say("Another ./doorstep is installing; waiting for it.\n")
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def stop(what: str, todo: str, said: str = "") -> None:
    if said.strip():
        say(said.strip() + "\n\n")
    say(f"{what}\n{todo}\n")
    sys.exit(1)


def say(text: str) -> None:
    sys.stderr.write(text)
    sys.stderr.flush()


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        say("\nInterrupted. Run ./doorstep again to go on.\n")
        sys.exit(130)
    except OSError as error:
        stop(f"{VENV} could not be filled: {error}.", "Check the disk's space and the folder's permissions.")
