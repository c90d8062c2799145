"""That there is no such case, for whoever typed its id."""

from __future__ import annotations

from deploy.local.user_error import UserError

from .database import Database

WHERE_CASES_ARE = "./doorstep top lists the cases, ./doorstep status says which data was read."


async def not_known(database: Database, case: str) -> UserError:
    """That there is no such case, and which ones begin alike."""
    near = [row["case_id"] for start in (case, case[:-1], case[:-2]) if start
            for row in await database.rows("near", start=start)]  # fmt: skip
    alike = ", ".join(dict.fromkeys(near[:5]))
    return UserError(f"There is no case {case!r} here.", f"Did you mean {alike}?" if alike else WHERE_CASES_ARE)


async def is_known(database: Database, case: str) -> bool:
    """Whether the services know a case of this id."""
    # Of ids that begin alike the shortest stands first: its own.
    return any(row["case_id"] == case for row in await database.rows("near", start=case))
