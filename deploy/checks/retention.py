"""Whether there is a place for the evidence of what is over: without one it stays in the tables for ever."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from shared.runtime.setting_files import takes_files
from shared.runtime.settings import SettingsError, setting

from .finding import Diagnosis, bad, good, note

NAME = "DOORSTEP_RETENTION_FOLDER"


def retention(env: Mapping[str, str]) -> list[Diagnosis]:
    """A folder that is named is looked at as the services do at their start, whosever the database is. None is missed
    where the database is our own: that is thrown away one day.
    """
    try:
        folder = setting(env, NAME)
    except SettingsError as error:
        return [bad("retention", str(error), "")]
    if folder is None:
        return [] if _is_our_own(env) else [
            note(
                "retention", "there is no place for evidence, so cases that are over stay for ever",
                f"Name a folder in {NAME}; it gets a file before anything is removed. docs/runbooks/retention.md",
            )
        ]  # fmt: skip
    if not takes_files(Path(folder)):
        return [bad("retention", f"{NAME} is no folder that we may write to", "Make it, or name another one.")]
    return [good("retention", f"evidence of what is over goes to {folder}")]


def _is_our_own(env: Mapping[str, str]) -> bool:
    """As is one that can't be read: the database's own check says that."""
    try:
        return setting(env, "DATABASE_URL") is None
    except SettingsError:
        return True
