"""Every socket that a process of ours listens on: by which setting, on which address, for whom.

docs/operations.md shows this table, and a test compares it with the sockets of a system that runs.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Listener:
    """`port` is the setting of its number. `bind` is the setting of its address; without one it is loopback, always."""

    processes: tuple[str, ...]
    serves: str
    port: str
    bind: str | None
    reached_by: str


LISTENERS = (
    Listener(
        ("notifier", "scheduler", "router"),
        "`/live`, `/ready`, `/metrics`, and the console's questions",
        "DOORSTEP_HEALTH_PORT",
        "DOORSTEP_BIND",
        "probes, what collects metrics, the console; nobody else",
    ),
    Listener(
        ("notifier",),
        "the webhook: replies and reports of the carrier, each with its signature",
        "DOORSTEP_WEBHOOK_PORT",
        "DOORSTEP_BIND",
        "the proxy that the carrier reaches, which ends TLS; never the internet itself",
    ),
    Listener(
        ("monitor",),
        "counts for `watch`, `/live`, `/ready`",
        "DOORSTEP_HEALTH_PORT",
        "DOORSTEP_BIND",
        "probes, and whoever runs `./doorstep watch`",
    ),
    Listener(
        ("console",),
        "the web console, `/live`, `/ready`",
        "DOORSTEP_CONSOLE_PORT",
        "DOORSTEP_CONSOLE_BIND",
        "browsers on this machine; others by a proxy that ends TLS, under DOORSTEP_CONSOLE_URL",
    ),
    Listener(
        ("postgres",),
        "the embedded PostgreSQL, with a password",
        "DOORSTEP_POSTGRES_PORT",
        None,
        "our processes, and tools of yours on this machine",
    ),
    Listener(
        ("kafka",),
        "the embedded Kafka, without a password",
        "DOORSTEP_KAFKA_PORT",
        None,
        "our processes, and tools of yours on this machine",
    ),
    Listener(("kafka",), "its controller", "", None, "Kafka itself"),
    Listener(("sandbox",), "the made-up carrier", "SANDBOX_PORT", None, "notifier"),
    Listener(
        ("sandbox",),
        "what drives the made-up world, with a secret",
        "SANDBOX_CONTROL_PORT",
        None,
        "the console and `./doorstep world`",
    ),
    Listener(("sandbox",), "`/live`, `/ready`", "DOORSTEP_HEALTH_PORT", None, "the supervisor"),
)
