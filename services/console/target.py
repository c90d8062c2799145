"""Where the system is that a command asks about: the one that runs, or what the last one left.

`DATABASE_URL` and `KAFKA_BOOTSTRAP_SERVERS` are used when set. Otherwise the run file of `up`, of its sandbox or of the
demo says where things are, in this order; and when nothing runs, the data folder that was used last is still there to
be read.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from deploy.local.command_settings import TODO, commands, said
from deploy.local.folder import PLACES, Folder, data_root, unusable
from deploy.local.postgres import Postgres
from deploy.local.program import LOOPBACK, nearest, written
from deploy.local.supervisor import read_state, supervisor_of
from deploy.local.user_error import UserError
from shared.contracts.catalogue import TOPICS
from shared.privacy.master import MasterKeys
from shared.runtime.clock import SystemClock, VirtualClock
from shared.runtime.kafka.connect import connection
from shared.runtime.ports import Clock
from shared.runtime.settings import KafkaSettings, SettingsError, load, overridden

WORLD = "DOORSTEP_CONSOLE_WORLD"
NOTHING_RUNS = "Start it with ./doorstep up or ./doorstep demo, or set DATABASE_URL and KAFKA_BOOTSTRAP_SERVERS."


@dataclass(frozen=True)
class Target:
    """`state` is the run file of a system that runs, `folder` its data folder or that of the one that ran last."""

    env: Mapping[str, str]
    folder: Folder | None
    state: Mapping[str, Any] | None

    @property
    def name(self) -> str:
        """For a sentence: `up`, `demo`, or where else."""
        return self.folder.path.name if self.folder is not None else "the environment"

    @property
    def runs(self) -> bool:
        return self.state is not None

    def database_url(self) -> str | None:
        """Of a database that runs; None when one would have to be started. It holds a password: never print it."""
        if url := self.setting("DATABASE_URL"):
            return url
        if self.state is None or self.folder is None:
            return None
        if self.state.get("facts", {}).get("postgres") != "embedded":
            raise UserError(
                f"`{self.name}` uses a PostgreSQL of yours, and DATABASE_URL isn't set here.",
                "Set DATABASE_URL as it was set for that command.",
            )
        return Postgres(self.folder, self._process("postgres")["port"]).url()

    def kafka(self) -> KafkaSettings:
        """Raises `UserError` when no Kafka is known or a setting is wrong."""
        env = dict(self.env)
        facts = self.state.get("facts", {}) if self.state is not None else {}
        if not self.setting("KAFKA_BOOTSTRAP_SERVERS"):
            if not facts.get("kafka"):
                raise UserError("No Kafka runs here.", NOTHING_RUNS)
            env = {name: value for name, value in env.items() if not (facts.get("kafka_embedded") and _kafka(name))}
            # What it was started with counts, not what happens to be set here: a demo has no prefix.
            prefix = facts.get("topic_prefix", self.setting("DOORSTEP_TOPIC_PREFIX") or "")
            env = overridden(env, {"KAFKA_BOOTSTRAP_SERVERS": facts["kafka"], "DOORSTEP_TOPIC_PREFIX": prefix})
        try:
            return load(KafkaSettings, env)
        except SettingsError as error:
            raise UserError(f"A setting is wrong. {error}.", TODO) from None

    def setting(self, name: str) -> str | None:
        """From the environment, or the file that it names. Raises `UserError`."""
        return said(self.env, name)

    def kafka_options(self) -> dict[str, Any]:
        """Keyword arguments for aiokafka's clients."""
        return connection(self.kafka())

    def topics(self) -> dict[str, str]:
        """The catalogue's topics by what they are called on this Kafka."""
        prefix = self.kafka().topic_prefix
        return {prefix + topic.name: topic.name for topic in TOPICS}

    def keys_not_compared(self) -> MasterKeys:
        """What the key file holds, for `fitting_keys` alone. Raises `UserError` when there is none to read."""
        path = self.env.get("DOORSTEP_MASTER_KEY_FILE")
        found = Path(path) if path else self.folder.keys / "master" if self.folder is not None else None
        if found is None:
            raise UserError("The master key isn't known.", "Set DOORSTEP_MASTER_KEY_FILE to the services' key file.")
        try:
            return MasterKeys.read(found)
        except OSError as error:
            raise UserError(
                f"The master key can't be read ({type(error).__name__}).",
                "Set DOORSTEP_MASTER_KEY_FILE to the services' key file, and run as a user who may read it.",
            ) from None
        except ValueError as error:
            raise UserError(
                f"The master key isn't usable: {error}.", "Is DOORSTEP_MASTER_KEY_FILE that file?"
            ) from None

    def clock(self) -> Clock:
        """The services' clock: the sandbox's virtual one where that is theirs."""
        named = self.env.get("DOORSTEP_CLOCK_FILE")
        if named is None and self.state is not None and self.folder is not None:
            named = self.state.get("facts", {}).get("clock_file") or str(self.folder.path / "world" / "clock")
        path = Path(named) if named else None
        return VirtualClock(path) if path is not None and path.is_file() else SystemClock()

    def monitor_address(self) -> tuple[str, int] | None:
        """Host and port where the stream monitor answers, or None when none is known."""
        if port := commands(self.env).monitor_port:
            return nearest(self.setting("DOORSTEP_BIND") or LOOPBACK), port
        return self._serves("monitor")

    def world(self) -> tuple[int, str] | None:
        """The port on this machine where the sandbox's world is driven from, and the secret for it; None without one.

        The console is told both; a command finds them as the sandbox left them.
        """
        if address := self.setting(WORLD):
            port = address.rpartition(":")[2]
            return (int(port), self.setting("DOORSTEP_CONSOLE_WORLD_TOKEN") or "") if port.isdecimal() else None
        known = self._process("sandbox") if self.state is not None else {}
        driven_from, folder = known.get("control_port"), self.folder
        if not driven_from or folder is None:
            return None
        try:
            return int(driven_from), (folder.keys / "world-token").read_text("ascii").strip()
        except (OSError, ValueError):
            return None

    def world_settings(self) -> dict[str, str]:
        """What services were told of the sandbox's carrier and clock; nothing where none runs."""
        known = self._process("sandbox") if self.state is not None else {}
        return {str(name): str(value) for name, value in (known.get("settings") or {}).items()}

    def service_address(self, name: str) -> tuple[str, int] | None:
        """Host and port where a service answers questions, or None when none is known."""
        return addresses(self.setting("DOORSTEP_CONSOLE_READY") or "").get(name) or self._serves(name)

    def console_url(self) -> str:
        """Where browsers find the web console, without a slash at the end. Raises `UserError` while nobody knows."""
        if url := self.setting("DOORSTEP_CONSOLE_URL"):
            return url.rstrip("/")
        known = self._process("console") if self.state is not None else {}
        port = self.setting("DOORSTEP_CONSOLE_PORT") or known.get("health_port")
        if not port:
            raise UserError(
                "Where the console listens isn't known: it doesn't run yet, or not here.",
                "Ask again once ./doorstep status shows it, or set DOORSTEP_CONSOLE_URL.",
            )
        return f"http://{written(known.get('health_host', LOOPBACK))}:{port}"

    def _serves(self, name: str) -> tuple[str, int] | None:
        """Where it answers, by the run file."""
        known = self._process(name)
        port = known.get("health_port")
        return (known.get("health_host", LOOPBACK), int(port)) if port else None

    def _process(self, name: str) -> Mapping[str, Any]:
        processes = self.state.get("processes", []) if self.state is not None else []
        return next((process for process in processes if process.get("name") == name), {})


