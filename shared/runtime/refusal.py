"""A start that can't ever succeed: no waiting helps, somebody has to change something."""

from __future__ import annotations

EXIT_CODE = 77  # sysexits.h: EX_NOPERM
WRONG_SETTINGS = 78  # sysexits.h: EX_CONFIG


class StartRefused(Exception):
    """`what` stands in the way, in one sentence; `todo` is what a person does about it. Neither holds a secret."""

    def __init__(self, what: str, todo: str) -> None:
        super().__init__(f"{what} {todo}")
        self.what = what
        self.todo = todo
