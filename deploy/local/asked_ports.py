"""Ports that are asked for by number: each is looked at before anything starts, as whoever listens there."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from .command_settings import said
from .ports import is_free, wanted_port
from .program import LOOPBACK
from .user_error import UserError

ASKED_PORTS = {
    "kafka": "DOORSTEP_KAFKA_PORT", "postgres": "DOORSTEP_POSTGRES_PORT", "console": "DOORSTEP_CONSOLE_PORT",
    "webhook": "DOORSTEP_WEBHOOK_PORT",
}  # fmt: skip
BOUND_BY = {"console": "DOORSTEP_CONSOLE_BIND", "webhook": "DOORSTEP_BIND"}
"""The setting of the address, where it need not be loopback."""
ANY = "0"


def asked_port(env: Mapping[str, str], name: str) -> int | None:
    """None where none is asked for. Raises `UserError` where it is no port, or taken."""
    value = said(env, ASKED_PORTS[name])
    if not value or value == ANY:
        return None
    bind = BOUND_BY.get(name, "")
    host = (said(env, bind) if bind else None) or LOOPBACK
    if not is_free(0, host):
        raise UserError(f"{host} ({bind}) is no address of this machine.", "Give one of its own, or leave it out.")
    return wanted_port(ASKED_PORTS[name], value, host)


def check_ports(env: Mapping[str, str], names: Collection[str]) -> None:
    """Of what listens in this run. Raises `UserError`: also where two ask for the same one, which each finds free."""
    taken: dict[int, str] = {}
    for name in names:
        port = asked_port(env, name)
        if port is None:
            continue
        if other := taken.get(port):
            raise UserError(f"{other} and {ASKED_PORTS[name]} are both {port}.", "Give each its own.")
        taken[port] = ASKED_PORTS[name]
