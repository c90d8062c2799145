"""A file that a command is to make: whether it can is looked at before anything is read or recorded."""

from __future__ import annotations

import os
from pathlib import Path

from deploy.local.user_error import UserError


def can_be_made(to: Path) -> None:
    """Raises `UserError`."""
    folder = to.absolute().parent
    try:
        if to.exists() or to.is_symlink():
            raise UserError(f"{to} is there already.", "Name another file.")
        if not folder.is_dir():
            raise UserError(f"There is no folder {folder}.", "Make it, or name a file in another one.")
        if not os.access(folder, os.W_OK | os.X_OK):
            raise UserError(f"You may not write to {folder}.", "Name a file in a folder of yours.")
    except OSError as error:
        raise UserError(f"{to} can't be written: {error.strerror}.", "Name another file.") from None
