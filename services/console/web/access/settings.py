"""Settings of who may come in: an identity provider, the console's public address, or an open sandbox."""

from __future__ import annotations

from typing import Literal, Self
from urllib.parse import urlsplit

from psycopg.conninfo import conninfo_to_dict
from pydantic import Field, field_validator, model_validator

from shared.runtime.loopback import is_loopback
from shared.runtime.settings import LOOPBACK, Settings

from .oidc.role_map import RoleMap

OPEN = "DOORSTEP_CONSOLE_OPEN"


class AccessSettings(Settings):
    """The web console's own settings extend these."""

    console_open: Literal["", "sandbox"] = Field(
        "", alias=OPEN, description="sandbox where everything is made up and nobody has to sign in, else nothing"
    )
    console_url: str | None = Field(
        None,
        alias="DOORSTEP_CONSOLE_URL",
        pattern=r"^https://[^\s/?#@]+$",
        description="the console's address as browsers see it, https:// and a name, where it is not on this machine",
    )
    carrier_url: str = Field(
        "https://api.twilio.com", alias="TWILIO_API_URL", description="where texts are sent, as notifier has it"
    )
    oidc_issuer: str | None = Field(
        None,
        alias="DOORSTEP_OIDC_ISSUER",
        pattern=r"^https?://[^\s?#@]+$",
        description="an https URL, the identity provider's issuer exactly as it names itself",
    )
    oidc_client_id: str | None = Field(
        None, alias="DOORSTEP_OIDC_CLIENT_ID", description="the console's client id at the identity provider"
    )
    oidc_client_secret: str | None = Field(
        None, alias="DOORSTEP_OIDC_CLIENT_SECRET", repr=False, description="its client secret (or use a file)"
    )
    oidc_roles: str = Field(
        "",
        alias="DOORSTEP_OIDC_ROLES",
        description="which value of the claim is which role, separated by semicolons: leads=supervisor;desk=operator",
    )
    oidc_roles_claim: str = Field(
        "groups",
        alias="DOORSTEP_OIDC_ROLES_CLAIM",
        min_length=1,
        description="the claim that roles are read from, at least 1 character; dots lead into objects",
    )
    oidc_label: str = Field(
        "your organisation",
        alias="DOORSTEP_OIDC_LABEL",
        max_length=60,
        description="what the provider is called, in at most 60 characters",
    )

    @field_validator("oidc_roles")
    @classmethod
    def _are_roles(cls, text: str) -> str:
        try:
            RoleMap.of(text, "groups")
        except ValueError as error:
            raise ValueError(f"DOORSTEP_OIDC_ROLES: {error}") from None
        return text

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if self.oidc_issuer is None:
            return self
        if self.oidc_client_id is None or not self.oidc_roles:
            raise ValueError("DOORSTEP_OIDC_ISSUER: DOORSTEP_OIDC_CLIENT_ID and DOORSTEP_OIDC_ROLES are needed with it")
        if urlsplit(self.oidc_issuer).scheme == "http" and not is_loopback(self.oidc_issuer):
            raise ValueError("DOORSTEP_OIDC_ISSUER: plain http is for this machine only; it should begin with https")
        return self

    @model_validator(mode="after")
    def _open_in_the_sandbox_alone(self) -> Self:
        if self.console_open and (real := self._real_part()) is not None:
            raise ValueError(f"{OPEN}: an open console is refused with {real}")
        return self

    def _real_part(self) -> str | None:
        """What is not made up, or might not be."""
        if any(server.rpartition(":")[0] not in LOOPBACK for server in self.kafka_bootstrap.split(",")):
            return "a Kafka of another machine"
        if not is_loopback_database(self.database_url):
            return "a database of another machine"
        if not is_loopback(self.carrier_url):
            return "a carrier of another machine"
        if self.console_url is not None:
            return "an address that others see"
        if self.oidc_issuer is not None:
            return "an identity provider"
        return None


def is_loopback_database(url: str) -> bool:
    """Whether every host that the client would try is this machine. One that is named elsewhere (a service file, the
    environment) may be any."""
    found = {name: str(value) for name, value in conninfo_to_dict(url).items() if value is not None}
    if "service" in found:
        return False
    hosts = [host for name in ("host", "hostaddr") for host in found.get(name, "").split(",") if name in found]
    return bool(hosts) and all(host in LOOPBACK or host.startswith("/") for host in hosts)
