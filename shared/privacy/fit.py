"""Is this the master key under which a database's data was sealed? Asked before anything is opened or sealed.

With another key nothing opens, and worse: hashes of phones differ, so a STOP would be nobody's. The database therefore
keeps a value by which its key is known, and beside it the keys by purpose (docs/adr/0049).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from .cipher import Unreadable
from .keys import unwrapped
from .master import MasterKeys

RUNBOOK = "docs/runbooks/master-key.md"
WRONG = "The master key is not the one that sealed what this database holds."
BRING = (
    "Name the file with that key in DOORSTEP_MASTER_KEY_FILE: bring it from the host that has it, or from its backup."
    f" See {RUNBOOK}."
)
CHANGED = "The master key is right, and the keys beside it in privacy.master_key don't open: that row was changed."
MEND = f"Bring the row back from a backup of the database. See {RUNBOOK}."
UNFINISHED = "The data keys are being wrapped anew under another master key."
FINISH = f"Wait for ./doorstep keys rewrap to end; if it does not run, run it again. See {RUNBOOK}."


class KeyDoesNotFit(Exception):
    """`what` is wrong and what to do about it (`todo`): sentences without a secret."""

    def __init__(self, what: str, todo: str) -> None:
        super().__init__(f"{what} {todo}")
        self.what, self.todo = what, todo


class WrongMasterKey(KeyDoesNotFit):
    """No waiting helps: another key has to be brought."""

    def __init__(self) -> None:
        super().__init__(WRONG, BRING)


class BeingRewrapped(KeyDoesNotFit):
    """Between two master keys."""

    def __init__(self) -> None:
        super().__init__(UNFINISHED, FINISH)


@dataclass(frozen=True, slots=True)
class KeptMaster:
    """What a database keeps of its master key. `next_check` is that of the key to which it is being changed."""

    check_value: bytes
    purposes: str
    next_check: bytes | None = None


class MasterStore(Protocol):
    """Where that is kept. `keep` leaves what is there already and returns nothing."""

    async def kept(self) -> KeptMaster | None: ...
    async def keep(self, kept: KeptMaster) -> None: ...
    async def oldest_data_key(self) -> tuple[str, bytes] | None: ...


async def fitting(keys: MasterKeys, store: MasterStore, *, keep: bool = True) -> MasterKeys:
    """`keys` with the database's own keys by purpose. Raises `KeyDoesNotFit`.

    A database that keeps nothing yet proves the key by its oldest data key, where it has one, and keeps it (not with
    `keep=False`, for who may only read). Of two keys that come at once to an empty database the first one stays.
    """
    found = await store.kept()
    if found is None:
        if (first := await store.oldest_data_key()) is not None:
            try:
                unwrapped(first[0], first[1], keys.wrap)
            except Unreadable:
                raise WrongMasterKey from None
        if not keep:
            return keys
        await store.keep(KeptMaster(keys.check_value(), keys.sealed_purposes()))
        found = await store.kept()
        assert found is not None, "what was kept is there"
    if found.next_check is not None:
        raise BeingRewrapped
    if found.check_value != keys.check_value():
        raise WrongMasterKey
    return with_kept(keys, found)


def with_kept(keys: MasterKeys, kept: KeptMaster) -> MasterKeys:
    """`keys`, which are right, with the keys by purpose that are kept. Raises `KeyDoesNotFit` where somebody changed
    those."""
    try:
        return keys.with_purposes(kept.purposes)
    except Unreadable:
        raise KeyDoesNotFit(CHANGED, MEND) from None


class MemoryMaster:
    """A store for tests and the simulation; `data_keys` are wrapped, oldest first."""

    def __init__(self, data_keys: dict[str, bytes] | None = None) -> None:
        self.row: KeptMaster | None = None
        self._data_keys = data_keys if data_keys is not None else {}

    async def kept(self) -> KeptMaster | None:
        return self.row

    async def keep(self, kept: KeptMaster) -> None:
        self.row = self.row or kept

    async def oldest_data_key(self) -> tuple[str, bytes] | None:
        return next(iter(self._data_keys.items()), None)
