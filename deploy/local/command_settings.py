"""What the commands themselves read of the environment: folders, ports of embedded servers, how topics are made."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from shared.runtime.settings import SettingsError, load, setting

from .user_error import UserError

TODO = "Mend it in the environment and try again."


class CommandSettings(BaseModel):
    """Settings of `./doorstep` and its supervisor."""

    model_config = ConfigDict(frozen=True, extra="ignore", populate_by_name=True, hide_input_in_errors=True)

    partitions: int = Field(
        24,
        alias="DOORSTEP_PARTITIONS",
        ge=1,
        le=1000,
        description="a number from 1 to 1000, of each topic that is made",
    )
    replication: int = Field(
        3,
        alias="DOORSTEP_REPLICATION",
        ge=1,
        le=9,
        description="a number from 1 to 9, of copies of each topic that is made in a Kafka of yours",
    )
    data: Path | None = Field(
        None, alias="DOORSTEP_DATA", description="the folder of data, by default .doorstep beside the launcher"
    )
    cache: Path | None = Field(
        None,
        alias="DOORSTEP_CACHE",
        description="the folder of what was downloaded, by default .doorstep/cache beside the launcher",
    )
    kafka_port: int | None = Field(
        None,
        alias="DOORSTEP_KAFKA_PORT",
        ge=1,
        le=65535,
        description="a TCP port from 1 to 65535 for the embedded Kafka, else any",
    )
    postgres_port: int | None = Field(
        None,
        alias="DOORSTEP_POSTGRES_PORT",
        ge=1,
        le=65535,
        description="a TCP port from 1 to 65535 for the embedded PostgreSQL, else any",
    )
    monitor_port: int | None = Field(
        None,
        alias="DOORSTEP_MONITOR_PORT",
        ge=1,
        le=65535,
        description="the TCP port, from 1 to 65535, of a monitor that `up` did not start, for `watch`",
    )


def commands(env: Mapping[str, str]) -> CommandSettings:
    """Raises `UserError`."""
    try:
        return load(CommandSettings, env)
    except SettingsError as error:
        raise UserError(f"A setting is wrong. {error}.", TODO) from None


def said(env: Mapping[str, str], name: str) -> str | None:
    """One setting, or None when nothing is said of it. Raises `UserError`."""
    try:
        return setting(env, name)
    except SettingsError as error:
        raise UserError(f"A setting is wrong. {error}.", TODO) from None
