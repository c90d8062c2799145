"""A file that is named "", as a shell names it where a variable is not set, is told as that, not as the folder here."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import typer

from .test_wrong_usage import ALL, named, refused, required

__all__ = ["refused"]

FILES = [
    (path, param) for path, command in ALL for param in command.params
    if param.type_descriptor.annotation in (Path, typer.FileBinaryRead)
]  # fmt: skip


@pytest.mark.parametrize("where", FILES, ids=named)
def test_a_file_without_a_name_is_no_folder_but_told_as_empty(where: Any, refused: Any) -> None:
    path, param = where
    command = next(one for known, one in ALL if known == path)
    others = required(command, param)
    if param.param_type_name == "argument":
        name, typed = param.metavar, [[*others, ""], [*others, "--", ""]]
    else:
        name, typed = param.opts[0], [[*others, param.opts[0], ""], [f"{param.opts[0]}=", *others]]
    for words in typed:
        assert refused(*path, *words).startswith(f"{name} takes the name of a file, and it is empty. See ./doorstep ")
