"""PostgreSQL's errors in the words of the ports: do it again, wait, or the data itself is bad."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import psycopg
from psycopg import errors

from shared.runtime.ports import BadWrite, Conflict, LockHeld, OlderDatabase, Unavailable

STATEMENT_S_MAX = 30.0
AGAIN = (errors.UniqueViolation, errors.ExclusionViolation, errors.DeadlockDetected, errors.SerializationFailure)
NOT_OURS = (errors.InsufficientPrivilege, errors.UndefinedTable, errors.UndefinedColumn, errors.UndefinedFunction,
            errors.UndefinedObject, errors.InvalidSchemaName, errors.InvalidCatalogName, errors.WrongObjectType,
            errors.InvalidColumnReference, errors.InvalidSqlStatementName,
            errors.DuplicatePreparedStatement)  # fmt: skip
"""Of the database as it stands: a restore makes keys last, and until then ON CONFLICT finds none (42P10); what was
prepared is lost with the connection behind a pooler."""
PLACE = "place_is_known"
"""The check of migration 0033."""
BAD = (
    psycopg.DataError,
    psycopg.IntegrityError,
    psycopg.ProgrammingError,
    errors.ProgramLimitExceeded,
    UnicodeEncodeError,
)
"""A value too large for an index is the data's fault, though psycopg calls it operational."""


@asynccontextmanager
async def translated(s_max: float | None = STATEMENT_S_MAX) -> AsyncIterator[None]:
    """Raise `Conflict`, `LockHeld`, `BadWrite`, `OlderDatabase` or `Unavailable`; the message holds the error's class
    and code, and never values.

    A database without our tables, their keys or rights is `Unavailable` too: no event is to blame for it. So is one
    that is silent for `s_max` seconds.
    """
    try:
        async with asyncio.timeout(s_max):
            yield
    except (psycopg.Error, UnicodeEncodeError) as raised:
        error = _cause(raised)
        if isinstance(error, errors.LockNotAvailable):
            raise LockHeld(named(error)) from None
        if isinstance(error, AGAIN):
            raise Conflict(named(error)) from None
        if isinstance(error, errors.CheckViolation) and error.diag.constraint_name == PLACE:
            raise OlderDatabase(named(error)) from None
        if isinstance(error, BAD) and not isinstance(error, NOT_OURS):
            raise BadWrite(named(error)) from None
        raise Unavailable(named(error)) from None
    except TimeoutError:
        raise Unavailable("silent") from None


def _cause(raised: Exception) -> Exception:
    """In a pipeline the first error makes all later commands fail; leaving it may raise the last of these."""
    error: BaseException = raised
    while isinstance(error, errors.PipelineAborted) and error.__context__ is not None:
        error = error.__context__
    return error if isinstance(error, Exception) else raised


def named(error: Exception) -> str:
    """The error's class, code and constraint."""
    state = getattr(error, "sqlstate", None)
    constraint = getattr(getattr(error, "diag", None), "constraint_name", None)
    return " ".join(part for part in (type(error).__name__, state, constraint) if part)
