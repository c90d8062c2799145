"""What was typed wrong, in one sentence that names the option and what it takes: as our own commands refuse it.

Typer finds it, and would draw a box around its validator's words, which tell one end of a range or nothing of it.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, Literal, get_args, get_origin

import typer
from typer.main import get_command

from deploy.local.user_error import WrongUsage

_EXTRA = re.compile(r"Got unexpected extra argument\S* \((.*)\)\.?", re.DOTALL)
_NEGATIVE = re.compile(r"-\d")
_SAMPLE = datetime(2026, 11, 24, 14, 20, tzinfo=UTC)


def wrong_usage(error: typer.TyperException, app: typer.Typer, name: str, arguments: Sequence[str]) -> WrongUsage:
    """The same refusal of `./doorstep NAME ARGUMENTS`, as a sentence, and where to read more."""
    if type(error).__name__ == "NoArgsIsHelpError":  # which has shown the help
        sys.exit(WrongUsage.exit_code)
    command: Any = get_command(app)
    path = f"./doorstep {name}"
    for word in arguments:
        if (sub := getattr(command, "commands", {}).get(word)) is None:
            break
        command, path = sub, f"{path} {word}"
    return WrongUsage(_sentence(error, command, arguments), f"See {path} --help.")


def _sentence(error: typer.TyperException, command: Any, arguments: Sequence[str]) -> str:
    said, param = error.format_message(), getattr(error, "param", None)
    option = str(getattr(error, "option_name", ""))
    match type(error).__name__:
        case "MissingParameter" if param is not None:
            allowed = _allowed(param)
            return f"{_name(param)} is missing{f': {allowed}' if allowed else ''}."
        case "BadParameter" if param is not None:
            allowed = _allowed(param)
            return f"{_name(param)} takes {allowed}." if allowed else f"{_name(param)}: {_ended(error.message)}"
        case "NoSuchOption":
            near = " or ".join(sorted(getattr(error, "possibilities", None) or ()))
            if not near and _has_text(command):
                return f'There is no option {option}. A TEXT that begins with a dash stands behind --, as in: -- "-2".'
            if _NEGATIVE.match(option):
                typed = next((word for word in arguments if word.startswith(option)), option)
                return f"No number that it takes is below zero, as {typed} is."
            return f"There is no option {option}.{f' Did you mean {near}?' if near else ''}"
        case "BadOptionUsage" if "requires" in said:
            allowed = next((_allowed(one) for one in command.params if option in _names(one)), "")
            return f"{option} needs a value{f': {allowed}' if allowed else ''}."
        case "BadOptionUsage":
            return f"{option} takes no value."
    if (extra := _EXTRA.fullmatch(said)) is not None:
        quotes = " TEXT stands in quotes." if _has_text(command) else ""
        return f"Too many arguments, from {extra[1]!r} on.{quotes}"
    if said.startswith("No such command"):
        known = [name for name, one in command.commands.items() if not one.hidden]
        return f"There is no command `{next(iter(arguments), '')}` here: {', '.join(known)}."
    return _ended(said)


def _has_text(command: Any) -> bool:
    return any(one.metavar == "TEXT" for one in command.params)


def _ended(said: str) -> str:
    return said if said.endswith((".", "?", "!")) else f"{said}."


def _names(param: Any) -> list[str]:
    return [*param.opts, *param.secondary_opts]


def _name(param: Any) -> str:
    """`--sent or --not-sent`; an argument as its help calls it."""
    if param.param_type_name == "argument":
        return str(param.metavar or param.name).strip("[]").upper()
    return " or ".join(name for name in _names(param) if name.startswith("--"))


def _allowed(param: Any) -> str:
    """What it takes, as far as its type says: `a whole number from 1 to 24`, `one of fair, rough`."""
    described = getattr(param, "type_descriptor", None)
    if described is None:
        return ""
    kind, info = described.annotation, described.parameter_info
    if get_origin(kind) is Literal:
        return f"one of {', '.join(get_args(kind))}"
    if kind in (int, float):
        what = "a whole number" if kind is int else "a number"
        if info.max is not None:
            return f"{what} from {info.min} to {info.max}"
        return what if info.min is None else f"{what} of at least {info.min}"
    return " or ".join(_SAMPLE.strftime(form) for form in info.formats or ()) if kind is datetime else ""
