"""A master key is compared with what the database keeps of the right one before anything is opened or sealed."""

import pytest

from shared.privacy.cipher import Unreadable
from shared.privacy.fit import BeingRewrapped, KeptMaster, KeyDoesNotFit, MemoryMaster, WrongMasterKey, fitting
from shared.privacy.keys import wrapped
from shared.privacy.master import MasterKeys

OURS, OTHER = MasterKeys.of(bytes(range(32))), MasterKeys.of(bytes(32))
SEALED = {"b-1": wrapped("b-1", b"d" * 32, OURS.wrap), "b-2": wrapped("b-2", b"e" * 32, OTHER.wrap)}


async def test_the_first_key_that_comes_to_an_empty_database_is_kept_and_another_one_refused() -> None:
    store = MemoryMaster()
    assert await fitting(OURS, store) == OURS
    kept = store.row
    assert await fitting(OURS, store) == OURS
    with pytest.raises(WrongMasterKey) as refused:
        await fitting(OTHER, store)
    assert "DOORSTEP_MASTER_KEY_FILE" in refused.value.todo
    assert "docs/runbooks/master-key.md" in refused.value.todo
    assert store.row is kept


async def test_of_two_keys_that_come_at_once_the_one_that_was_kept_is_right() -> None:
    store = MemoryMaster()

    class Late(MemoryMaster):
        """Sees nothing at first; the other's row is there when it writes its own."""

        async def keep(self, kept: KeptMaster) -> None:
            await fitting(OURS, store)
            self.row = store.row

    with pytest.raises(WrongMasterKey):
        await fitting(OTHER, Late())
    assert await fitting(OURS, store) == OURS


async def test_a_database_of_an_older_version_knows_its_key_by_what_was_sealed_first() -> None:
    store = MemoryMaster(SEALED)
    with pytest.raises(WrongMasterKey):
        await fitting(OTHER, store)
    assert store.row is None, "a key that is refused leaves nothing"
    assert await fitting(OURS, store) == OURS
    assert store.row is not None
    assert store.row.check_value == OURS.check_value()


async def test_who_may_only_read_compares_and_keeps_nothing() -> None:
    store = MemoryMaster(SEALED)
    assert await fitting(OURS, store, keep=False) == OURS
    with pytest.raises(WrongMasterKey):
        await fitting(OTHER, store, keep=False)
    assert store.row is None


async def test_the_keys_by_purpose_are_the_databases_and_not_derived_again() -> None:
    theirs = MasterKeys(OURS.wrap, b"q" * 32, b"p" * 32, b"c" * 32)
    store = MemoryMaster()
    store.row = KeptMaster(theirs.check_value(), theirs.sealed_purposes())
    assert await fitting(OURS, store) == theirs


async def test_keys_by_purpose_that_were_changed_are_said_to_be() -> None:
    store = MemoryMaster()
    store.row = KeptMaster(OURS.check_value(), OTHER.sealed_purposes())
    with pytest.raises(KeyDoesNotFit, match=r"privacy\.master_key"):
        await fitting(OURS, store)


async def test_between_two_master_keys_neither_is_taken() -> None:
    store = MemoryMaster()
    store.row = KeptMaster(OURS.check_value(), OURS.sealed_purposes(), next_check=OTHER.check_value())
    for keys in (OURS, OTHER):
        with pytest.raises(BeingRewrapped, match="keys rewrap"):
            await fitting(keys, store)


def test_a_check_value_tells_keys_apart_and_is_none_of_them() -> None:
    values = {keys.check_value() for keys in (OURS, OTHER)}
    assert len(values) == 2
    assert not values & {OURS.wrap, OURS.phones, OURS.quarantine, OURS.check_codes, OTHER.wrap}
    assert OURS.check_value() == MasterKeys.of(OURS.wrap).check_value()


def test_keys_by_purpose_open_under_their_own_master_key_only() -> None:
    box = OURS.sealed_purposes()
    assert OURS.with_purposes(box) == OURS
    with pytest.raises(Unreadable):
        OTHER.with_purposes(box)
