"""Hears what is said of an outage, as an operator would: `/ready`, metrics, the supervisor's sentences, the logs."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Mapping
from pathlib import Path

from deploy.local.program import http_status

from .row import Notice

LOOK_EVERY_S = 0.25
ASKED_S = 2.0
METRICS = ("connections_refused",)
METRICS_EVERY_S = 2.0
FACTS = ("refused", "gaps", "log_lines_lost", "parked")


class Listener:
    """`notices` since `begin`. `names` are services and their health ports; `logs` their log files."""

    def __init__(self, ports: Mapping[str, int], logs: Mapping[str, Path]) -> None:
        self.ports, self._logs = dict(ports), logs
        self.notices: list[Notice] = []
        self.ready: dict[str, bool] = dict.fromkeys(ports, False)
        self.problems: dict[str, list[str]] = {}
        self._read: dict[str, int] = {}
        self._began_s: float | None = None

    def begin(self) -> None:
        """The outage begins now; what was said before is forgotten."""
        self.notices, self._began_s = [], time.monotonic()
        self._read = {name: _size(path) for name, path in self._logs.items()}

    def hear(self, saying: str, sentence: str = "") -> None:
        if self._began_s is not None:
            self.notices.append(Notice(time.monotonic() - self._began_s, saying, sentence))

    def all_ready(self) -> bool:
        return all(self.ready.values())

    def not_ready(self) -> str:
        return "; ".join(f"{name}: {', '.join(self.problems.get(name, ['no answer']))}" for name, well in
                         self.ready.items() if not well)  # fmt: skip

    async def run(self) -> None:
        """Until cancelled."""
        await asyncio.gather(self._look_on(), self._count_on())

    async def _count_on(self) -> None:
        while True:
            for name, port in self.ports.items():
                answer = await http_status(port, "/metrics", ASKED_S)
                for line in answer[1].decode(errors="replace").splitlines() if answer is not None else ():
                    metric, _, value = line.partition(" ")
                    for known in METRICS:
                        if metric == f"doorstep_{known}_total" and float(value):
                            self.hear(f"metric:{known}", f"{name}: {value}")
            await asyncio.sleep(METRICS_EVERY_S)

    async def _look_on(self) -> None:
        while True:
            await asyncio.gather(*map(self._ask, tuple(self.ports)))
            for name in tuple(self._read):
                self._read_on(name)
            await asyncio.sleep(LOOK_EVERY_S)

    async def _ask(self, name: str) -> None:
        answer = await http_status(self.ports[name], "/ready", ASKED_S)
        self.ready[name] = answer is not None and answer[0] == 200
        try:
            doc = json.loads(answer[1]) if answer is not None else {}
        except ValueError:
            doc = {}
        found = doc.get("problems", [])
        for fact in FACTS:
            if doc.get(fact):
                self.hear(f"fact:{fact}", f"{name}: {doc[fact]}")
        self.problems[name] = [f"{problem['cause']}: {problem['sentence']}" for problem in found]
        for problem in found:
            self.hear(f"ready:{problem['cause']}", f"{name}: {problem['sentence']}. {problem['todo']}")

    def _read_on(self, name: str) -> None:
        path = self._logs[name]
        if not path.is_file() or _size(path) <= self._read[name]:
            return
        with path.open("rb") as file:
            file.seek(self._read[name])
            new = file.read()
        whole = new[: new.rfind(b"\n") + 1]
        self._read[name] += len(whole)
        for line in whole.splitlines():
            try:
                event = json.loads(line).get("event")
            except (ValueError, AttributeError):
                continue
            self.hear(f"log:{event}", name)


def _size(path: Path) -> int:
    return path.stat().st_size if path.is_file() else 0
