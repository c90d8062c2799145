"""`./doorstep bench year`: a year at a steady load, and what tables and topics come to at the end of each month.

The three services decide on a real PostgreSQL, by a clock that jumps; the carrier, the borrowers, the crews and the log
between the services are in memory. The pack keeps what is over for weeks instead of years, so a year shows all of it.
The last line is how much the last four months differ. `--write` keeps the figures in docs/data and draws the picture.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import tempfile
import time
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg

from deploy.local import test_servers
from tests.architecture.sources import ROOT
from tests.arguments import whole

from . import sizes
from .picture import drawn
from .shape import FLAT, months_apart
from .world import ENDS_AFTER_DAYS, KEPT_DAYS, on_this_day, year

MONTH = 30
DATA, PICTURE = ROOT / "docs/data/year.json", ROOT / "docs/pictures/year.svg"


async def bench(url: str, folder: Path, cases_a_day: int, months: int) -> dict[str, Any]:
    """What the year comes to, by month."""
    told: list[dict[str, Any]] = []
    began = time.monotonic()
    async with (
        year(url, folder, cases_a_day, months * MONTH) as world,
        await psycopg.AsyncConnection.connect(url, autocommit=True) as connection,
    ):
        for day in range(1, months * MONTH + 1):
            await on_this_day(connection, world.clock.at)
            await world.day()
            if day % 2 == 0:
                await world.end_what_is_over()
            if day % 10 == 0:  # PostgreSQL does it once a minute, by a clock that does not jump
                await connection.execute("VACUUM (ANALYZE)")
            if day % MONTH == 0:
                told.append(await _month(world, connection))
                total = sum(told[-1]["tables"].values()) / 1e6
                print(f"month {day // MONTH}: {total:.1f} MB in tables, {world.cases} cases so far", flush=True)
    return {
        "cases_a_day": cases_a_day, "open_days": ENDS_AFTER_DAYS, "kept_days": dict(KEPT_DAYS), "months": told,
        "evidence_bytes": _bytes_in(folder), "took_s": round(time.monotonic() - began),
    }  # fmt: skip


def _bytes_in(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.iterdir())


async def _month(world: Any, connection: psycopg.AsyncConnection[Any]) -> dict[str, Any]:
    tables = await sizes.tables(connection)
    rows = await sizes.rows(connection, tables)
    there = {name: number for name, number in rows.items() if number}
    return {
        "tables": {name: tables[name] for name in there}, "rows": there,
        "topics": sizes.topics(world.log, world.clock.at),
    }  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(prog="./doorstep bench year", description=__doc__)
    parser.add_argument("--cases-a-day", type=whole(1), default=3)
    parser.add_argument("--months", type=whole(5), default=12)
    parser.add_argument("--write", action="store_true", help="keep the figures and the picture in docs")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="doorstep-year-") as name:
        folder = Path(name)
        (folder / "evidence").mkdir()
        admin_url = test_servers.address("postgres", folder / "postgres")
        found = asyncio.run(_on_a_database(admin_url, folder / "evidence", asked.cases_a_day, asked.months))
        test_servers.leave()
    if asked.write:
        DATA.parent.mkdir(exist_ok=True)
        DATA.write_text(json.dumps(found, indent=1, sort_keys=True) + "\n", "utf-8")
        PICTURE.write_text(drawn(found), "utf-8")
    apart = months_apart(found["months"])
    print(f"year: the last four months differ by {apart:.0%} at most; flat is {FLAT:.0%}")


async def _on_a_database(admin_url: str, folder: Path, cases_a_day: int, months: int) -> dict[str, Any]:
    name = f"year_{uuid4().hex[:12]}"
    with psycopg.connect(admin_url, autocommit=True) as admin:
        admin.execute(f"CREATE DATABASE {name} TEMPLATE template0".encode())
    base, _, query = admin_url.partition("?")
    return await bench(
        base.rpartition("/")[0] + f"/{name}" + (f"?{query}" if query else ""), folder, cases_a_day, months
    )


if __name__ == "__main__":
    main()
