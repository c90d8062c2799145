"""Everything goes on by two people: one asks for it, on the console's page or here, and another one confirms it."""

from __future__ import annotations

from deploy.local.user_error import UserError
from shared.contracts.switches import SwitchResumed

from ..acts.switches import ALL, stopped_now, throw
from ..may import Right, rights_of
from ..store.accounts import Accounts
from ..store.second_person import PendingResumes
from ..store.tables import ConsoleTables
from ..target import Target
from ..typed import What
from ..views.database import reading
from .console_tables import CLOCK, with_tables
from .recorded import recorded_command


async def ask_for_all(target: Target, what: What, cause: str, by: str) -> str:
    """It stays stopped until another person confirms it. Raises `UserError`."""

    async def asked(tables: ConsoleTables) -> str:
        async with recorded_command(target, by, "switches-resume", what, ALL, why=cause):
            async with reading(target) as database:
                now = await stopped_now(database, what, ALL)
            await PendingResumes(tables).ask(what, cause, now.seen, by, CLOCK.now())
        return (
            f"{what} stays stopped until another operator confirms that it goes on, within 15 minutes: "
            f"./doorstep switch confirm {what} --by THEM, or on the console's page Switches."
        )

    return await with_tables(target, asked)


async def confirm_for_all(target: Target, what: What, by: str) -> str:
    """What was asked is done. Raises `UserError` for who asked, and for an account that may not."""

    async def confirmed(tables: ConsoleTables) -> str:
        pending, at = PendingResumes(tables), CLOCK.now()
        asked = await pending.of(what, at)
        async with recorded_command(target, by, "switches-confirm", what, ALL, why=asked.cause):
            await _may(Accounts(tables), by)
            async with pending.confirming(asked.id, by, at):
                async with reading(target) as database:
                    await stopped_now(database, what, ALL, asked.seen)
                await throw(target, SwitchResumed, what, ALL, asked.cause, by)
        return f"{what} resumed for all: {asked.cause}, as {asked.by} asked. See who knows with ./doorstep switch ls."

    return await with_tables(target, confirmed)


async def withdraw_for_all(target: Target, what: What, by: str) -> str:
    async def withdrawn(tables: ConsoleTables) -> str:
        pending, at = PendingResumes(tables), CLOCK.now()
        asked = await pending.of(what, at)
        async with recorded_command(target, by, "switches-withdraw", what, ALL, why=asked.cause):
            await pending.withdraw(asked.id, at)
        return f"{what} stays stopped: {by} withdrew what {asked.by} asked for."

    return await with_tables(target, withdrawn)


async def _may(accounts: Accounts, by: str) -> None:
    """Whoever has an account at the console has its rights here too."""
    account = await accounts.named(by.lower())
    if account is not None and (account.disabled or Right.RESUME_EVERYTHING not in rights_of(account.roles)):
        raise UserError(
            f"{account.name} may not confirm that everything goes on: supervisors do.", "See ./doorstep console roles."
        )
