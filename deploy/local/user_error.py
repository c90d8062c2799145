"""What goes wrong on the user's machine, said so that they can mend it."""

from __future__ import annotations


class UserError(Exception):
    """`what` failed, in one sentence; `todo` is what the person at the keyboard can do about it."""

    exit_code = 1

    def __init__(self, what: str, todo: str) -> None:
        super().__init__(f"{what} {todo}")
        self.what = what
        self.todo = todo


class WrongUsage(UserError):
    """What was typed is not what the command takes; nothing was tried. Ends like an unknown flag, with 2."""

    exit_code = 2
