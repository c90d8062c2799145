"""The services' keys, compared with the database before anything is opened: the one way to them in the console."""

from __future__ import annotations

import asyncio

from deploy.local.user_error import UserError
from shared.privacy.fit import KeptMaster, KeyDoesNotFit, fitting
from shared.privacy.master import MasterKeys
from shared.runtime.pg.master_key import kept_master

from ..target import Target
from .database import Database


async def fitting_keys(target: Target, database: Database) -> MasterKeys:
    """Raises `UserError` where the key file can't be read, or is not that of this database."""
    keys = await asyncio.to_thread(target.keys_not_compared)
    try:
        return await fitting(keys, _DatabaseMaster(database), keep=False)
    except KeyDoesNotFit as trouble:
        raise UserError(trouble.what, trouble.todo) from None


async def keys_or_trouble(target: Target, database: Database) -> MasterKeys | UserError:
    """For what is shown as far as it can be."""
    try:
        return await fitting_keys(target, database)
    except UserError as trouble:
        return trouble


class _DatabaseMaster:
    """The reading half of the `MasterStore` port."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def kept(self) -> KeptMaster | None:
        rows = await self._database.rows("master_key")
        return kept_master(rows[0]) if rows else None

    async def keep(self, kept: KeptMaster) -> None:
        raise NotImplementedError("the console keeps nothing of a key")

    async def oldest_data_key(self) -> tuple[str, bytes] | None:
        rows = await self._database.rows("oldest_data_key")
        return (rows[0]["kid"], bytes(rows[0]["wrapped"])) if rows else None
