"""What something cost: processor time of every process that took part, transactions and WAL of the database.

A benchmark that counts one process alone calls it cheap to give work to the others.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import psutil
import psycopg

SQL = """
SELECT (pg_current_wal_insert_lsn() - '0/0'::pg_lsn)::int8,
       (SELECT sum(xact_commit)::int8 FROM pg_stat_database WHERE datname = ANY(%(databases)s)),
       (SELECT sum(xact_rollback)::int8 FROM pg_stat_database WHERE datname = ANY(%(databases)s)),
       (SELECT wal_fpi::int8 FROM pg_stat_wal)
"""


@dataclass(frozen=True, slots=True)
class Cost:
    """`cpu_s` by name of the process or group. Transactions and page images are told by PostgreSQL up to a second late.

    `page_images` are whole pages in the WAL: one for each page that is touched for the first time since a checkpoint.
    """

    took_s: float
    cpu_s: Mapping[str, float] = field(default_factory=dict)
    wal_bytes: int = 0
    committed: int = 0
    rolled_back: int = 0
    page_images: int = 0

    def each_us(self, events: int) -> dict[str, float]:
        """Microseconds of processor time of each process for one event, and of all together (`all`)."""
        shares = {name: spent / events * 1e6 for name, spent in self.cpu_s.items()}
        return {**shares, "all": sum(shares.values())}

    def told(self, events: int) -> str:
        """A line for people."""
        each = ", ".join(f"{name} {spent:.0f}" for name, spent in self.each_us(events).items())
        wal = f"WAL {self.wal_bytes / events / 1000:.1f} KB an event, {self.page_images / events:.2f} page images in it"
        return f"CPU us an event: {each}; {wal}"


@dataclass(frozen=True, slots=True)
class Reading:
    at_s: float
    cpu_s: Mapping[str, float]
    database: tuple[int, int, int, int]


class Costs:
    """Reads what `pids` (by name, with all that they started) and the databases have used up."""

    def __init__(
        self, pids: Mapping[str, Sequence[int]], url: str | None = None, databases: Sequence[str] = ()
    ) -> None:
        self._pids, self._databases = pids, list(databases)
        self._connection = psycopg.connect(url, autocommit=True) if url is not None else None
        if self._connection is not None and not self._databases:
            self._databases = [self._connection.info.dbname]
        self.began = self.read()

    def read(self) -> Reading:
        cpu_s = {name: sum(map(tree_cpu_s, pids)) for name, pids in self._pids.items()}
        return Reading(time.perf_counter(), cpu_s, self._database())

    def since(self, before: Reading | None = None) -> Cost:
        """What was used up since `before`, or since the beginning."""
        return between(before or self.began, self.read())

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()

    def _database(self) -> tuple[int, int, int, int]:
        if self._connection is None:
            return 0, 0, 0, 0
        row = self._connection.execute(SQL, {"databases": self._databases}).fetchone()
        assert row is not None
        return row[0], row[1], row[2], row[3]


def between(before: Reading, after: Reading) -> Cost:
    spent = {name: after.cpu_s[name] - before.cpu_s[name] for name in after.cpu_s}
    told = (b - a for a, b in zip(before.database, after.database, strict=True))
    return Cost(after.at_s - before.at_s, spent, *told)


def tree_cpu_s(pid: int) -> float:
    """Of a process, of all that it started and that runs, and of what they have waited for (backends that ended)."""
    try:
        root = psutil.Process(pid)
        members = [root, *root.children(recursive=True)]
    except psutil.NoSuchProcess:
        return 0.0
    total = 0.0
    for member in members:
        try:
            used = member.cpu_times()
        except psutil.NoSuchProcess:
            continue
        total += used.user + used.system + used.children_user + used.children_system
    return total


def postmaster(url: str) -> int:
    """The pid of the server at `url`, which runs on this machine."""
    with psycopg.connect(url) as connection:
        return int(psutil.Process(connection.info.backend_pid).ppid())


def listener(address: str) -> int:
    """The pid of the process on this machine that listens at `host:port`."""
    port = int(address.rpartition(":")[2])
    for process in psutil.process_iter():
        try:
            if any(
                each.status == psutil.CONN_LISTEN and each.laddr.port == port for each in process.net_connections("tcp")
            ):
                return int(process.pid)
        except (psutil.NoSuchProcess, psutil.AccessDenied):
            continue
    raise SystemExit(f"nobody on this machine listens at {address}")
