"""A database that nobody else uses, on the server of the test run."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import uuid4

import psycopg


@contextmanager
def own_database(postgres_url: str) -> Iterator[str]:
    """Its URL. It is empty, and dropped in the end, whoever is still connected."""
    name = f"test_{uuid4().hex[:16]}"
    with psycopg.connect(postgres_url, autocommit=True) as admin:
        admin.execute(f"CREATE DATABASE {name} TEMPLATE template0")
        base, _, query = postgres_url.partition("?")
        yield base.rpartition("/")[0] + f"/{name}" + (f"?{query}" if query else "")
        admin.execute(f"DROP DATABASE {name} WITH (FORCE)")
