"""Whether there is a place for the evidence of what is over: without one it stays in the tables for ever."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from shared.runtime.setting_files import takes_files
from shared.runtime.settings import SettingsError, setting

from .finding import Diagnosis, bad, good, note

NAME = "DOORSTEP_RETENTION_FOLDER"


def retention(env: Mapping[str, str]) -> list[Diagnosis]:
    """Nothing where the database is our own: it is thrown away one day."""
    try:
        if setting(env, "DATABASE_URL") is None:
            return []
        folder = setting(env, NAME)
    except SettingsError:
        return []
    if folder is None:
        return [
            note(
                "retention", "there is no place for evidence, so cases that are over stay for ever",
                f"Name a folder in {NAME}; it gets a file before anything is removed. docs/runbooks/retention.md",
            )
        ]  # fmt: skip
    if not takes_files(Path(folder)):
        return [bad("retention", f"{NAME} is no folder that we may write to", "Make it, or name another one.")]
    return [good("retention", f"evidence of what is over goes to {folder}")]
