"""Which process reads which settings: by the models that they load, and by what commands ask for one by one."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from deploy.local.command_settings import CommandSettings
from services.console.monitor.settings import MonitorSettings
from services.console.web.settings import ConsoleSettings
from services.notifier.settings import NotifierSettings
from services.router.settings import RouterSettings
from services.sandbox.settings import SandboxSettings
from services.scheduler.settings import SchedulerSettings
from shared.runtime.settings import KafkaSettings, Settings

from .samples import ROOT

NAME = re.compile(r"(DATABASE_URL|(DOORSTEP|KAFKA|SANDBOX|TWILIO)_[A-Z][A-Z0-9_]*)")
LAUNCHER = "DOORSTEP_PYTHON"
COMMANDS = "commands"
PROCESSES: Mapping[str, type[BaseModel]] = {
    "notifier": NotifierSettings,
    "scheduler": SchedulerSettings,
    "router": RouterSettings,
    "monitor": MonitorSettings,
    "console": ConsoleSettings,
    "sandbox": SandboxSettings,
}
OF_COMMANDS: tuple[type[BaseModel], ...] = (KafkaSettings, CommandSettings)
NOT_USED = {
    "DOORSTEP_BIND": {"console", "sandbox"},
    "DOORSTEP_BESIDE_FORMER": {"console", "sandbox"},
    "DOORSTEP_FAILPOINTS": {"console", "sandbox"},
    "DOORSTEP_LOG_LEVEL": {"sandbox"},
    "DOORSTEP_POLICY": {"console", "sandbox"},
    "DOORSTEP_RETENTION_FOLDER": {"console", "sandbox"},
}
"""What a process checks with all the others, and does nothing by."""
ASKERS = ("setting", "said", "_said", "_asked_port", "get")
ASKED_IN = ("deploy", "services/console", "services/sandbox/demo", "services/verifier", "shared/runtime/migration.py")
ASKED_BY_PROCESSES = ("services/console/web", "services/console/monitor")
Models = tuple[type[BaseModel], ...]

SECTIONS: tuple[tuple[str, Models], ...] = (
    ("Kafka, and what every process has", (KafkaSettings,)),
    ("Database, keys and policy", (Settings,)),
    ("Texts and replies", (NotifierSettings,)),
    ("The web console", (ConsoleSettings,)),
    ("The monitor", (MonitorSettings,)),
    ("The commands", (CommandSettings,)),
    ("The sandbox", (SandboxSettings,)),
)


def fields() -> dict[str, FieldInfo]:
    """Every setting by its name, in the order of the sections; the first model that has it describes it."""
    found: dict[str, FieldInfo] = {}
    for _, models in SECTIONS:
        for model in models:
            for name, field in model.model_fields.items():
                found.setdefault(field.alias or name, field)
    return found


def readers() -> dict[str, list[str]]:
    """By the setting's name, processes and `commands`, in that order."""
    asked = set(asked_by_commands())
    for model in OF_COMMANDS:
        asked |= {field.alias or name for name, field in model.model_fields.items()}
    return {name: [*_processes(name), *([COMMANDS] if name in asked else [])] for name in fields()}


def _processes(name: str) -> Iterator[str]:
    for process, model in PROCESSES.items():
        if name in {field.alias for field in model.model_fields.values()} and process not in NOT_USED.get(name, ()):
            yield process


def asked_by_commands() -> Iterator[str]:
    """Settings that a command asks for by name."""
    for folder in ASKED_IN:
        top = ROOT / folder
        for path in sorted(top.rglob("*.py")) if top.is_dir() else [top]:
            if not path.relative_to(ROOT).as_posix().startswith(ASKED_BY_PROCESSES):
                yield from asked_in(ast.parse(path.read_text("utf-8")))


def asked_in(module: ast.Module) -> Iterator[str]:
    """Names that stand in a call of one of `ASKERS`, or in a constant that does."""
    constants = {
        target.id: node.value
        for node in module.body
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    for node in ast.walk(module):
        if isinstance(node, ast.Call) and getattr(node.func, "attr", getattr(node.func, "id", "")) in ASKERS:
            for argument in node.args:
                given = constants.get(argument.id, argument) if isinstance(argument, ast.Name) else argument
                yield from (
                    part.value
                    for part in ast.walk(given)
                    if isinstance(part, ast.Constant) and isinstance(part.value, str) and NAME.fullmatch(part.value)
                )


def names_in(path: Path) -> set[str]:
    """Every string in a file that is the name of a setting of ours, in either form."""
    return {
        node.value
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and NAME.fullmatch(node.value)
    }
