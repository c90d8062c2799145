"""A start that can't ever succeed: no waiting helps, somebody has to change something."""

from __future__ import annotations

from dataclasses import dataclass

EXIT_CODE = 77  # sysexits.h: EX_NOPERM
WRONG_SETTINGS = 78  # sysexits.h: EX_CONFIG


class StartRefused(Exception):
    """`what` stands in the way, in one sentence; `todo` is what a person does about it. Neither holds a secret."""

    def __init__(self, what: str, todo: str) -> None:
        super().__init__(f"{what} {todo}")
        self.what = what
        self.todo = todo


@dataclass(frozen=True, slots=True)
class Hindrance:
    """Why we don't get in: as with `StartRefused`. One that `passes` may do so without us: it is waited for."""

    what: str
    todo: str
    passes: bool = False

    def __str__(self) -> str:
        return f"{self.what} {self.todo}"

    def refused(self) -> StartRefused | None:
        return None if self.passes else StartRefused(self.what, self.todo)
