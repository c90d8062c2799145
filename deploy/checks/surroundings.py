"""What the settings lead to: what runs here already, PostgreSQL and Kafka of the user's own, the key, ports."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from ipaddress import ip_address

from pydantic import BaseModel

from deploy.local.command_settings import CommandSettings
from deploy.local.folder import PLACES, Folder, named_root
from deploy.local.ports import is_free
from deploy.local.program import LOOPBACK
from deploy.local.supervisor import read_state, supervisor_of
from shared.runtime.misspelt import misspelt
from shared.runtime.settings import KafkaSettings, SettingsError, load, overridden, setting

from .database import database
from .finding import Diagnosis, bad, good, note
from .held_services import held_services
from .kafka import kafka
from .master_key import master_key
from .retention import retention

WEBHOOK = "DOORSTEP_WEBHOOK_PORT"
PORTS = (WEBHOOK, "DOORSTEP_KAFKA_PORT", "DOORSTEP_POSTGRES_PORT")
# `up` provides these; and these have checks of their own.
STAND_IN = {
    "DATABASE_URL": "postgresql://x/x", "KAFKA_BOOTSTRAP_SERVERS": "127.0.0.1:9", "DOORSTEP_MASTER_KEY_FILE": __file__,
    "DOORSTEP_CONSOLE_JARS": ".",
}  # fmt: skip
ELSEWHERE = ("DATABASE_URL", "KAFKA_", "TWILIO_", "DOORSTEP_PUBLIC_URL", "DOORSTEP_MASTER_KEY_FILE",
             "DOORSTEP_RETENTION_FOLDER", *PORTS)  # fmt: skip


async def surroundings(env: Mapping[str, str], models: Sequence[type[KafkaSettings]]) -> list[Diagnosis]:
    return [
        _running(env),
        *settings(env, models),
        *ports(env),
        *await database(env),
        await master_key(env),
        *await held_services(env),
        *retention(env),
        *await kafka(env),
    ]


def settings(env: Mapping[str, str], models: Sequence[type[KafkaSettings]]) -> list[Diagnosis]:
    """What no other check looks at, and names that only look like settings."""
    wrong: dict[str, None] = {}
    asked: tuple[type[BaseModel], ...] = (*models, CommandSettings)
    for model in asked:
        try:
            load(model, overridden(env, STAND_IN))
        except SettingsError as error:
            wrong |= dict.fromkeys(line for line in str(error).splitlines() if not line.startswith(ELSEWHERE))
    found = [bad("setting", line, "") for line in wrong]
    for each in misspelt(env):
        found.append(note("setting", str(each), "docs/operations.md has every setting."))
    return found


def ports(env: Mapping[str, str]) -> list[Diagnosis]:
    """Those that are asked for by number; what runs already has them, of course."""
    if _supervised(env):
        return []
    bind = _bind(env)
    if not is_free(0, bind):
        return [bad("address", f"{bind} (DOORSTEP_BIND) is no address of this machine", "Give one of its own.")]
    found = []
    if not ip_address(bind).is_loopback:
        found.append(
            note(
                "address", f"{bind} (DOORSTEP_BIND): other machines reach our HTTP servers",
                "Let a firewall or a proxy decide who may; 127.0.0.1 is this machine alone.",
            )
        )  # fmt: skip
    found += _equal_ports(env)
    for name in PORTS:
        value = _said(env, name)
        if value is None:
            continue
        host = bind if name == WEBHOOK else LOOPBACK
        if not value.isdigit() or not 0 < int(value) < 65536:
            found.append(bad("port", f"{name} is not usable", "Give a number from 1 to 65535."))
        elif not is_free(int(value), host):
            found.append(bad("port", f"{value} ({name}) is taken by another program", "Stop it, or choose another."))
        else:
            found.append(good("port", f"{value} ({name}) is free"))
    return found


def _equal_ports(env: Mapping[str, str]) -> list[Diagnosis]:
    """Two servers that ask for one port: each finds it free, and the second one of them does not start."""
    names: dict[str, list[str]] = {}
    for name in PORTS:
        if value := _said(env, name):
            names.setdefault(value, []).append(name)
    return [
        bad("port", f"{' and '.join(alike)} are {'both' if len(alike) == 2 else 'all'} {value}", "Give each its own.")
        for value, alike in names.items()
        if len(alike) > 1 and value.isdecimal()
    ]


def _bind(env: Mapping[str, str]) -> str:
    """Loopback where the setting is no address: `settings` says that."""
    value = _said(env, "DOORSTEP_BIND") or LOOPBACK
    try:
        ip_address(value)
    except ValueError:
        return LOOPBACK
    return value


def _said(env: Mapping[str, str], name: str) -> str | None:
    """Nothing where it can't be read: `settings` says that."""
    try:
        return setting(env, name)
    except SettingsError:
        return None


def _supervised(env: Mapping[str, str]) -> bool:
    return supervisor_of(Folder(named_root(env) / "up")) is not None


def _running(env: Mapping[str, str]) -> Diagnosis:
    for name in PLACES:
        folder = Folder(named_root(env) / name)
        supervisor = supervisor_of(folder)
        if supervisor is not None:
            return good("running", f"`{name}`, pid {supervisor.pid}: ./doorstep status says more")
        if read_state(folder) is not None:
            return note("running", f"`{name}` was killed", "./doorstep down clears away what is left.")
    return good("running", "nothing")
