"""Which environment variables are ours. Processes get exactly those meant for them, never what happens to be set."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from pydantic import BaseModel

OURS = ("DATABASE_URL", "KAFKA_", "TWILIO_", "DOORSTEP_", "SANDBOX_")
# What the commands themselves read.
OF_COMMANDS = frozenset(
    "DOORSTEP_PARTITIONS DOORSTEP_REPLICATION DOORSTEP_DATA DOORSTEP_CACHE DOORSTEP_KAFKA_PORT DOORSTEP_POSTGRES_PORT "
    "DOORSTEP_CONSOLE_PORT DOORSTEP_MONITOR_PORT DOORSTEP_PYTHON".split()
)
NUMBERS_MAX = {"DOORSTEP_PARTITIONS": 1000, "DOORSTEP_REPLICATION": 9}
OF_TESTS = frozenset("DOORSTEP_TEST_KAFKA DOORSTEP_TEST_DATABASE_URL DOORSTEP_CLOCK_FILE DOORSTEP_FAILPOINTS".split())


def is_number(name: str, value: str) -> bool:
    """Is this a value for one of `NUMBERS_MAX`?"""
    return value.isdecimal() and 1 <= int(value) <= NUMBERS_MAX[name]


def known(models: Iterable[type[BaseModel]]) -> frozenset[str]:
    """The name of every setting that somebody who runs Doorstep may make. `models` are those of the processes."""
    named = {field.alias or name for model in models for name, field in model.model_fields.items()}
    return (frozenset(named) | OF_COMMANDS) - OF_TESTS


def unknown(env: Mapping[str, str], models: Iterable[type[BaseModel]]) -> list[str]:
    """Names that look like settings of ours and are none, and have no effect."""
    fine = known(models) | OF_TESTS
    return sorted(
        name
        for name in only_ours(env)
        if not name.startswith("SANDBOX_") and name not in fine and name.removesuffix("_FILE") not in fine
    )


def only_ours(env: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in env.items() if name.startswith(OURS)}


def without_ours(env: Mapping[str, str]) -> dict[str, str]:
    """So that a demo or a test can't reach a real system whose settings are in the user's shell."""
    return {name: value for name, value in env.items() if not name.startswith(OURS)}
