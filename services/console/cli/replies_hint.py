"""The language that a reply is said to be in: a hint, by one rule for a command line and for a file.

Every language is tried whatever is said, so a tag that names none that replies are read in is no mistake: it is told,
and the reply is read without a hint.
"""

from __future__ import annotations

from collections.abc import Sequence

import typer

from services.notifier.understanding.languages import LANGUAGES
from shared.decision.figures import counted

CODES = tuple(language.code for language in LANGUAGES)
READ_IN = f"Replies are read in {', '.join(CODES)}."


def hint_of(tag: str) -> str:
    """The code of the language that a tag names, `zh` of `zh-Hant`; nothing where no reply is read in it."""
    code = tag.lower().replace("_", "-").partition("-")[0]
    return code if code in CODES else ""


def say_no_hint(tag: str) -> None:
    """That what was typed is no hint, where it is none."""
    if tag and not hint_of(tag):
        typer.echo(f"No reply is read in {tag!r}, so it is read without a hint. {READ_IN}", err=True)


def say_no_hints(tags: Sequence[str]) -> None:
    """The same of the lines of a file, whose values are not repeated: they may be a borrower's words."""
    none = sum(1 for tag in tags if tag and not hint_of(tag))
    if none:
        name, are = ("names", "it is") if none == 1 else ("name", "they are")
        lines = counted(len(tags), "line")
        said = f"{none} of {lines} {name} a language that no reply is read in, so {are} read without a hint."
        typer.echo(f"{said} {READ_IN}", err=True)
