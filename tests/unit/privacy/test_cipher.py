"""A sealed value opens for its owner's key, its event and its field, and for nothing else."""

import base64
import hashlib
import hmac

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.contracts.values import Sealed
from shared.privacy.cipher import Unreadable, phone_hash, seal, seal_bytes, subkey, unseal

KEY, OTHER = bytes(range(32)), bytes(32)
PLAIN = "+447700900042"


def box(field: str = "phone", of: str = "event-1", plain: str = PLAIN) -> Sealed:
    return seal(plain, key=KEY, kid="b-1", of=of, field=field)


@given(st.text(max_size=200))
@settings(max_examples=50, deadline=None)
def test_what_is_sealed_opens_as_it_was(plain: str) -> None:
    assert unseal(box(plain=plain), key=KEY, field="phone") == plain


def test_a_box_names_its_key_its_event_and_its_field_and_shows_nothing_of_what_is_in_it() -> None:
    sealed = box()
    assert (sealed.kid, sealed.of, sealed.field) == ("b-1", "event-1", "phone")
    assert PLAIN.encode() not in base64.urlsafe_b64decode(sealed.box)


def test_the_same_value_sealed_twice_looks_different() -> None:
    assert box().box != box().box


@pytest.mark.parametrize("moved", [{"of": "event-2"}, {"field": "name"}])
def test_a_box_that_was_moved_does_not_open(moved: dict[str, str]) -> None:
    stolen = box().model_copy(update=moved)
    with pytest.raises(Unreadable):
        unseal(stolen, key=KEY, field=stolen.field)


def test_a_box_asked_for_as_another_field_does_not_open() -> None:
    with pytest.raises(Unreadable, match="a box sealed for phone is no name"):
        unseal(box(), key=KEY, field="name")


def test_a_box_does_not_open_with_another_key() -> None:
    with pytest.raises(Unreadable):
        unseal(box(), key=OTHER, field="phone")


@given(st.integers(min_value=0))
@settings(max_examples=50, deadline=None)
def test_a_box_with_any_bit_changed_does_not_open(bit: int) -> None:
    sealed = box()
    raw = bytearray(base64.urlsafe_b64decode(sealed.box))
    bit %= len(raw) * 8
    raw[bit // 8] ^= 1 << bit % 8
    changed = sealed.model_copy(update={"box": base64.urlsafe_b64encode(raw).decode()})
    with pytest.raises(Unreadable):
        unseal(changed, key=KEY, field="phone")


@pytest.mark.parametrize("broken", ["", "A", "AAAA", "not base64!", "é"])
def test_a_box_that_is_no_box_is_unreadable_and_no_other_error(broken: str) -> None:
    with pytest.raises(Unreadable):
        unseal(Sealed.model_construct(kid="b-1", of="event-1", field="phone", box=broken), key=KEY, field="phone")


def test_a_box_that_holds_no_text_is_unreadable() -> None:
    made = seal_bytes(b"\xff\xfe", KEY, "event-1|phone")
    with pytest.raises(Unreadable, match="phone is no text"):
        unseal(Sealed(kid="b-1", of="event-1", field="phone", box=made), key=KEY, field="phone")


def test_an_unreadable_box_says_which_field_and_nothing_else() -> None:
    with pytest.raises(Unreadable) as said:
        unseal(box(), key=OTHER, field="phone")
    assert str(said.value) == "does not open as phone"


def test_a_box_follows_the_written_form_so_that_others_can_make_one() -> None:
    nonce = bytes(12)
    made = base64.urlsafe_b64encode(nonce + AESGCM(KEY).encrypt(nonce, PLAIN.encode(), b"event-1|phone")).decode()
    assert unseal(Sealed(kid="b-1", of="event-1", field="phone", box=made), key=KEY, field="phone") == PLAIN


def test_a_phone_is_looked_up_by_a_keyed_hash() -> None:
    assert phone_hash(PLAIN, KEY) == hmac.new(KEY, PLAIN.encode(), hashlib.sha256).hexdigest()
    assert phone_hash(PLAIN, KEY) != phone_hash(PLAIN, OTHER)
    assert PLAIN not in phone_hash(PLAIN, KEY)


def test_every_purpose_has_a_key_of_its_own() -> None:
    keys = {subkey(KEY, purpose) for purpose in ("wrap", "quarantine", "phones")}
    assert len(keys) == 3
    assert {len(key) for key in keys} == {32}
    assert subkey(OTHER, "wrap") not in keys
