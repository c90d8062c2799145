"""A process as the supervisor sees it: what to run, when it is ready, how it is asked to stop."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from ipaddress import ip_address
from typing import Any

LOOPBACK = "127.0.0.1"
Probe = Callable[[], Awaitable[bool]]


def nothing() -> None:
    return None


@dataclass(frozen=True, slots=True)
class Program:
    """`order` says who stops first: high numbers do (services 30, Kafka 20, PostgreSQL 10).

    `prepare` runs (in a thread) before every start, `ready` is asked until it says yes, `live` ever after; one that
    gives no sign of life for `live_s` is killed and started again. Without `live` a running process counts as alive. A
    `patient` one that isn't ready after `ready_s` is left to get there by itself (it waits for something else); any
    other has failed then. `stop` is the signal that asks it to end, `stop_s` the patience before SIGKILL. `user` is the
    system user it runs as. Secrets go into `env`, never `argv`; of the environment's own variables that are ours (see
    `environment`) it gets only those in `env`. `forgets` is what is lost for good where it is killed, if anything is.
    """

    name: str
    argv: tuple[str, ...]
    env: Mapping[str, str] = field(default_factory=dict)
    order: int = 30
    user: str | None = None
    prepare: Callable[[], None] = nothing
    ready: Probe | None = None
    ready_s: float = 60.0
    patient: bool = False
    live: Probe | None = None
    live_s: float = 30.0
    stop: int = signal.SIGTERM
    stop_s: float = 30.0
    about: Mapping[str, Any] = field(default_factory=dict)
    forgets: str = ""


async def port_open(port: int) -> bool:
    try:
        _, writer = await asyncio.wait_for(asyncio.open_connection(LOOPBACK, port), 2)
    except (OSError, TimeoutError):
        return False
    writer.close()
    return True


def nearest(bind: str) -> str:
    """Where this machine reaches a server of its own that listens at `bind`."""
    address = ip_address(bind)
    if not address.is_unspecified:
        return bind
    return LOOPBACK if address.version == 4 else "::1"


def written(host: str) -> str:
    """As it stands before a port: an IPv6 address in brackets."""
    return f"[{host}]" if ":" in host else host


ANSWER_BYTES_MAX = 8 << 20
"""Metrics of a service are a tenth of it."""


async def http_status(
    port: int, path: str, timeout_s: float = 5.0, *, host: str = LOOPBACK
) -> tuple[int, bytes] | None:
    """Status and body of a GET on this machine, or None when nobody answers in time, or with more than is read."""
    writer = None
    try:
        async with asyncio.timeout(timeout_s):
            reader, writer = await asyncio.open_connection(host, port)
            writer.write(f"GET {path} HTTP/1.0\r\nHost: {written(host)}\r\n\r\n".encode())
            answer = bytearray()
            while more := await reader.read(1 << 20):
                answer += more
                if len(answer) > ANSWER_BYTES_MAX:
                    return None
    except (OSError, TimeoutError):
        return None
    finally:
        if writer is not None:
            writer.close()
    head, _, body = bytes(answer).partition(b"\r\n\r\n")
    parts = head.split(b" ", 2)
    return (int(parts[1]), body) if len(parts) > 1 and parts[1].isdigit() else None


def http_probe(port: int, path: str, host: str = LOOPBACK) -> Probe:
    async def probe() -> bool:
        answer = await http_status(port, path, host=host)
        return answer is not None and answer[0] == 200

    return probe
