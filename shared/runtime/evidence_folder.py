"""Files of evidence in the folder that `DOORSTEP_RETENTION_FOLDER` names: whole and on the disk, or not there."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID

from shared.evidence.canonical import FlatValue, stamp
from shared.evidence.export_file import ExportHead, ExportWriter

from .retention import EvidenceUnwritten

BY = "retention"
PART = ".part"
PART_S_MAX = 600.0
"""A part that nobody has written to for so long is a killed process's; were it not, its write is done again."""
KEPT_NAME = 12
"""So much of the last hash is in the name: two files of one moment never meet."""


def write_evidence(
    folder: Path, service: str, task: str, at: datetime, rule: str, rows: Sequence[tuple[str, Mapping[str, Any]]]
) -> Path:
    """A file like those of `./doorstep audit export`: a head, a record a row, an end with the last hash.

    `rows` are tables' names and rows. Raises `EvidenceUnwritten`.
    """
    writer = ExportWriter("jsonl")
    lines = [writer.begin(ExportHead(f"retention {service} {task}", BY, stamp(at), rule, len(rows), 0))]
    lines += [writer.row("record", {**flat(row), "table": f"{service}.{table}"}) for table, row in rows]
    lines.append(writer.end())
    name = f"{service}-{task}-{at:%Y%m%dT%H%M%SZ}-{writer.chain[:KEPT_NAME]}.jsonl"
    try:
        return _whole(folder, name, "".join(lines).encode("ascii"))
    except OSError as error:
        raise EvidenceUnwritten(
            f"DOORSTEP_RETENTION_FOLDER takes no file ({type(error).__name__}), so nothing is removed"
        ) from None


def _whole(folder: Path, name: str, content: bytes) -> Path:
    part, path = folder / f".{name}{PART}", folder / name
    try:
        with open(os.open(part, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600), "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except OSError:
        with contextlib.suppress(OSError):
            part.unlink()
        raise
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
    with contextlib.suppress(OSError):
        _sweep(folder, path.stat().st_mtime)
    return path


def _sweep(folder: Path, now_s: float) -> None:
    """What processes left that were killed in the middle of a write: its rows are written again. `now_s` is by the
    folder's own clock, which may be another machine's."""
    for part in folder.glob(f".*{PART}"):
        with contextlib.suppress(OSError):  # somebody else swept it
            if now_s - part.stat().st_mtime > PART_S_MAX:
                part.unlink()


def flat(row: Mapping[str, Any]) -> dict[str, FlatValue | None]:
    """Values as a row of a file holds them."""
    return {name: _flat(value) for name, value in row.items()}


def _flat(value: Any) -> FlatValue | None:
    match value:
        case datetime():
            return stamp(value)
        case UUID() | Decimal():
            return str(value)
        case bytes():
            return value.decode("utf-8")
        case list():
            return " ".join(map(str, value))
        case None | str() | int():
            return value
        case _:
            raise TypeError(f"no flat value: {type(value).__name__}")
