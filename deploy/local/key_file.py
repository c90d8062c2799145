"""A new key in a file: random bytes in base64url, for its owner alone, on the disk before it is used."""

from __future__ import annotations

import os
import secrets
from base64 import urlsafe_b64encode
from pathlib import Path

from .user_error import UserError

KEY_BYTES = 32


def make_key_file(path: Path, size_bytes: int = KEY_BYTES) -> None:
    """Mode 0600. Raises `FileExistsError` before anything is touched, and `OSError`; never leaves half a key."""
    handle = os.open(path, os.O_CREAT | os.O_WRONLY | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "w", encoding="ascii") as file:
            os.fchmod(file.fileno(), 0o600)  # whatever the umask is
            file.write(urlsafe_b64encode(secrets.token_bytes(size_bytes)).decode())
            file.flush()
            os.fsync(file.fileno())
        _sync_folder(path.parent)
    except BaseException:
        path.unlink(missing_ok=True)
        raise


def make_key(path: Path) -> None:
    """As somebody asked. Raises `UserError`."""
    if not str(path).isprintable():
        # It is not repeated: what can't be seen moves a terminal's cursor, or hides what stands there.
        raise UserError("The file's name has characters that can't be seen.", "Name another file.")
    if path.is_dir():
        raise UserError(f"{path} is a folder.", "Name a file in it.")
    try:
        make_key_file(path)
    except FileExistsError:
        raise UserError(f"{path} is there already, and a key is never overwritten.", "Name another file.") from None
    except OSError as error:
        raise UserError(f"{path} can't be written: {error.strerror}.", "Is its folder there, and yours?") from None


def _sync_folder(folder: Path) -> None:
    """Its name too has to outlive a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
