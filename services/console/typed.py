"""What is typed is checked before anything is looked for: callbacks of options and arguments.

Each gives back what it was given, or raises `WrongUsage` with the name of the option and what it takes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Literal

from pydantic import TypeAdapter, ValidationError

from deploy.local.user_error import WrongUsage
from shared.contracts.catalogue import BY_NAME
from shared.contracts.values import Code, Sentence

from .unseen import UNSEEN

SHORT = 8
"""So many characters of an id tell it from others; lists show as many."""
Checked = Callable[[str], str]
What = Literal["sending", "visiting"]
"""What a switch stops."""
_SENTENCE: TypeAdapter[str] = TypeAdapter(Sentence)
_CODE: TypeAdapter[str] = TypeAdapter(Code)
_NUMBER = re.compile(r"\+?\d[\d\s().-]{5,}\d")
"""What could be called."""
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2})?)?")


def takes(name: str, allowed: str, value: str, todo: str = "") -> WrongUsage:
    """That an option takes something else."""
    return WrongUsage(f"{name} takes {allowed}, not {value!r}.", todo)


def exclude(one: str, other: str) -> WrongUsage:
    """That two options ask for different things."""
    return WrongUsage(f"{one} and {other} exclude each other.", "Give one of them.")


def sentence(why: str | None) -> str | None:
    """Of `--reason`. What it says is not repeated."""
    if why is not None and (trouble := reason_trouble(why)):
        raise WrongUsage(f"--reason: {trouble}", "")
    return why


def reason_trouble(why: str) -> str:
    """Why it can't be kept as a reason, for page and command; nothing where it can."""
    if not _fits(_SENTENCE, why) or UNSEEN.search(why):
        return "A reason is one line of 1 to 400 characters that can be seen, without personal data."
    if _NUMBER.search(_MOMENT.sub("", why)):
        return "A reason is kept and shown: it holds no telephone number."
    return ""


def is_code(cause: str) -> bool:
    """Lower-case words with hyphens."""
    return _fits(_CODE, cause)


def code(cause: str) -> str:
    """Of `--cause`, where any is taken."""
    if not is_code(cause):
        raise takes("--cause", "a code of lower-case words with hyphens", cause)
    return cause


def beginning(name: str, shown_by: str) -> Checked:
    """Of an argument: enough of an id, as the command `shown_by` shows it."""

    def given(item: str) -> str:
        if len(item) < SHORT:
            raise takes(name, f"at least {SHORT} characters of an id", item, f"See ./doorstep {shown_by}.")
        return item

    return given


def one_of(name: str, known: Sequence[str]) -> Checked:
    """Empty where it is not given."""

    def given(value: str) -> str:
        if value and value not in known:
            raise takes(name, f"one of {', '.join(known)}", value)
        return value

    return given


def topics(names: list[str] | None) -> list[str] | None:
    topic = one_of("TOPICS", sorted(BY_NAME))
    for name in names or ():
        topic(name)
    return names


def not_empty(name: str, takes: str = "a name") -> Callable[[str | None], str | None]:
    """Of an option or argument that a shell gives empty where a variable is not set."""

    def given(value: str | None) -> str | None:
        if value == "":
            raise WrongUsage(f"{name} takes {takes}, and there is none.", "")
        return value

    return given


def _fits(of: TypeAdapter[str], value: str) -> bool:
    try:
        of.validate_python(value)
    except ValidationError:
        return False
    return True