def addresses(named: str) -> dict[str, tuple[str, int]]:
    """Host and port by name, of `name=host:port,...`; IPv6 hosts in brackets. What is none of these is passed over."""
    pairs = (part.partition("=")[::2] for part in named.split(","))
    parts = ((name, *where.rpartition(":")[::2]) for name, where in pairs)
    return {name: (host.strip("[]"), int(port)) for name, host, port in parts if port.isdecimal()}


def find(env: Mapping[str, str] | None = None) -> Target:
    """The running system, or the last one. Raises `UserError` when there is none and the environment names none."""
    env = os.environ if env is None else env
    folders = [Folder(data_root(env) / name) for name in PLACES]
    for folder in folders:
        if supervisor_of(folder) is not None:
            return Target(env, folder, read_state(folder))
    left = [folder for folder in folders if _holds_a_database(folder)]
    if left:
        return Target(env, max(left, key=_last_used_s), None)
    target = Target(env, None, None)
    if not any(map(target.setting, ("DATABASE_URL", "KAFKA_BOOTSTRAP_SERVERS"))):
        raise UserError("Nothing runs here, and nothing ran before.", NOTHING_RUNS)
    return target


def _holds_a_database(folder: Folder) -> bool:
    """Raises `UserError` where this user may not look: to say that nothing ran here would be wrong."""
    try:
        (folder.postgres / "data" / "PG_VERSION").stat()
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError as error:
        raise unusable(folder.path, error) from None
    return True


def _last_used_s(folder: Folder) -> float:
    """PostgreSQL writes this file at every checkpoint, so also when it stops."""
    try:
        return (folder.postgres / "data" / "global" / "pg_control").stat().st_mtime
    except OSError:
        return 0.0


def _kafka(name: str) -> bool:
    return name.startswith("KAFKA_")
