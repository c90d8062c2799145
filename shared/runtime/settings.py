"""Settings come from the environment. A wrong one refuses the start, naming it and what it should be.

Any of them may come from the file that `NAME_FILE` names; secrets never travel on a command line. Whoever reads a
setting does so by `load` or `setting`, so that both forms mean the same everywhere.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from functools import partial
from ipaddress import ip_address
from pathlib import Path
from typing import Any, Literal, Self, TypeVar

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    PrivateAttr,
    ValidationError,
    ValidationInfo,
    field_validator,
    model_validator,
)

from shared.policy import NoPack, load_pack, names

from .kafka_settings import unfit
from .live_secret import LiveSecret
from .loopback import travels_safely
from .pg.target import HOW, NotAUrlError, target
from .setting_files import NO_FOLDER, is_there, takes_files

Env = Mapping[str, str]
# Neither user nor password belongs here: the rest of us prints it.
BROKER = r"(\[[0-9A-Fa-f:.]+\]|[^\s,:@/\[\]?#]+):\d{1,5}"
FILE = "_FILE"
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1", "[::1]"})


class SettingsError(Exception):
    """One line per wrong setting: its name, what is wrong, what it should be."""


S = TypeVar("S", bound=BaseModel)


class KafkaSettings(BaseModel):
    """What a process needs that only reads and writes topics."""

    model_config = ConfigDict(frozen=True, extra="ignore", populate_by_name=True, hide_input_in_errors=True)

    kafka_bootstrap: str = Field(
        alias="KAFKA_BOOTSTRAP_SERVERS",
        pattern=rf"^{BROKER}(,{BROKER})*$",
        description="host:port, several separated by commas",
    )
    kafka_protocol: Literal["PLAINTEXT", "SSL", "SASL_PLAINTEXT", "SASL_SSL"] = Field(
        "PLAINTEXT", alias="KAFKA_SECURITY_PROTOCOL", description="PLAINTEXT, SSL, SASL_PLAINTEXT or SASL_SSL"
    )
    kafka_cafile: Path | None = Field(None, alias="KAFKA_SSL_CAFILE", description="a file of certificates (PEM)")
    kafka_certfile: Path | None = Field(None, alias="KAFKA_SSL_CERTFILE", description="a certificate file (PEM)")
    kafka_keyfile: Path | None = Field(None, alias="KAFKA_SSL_KEYFILE", description="a private key file (PEM)")
    kafka_key_password: str | None = Field(
        None, alias="KAFKA_SSL_KEY_PASSWORD", description="the passphrase of the private key", repr=False
    )
    kafka_mechanism: Literal["PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512", "OAUTHBEARER"] = Field(
        "PLAIN", alias="KAFKA_SASL_MECHANISM", description="PLAIN, SCRAM-SHA-256, SCRAM-SHA-512 or OAUTHBEARER"
    )
    kafka_username: str | None = Field(None, alias="KAFKA_SASL_USERNAME", description="a user name")
    kafka_password: str | None = Field(
        None, alias="KAFKA_SASL_PASSWORD", description="a password (or use a file)", repr=False
    )
    kafka_token_file: Path | None = Field(
        None, alias="KAFKA_SASL_TOKEN_FILE", description="a file with a token for OAUTHBEARER, read at each login"
    )
    kafka_oidc_url: str | None = Field(
        None,
        alias="KAFKA_SASL_OIDC_URL",
        pattern=r"^https?://[^\s@]+$",
        description="the https URL of a token endpoint for OAUTHBEARER (client credentials)",
    )
    kafka_oidc_client_id: str | None = Field(None, alias="KAFKA_SASL_OIDC_CLIENT_ID", description="a client's id there")
    kafka_oidc_client_secret: str | None = Field(
        None, alias="KAFKA_SASL_OIDC_CLIENT_SECRET", description="its secret", repr=False
    )
    kafka_oidc_scope: str = Field("", alias="KAFKA_SASL_OIDC_SCOPE", description="the scope to ask for there, if any")
    topic_prefix: str = Field(
        "",
        alias="DOORSTEP_TOPIC_PREFIX",
        pattern=r"^[A-Za-z0-9._-]{0,60}$",
        description="at most 60 letters, digits, dots, _ and -: what our topics and groups are prefixed with on a"
        " shared Kafka",
    )
    health_port: int = Field(
        0, alias="DOORSTEP_HEALTH_PORT", ge=0, le=65535, description="a TCP port from 1 to 65535, 0 for none"
    )
    bind: str = Field(
        "127.0.0.1",
        alias="DOORSTEP_BIND",
        description="the IP address to listen on: 127.0.0.1 for this machine alone, 0.0.0.0 (IPv6: ::) for all",
    )
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(
        "INFO", alias="DOORSTEP_LOG_LEVEL", description="DEBUG, INFO, WARNING or ERROR"
    )

    _found: dict[str, str] = PrivateAttr(default_factory=dict)
    _files: dict[str, Path] = PrivateAttr(default_factory=dict)
    _live: dict[str, LiveSecret] = PrivateAttr(default_factory=dict)

    def live(self, name: str) -> LiveSecret:
        """The setting `name`, which is set, as it is from now on (see `LiveSecret`). Only for one that is a secret."""
        if name not in self._live:
            value = next(
                getattr(self, field) for field, about in type(self).model_fields.items() if about.alias == name
            )
            self._live[name] = LiveSecret(name, value, self._files.get(name), usable=partial(self._usable, name))
        return self._live[name]

    def _usable(self, name: str, text: str) -> bool:
        """Would we start with it? Another database is never gone on with: only its user and password may change."""
        try:
            type(self).model_validate({**self._found, name: text})
        except ValidationError:
            return False
        return name != "DATABASE_URL" or target(text) == target(self._found[name])

    @field_validator("bind")
    @classmethod
    def _is_an_address(cls, text: str) -> str:
        ip_address(text)
        return text

    @field_validator("kafka_cafile", "kafka_certfile", "kafka_keyfile", "kafka_token_file")
    @classmethod
    def _is_there(cls, path: Path | None, about: ValidationInfo) -> Path | None:
        return is_there(cls, path, about)

    @field_validator("kafka_oidc_url")
    @classmethod
    def _keeps_the_secret(cls, url: str | None) -> str | None:
        if url and not travels_safely(url):
            raise ValueError("KAFKA_SASL_OIDC_URL is not https: the client's secret would travel readable for all")
        return url

    @model_validator(mode="after")
    def _authenticated(self) -> Self:
        fields = type(self).model_fields
        given = {str(fields[name].alias): str(getattr(self, name)) for name in self.model_fields_set}
        if lines := list(unfit(given, self.kafka_protocol)):
            raise ValueError("\n".join(lines))
        return self


class Settings(KafkaSettings):
    """What every service needs. A service's own settings extend this class."""

    database_url: str = Field(
        alias="DATABASE_URL",
        pattern=r"^postgres(ql)?://",
        repr=False,
        description="a PostgreSQL URL, postgresql://user@host/db",
    )
    master_key_file: Path = Field(
        alias="DOORSTEP_MASTER_KEY_FILE",
        description="a file with 32 random bytes in base64url (./doorstep keys make FILE), for its owner and one group"
        " to read; read at the start, and compared with what the database knows of its key",
    )
    clock_file: Path | None = Field(None, alias="DOORSTEP_CLOCK_FILE", description="a virtual clock's file (sandbox)")
    failpoints: Path | None = Field(
        None, alias="DOORSTEP_FAILPOINTS", description="a file of a test that kills (sandbox)"
    )
    policy: str = Field("default", alias="DOORSTEP_POLICY", description="the name of a policy pack")
    retention_folder: Path | None = Field(
        None,
        alias="DOORSTEP_RETENTION_FOLDER",
        description="a folder for files of evidence, written before what is over is removed; without one it stays",
    )
    beside_former: bool = Field(
        False,
        alias="DOORSTEP_BESIDE_FORMER",
        description="yes while replicas of the former version run too, else no",
    )

    @field_validator("database_url")
    @classmethod
    def _leads_somewhere(cls, url: str) -> str:
        try:
            target(url)
        except NotAUrlError:
            raise ValueError(f"DATABASE_URL is not usable: it should be {HOW}") from None
        return url

    @field_validator("policy")
    @classmethod
    def _is_a_pack(cls, name: str) -> str:
        try:
            load_pack(name)
        except NoPack as error:
            # A name that is none is not repeated: it may be a secret that was put into the wrong place.
            known = f"it should be one of {', '.join(names())}"
            raise ValueError(f"DOORSTEP_POLICY is not usable: {error if name in names() else known}") from None
        return name

    @field_validator("master_key_file", "clock_file", "failpoints")
    @classmethod
    def _is_a_file(cls, path: Path | None, about: ValidationInfo) -> Path | None:
        return is_there(cls, path, about)

    @field_validator("retention_folder")
    @classmethod
    def _is_a_folder(cls, path: Path | None) -> Path | None:
        if path is not None and not takes_files(path):
            raise ValueError(f"DOORSTEP_RETENTION_FOLDER: {NO_FOLDER}")
        return path

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if self.failpoints is not None and self.clock_file is None:
            raise ValueError("DOORSTEP_FAILPOINTS: refused where the clock is real")
        if self.clock_file is not None:
            for server in self.kafka_bootstrap.split(","):
                if server.rpartition(":")[0] not in LOOPBACK:
                    raise ValueError("DOORSTEP_CLOCK_FILE: a virtual clock is refused with a Kafka of another machine")
        return self


