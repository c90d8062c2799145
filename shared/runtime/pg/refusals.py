"""What PostgreSQL says when it will never let us in, or never let us do what we must, as sentences with a remedy.

While a connection is made there is no SQLSTATE to go by, only libpq's text; what isn't recognised there (a server that
speaks another language) is waited for, as for one that isn't there yet. Of that text nothing is passed on: a URL whose
password is badly quoted makes libpq print parts of it as a host's name.
"""

from __future__ import annotations

import re

import psycopg
from psycopg import errors

from shared.runtime.refusal import Hindrance, StartRefused

from .target import HOW

UNKNOWN_AUTHORITY = "The server's certificate is not from an authority in sslrootcert."
CONNECTING: tuple[tuple[str, str, str], ...] = (
    (
        r"password authentication failed|authentication failed for user",
        "PostgreSQL refuses the password of the user in DATABASE_URL.",
        "Give the right one; characters like @ : / % in it are written as %40 %3A %2F %25.",
    ),
    (
        r"no password supplied",
        "PostgreSQL wants a password, and DATABASE_URL has none.",
        "Put it into the URL, and the URL into a file that DATABASE_URL_FILE names.",
    ),
    (
        r"no pg_hba\.conf entry .*no encryption|connection requires .*(SSL|TLS)",
        "PostgreSQL takes this user from this machine only with TLS, if at all.",
        "Add sslmode=verify-full and sslrootcert=FILE to DATABASE_URL; else allow it in pg_hba.conf.",
    ),
    (
        r"no pg_hba\.conf entry|pg_hba\.conf rejects",
        "PostgreSQL does not let this user into this database from this machine.",
        "Allow it in the server's pg_hba.conf, or correct user and database in DATABASE_URL.",
    ),
    (
        r'database ".*" does not exist',
        "The server has no such database as DATABASE_URL names.",
        "Create it (CREATE DATABASE), or correct the name after the last slash.",
    ),
    (
        r'role ".*" does not exist',
        "The server has no such user as DATABASE_URL names.",
        "Create it (CREATE ROLE name LOGIN CREATEROLE PASSWORD ...), or correct the name.",
    ),
    (
        r"is not permitted to log in",
        "The user in DATABASE_URL may not log in.",
        "ALTER ROLE name LOGIN, or use another user.",
    ),
    (
        r"permission denied for database",
        "The user in DATABASE_URL may not connect to that database.",
        "GRANT CONNECT, CREATE ON DATABASE name TO user.",
    ),
    (
        r"server does not support SSL",
        "DATABASE_URL demands TLS, and the server speaks none.",
        "Switch it on at the server; or, if the way there is safe, set sslmode=disable.",
    ),
    (
        r"root certificate file|root\.crt",
        "The file of certificates that sslrootcert names is not there or can't be read.",
        "Correct sslrootcert in DATABASE_URL.",
    ),
    (
        r"certificate verify failed|unable to get local issuer|self-signed certificate",
        UNKNOWN_AUTHORITY,
        "Name the authority's file in sslrootcert; is this the right server?",
    ),
    (
        r"server certificate for .* does not match host name",
        "The server's certificate is for another host name.",
        "Use the name that is in the certificate as host in DATABASE_URL.",
    ),
    (
        r"could not (load|read|open) (private key|certificate) file|private key file .* has group or world access",
        "The client certificate or its key, which DATABASE_URL names, can't be used.",
        "Correct sslcert and sslkey; the key's file must be readable by its owner alone (chmod 600).",
    ),
    (
        r"invalid (port number|sslmode value|integer value|channel_binding|target_session_attrs)",
        "DATABASE_URL has a parameter with a value that does not exist.",
        "See PostgreSQL's list of connection parameters; sslmode is disable, require, verify-ca or verify-full.",
    ),
)
PASSING: tuple[tuple[str, str, str], ...] = (
    (
        r"failed to resolve host|could not translate host name",
        "The host in DATABASE_URL is not known here.",
        "Correct it, or mend the name server.",
    ),
    (
        r"Connection refused",
        "Nobody answers at the host and port in DATABASE_URL.",
        "Is PostgreSQL running, and is the port the right one?",
    ),
    (
        r"timeout expired|timed out|No route to host|Network is unreachable",
        "The host in DATABASE_URL can't be reached.",
        "Is it running, and does a firewall let us through?",
    ),
    (
        r"too many clients|remaining connection slots|too many connections",
        "PostgreSQL has no connection left for us.",
        "Raise its max_connections, or the limit of our user or database.",
    ),
    (
        r"is starting up|is shutting down|is not yet accepting|in recovery mode",
        "PostgreSQL is starting or ending.",
        "Wait; work goes on by itself.",
    ),
)
COMPILED = tuple(
    (re.compile(pattern, re.DOTALL), Hindrance(what, todo, passes))
    for passes, patterns in ((False, CONNECTING), (True, PASSING))
    for pattern, what, todo in patterns
)


def refusal(error: psycopg.Error) -> StartRefused | None:
    """Why no later attempt can succeed; None when one may (the server is away, starts, is full, is asked too much)."""
    found = hindrance(error)
    return found.refused() if found is not None else None


def hindrance(error: psycopg.Error) -> Hindrance | None:
    """Why we don't get in or may not do what we must; None where the error says nothing of that."""
    if error.sqlstate is None and isinstance(error, psycopg.OperationalError | psycopg.ProgrammingError):
        if isinstance(error, psycopg.ProgrammingError):
            return Hindrance("DATABASE_URL can't be read as a URL.", f"It should be {HOW}.")
        text = str(error)
        return next((found for pattern, found in COMPILED if pattern.search(text)), None)
    if isinstance(error, errors.UndefinedObject):
        return Hindrance(
            f"PostgreSQL: {error.diag.message_primary}.", "Create it (CREATE ROLE name LOGIN), or correct it."
        )
    if isinstance(error, errors.InsufficientPrivilege):
        # Such a message names what we may not do and to which table, nothing more.
        return Hindrance(
            f"PostgreSQL refuses us: {error.diag.message_primary or 'permission denied'}.",
            "Grant it, or start as the user who made these tables; ./doorstep doctor looks closer.",
        )
    return None
