"""The sandbox's settings: what every process needs, the carrier's account, and how large the world is."""

from __future__ import annotations

from pathlib import Path
from typing import Literal, Self

from pydantic import Field, model_validator

from shared.runtime.loopback import is_loopback
from shared.runtime.settings import Settings

TOKEN_MIN = 32


class SandboxSettings(Settings):
    """The clock is always virtual here."""

    account_sid: str = Field(
        alias="TWILIO_ACCOUNT_SID", pattern=r"^AC[0-9a-f]{32}$", description="AC and 32 hex digits"
    )
    auth_token: str = Field(
        alias="TWILIO_AUTH_TOKEN", min_length=8, repr=False, description="a secret of at least 8 characters"
    )
    number: str = Field(alias="TWILIO_FROM", pattern=r"^\+[1-9]\d{6,14}$", description="a number in E.164")
    public_url: str = Field(
        alias="DOORSTEP_PUBLIC_URL",
        pattern=r"^https?://",
        description="the notifier's address, http:// or https:// and this machine",
    )
    folder: Path = Field(alias="SANDBOX_FOLDER", description="where twin.jsonl, sent.jsonl and progress.json go")
    port: int = Field(
        0, alias="SANDBOX_PORT", ge=0, le=65535, description="the carrier's port from 1 to 65535, 0 for any"
    )
    cases: int = Field(300, alias="SANDBOX_CASES", ge=1, le=50_000, description="1 to 50000")
    days: int = Field(45, alias="SANDBOX_DAYS", ge=1, le=400, description="virtual days, 1 to 400")
    seed: str = Field(
        "7", alias="SANDBOX_SEED", pattern=r"^[A-Za-z0-9-]{1,32}$", description="1 to 32 letters, digits and -"
    )
    gremlins: bool = Field(False, alias="SANDBOX_GREMLINS", description="true: doubled and poisoned records, faults")
    weather: Literal["fair", "rough"] = Field("fair", alias="SANDBOX_WEATHER", description="fair or rough")
    city: Literal["porto", "taipei", "hangzhou"] = Field(
        "porto", alias="SANDBOX_CITY", description="porto, taipei or hangzhou"
    )
    speed: float = Field(
        0, alias="SANDBOX_SPEED", ge=0, description="virtual seconds a second; 0 jumps when all is quiet"
    )

    ceiling: Path | None = Field(
        None, alias="SANDBOX_CEILING", description="a file with the moment past which the clock does not jump"
    )

    by_hand: bool = Field(
        False,
        alias="SANDBOX_BY_HAND",
        description="true: nobody pays late or answers a text unless somebody lets them; begins at the clock's moment",
    )
    stays: bool = Field(False, alias="SANDBOX_STAYS", description="true: the world can go on after its last day")
    control_port: int = Field(
        0,
        alias="SANDBOX_CONTROL_PORT",
        ge=0,
        le=65535,
        description="the port from 1 to 65535 where the world is driven from, 0 for nowhere",
    )
    control_token: str = Field(
        "", alias="SANDBOX_CONTROL_TOKEN", repr=False, description="a secret of at least 32 characters (use a file)"
    )
    run_folder: Path | None = Field(
        None, alias="SANDBOX_RUN_FOLDER", description="the data folder whose run file names the services' processes"
    )

    @model_validator(mode="after")
    def _driven_by_who_may(self) -> Self:
        if self.control_port and len(self.control_token) < TOKEN_MIN:
            raise ValueError("SANDBOX_CONTROL_TOKEN: a world that can be driven needs a secret of 32 characters")
        return self

    @model_validator(mode="after")
    def _virtual(self) -> Self:
        if self.clock_file is None:
            raise ValueError("DOORSTEP_CLOCK_FILE is missing: the sandbox has only virtual time")
        if not is_loopback(self.public_url):
            raise ValueError("DOORSTEP_PUBLIC_URL: the sandbox only talks to this machine")
        return self
