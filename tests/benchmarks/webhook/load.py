"""So many connections, each of which posts the next request as soon as its last one was answered."""

from __future__ import annotations

import asyncio
import statistics
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

END = b"\r\n\r\n"


@dataclass(slots=True)
class Answers:
    """What came of one round. Times are from the first byte sent to the last one read."""

    statuses: Counter[int] = field(default_factory=Counter)
    took_s: list[float] = field(default_factory=list)
    lasted_s: float = 0.0

    @property
    def stored(self) -> int:
        return self.statuses[200]

    @property
    def per_s(self) -> float:
        return self.stored / self.lasted_s

    def percentile_ms(self, percent: int) -> float:
        return statistics.quantiles(self.took_s, n=100, method="inclusive")[percent - 1] * 1000


class Posting(asyncio.Protocol):
    def __init__(self, requests: Iterator[bytes], answers: Answers, until_s: float, done: asyncio.Future[None]) -> None:
        self._requests, self._answers, self._until_s, self._done = requests, answers, until_s, done
        self._began, self._read = 0.0, b""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        self._transport = transport
        self._next()

    def data_received(self, data: bytes) -> None:
        self._read += data
        head, end, body = self._read.partition(END)
        if not end or len(body) < _length(head):
            return
        now, self._read = time.perf_counter(), b""
        self._answers.took_s.append(now - self._began)
        self._answers.statuses[int(head[9:12])] += 1
        if now < self._until_s:
            self._next()
        else:
            self._transport.close()

    def connection_lost(self, exc: Exception | None) -> None:
        if not self._done.done():
            self._done.set_result(None)

    def _next(self) -> None:
        request = next(self._requests, None)
        if request is None:
            self._transport.close()
            return
        self._began = time.perf_counter()
        self._transport.write(request)


def _length(head: bytes) -> int:
    for line in head.lower().split(b"\r\n"):
        if line.startswith(b"content-length:"):
            return int(line.partition(b":")[2])
    return 0


async def posted(port: int, requests: list[bytes], connections: int, at_most_s: float) -> Answers:
    """Post until the requests or the seconds are over."""
    loop, answers, left = asyncio.get_running_loop(), Answers(), iter(requests)
    began = time.perf_counter()
    ends = [loop.create_future() for _ in range(connections)]
    for end in ends:
        await loop.create_connection(lambda end=end: Posting(left, answers, began + at_most_s, end), "127.0.0.1", port)  # type: ignore[misc]
    async with asyncio.timeout(at_most_s + 30):
        await asyncio.gather(*ends)
    answers.lasted_s = time.perf_counter() - began
    return answers
