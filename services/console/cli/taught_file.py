"""The file that what was taught goes to: one case a line, each once, whoever else writes and whatever broke off before.

A line is written in one piece, under a lock, after a line feed; what does not fit on the disk is taken back.
"""

from __future__ import annotations

import fcntl
import json
import os
import stat
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from deploy.local.user_error import UserError

from ..unseen import UNSEEN
from .replies_files import BYTE_ORDER_MARK, WrongFile

CorpusLine = Mapping[str, Any]
FoundLine = Literal["new", "same", "alike"]
"""`same`: the reply is in the file. `alike`: another one in the same words, which means the same, is."""
_BEGINS = b'{"id": "taught-'
_ANOTHER = "Give another file with --to."


@dataclass(frozen=True, slots=True)
class WrittenCase:
    """What was found, and `mended`: half a line, left by somebody who broke off, was taken out first."""

    found: FoundLine
    mended: bool = False


def could_hold(path: Path) -> None:
    """Whether cases could be written there, before anything is read or told. Raises `WrongFile`."""
    if not path.parent.is_dir():
        raise WrongFile(f"{path.parent} is no folder, for the file of --to.", "")
    if path.exists():
        with _opened(path, os.O_RDWR, fcntl.LOCK_SH):
            return
    if not os.access(path.parent, os.W_OK):
        raise WrongFile(f"{path} can't be made.", _ANOTHER)


def find_case(path: Path, case: CorpusLine) -> FoundLine:
    """Without writing. Raises `WrongFile` where the file is none of cases, or has the reply with another meaning."""
    if not path.exists():
        return "new"
    with _opened(path, os.O_RDONLY, fcntl.LOCK_SH) as file:
        return _find(path, _read(file), case)


def add_case(path: Path, case: CorpusLine) -> WrittenCase:
    """Raises `UserError`; then nothing was written."""
    with _opened(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, fcntl.LOCK_EX) as file:
        content = _read(file)
        found = _find(path, content, case)
        if found != "new":
            return WrittenCase(found)
        whole, tail = _halves(content)
        broken = _is_broken(tail)
        ends = b"" if broken or not tail else b"\n"
        try:
            os.ftruncate(file, len(whole) if broken else len(content))
            _write(file, ends + line_of(case).encode() + b"\n")
        except OSError as error:
            os.ftruncate(file, len(whole) if broken else len(content))
            raise UserError(f"{path} can't be written: {error.strerror}.", "Mend that and teach it again.") from None
    return WrittenCase("new", mended=broken)


def line_of(case: CorpusLine) -> str:
    """In letters, but for what can't be seen: some readers of lines take U+2028 for the end of one."""
    return UNSEEN.sub(lambda found: json.dumps(found[0])[1:-1], json.dumps(case, ensure_ascii=False))


@contextmanager
def _opened(path: Path, flags: int, lock: int) -> Iterator[int]:
    try:
        file = os.open(path, flags | os.O_NONBLOCK | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise WrongFile(f"{path} can't be opened: {error.strerror}.", _ANOTHER) from None
    try:
        if not stat.S_ISREG(os.fstat(file).st_mode):
            raise WrongFile(f"{path} is no file.", _ANOTHER)
        fcntl.flock(file, lock)
        yield file
    finally:
        os.close(file)


def _read(file: int) -> bytes:
    with os.fdopen(os.dup(file), "rb") as reader:
        reader.seek(0)
        return reader.read()


def _write(file: int, line: bytes) -> None:
    while line:
        line = line[os.write(file, line) :]
    os.fsync(file)


def _find(path: Path, content: bytes, case: CorpusLine) -> FoundLine:
    whole, tail = _halves(content)
    lines = (whole if _is_broken(tail) else content).split(b"\n")
    found: FoundLine = "new"
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            other = json.loads(line.decode().removeprefix(BYTE_ORDER_MARK))
        except (ValueError, RecursionError):
            raise WrongFile(f"Line {number} of {path} is no case.", _ANOTHER) from None
        if not isinstance(other, dict) or not {"id", "text"} <= other.keys():
            raise WrongFile(f"Line {number} of {path} is no case.", _ANOTHER)
        if other["id"] == case["id"]:
            if _label(other) != _label(case):
                raise WrongFile(
                    f"Line {number} of {path} has this reply with another meaning.",
                    "Take that line out to teach it anew.",
                )
            return "same"
        if _says(other) == _says(case):
            found = "alike"
    return found


def _label(case: CorpusLine) -> tuple[Any, ...]:
    return case.get("intents"), case.get("slot"), case.get("time")


def _says(case: CorpusLine) -> tuple[Any, ...] | None:
    """What makes two replies one case: not where a time is said, which is another one on another day."""
    if case.get("slot") is not None or case.get("time") is not None:
        return case["id"], None
    asked = case.get("asked")
    kind = asked.get("kind") if isinstance(asked, dict) else None
    return case.get("text"), case.get("lang"), kind, case.get("intents")


def _halves(content: bytes) -> tuple[bytes, bytes]:
    """The whole lines, and what stands behind the last line feed."""
    end = content.rfind(b"\n") + 1
    return content[:end], content[end:]


def _is_broken(tail: bytes) -> bool:
    """Is it the beginning of a line of ours, and no more?"""
    if not tail or not (tail.startswith(_BEGINS) or _BEGINS.startswith(tail)):
        return False
    try:
        json.loads(tail)
    except ValueError:
        return True
    return False
