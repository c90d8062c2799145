"""`./doorstep topics`: what a Kafka with locks has to grant us, as commands for who looks after it."""

from __future__ import annotations

import os
import shlex
from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated, Any

import typer

from deploy.local.user_error import UserError, WrongUsage
from shared.contracts.topic_rights import HOLDERS, OURS, Holder, KafkaRight, rights_of
from shared.runtime.settings import KafkaSettings, SettingsError, load

from . import output

app = output.command_group("Topics on a Kafka of yours.")
TOOL = ("kafka-acls.sh", "--bootstrap-server", "BROKER:PORT", "--command-config", "ADMIN.properties")
ABOUT: Mapping[Holder, str] = {
    "notifier": "the service that texts", "scheduler": "the service that agrees visits",
    "router": "the service that sends crews", "monitor": "the stream monitor",
    "console": "the web console, and operators with ./doorstep", "maker": "who makes the topics, once: ./doorstep up",
    "bank": "the bank's producer", "staff-system": "the producer of shifts", "crew-app": "the crews' app",
}  # fmt: skip


PREFIX, NO_BROKER = "DOORSTEP_TOPIC_PREFIX", "127.0.0.1:9"
NAME_MAX = 1_000
"""Longer than any: the longest are names of certificates."""
A_NAME = f"A user's name is one line that can be seen, of at most {NAME_MAX:,} letters."


@app.callback()
def topics() -> None: ...


@app.command()
def acls(
    user: Annotated[
        list[str] | None,
        typer.Option(
            metavar="PARTY=USER",
            help="The Kafka user of a party, once for each; else it is called like the party (doorstep-notifier, bank)."
            " With certificates it is the name in them: notifier=CN=notifier,O=Bank.",
        ),
    ] = None,
    one: Annotated[
        str, typer.Option(metavar="USER", help="One user for all of ours, as ./doorstep up starts them.")
    ] = "",
    old_broker: Annotated[
        bool, typer.Option("--before-2.8", help="For a Kafka older than 2.8, where idempotent producers need more.")
    ] = False,
    as_json: output.AsJson = False,
) -> None:
    """Print the rights that each of us needs where Kafka grants nothing by itself, and no more than that.

    Topics and groups are named with DOORSTEP_TOPIC_PREFIX. Nothing is changed: whoever looks after the cluster runs
    the lines, with its address and a file of an administrator's login.
    """
    users, prefix = _users(user or [], one), _prefix()
    granted = {name: _rights(users, name, prefix, old_broker) for name in dict.fromkeys(users.values())}
    if as_json:
        output.print_json([entry for name, rights in granted.items() for entry in _documents(name, rights)])
        return
    for name, rights in granted.items():
        held = ", ".join(ABOUT[holder] for holder in HOLDERS if users[holder] == name)
        typer.echo(f"# User:{name}: {held}")
        for line in lines(name, rights):
            typer.echo(line)


def lines(user: str, rights: Sequence[KafkaRight]) -> Iterator[str]:
    """One for all resources of a kind that need the same operations."""
    operations: dict[tuple[str, str, bool], list[str]] = {}
    for right in rights:
        operations.setdefault((right.kind, right.name, right.prefixed), []).append(right.operation)
    alike: dict[tuple[str, bool, tuple[str, ...]], list[str]] = {}
    for (kind, name, prefixed), found in operations.items():
        alike.setdefault((kind, prefixed, tuple(found)), []).append(name)
    for (kind, prefixed, needed), names in alike.items():
        words = [*TOOL, "--add", "--allow-principal", f"User:{user}"]
        words += [word for operation in needed for word in ("--operation", _cased(operation))]
        words += ["--cluster"] if kind == "cluster" else [word for name in names for word in (f"--{kind}", name)]
        words += ["--resource-pattern-type", "prefixed"] if prefixed else []
        yield shlex.join(words)


def _cased(operation: str) -> str:
    """As the tool spells it: `IdempotentWrite`."""
    return "".join(part.capitalize() for part in operation.split("_"))


def _users(given: Sequence[str], one: str) -> dict[Holder, str]:
    found: dict[Holder, str] = {
        holder: f"doorstep-{holder}" if holder in OURS else str(holder) for holder in HOLDERS
    } | (dict.fromkeys(OURS, one) if one else {})
    if not _is_a_name(one):
        raise WrongUsage(f"--one {one!r} names no user.", A_NAME)
    for word in given:
        party, _, name = word.partition("=")
        name = name.removeprefix("User:")
        if party not in HOLDERS or not name or not _is_a_name(name):
            raise WrongUsage(
                f"--user {word!r} names no party and user.", f"PARTY is one of {', '.join(HOLDERS)}. {A_NAME}"
            )
        found[party] = name
    return found


def _is_a_name(name: str) -> bool:
    return name.isprintable() and len(name) <= NAME_MAX


def _rights(users: Mapping[Holder, str], name: str, prefix: str, old_broker: bool) -> list[KafkaRight]:
    held = (rights_of(holder, prefix=prefix, old_broker=old_broker) for holder in HOLDERS if users[holder] == name)
    return sorted({right for rights in held for right in rights})


def _documents(user: str, rights: Sequence[KafkaRight]) -> Iterator[dict[str, Any]]:
    for right in rights:
        yield {
            "principal": f"User:{user}", "resource": right.kind, "name": right.name or "kafka-cluster",
            "pattern": "prefixed" if right.prefixed else "literal", "operation": right.operation,
        }  # fmt: skip


def _prefix() -> str:
    """As the services would take it. No Kafka has to be named for that."""
    try:
        return load(KafkaSettings, {"KAFKA_BOOTSTRAP_SERVERS": NO_BROKER, **_said_of_prefix(os.environ)}).topic_prefix
    except SettingsError as error:
        raise UserError(f"A setting is wrong. {error}.", "Mend it in the environment and try again.") from None


def _said_of_prefix(env: Mapping[str, str]) -> dict[str, str]:
    return {name: env[name] for name in (PREFIX, f"{PREFIX}_FILE") if name in env}
