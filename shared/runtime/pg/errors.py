"""PostgreSQL's errors in the words of the ports: do it again, wait, or the data itself is bad."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from psycopg import errors

from shared.runtime.ports import BadWrite, Conflict, Unavailable

AGAIN = (errors.UniqueViolation, errors.DeadlockDetected, errors.SerializationFailure, errors.LockNotAvailable)
BAD = (psycopg.DataError, psycopg.IntegrityError, psycopg.ProgrammingError, UnicodeEncodeError)


@contextmanager
def translated() -> Iterator[None]:
    """Raise `Conflict`, `BadWrite` or `Unavailable`; the message holds the error's class and code, never values."""
    try:
        yield
    except AGAIN as error:
        raise Conflict(_named(error)) from None
    except BAD as error:
        raise BadWrite(_named(error)) from None
    except psycopg.Error as error:
        raise Unavailable(_named(error)) from None


def _named(error: Exception) -> str:
    state = getattr(error, "sqlstate", None)
    constraint = getattr(getattr(error, "diag", None), "constraint_name", None)
    return " ".join(part for part in (type(error).__name__, state, constraint) if part)
