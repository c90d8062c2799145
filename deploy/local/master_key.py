"""The master key of a folder: made for the database that is made with it, and for no other one."""

from __future__ import annotations

from pathlib import Path

from shared.privacy.master import MasterKeys

from .folder import Folder
from .user_error import UserError

RUNBOOK = "docs/runbooks/master-key.md"


def own_key(folder: Folder, *, embedded: bool) -> Path:
    """`keys/master`, made where the folder's own database is yet to be made. Raises `UserError` for any other one."""
    found = folder.keys / "master"
    if not found.exists() and not embedded:
        raise UserError(
            "DATABASE_URL names a PostgreSQL of yours, and DOORSTEP_MASTER_KEY_FILE no key for it.",
            "Name the key file that its other hosts use. Is the database new? ./doorstep keys make FILE makes one"
            f" ({RUNBOOK}).",
        )
    if not found.exists() and (folder.postgres / "data" / "PG_VERSION").exists():
        raise UserError(
            f"The database in {folder.postgres} is there, and its master key {found} is gone.",
            f"Bring it back from your backup ({RUNBOOK}); to begin with nothing, delete {folder.path}.",
        )
    return folder.secret("master")


def check_key(path: Path) -> None:
    """Raises `UserError` for a file that every service would refuse. Whether it fits the database, they say."""
    try:
        MasterKeys.read(path)
    except ValueError as error:
        raise UserError(f"DOORSTEP_MASTER_KEY_FILE: {error}.", f"See {RUNBOOK}.") from None
    except OSError as error:
        raise UserError(
            f"DOORSTEP_MASTER_KEY_FILE can't be read: {error.strerror}.", "Run as a user who may read it."
        ) from None
