"""Apache Kafka in KRaft mode, one node, described for the supervisor."""

from __future__ import annotations

import os
import shutil
import subprocess
import uuid
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event

from .cause_line import cause_line
from .folder import Folder
from .jars import fetch
from .java import Java, find_java
from .program import Program, port_open
from .progress import ProgressOutput
from .user_error import UserError

HERE = Path(__file__).parent
JARS = HERE / "kafka-jars.sha256"
FETCHING = "Fetching Apache Kafka 4.3.1 (45 MB, once)"
STARTED_ONCE = {"broker.session.timeout.ms": "120000"}
"""For one that is never killed and started again, so that nobody waits for its former self: where others need the
processor or the disk for some seconds, it is not given up for dead, and its topics keep their leaders."""
HEAP = ("-Xmx512m", "-Xms128m", "-XX:+UseSerialGC", "-XX:-UsePerfData", "-XX:+ExitOnOutOfMemoryError")
COMPILED_AGAIN = (
    "-XX:+IgnoreUnrecognizedVMOptions", "-XX:Tier4InvocationThreshold=50000", "-XX:Tier4MinInvocationThreshold=6000",
    "-XX:Tier4CompileThreshold=150000", "-XX:Tier4BackEdgeThreshold=400000",
)  # fmt: skip
"""What is compiled at once is compiled again, for ten times the price, after ten times as many calls as usual: a broker
with work gets there in seconds, and one without spent more on that than on all that it was asked."""


@dataclass(frozen=True)
class Kafka:
    """`classpath` are the checked jars. The ports are loopback ports. `settings` go before those of the template."""

    folder: Folder
    port: int
    controller_port: int
    java: Java
    classpath: tuple[Path, ...]
    settings: Mapping[str, str] = field(default_factory=dict, kw_only=True)

    @classmethod
    def fetched(
        cls,
        folder: Folder,
        port: int,
        controller_port: int,
        cache: Path,
        progress: ProgressOutput,
        stop: Event | None = None,
        settings: Mapping[str, str] | None = None,
    ) -> Kafka:
        """With Java found, and jars fetched where missing and checked always; see `fetch`. Raises `UserError`."""
        java = find_java()
        jars = fetch(JARS, cache, progress, FETCHING, stop)
        return cls(folder, port, controller_port, java, tuple(jars), settings=settings or {})

    @property
    def bootstrap(self) -> str:
        return f"127.0.0.1:{self.port}"

    @property
    def data(self) -> Path:
        return self.folder.kafka / "data"

    def program(self) -> Program:
        return Program(
            name="kafka",
            argv=(*self._java(), "kafka.Kafka", str(self._properties)),
            order=20,
            prepare=self.prepare,
            ready=self.ready,
            ready_s=90,
            stop_s=20,
            about={"port": self.port},
        )

    def prepare(self) -> None:
        """Write the settings, and format the data folder the first time. Raises `UserError`."""
        self.folder.kafka.mkdir(parents=True, exist_ok=True)
        template = (HERE / "server.properties").read_text(encoding="utf-8")
        for name, value in {
            "port": self.port, "controller_port": self.controller_port, "data": self.data
        }.items():  # fmt: skip
            template = template.replace("{" + name + "}", str(value))
        own = "".join(f"{name}={value}\n" for name, value in self.settings.items())  # of two the last one holds
        self._properties.write_text(template + own, encoding="utf-8")
        if not (self.data / "meta.properties").exists():
            # A format that was cut short leaves a folder that Kafka would neither format nor start.
            shutil.rmtree(self.data, ignore_errors=True)
            self._format()

    async def ready(self) -> bool:
        """Does it accept clients? The port opens only when broker and controller have agreed."""
        return await port_open(self.port)

    @property
    def _properties(self) -> Path:
        return self.folder.kafka / "server.properties"

    def _java(self) -> tuple[str, ...]:
        return (
            self.java.path, *HEAP, *COMPILED_AGAIN, f"-Dlog4j2.configurationFile={HERE / 'log4j2.properties'}",
            "-cp", os.pathsep.join(map(str, self.classpath)),
        )  # fmt: skip

    def _format(self) -> None:
        # An id that begins with a hyphen would be read as an option.
        cluster = "D" + urlsafe_b64encode(uuid.uuid4().bytes).decode().rstrip("=")[1:]
        done = subprocess.run(
            [*self._java(), "kafka.tools.StorageTool", "format", "--cluster-id", cluster, "--config",
             str(self._properties)],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        if done.returncode != 0:
            raise UserError(
                f"Kafka could not make its data folder: {cause_line(done.stderr or done.stdout)}.",
                f"Look for space and permissions of {self.folder.kafka}, "
                "or set KAFKA_BOOTSTRAP_SERVERS to a Kafka of yours.",
            )
