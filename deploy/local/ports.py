"""Loopback ports that nobody uses, the same ones as last time where that is possible."""

from __future__ import annotations

import json
import random
import socket
from pathlib import Path

from .user_error import UserError

LOWEST, HIGHEST = 20_000, 32_000
TRIES = 1000


def is_free(port: int, host: str = "127.0.0.1") -> bool:
    """Can it be listened on there? No, too, when the address is none of this machine. Port 0 asks for any."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_STREAM) as probe:
        # As the servers themselves do it: a port in TIME_WAIT after a restart counts as free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def free_port() -> int:
    """A port below those that systems give to outgoing connections.

    In that range a client that keeps asking for a server which is down may connect to itself, and hold the port. Of no
    seed: processes whose chance begins alike, as those of a test run, would all choose the same one.
    """
    chance = random.SystemRandom()
    for _ in range(TRIES):
        port = chance.randrange(LOWEST, HIGHEST)
        if is_free(port):
            return port
    raise UserError(f"No port between {LOWEST} and {HIGHEST} is free.", "Stop what uses them.")


def wanted_port(setting: str, value: str, host: str = "127.0.0.1") -> int:
    """The port that a setting asks for; raises `UserError` when it is no port or is taken."""
    if not value.isdecimal() or not 0 < int(value) < 65536:
        raise UserError(f"{setting} is no port.", "Give a number from 1 to 65535, or leave it out.")
    if not is_free(int(value), host):
        raise UserError(
            f"Port {value} ({setting}) is used by another program.", "Stop that program, or choose another port."
        )
    return int(value)


class Ports:
    """Remembers ports by name in a file, so that addresses stay the same over restarts."""

    def __init__(self, path: Path) -> None:
        self._path = path
        try:
            self._known: dict[str, int] = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            self._known = {}
        self._given: set[int] = set()

    def __call__(self, name: str) -> int:
        """Last time's port of `name` if it is still free, otherwise any free one."""
        port = self._known.get(name)
        while port is None or port in self._given or not is_free(port):
            port = free_port()
        self._given.add(port)
        self._known[name] = port
        self._path.write_text(json.dumps(self._known, indent=1), encoding="utf-8")
        return port
