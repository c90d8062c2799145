"""`python -m services.console.store migrate`: the console's role, schema and tables, made or updated."""

from __future__ import annotations

import sys

from shared.runtime.migration import COMMAND, migration

from .schema import PACKAGES, migrate_store


async def _migrated(
    url: str, service: str, packages: tuple[str, ...], *, login: str | None, operators: str | None
) -> list[str]:
    """Operators who only look need nothing here, and the console is one."""
    del service, packages, operators
    return await migrate_store(url, login=login)


if __name__ == "__main__":
    if sys.argv[1:2] != [COMMAND]:
        sys.exit(f"usage: python -m services.console.store {COMMAND} [--grant LOGIN]")
    sys.exit(migration("console", PACKAGES, sys.argv[2:], by=_migrated))
