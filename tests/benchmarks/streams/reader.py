"""Readers of event streams, many in one process: what each got, and when."""

from __future__ import annotations

import asyncio
import json
import time
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

PATH = "/stream/records?topic=switches"
LOOK_S = 0.1


@dataclass
class OneReader:
    """`came` is when each event came, by its key."""

    writer: asyncio.StreamWriter
    reading: asyncio.Task[None] | None = None
    came: dict[str, float] = field(default_factory=dict)

    @property
    def seen(self) -> int:
        return len(self.came)


class StreamReaders:
    def __init__(self, address: str) -> None:
        self._host, self._port = _place(address)
        self.open_ones: list[OneReader] = []

    async def open(self, *, reads: bool = True) -> None:
        """One that was turned away is none."""
        reader, writer = await asyncio.open_connection(self._host, self._port, limit=1 << 20)
        writer.write(f"GET {PATH} HTTP/1.1\r\nHost: {self._host}:{self._port}\r\n\r\n".encode())
        await writer.drain()
        if b" 200 " not in await reader.readline():
            writer.close()
            return
        made = OneReader(writer)
        if reads:
            made.reading = asyncio.create_task(_read(reader, made))
        self.open_ones.append(made)

    async def have(self, events: int, *, within_s: float) -> None:
        """Until all have so many, or time is over."""
        ends = time.monotonic() + within_s
        while time.monotonic() < ends and any(each.seen < events for each in self.open_ones):
            await asyncio.sleep(LOOK_S)

    def delays(self, sent: dict[str, float]) -> list[float]:
        """From sent to read, ms."""
        return [(at - sent[key]) * 1000 for each in self.open_ones for key, at in each.came.items() if key in sent]

    def close(self, count: int) -> None:
        for each in self.open_ones[:count]:
            if each.reading is not None:
                each.reading.cancel()
            each.writer.transport.abort()
        del self.open_ones[:count]


async def _read(reader: asyncio.StreamReader, made: OneReader) -> None:
    while line := await reader.readline():
        if line.startswith(b'data: {"count"'):
            now = time.monotonic()
            for record in json.loads(line[6:])["rows"]:
                made.came.setdefault(record["subject"], now)


async def ask(address: str) -> tuple[int, dict[str, str]]:
    """The status and the head of the answer to one more; what was opened is closed again."""
    host, port = _place(address)
    reader, writer = await asyncio.open_connection(host, port)
    try:
        writer.write(f"GET {PATH} HTTP/1.1\r\nHost: {host}:{port}\r\n\r\n".encode())
        first, *lines = (await reader.readuntil(b"\r\n\r\n")).decode().strip().split("\r\n")
        head = dict(line.lower().split(": ", 1) for line in lines)
        return int(first.split()[1]), head
    finally:
        writer.transport.abort()


def rss_mb(pid: int) -> float:
    """Resident memory of a process, MB; 0 where the system does not say."""
    status = Path(f"/proc/{pid}/status")
    if not status.exists():
        return 0.0
    line = next(line for line in status.read_text().splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1024


def _place(address: str) -> tuple[str, int]:
    parts = urlsplit(address)
    assert parts.hostname is not None
    assert parts.port is not None
    return parts.hostname, parts.port
