"""Where records of campaigns lie: `proof` in the data folder, one file each, the newest of each kind kept.

A file appears whole or not at all. One that can't be understood is passed over and said, never a reason to show
nothing.
"""

from __future__ import annotations

import os
import re
import secrets
import subprocess
import tomllib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import ValidationError

from .folder import ROOT, data_root
from .half_written import half_written, sweep_half_written
from .proof_record import CampaignRecord

KEPT_MAX = 20
"""Of each kind: twenty small runs must not push out the one long campaign."""
SIZE_MAX = 1 << 20
NAME = re.compile(r"\d{8}T\d{6}Z-(?P<kind>[a-z]+)-[0-9a-f]{6}\.json")
GIT_S_MAX = 5


@dataclass(frozen=True, slots=True)
class NamedRecord:
    """`name` is that of the file, without its ending: what a page and a command call it."""

    name: str
    record: CampaignRecord


@dataclass(slots=True)
class ProofRecords:
    """Newest first. `unreadable` are names of files with why."""

    records: list[NamedRecord] = field(default_factory=list)
    unreadable: list[tuple[str, str]] = field(default_factory=list)


def proof_folder() -> Path:
    return data_root() / "proof"


def keep_record(folder: Path, record: CampaignRecord) -> Path:
    """Writes it and forgets those that are too many, and what killed campaigns left. Raises `OSError`."""
    folder.mkdir(parents=True, exist_ok=True)
    sweep_half_written(folder)
    path = folder / f"{record.began:%Y%m%dT%H%M%SZ}-{record.kind}-{secrets.token_hex(3)}.json"
    write_whole(path, record.model_dump_json(indent=1) + "\n")
    for old in _too_many(_files(folder)):
        old.unlink(missing_ok=True)
    return path


def write_whole(path: Path, text: str) -> None:
    """Nobody sees half of it, and a crash leaves none of it under its name."""
    fresh = half_written(path)
    try:
        with fresh.open("w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        os.replace(fresh, path)
    finally:
        fresh.unlink(missing_ok=True)


def kept_records(folder: Path) -> ProofRecords:
    found = ProofRecords()
    for path in reversed(_files(folder)):
        try:
            found.records.append(NamedRecord(path.stem, _read(path)))
        except FileNotFoundError:
            continue  # a campaign that ended just now forgot it
        except OSError as error:
            found.unreadable.append((path.name, error.strerror or type(error).__name__))
        except ValidationError as error:
            found.unreadable.append((path.name, _why(error)))
        except ValueError as error:
            found.unreadable.append((path.name, str(error)))
    return found


def kept_record(folder: Path, name: str) -> CampaignRecord | None:
    """The record of that name; None where there is none, or nobody can read it."""
    if NAME.fullmatch(f"{name}.json") is None:
        return None
    try:
        return _read(folder / f"{name}.json")
    except (OSError, ValueError):
        return None


def version_and_commit() -> tuple[str, str]:
    """Of the clone that this runs in; empty where there is none, or no git."""
    try:
        version = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    except (OSError, KeyError, ValueError):
        version = ""
    commit = _git("rev-parse", "--short=12", "HEAD")
    return str(version), commit + ("+" if commit and _git("status", "--porcelain", "--untracked-files=no") else "")


def _git(*words: str) -> str:
    try:
        ran = subprocess.run(
            ["git", "-C", str(ROOT), *words], capture_output=True, text=True, timeout=GIT_S_MAX, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return ran.stdout.strip() if ran.returncode == 0 else ""


def _read(path: Path) -> CampaignRecord:
    """Raises `OSError`, `ValueError`."""
    with path.open("rb") as file:
        content = file.read(SIZE_MAX + 1)
    if len(content) > SIZE_MAX:
        raise ValueError(f"larger than {SIZE_MAX >> 20} MB")
    return CampaignRecord.model_validate_json(content)


def _why(error: ValidationError) -> str:
    """The first reason, without what stands in the file."""
    first = error.errors(include_input=False, include_url=False, include_context=False)[0]
    place = ".".join(map(str, first["loc"]))
    return "no JSON" if first["type"] == "json_invalid" else f"{place or 'all of it'}: {first['msg'].lower()}"


def _files(folder: Path) -> list[Path]:
    """Oldest first: the name begins with the time."""
    return sorted(path for path in folder.glob("*.json") if NAME.fullmatch(path.name))


def _too_many(paths: Iterable[Path]) -> list[Path]:
    of_kind: defaultdict[str, list[Path]] = defaultdict(list)
    for path in paths:
        of_kind[path.name.split("-")[1]].append(path)
    return [path for found in of_kind.values() for path in found[:-KEPT_MAX]]
