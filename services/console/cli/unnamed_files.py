"""A file that is named "", as a shell names it where a variable is not set. Python takes it for the folder here."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import typer

from deploy.local.user_error import WrongUsage

FILES = (Path, typer.FileBinaryRead)


def refuse_unnamed_files(command: Any, path: str, arguments: Sequence[str]) -> None:
    """Of `./doorstep PATH ARGUMENTS`. Raises `WrongUsage` that names the option or argument."""
    words = list(arguments)
    while words and (sub := getattr(command, "commands", {}).get(words[0])) is not None:
        command, path = sub, f"{path} {words.pop(0)}"
    for param, value in _given(command, words):
        if value == "" and param.type_descriptor.annotation in FILES:
            option = next((name for name in param.opts if name.startswith("--")), "")
            name = option or str(param.metavar or param.name).strip("[]").upper()
            raise WrongUsage(f"{name} takes the name of a file, and it is empty.", f"See {path} --help.")


def _given(command: Any, words: list[str]) -> Iterator[tuple[Any, str]]:
    """Each parameter with what was given for it; of what can't be understood nothing."""
    options = {name: param for param in command.params for name in (*param.opts, *param.secondary_opts)}
    places = iter([param for param in command.params if param.param_type_name == "argument"])
    rest = iter(words)
    for word in rest:
        name, equals, value = word.partition("=")
        param = options.get(name) if word.startswith("-") else None
        if word == "--":
            yield from zip(places, rest, strict=False)
        elif param is None:
            if not word.startswith("-") and (place := next(places, None)) is not None:
                yield place, word
        elif equals:
            yield param, value
        elif param.type_descriptor.annotation is not bool:
            yield param, next(rest, "no value")
