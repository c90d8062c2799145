"""What PostgreSQL's errors mean, for a person: said before the code, which stays for whoever looks it up."""

from __future__ import annotations

UNREACHED = ("OperationalError", "ConnectionTimeout", "silent")
"""Without a code: nobody answered. What answers has one."""
MISSING = "tables of ours are not there; is it being restored, or still to be migrated (./doorstep migrate)?"
OTHER = "its tables are of another version than this program (./doorstep migrate)"
KEYS = "a key of our tables is not there; is it being restored?"
AWAY = "it can't be reached, or gives no answer"
HELD = "somebody has held a table of ours for long (a dump, a report, a transaction left open): it is tried again"
WORDS = {
    **dict.fromkeys(("UndefinedTable", "InvalidSchemaName"), MISSING),
    **dict.fromkeys(("UndefinedColumn", "UndefinedFunction", "WrongObjectType"), OTHER),
    "InvalidColumnReference": KEYS,
    **dict.fromkeys(UNREACHED, AWAY),
    **dict.fromkeys(("LockNotAvailable", "DeadlockDetected"), HELD),
    "InsufficientPrivilege": "it refuses us a right",
    "AdminShutdown": "it was shut down",
    "CannotConnectNow": "it is starting or stopping",
    "TooManyConnections": "it has no connection left for us",
    "DiskFull": "its disk is full",
    "ReadOnlySqlTransaction": "it takes no writes: is it a standby?",
}


def in_words(trouble: str) -> str:
    """`trouble` is what `Unavailable` says. What is no code of PostgreSQL's stays as it is."""
    words = WORDS.get(trouble.partition(" ")[0])
    return f"{words} ({trouble})" if words is not None else trouble
