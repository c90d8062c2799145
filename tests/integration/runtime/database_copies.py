"""A database of one test as it was at some moment: what a backup holds, without the programs that make one."""

from __future__ import annotations

import psycopg


class DatabaseCopies:
    """Copies are databases beside it. Nobody may be connected while one is made; `put_back` throws everybody out."""

    def __init__(self, admin_url: str, url: str) -> None:
        self._admin = admin_url
        self.name = url.partition("?")[0].rpartition("/")[2]
        self._made: list[str] = []

    def keep(self) -> str:
        made = f"{self.name}_{len(self._made)}"
        self._made.append(made)
        self._do(f"CREATE DATABASE {made} TEMPLATE {self.name}")
        return made

    def put_back(self, kept: str) -> None:
        self._do(f"DROP DATABASE {self.name} WITH (FORCE)", f"CREATE DATABASE {self.name} TEMPLATE {kept}")

    def empty(self) -> None:
        """As after a disk was lost."""
        self._do(f"DROP DATABASE {self.name} WITH (FORCE)", f"CREATE DATABASE {self.name} TEMPLATE template0")

    def close(self) -> None:
        for made in self._made:
            self._do(f"DROP DATABASE {made} WITH (FORCE)")

    def _do(self, *statements: str) -> None:
        with psycopg.connect(self._admin, autocommit=True) as admin:
            for statement in statements:
                admin.execute(statement.encode())
