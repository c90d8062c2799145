"""A database that is backed up and restored: by a real pg_dump where there is one for this server, else by a cold copy.

Data keys are saved apart, as docs/runbooks/restore.md says.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg.conninfo import conninfo_to_dict


@dataclass
class Backups:
    """`admin` is the URL of a database beside it, of a user who may make databases."""

    admin: str
    url: str
    folder: Path
    keys: list[tuple[str, bytes]] = field(default_factory=list)

    @property
    def name(self) -> str:
        return urlsplit(self.url).path.lstrip("/")

    def back_up(self) -> None:
        """As it is now. Nobody is connected but to look."""
        if (dump := self._program("pg_dump")) is not None:
            self._run(dump, "-Fc", "-f", str(self.folder / "doorstep.dump"))
        else:
            self._copy(self.name, f"{self.name}_backup")

    def save_keys(self) -> None:
        with psycopg.connect(self.url) as connection:
            self.keys = connection.execute("SELECT kid, wrapped FROM privacy.data_keys").fetchall()

    def restore(self) -> None:
        """As it was then, with the newest keys."""
        with psycopg.connect(self.admin, autocommit=True) as admin:
            admin.execute(f"DROP DATABASE {self.name} WITH (FORCE)".encode())
            if (restore := self._program("pg_restore")) is not None:
                admin.execute(f"CREATE DATABASE {self.name} TEMPLATE template0".encode())
        if restore is not None:
            self._run(restore, "--no-owner", "-d", self.name, str(self.folder / "doorstep.dump"))
        else:
            self._copy(f"{self.name}_backup", self.name)
        with psycopg.connect(self.url) as connection:
            statement = "INSERT INTO privacy.data_keys (kid, wrapped) VALUES (%s, %s) ON CONFLICT DO NOTHING"
            connection.cursor().executemany(statement, self.keys)

    def drop(self) -> None:
        with psycopg.connect(self.admin, autocommit=True) as admin:
            admin.execute(f"DROP DATABASE IF EXISTS {self.name}_backup WITH (FORCE)".encode())

    def _copy(self, source: str, to: str) -> None:
        with psycopg.connect(self.admin, autocommit=True) as admin:
            admin.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", (source,))
            admin.execute(f"CREATE DATABASE {to} TEMPLATE {source}".encode())

    def _program(self, name: str) -> str | None:
        """One that is not older than the server: it would refuse."""
        with psycopg.connect(self.admin) as connection:
            version = connection.info.server_version // 10_000
        there = [Path(f"/usr/lib/postgresql/{version}/bin/{name}"), Path(shutil.which(name) or "/nowhere")]
        found = next((path for path in there if path.is_file()), None)
        if found is None:
            return None
        said = subprocess.run([str(found), "--version"], capture_output=True, text=True, check=True).stdout
        return str(found) if int(said.split()[2].split(".")[0]) >= version else None

    def _run(self, program: str, *arguments: str) -> None:
        """The server, and a password, by the environment: a command line is everybody's to read."""
        known = conninfo_to_dict(self.url)
        names = {"host": "PGHOST", "port": "PGPORT", "user": "PGUSER", "password": "PGPASSWORD", "dbname": "PGDATABASE"}
        env = os.environ | {names[part]: str(said) for part, said in known.items() if part in names}
        done = subprocess.run([program, *arguments], env=env, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr


def beside(url: str, name: str) -> str:
    """The URL of another database of the same server."""
    return urlunsplit(urlsplit(url)._replace(path=f"/{name}"))
