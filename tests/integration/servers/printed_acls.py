"""What `./doorstep topics acls` printed, as a broker takes it: the lines read as Kafka's own tool reads them."""

from __future__ import annotations

import argparse
import shlex
from collections.abc import Iterator, Mapping

from confluent_kafka.admin import AclBinding, AclOperation, AclPermissionType, ResourcePatternType, ResourceType
from typer.testing import CliRunner

from services.console.cli.main import application

OPERATIONS = {
    "Create": AclOperation.CREATE, "Delete": AclOperation.DELETE, "Describe": AclOperation.DESCRIBE,
    "Read": AclOperation.READ, "Write": AclOperation.WRITE, "IdempotentWrite": AclOperation.IDEMPOTENT_WRITE,
}  # fmt: skip


def printed(*arguments: str, prefix: str = "") -> str:
    result = CliRunner().invoke(application("topics"), ["acls", *arguments], env={"DOORSTEP_TOPIC_PREFIX": prefix})
    assert result.exit_code == 0, result.output
    return str(result.stdout)


def bindings(text: str, called: Mapping[str, str] = {}) -> Iterator[AclBinding]:
    """`called` are other names for the users that were printed."""
    tool = argparse.ArgumentParser(allow_abbrev=False, exit_on_error=False)
    for option in ("--bootstrap-server", "--command-config", "--allow-principal"):
        tool.add_argument(option, required=True)
    for option in ("--operation", "--topic", "--group"):
        tool.add_argument(option, action="append", default=[])
    for option in ("--add", "--cluster"):
        tool.add_argument(option, action="store_true")
    tool.add_argument("--resource-pattern-type", choices=("literal", "prefixed"), default="literal")
    for line in text.splitlines():
        if line.startswith("#"):
            continue
        program, *words = shlex.split(line)
        asked = tool.parse_args(words)
        assert program == "kafka-acls.sh"
        assert asked.add
        how = ResourcePatternType[asked.resource_pattern_type.upper()]
        user = asked.allow_principal.removeprefix("User:")
        resources = [(ResourceType.TOPIC, name) for name in asked.topic]
        resources += [(ResourceType.GROUP, name) for name in asked.group]
        resources += [(ResourceType.BROKER, "kafka-cluster")] if asked.cluster else []
        for kind, name in resources:
            for operation in asked.operation:
                yield AclBinding(
                    kind, name, how, f"User:{called.get(user, user)}", "*", OPERATIONS[operation],
                    AclPermissionType.ALLOW,
                )  # fmt: skip
