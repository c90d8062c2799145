"""How PostgreSQL would run a named query: with values that may come, and with a plan that is made for any."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import psycopg

PARAMETERS = "SELECT parameter_types::text[] FROM pg_prepared_statements WHERE name = 'asked'"
PARAM = re.compile(r"%\((\w+)\)[sbt]")
MANY = 40
PLANNING = 100.0
"""What PostgreSQL adds to the cost of a plan that is made anew each time, and something more."""
INDEXED = frozenset({"Index Scan", "Index Only Scan"})
GATHERING = frozenset({"Sort", "Aggregate", "Hash", "Unique", "WindowAgg"})
"""What reads all that is below it, however few rows are wanted."""


def _many(one: str) -> str:
    """An array of `one`, which may depend on i."""
    return f"ARRAY(SELECT {one} FROM generate_series(1, {MANY}) AS i)"


OF_TYPE: dict[str, str] = {
    "uuid": "md5('t' || i * 7)::uuid",
    "text": "'case-' || i * 7",
    "timestamp with time zone": "now() - make_interval(mins => i)",
    "date": "current_date",
    "integer": "i",
    "bigint": "i::int8",
    "smallint": "4::int2",
    "numeric": "1.0",
    "boolean": "true",
    "bytea": r"'\x00'::bytea",
    "jsonb": "'{}'::jsonb",
}
"""One of many of that type, by its number."""
VALUES: dict[str, str] = {
    "uuid": "md5('t5')::uuid", "text": "'case-5'", "timestamp with time zone": "now() - interval '1 hour'",
    "integer": "500", "bigint": "500", "smallint": "4", "double precision": "500", "boolean": "true",
    "bytea": r"'\x00'", "interval": "interval '1 hour'", "jsonb": "'{}'", "date": "current_date",
    **{f"{kind}[]": _many(one) for kind, one in OF_TYPE.items()},
}  # fmt: skip
NAMED: dict[str, str] = {
    "first": "'(32,0)'", "last": "'(48,0)'", "before": "now() - interval '3 years'", "lost": "now() - interval '1 day'",
    "task": "'cases'", "generation": "1", "below": "1", "limit": "500", "me": "3", "number": "500",
    "under": "100000000", "day": "'2020-02-01'", "service": "'notifier'", "about": "'case-5'", "person": "'ana-1'",
    "find": "'case-5'", "part": "'case-5'",
    "phones": _many("md5('h' || i) || md5('h' || i)"), "phone_hash": _many("md5('h' || i) || md5('h' || i)"),
    "borrowers": _many("'b-' || i * 7"), "kids": _many("'kid-' || i"), "sids": _many("'SM' || md5(i::text)"),
}  # fmt: skip
"""By the name of the parameter, where any value of its type would not do."""


@dataclass(frozen=True, slots=True)
class WholeRead:
    """`table` is read from its beginning to its end."""

    query: str
    table: str
    how: str


async def whole_reads(
    connection: psycopg.AsyncConnection[Any],
    query: str,
    statement: str,
    partial: frozenset[str],
    more: Mapping[str, str],
) -> set[WholeRead]:
    """Tables, with their schemas, that the query reads whole. `more` are values for its parameters; `partial` are
    indexes that may be read whole."""
    names: list[str] = []

    def numbered(found: re.Match[str]) -> str:
        if found[1] not in names:
            names.append(found[1])
        return f"${names.index(found[1]) + 1}"

    asked = PARAM.sub(numbered, statement).replace("%%", "%")
    await connection.execute(f"PREPARE asked AS {asked}".encode())
    try:
        row = await (await connection.execute(PARAMETERS)).fetchone()
        assert row is not None
        values = [_value(name, kind, more) for name, kind in zip(names, row[0], strict=True)]
        told = ", ".join([await _literal(connection, value, kind) for value, kind in zip(values, row[0], strict=True)])
        plans = [await _plan(connection, mode, told) for mode in ("force_custom_plan", "force_generic_plan")]
        custom, generic = (plan["Total Cost"] for plan in plans)
        # A plan for any values is taken where it promises to be no dearer than those made for the values that came.
        taken = plans if generic <= custom + PLANNING else plans[:1]
        return {WholeRead(query, *read) for plan in taken for read in _whole(plan, limited=False, partial=partial)}
    finally:
        await connection.execute("DEALLOCATE asked")


async def _plan(connection: psycopg.AsyncConnection[Any], mode: str, told: str) -> dict[str, Any]:
    await connection.execute(f"SET plan_cache_mode = {mode}".encode())
    explain = f"EXPLAIN (VERBOSE, FORMAT JSON) EXECUTE asked{f'({told})' if told else ''}"
    row = await (await connection.execute(explain.encode())).fetchone()
    assert row is not None
    plan: dict[str, Any] = row[0][0]["Plan"]
    return plan


def _value(name: str, kind: str, more: Mapping[str, str]) -> str:
    found = more.get(name) or NAMED.get(name)
    if found is None or (kind.endswith("[]") != found.startswith("ARRAY") and name not in more):
        return VALUES[kind]
    return found


async def _literal(connection: psycopg.AsyncConnection[Any], value: str, kind: str) -> str:
    """As a constant: an argument of EXECUTE may not be a query."""
    row = await (await connection.execute(f"SELECT quote_literal(({value})::{kind}::text)".encode())).fetchone()
    assert row is not None
    return f"{row[0]}::{kind}"


def _whole(node: dict[str, Any], *, limited: bool, partial: frozenset[str]) -> Iterator[tuple[str, str]]:
    kind = node["Node Type"]
    if kind == "Seq Scan":
        yield _table(node), kind
    elif kind in INDEXED and "Index Cond" not in node and not limited and node["Index Name"] not in partial:
        yield _table(node), f"{kind} of all of {node['Index Name']}"
    limited = kind == "Limit" or (limited and kind not in GATHERING)
    for below in node.get("Plans", ()):
        yield from _whole(below, limited=limited, partial=partial)


def _table(node: dict[str, Any]) -> str:
    return f"{node['Schema']}.{node['Relation Name']}"


SMALL_INDEXES = """
SELECT i.relname FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid JOIN pg_class t ON t.oid = x.indrelid
WHERE x.indpred IS NOT NULL AND i.reltuples < t.reltuples / 50
"""


async def small_indexes(connection: psycopg.AsyncConnection[Any]) -> frozenset[str]:
    """Partial indexes that hold a small part of their table: what waits for something."""
    return frozenset(row[0] for row in await (await connection.execute(SMALL_INDEXES)).fetchall())
