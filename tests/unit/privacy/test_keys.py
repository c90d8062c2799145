"""Data keys: one a person, made once, wrapped, cached for a while, and gone when they are forgotten."""

import pytest

from shared.contracts.values import Sealed
from shared.privacy import keys as privacy_keys
from shared.privacy.cipher import Unreadable
from shared.privacy.keys import CACHE_S, KeyRing, MemoryKeys

MASTER, OTHER = bytes(range(32)), bytes(32)


@pytest.fixture
def store() -> MemoryKeys:
    return MemoryKeys()


@pytest.fixture
def ring(store: MemoryKeys) -> KeyRing:
    return KeyRing(store, MASTER)


async def sealed(ring: KeyRing, plain: str = "+447700900042", kid: str = "b-1") -> Sealed:
    return await ring.seal(plain, kid=kid, of="event-1", field="phone")


async def test_sealing_makes_the_key_that_is_missing_and_opening_finds_it(ring: KeyRing) -> None:
    assert await ring.open(await sealed(ring), "phone") == "+447700900042"


async def test_another_process_with_the_same_master_key_opens_it(ring: KeyRing, store: MemoryKeys) -> None:
    assert await KeyRing(store, MASTER).open(await sealed(ring), "phone") == "+447700900042"


async def test_a_process_with_another_master_key_reads_nothing(ring: KeyRing, store: MemoryKeys) -> None:
    box = await sealed(ring)
    with pytest.raises(Unreadable, match="another master key"):
        await KeyRing(store, OTHER).open(box, "phone")


async def test_a_key_is_never_stored_unwrapped(ring: KeyRing, store: MemoryKeys) -> None:
    await ring.make(["b-1"])
    plain = (await ring.keys(["b-1"]))["b-1"]
    stored = (await store.load(["b-1"]))["b-1"]
    assert len(plain) == 32
    assert plain not in stored


async def test_a_wrapped_key_that_was_given_to_another_person_does_not_open(ring: KeyRing, store: MemoryKeys) -> None:
    await ring.make(["b-1"])
    await store.add({"b-2": (await store.load(["b-1"]))["b-1"]})
    with pytest.raises(Unreadable):
        await KeyRing(store, MASTER).keys(["b-2"])


async def test_keys_that_are_loaded_are_in_memory_but_for_those_that_do_not_open(
    ring: KeyRing, store: MemoryKeys
) -> None:
    await ring.make(["b-1", "b-2"])
    store.put({"b-3": (await store.load(["b-1"]))["b-1"]})
    other = KeyRing(store, MASTER)
    assert [*await other.load(["b-1", "b-2", "b-3", "unknown"])] == ["b-3"]
    assert other.unknown(["b-1", "b-2", "b-3", "unknown"]) == ["b-3", "unknown"]
    await ring.forget("b-3")
    assert await other.load(["b-1", "b-3"]) == {}


async def test_a_forgotten_key_makes_the_person_unreadable_and_leaves_others_alone(ring: KeyRing) -> None:
    gone, kept = await sealed(ring, kid="b-1"), await sealed(ring, kid="b-2")
    await ring.forget("b-1")
    with pytest.raises(Unreadable, match="the key of this phone is gone"):
        await ring.open(gone, "phone")
    assert await ring.open(kept, "phone") == "+447700900042"
    assert await ring.open_all({"gone": gone, "kept": kept}, "phone") == {"kept": "+447700900042"}


async def test_a_box_that_somebody_sealed_wrongly_does_not_keep_the_others_shut(ring: KeyRing) -> None:
    sound = await sealed(ring)
    boxes = {"sound": sound, "moved": sound.model_copy(update={"of": "event-2"})}
    assert await ring.open_all(boxes, "phone") == {"sound": "+447700900042"}


async def test_a_key_made_anew_after_it_was_forgotten_does_not_open_the_old_box(ring: KeyRing) -> None:
    old = await sealed(ring)
    await ring.forget("b-1")
    await ring.make(["b-1"])
    with pytest.raises(Unreadable):
        await ring.open(old, "phone")


async def test_another_process_forgets_too_when_its_cache_has_run_out(ring: KeyRing, store: MemoryKeys) -> None:
    at = [1_000.0]
    other = KeyRing(store, MASTER, now_s=lambda: at[0])
    box = await sealed(ring)
    await other.open(box, "phone")
    await ring.forget("b-1")
    assert await other.open(box, "phone") == "+447700900042"
    at[0] += CACHE_S + 1
    with pytest.raises(Unreadable):
        await other.open(box, "phone")


async def test_two_who_make_the_same_key_at_once_agree_on_one(store: MemoryKeys) -> None:
    one, other = KeyRing(store, MASTER), KeyRing(store, MASTER)
    await one.make(["b-1"])
    await store.add({"b-1": b"a key that came second"})
    assert (await one.keys(["b-1"])) == (await other.keys(["b-1"]))


async def test_the_cache_has_a_limit(ring: KeyRing, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(privacy_keys, "CACHED_MAX", 3)
    await ring.make([f"b-{number}" for number in range(5)])
    await ring.keys([f"b-{number}" for number in range(5)])
    assert len(ring._cache) == 3


@pytest.mark.parametrize("length", [0, 16, 31, 33])
def test_a_master_key_of_another_length_is_refused_without_being_shown(store: MemoryKeys, length: int) -> None:
    with pytest.raises(ValueError, match="must be 32 bytes") as refused:
        KeyRing(store, b"k" * length)
    assert "kk" not in str(refused.value)


async def test_keys_that_somebody_else_loaded_are_remembered_like_any_others(
    ring: KeyRing, store: MemoryKeys, monkeypatch: pytest.MonkeyPatch
) -> None:
    now_s = [0.0]
    other = KeyRing(store, MASTER, lambda: now_s[0])
    box = await sealed(ring)
    assert other.unknown(["b-2", "b-1"]) == ["b-1", "b-2"]
    other.learn(await store.load(["b-1", "b-2"]))
    assert other.unknown(["b-2", "b-1"]) == ["b-2"]
    monkeypatch.setattr(store, "rows", lambda kids: {})
    assert await other.open(box, "phone") == "+447700900042"
    now_s[0] = CACHE_S
    assert other.unknown(["b-1"]) == ["b-1"]
