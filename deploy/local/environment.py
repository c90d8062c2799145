"""Which environment variables are ours. Processes get exactly those meant for them, never what happens to be set."""

from __future__ import annotations

from collections.abc import Mapping

from shared.runtime.misspelt import OURS


def only_ours(env: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in env.items() if name.startswith(OURS)}


def without_ours(env: Mapping[str, str]) -> dict[str, str]:
    """So that a demo or a test can't reach a real system whose settings are in the user's shell."""
    return {name: value for name, value in env.items() if not name.startswith(OURS)}
