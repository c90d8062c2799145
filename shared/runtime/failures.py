"""How a port fails: what is to be done about it differs, so each has a class of its own."""

from __future__ import annotations


class Conflict(Exception):
    """Another process moved one of the states first; nothing was written. Do the work again."""


class Unavailable(Exception):
    """The other side (database, broker) is gone for now. Wait and go on; say so meanwhile."""


class LockHeld(Conflict, Unavailable):
    """Somebody has held a lock for as long as we wait for one (a table is changed, a process was stopped); nothing was
    written. Do the work again, and wait: however often it comes, no event is to blame."""


class NewerFormat(Unavailable):
    """A state was stored in a newer format than this process has: it is left to replicas that can read all of it."""


class OlderDatabase(Unavailable):
    """The database's place is behind the one that this work began at: it is another one, older than what was done."""


class BadWrite(Exception):
    """The database refuses the data itself. The batch is split until the one event is found."""


class Starved(Unavailable):
    """The machine gives this process no memory, files or room now. What it works on is as sound as it was."""

    def __init__(self, error: Exception) -> None:
        super().__init__(f"{type(error).__name__}: the machine gives this process too little memory, files or room")


def starves(error: Exception) -> bool:
    """Does this say something of the machine, and nothing of what is worked on? Which files there are is named by the
    input (a zone is one)."""
    of_the_input = (FileNotFoundError, IsADirectoryError, NotADirectoryError)
    return isinstance(error, MemoryError | OSError) and not isinstance(error, of_the_input)
