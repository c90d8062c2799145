"""The console's settings: those of every service, and where it listens."""

from __future__ import annotations

from ipaddress import ip_address
from pathlib import Path
from typing import Self

from pydantic import Field, field_validator, model_validator

from ..target import addresses
from .access.settings import AccessSettings

ADDRESS = r"([A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\]):\d{1,5}"


class ConsoleSettings(AccessSettings):
    """`ready` says where each process answers `/ready`: `notifier=127.0.0.1:8011,scheduler=...`."""

    port: int = Field(
        0,
        alias="DOORSTEP_CONSOLE_PORT",
        ge=0,
        le=65535,
        description="a TCP port from 1 to 65535, 0 for that of DOORSTEP_HEALTH_PORT",
    )
    console_bind: str = Field(
        "127.0.0.1",
        alias="DOORSTEP_CONSOLE_BIND",
        description="the IP address to listen on: a loopback one, unless DOORSTEP_CONSOLE_URL says where others see it",
    )
    jars: Path = Field(
        alias="DOORSTEP_CONSOLE_JARS",
        description="the folder of the WebJars that deploy/local/browser-jars.sha256 names",
    )
    ready: str = Field(
        "",
        alias="DOORSTEP_CONSOLE_READY",
        pattern=rf"^([a-z0-9-]+={ADDRESS}(,[a-z0-9-]+={ADDRESS})*)?$",
        description="where processes answer /ready: name=host:port, several separated by commas",
    )

    tiles: str = Field(
        "",
        alias="DOORSTEP_CONSOLE_TILES",
        pattern=r"^(https://[A-Za-z0-9.-]+(:\d{1,5})?/[A-Za-z0-9._~/{}@=&?-]*\{z\}[A-Za-z0-9._~/{}@=&?-]*)?$",
        description="where map tiles are: https://tiles.example/{z}/{x}/{y}.png; without it streets are drawn",
    )
    tiles_by: str = Field(
        "",
        alias="DOORSTEP_CONSOLE_TILES_BY",
        max_length=200,
        description="whom the map's tiles are by, as they ask to be named, in at most 200 characters",
    )
    segment_price: str = Field(
        "",
        alias="DOORSTEP_SEGMENT_PRICE",
        pattern=r"^([0-9]{1,4}(\.[0-9]{1,6})? [A-Z]{3})?$",
        description="what the carrier takes for a segment of a text, at most 9999.999999, with its currency:"
        " 0.0395 EUR",
    )

    world: str = Field(
        "",
        alias="DOORSTEP_CONSOLE_WORLD",
        pattern=r"^(127\.0\.0\.1:\d{1,5})?$",
        description="where the sandbox's world is driven from: 127.0.0.1:port; without it there is no page of it",
    )
    world_token: str = Field(
        "", alias="DOORSTEP_CONSOLE_WORLD_TOKEN", repr=False, description="its secret (or use a file)"
    )

    @field_validator("console_bind")
    @classmethod
    def _is_an_ip_address(cls, text: str) -> str:
        ip_address(text)
        return text

    @model_validator(mode="after")
    def _seen_by_others_over_https_alone(self) -> Self:
        if self.console_url is None and not ip_address(self.console_bind).is_loopback:
            raise ValueError("DOORSTEP_CONSOLE_BIND: others may come in over https only; set DOORSTEP_CONSOLE_URL")
        return self

    @model_validator(mode="after")
    def _a_world_where_all_is_made_up(self) -> Self:
        if self.world and (real := self._real_part()) is not None:
            raise ValueError(f"DOORSTEP_CONSOLE_WORLD: a world is not driven beside {real}")
        return self

    @property
    def listens_on(self) -> int:
        return self.port or self.health_port

    @property
    def processes(self) -> dict[str, tuple[str, int]]:
        """Host and port by process name."""
        return addresses(self.ready)
