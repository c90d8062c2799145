"""Where a PostgreSQL URL leads, as far as it may be said aloud: never a user, a password, or what might be one."""

from __future__ import annotations

import re

from psycopg import ProgrammingError
from psycopg.conninfo import conninfo_to_dict

HOW = (
    "postgresql://user:password@host:5432/database, its port at most 65535, with @ : / % ? # in the password as "
    "%40 %3A %2F %25 %3F %23"
)
HOST = re.compile(r"[A-Za-z0-9._:,\[\]/-]*")
PORT = re.compile(r"[0-9]{0,5}(,[0-9]{0,5})*")
PORT_MAX = 65_535
DATABASE = re.compile(r"[^@:?#]*")


class NotAUrlError(Exception):
    """The URL isn't one, most often because of characters in the password. Says nothing of its content."""


def target(url: str) -> str:
    """`host:port/database`. Raises `NotAUrlError`.

    A password with an unquoted character makes PostgreSQL's client take parts of it for a host, a port or a database;
    such a URL would never lead anywhere, and nothing of it may be printed.
    """
    try:
        found = {name: str(value) for name, value in conninfo_to_dict(url).items() if value is not None}
    except (ProgrammingError, UnicodeError, ValueError):
        raise NotAUrlError from None
    host = found.get("host") or found.get("hostaddr") or ""
    port, database = found.get("port", ""), found.get("dbname", "")
    if not (HOST.fullmatch(host) and PORT.fullmatch(port) and DATABASE.fullmatch(database)):
        raise NotAUrlError
    if any(int(each) > PORT_MAX for each in port.split(",") if each):
        raise NotAUrlError
    return f"{host or 'this machine'}:{port or 5432}/{database}"
