"""Who acts: recorded with everything that an operator decides about a case or a record."""

from __future__ import annotations

import getpass
import re
from typing import Annotated

import typer

from deploy.local.user_error import WrongUsage

from ..typed import sentence

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._@-]{0,63}")

By = Annotated[
    str | None,
    typer.Option("--by", metavar="OPERATOR", help="Who decides this, as your bank knows you; by default the login."),
]


OperatorReason = Annotated[
    str | None,
    typer.Option("--reason", metavar="WHY", help="Why, in a sentence without personal data.", callback=sentence),
]


def operator(by: str | None) -> str:
    """The operator's id. Raises `UserError` where none is known, or it is no id."""
    try:
        name = by or getpass.getuser()
    except (OSError, KeyError):  # a container's user without a name
        name = ""
    if not _NAME.fullmatch(name):
        raise WrongUsage(
            f"{name!r} is no operator." if name else "Nobody is known to have decided this.",
            "Say who with --by: letters, digits and . _ @ - only.",
        )
    return name