def setting(env: Env, name: str) -> str | None:
    """What `env` says of a setting, itself or in the file that `NAME_FILE` names; None when nothing, or nothing in it.

    A name that ends in `_FILE` names a file as it is, and has no such form. Raises `SettingsError` when that file can't
    be read, or both forms are set: one of them would have no effect.
    """
    plain, path = env.get(name) or None, None if name.endswith(FILE) else env.get(name + FILE)
    if not path:
        return plain
    if plain is not None:
        raise SettingsError(f"{name} and {name}{FILE} are both set: keep one of them")
    try:
        # As editors of all systems write it: with a mark at the beginning, with any end of line.
        return Path(path).read_text(encoding="utf-8-sig").strip() or None
    except (OSError, ValueError) as error:
        raise SettingsError(f"{name}{FILE}: can't be read ({type(error).__name__})") from None


def overridden(env: Env, values: Env) -> dict[str, str]:
    """`env` with `values` instead of what it said of them, in either form."""
    said = {name.removesuffix(FILE) for name in values}
    return {**{name: value for name, value in env.items() if name.removesuffix(FILE) not in said}, **values}


def load(model: type[S], env: Env | None = None) -> S:
    """The settings in `env` (by default the process's). Raises `SettingsError`."""
    env = os.environ if env is None else env
    found: dict[str, str] = {}
    unread: dict[str, str] = {}
    for name in _names(model):
        try:
            if (value := setting(env, name)) is not None:
                found[name] = value
        except SettingsError as error:
            unread[name] = str(error)
    lines = list(unread.values())
    try:
        made = model.model_validate(found)
        if isinstance(made, KafkaSettings):
            made._found = found
            made._files = {name: Path(env[f"{name}{FILE}"]) for name in found if env.get(f"{name}{FILE}")}
    except ValidationError as error:
        wrong = (item for item in error.errors(include_url=False) if not {*item["loc"][:1]} & unread.keys())
        lines += [_line(model, item) for item in wrong]
    if lines:
        raise SettingsError("\n".join(lines))
    return made


def _names(model: type[BaseModel]) -> dict[str, str]:
    return {field.alias or name: field.description or "" for name, field in model.model_fields.items()}


def _line(model: type[BaseModel], item: Any) -> str:
    said = str(item["msg"]).removeprefix("Value error, ")
    if not item["loc"] or (item["type"] == "value_error" and said.startswith(str(item["loc"][0]))):
        return said
    name = str(item["loc"][0])
    problem = "is missing" if item["type"] == "missing" else "is not usable"
    return f"{name} {problem}: it should be {_names(model).get(name, '')}".rstrip(": ")
