"""Settings that name a file or a folder: whether it is there, whatever the text is."""

from __future__ import annotations

import os
from pathlib import Path

from pydantic import BaseModel, ValidationInfo

NO_FOLDER = "no folder that we may write to. Make one for the services' user; without the setting nothing is removed"


def is_there(model: type[BaseModel], path: Path | None, about: ValidationInfo) -> Path | None:
    """For a field that names a file. Raises `ValueError` with the name of the setting."""
    if path is not None and not _is_file(path):
        raise ValueError(f"{model.model_fields[str(about.field_name)].alias}: no such file")
    return path


def takes_files(path: Path) -> bool:
    """Is it a folder that we may write to?"""
    try:
        return path.is_dir() and os.access(path, os.W_OK | os.X_OK)
    except (OSError, ValueError):
        return False


def _is_file(path: Path) -> bool:
    """Whatever the text is: a key itself, say, which is too long for a name."""
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False
