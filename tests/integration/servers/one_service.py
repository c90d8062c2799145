"""One process of ours on the servers of a bank, and what its `/ready` says."""

from __future__ import annotations

import json
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from deploy.local.folder import Folder
from deploy.local.ports import free_port
from deploy.local.program import LOOPBACK, Program, http_probe, http_status
from deploy.local.supervisor import Supervisor
from tests.polling import until


@dataclass(frozen=True)
class RunningProcess:
    supervisor: Supervisor
    name: str
    port: int
    host: str = LOOPBACK

    @property
    def pid(self) -> int | None:
        return self.supervisor.pid(self.name)

    async def problems(self) -> dict[str, str]:
        """Sentences by cause; none when it is ready."""
        answer = await http_status(self.port, "/ready", host=self.host)
        if answer is None:
            return {"silence": "no answer"}
        return {each["cause"]: each["sentence"] for each in json.loads(answer[1])["problems"]}

    async def says(self, cause: str, sentence: str) -> None:
        async def said() -> bool:
            return (await self.problems()).get(cause) == sentence

        await until(said, problems=self.problems)

    async def is_well(self) -> None:
        await until(http_probe(self.port, "/ready", self.host), problems=self.problems)


@asynccontextmanager
async def process(
    folder: Path, module: str, env: Mapping[str, str], *, path: str = "/live"
) -> AsyncIterator[RunningProcess]:
    """Started, and answering at `path`, with nothing but `env` and what every process of ours needs.

    Fails where it has to be killed to end.
    """
    port, host = free_port(), env.get("DOORSTEP_BIND", LOOPBACK)
    name = module.rpartition(".")[2]
    more = {
        "DOORSTEP_HEALTH_PORT": str(port),
        "DOORSTEP_MASTER_KEY_FILE": str(Folder(folder / "keys").make().secret("master")),
    }
    program = Program(
        name=name,
        argv=(sys.executable, "-m", module),
        env={**env, **more},
        ready=http_probe(port, path, host),
        ready_s=90,
    )
    said: list[str] = []
    async with Supervisor(Folder(folder / name).make(), said.append) as supervisor:
        await supervisor.start(program)
        yield RunningProcess(supervisor, name, port, host)
    assert not [sentence for sentence in said if sentence.endswith("was killed")]
