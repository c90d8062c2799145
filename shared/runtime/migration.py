"""`python -m services.NAME migrate`: a service's role, schema and tables, made or updated with their owner's rights."""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
from collections.abc import Sequence
from typing import Protocol

from shared.decision.figures import counted

from .pg.migrate import migrate
from .pg.target import HOW, NotAUrlError, target
from .ports import LockHeld, Unavailable
from .refusal import EXIT_CODE, WRONG_SETTINGS, StartRefused
from .settings import SettingsError, setting
from .trouble_words import in_words

COMMAND = "migrate"
TRY_AGAIN = 75  # sysexits.h: EX_TEMPFAIL
ENDED = "What runs goes on meanwhile. Run it again when that is over; pg_stat_activity names it."


class Migrates(Protocol):
    """As `migrate` does; the console makes a schema that is not like a service's."""

    async def __call__(
        self, url: str, service: str, packages: tuple[str, ...], *, login: str | None, operators: str | None
    ) -> list[str]: ...


def migration(service: str, packages: tuple[str, ...], arguments: Sequence[str], by: Migrates = migrate) -> int:
    """The exit code: 0 when the schema is up to date, 75 when no server answers, 77 and 78 as for a start.

    Doing it twice, or twice at once, is the same as once. Only DATABASE_URL is needed.
    """
    parser = argparse.ArgumentParser(prog=f"python -m services.{service} {COMMAND}", description=__doc__)
    parser.add_argument("--grant", metavar="LOGIN", help="a user who may act as the service's role from then on")
    parser.add_argument("--operator", metavar="LOGIN", help="a user who may read what is published, and nothing else")
    granted = parser.parse_args(arguments)
    try:
        url = setting(os.environ, "DATABASE_URL") or ""
        target(url)
        applied = asyncio.run(by(url, service, packages, login=granted.grant, operators=granted.operator))
    except SettingsError as error:
        return _refused(service, str(error), "", WRONG_SETTINGS)
    except NotAUrlError:
        return _refused(service, f"DATABASE_URL is missing or not usable: it should be {HOW}.", "", WRONG_SETTINGS)
    except StartRefused as refusal:
        return _refused(service, refusal.what, refusal.todo, EXIT_CODE)
    except LockHeld as error:
        return _refused(service, f"{in_words(str(error)).partition(':')[0]}.", ENDED, TRY_AGAIN)
    except Unavailable as error:
        return _refused(
            service, f"PostgreSQL does not answer: {in_words(str(error))}.", "Try again once it does.", TRY_AGAIN
        )
    done = f"{counted(len(applied), 'migration')} applied" if applied else "up to date"
    sys.stdout.write(f"{service}: {done}\n")
    return 0


def _refused(service: str, what: str, todo: str, code: int) -> int:
    sys.stderr.write(f"{service} can't be migrated: {what}\n" + (f"  {todo}\n" if todo else ""))
    return code
