"""DATABASE_URL=... python -m docs.generate.published

Writes docs/published/*.json: the views in which each service shows what operators and a read model may see, as they
are in a database that was migrated just now. Refuses, and writes nothing, when a view or a column is gone, has another
name or another type: who reads them was written against what is committed. Views and columns are added freely.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypedDict

import psycopg
from psycopg.rows import dict_row

from shared.runtime.settings import setting

from .samples import ROOT

FOLDER = Path("docs/published")
SERVICES = ("notifier", "scheduler", "router")
VIEWS = """
SELECT c.relname AS view, obj_description(c.oid, 'pg_class') AS about, a.attname AS "column",
       format_type(a.atttypid, a.atttypmod) AS type
FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
WHERE c.relnamespace = to_regnamespace(%(schema)s) AND c.relkind = 'v' ORDER BY c.relname, a.attnum
"""


class PublishedView(TypedDict):
    """`columns` → their PostgreSQL types, in order."""

    about: str
    columns: dict[str, str]


Views = Mapping[str, PublishedView]


async def described(url: str, service: str) -> dict[str, PublishedView]:
    """The views that a service publishes in this database."""
    async with await psycopg.AsyncConnection.connect(url, row_factory=dict_row) as connection:
        rows: list[dict[str, Any]] = await (
            await connection.execute(VIEWS, {"schema": f"{service}_published"})
        ).fetchall()
    found: dict[str, PublishedView] = {}
    for row in rows:
        view = found.setdefault(row["view"], {"about": row["about"] or "", "columns": {}})
        view["columns"][row["column"]] = row["type"]
    return found


def committed(service: str) -> dict[str, PublishedView]:
    path = ROOT / FOLDER / f"{service}.json"
    return json.loads(path.read_text("utf-8")) if path.is_file() else {}


def lost(before: Views, today: Views) -> list[str]:
    """What readers of yesterday would miss today, in words; empty when they go on reading."""
    found = []
    for name, view in before.items():
        if name not in today:
            found.append(f"{name} was removed")
            continue
        columns = today[name]["columns"]
        for column, kind in view["columns"].items():
            if column not in columns:
                found.append(f"{name}.{column} was removed")
            elif columns[column] != kind:
                found.append(f"{name}.{column} was {kind} and is {columns[column]}")
    return found


def main() -> int:
    url = setting(os.environ, "DATABASE_URL") or ""
    today = {service: asyncio.run(described(url, service)) for service in SERVICES}
    refused = [f"{service}: {what}" for service in SERVICES for what in lost(committed(service), today[service])]
    if refused:
        sys.stderr.write("".join(f"refused: {line}\n" for line in refused))
        return 1
    for service, views in today.items():
        (ROOT / FOLDER / f"{service}.json").write_text(json.dumps(views, indent=1) + "\n", "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
