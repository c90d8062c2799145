"""The monitor's settings: Kafka and a port. It needs neither a database nor any key, so it is given none."""

from __future__ import annotations

import ssl
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

import faust
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from shared.runtime.settings import SettingsError

HOURS_MAX = 24


class MonitorSettings(BaseModel):
    """`hours` is how far back it counts when it starts, and how long a minute stays in its tables."""

    model_config = ConfigDict(frozen=True, extra="ignore", populate_by_name=True, hide_input_in_errors=True)

    kafka_bootstrap: str = Field(
        alias="KAFKA_BOOTSTRAP_SERVERS",
        pattern=r"^[^\s,:]+:\d{1,5}(,[^\s,:]+:\d{1,5})*$",
        description="host:port, several separated by commas",
    )
    kafka_protocol: Literal["PLAINTEXT", "SSL", "SASL_PLAINTEXT", "SASL_SSL"] = Field(
        "PLAINTEXT", alias="KAFKA_SECURITY_PROTOCOL", description="PLAINTEXT, SSL, SASL_PLAINTEXT or SASL_SSL"
    )
    kafka_cafile: Path | None = Field(None, alias="KAFKA_SSL_CAFILE", description="a file of certificates (PEM)")
    kafka_certfile: Path | None = Field(None, alias="KAFKA_SSL_CERTFILE", description="a certificate file (PEM)")
    kafka_keyfile: Path | None = Field(None, alias="KAFKA_SSL_KEYFILE", description="a private key file (PEM)")
    kafka_mechanism: Literal["PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512"] = Field(
        "PLAIN", alias="KAFKA_SASL_MECHANISM", description="PLAIN, SCRAM-SHA-256 or SCRAM-SHA-512"
    )
    kafka_username: str | None = Field(None, alias="KAFKA_SASL_USERNAME", description="a user name")
    kafka_password: str | None = Field(None, alias="KAFKA_SASL_PASSWORD", description="a password", repr=False)
    health_port: int = Field(0, alias="DOORSTEP_HEALTH_PORT", ge=0, le=65535, description="a TCP port, 0 for none")
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(
        "INFO", alias="DOORSTEP_LOG_LEVEL", description="DEBUG, INFO, WARNING or ERROR"
    )
    hours: int = Field(
        6, alias="DOORSTEP_MONITOR_HOURS", ge=1, le=HOURS_MAX, description=f"hours to look back, 1 to {HOURS_MAX}"
    )


def load(env: Mapping[str, str]) -> MonitorSettings:
    """The settings in `env`. Raises `SettingsError`, a line for each wrong one."""
    found = {name: value for name, value in env.items() if value != ""}
    if "KAFKA_SASL_PASSWORD_FILE" in found:
        found["KAFKA_SASL_PASSWORD"] = Path(found["KAFKA_SASL_PASSWORD_FILE"]).read_text(encoding="utf-8").strip()
    try:
        return MonitorSettings.model_validate(found)
    except ValidationError as error:
        raise SettingsError("\n".join(_line(item) for item in error.errors(include_url=False))) from None


def _line(item: Any) -> str:
    name = str(item["loc"][0])
    meant = {field.alias: field.description for field in MonitorSettings.model_fields.values()}[name]
    return f"{name} {'is missing' if item['type'] == 'missing' else 'is not usable'}: it should be {meant}"


def kafka_options(settings: MonitorSettings) -> dict[str, Any]:
    """What aiokafka's clients take."""
    return {
        "bootstrap_servers": settings.kafka_bootstrap,
        "security_protocol": settings.kafka_protocol,
        "ssl_context": _ssl(settings),
        "sasl_mechanism": settings.kafka_mechanism,
        "sasl_plain_username": settings.kafka_username,
        "sasl_plain_password": settings.kafka_password,
    }


def credentials(settings: MonitorSettings) -> Any:
    """The same for Faust; None for a plain connection."""
    context = _ssl(settings)
    if settings.kafka_protocol.startswith("SASL"):
        return faust.SASLCredentials(
            username=settings.kafka_username,
            password=settings.kafka_password,
            mechanism=settings.kafka_mechanism,
            ssl_context=context,
        )
    return faust.SSLCredentials(context=context) if context is not None else None


def _ssl(settings: MonitorSettings) -> ssl.SSLContext | None:
    if not settings.kafka_protocol.endswith("SSL"):
        return None
    context = ssl.create_default_context(cafile=settings.kafka_cafile)
    if settings.kafka_certfile is not None:
        context.load_cert_chain(settings.kafka_certfile, settings.kafka_keyfile)
    return context
