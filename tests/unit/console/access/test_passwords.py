"""Passwords: what is too little, what is the same, and that few are looked at at a time."""

from __future__ import annotations

import asyncio

import pytest
from argon2 import PasswordHasher

from services.console.web.access.passwords import LENGTH_MAX, WAITING_MAX, Passwords, TooBusy, trouble_with

CHEAP = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)


@pytest.mark.parametrize(
    "password", ["short", "aaaaaaaaaaaaaaaaaa", "abababababababab", "x" * 257, "maria12", "mariamaria123"]
)
def test_too_little_is_said(password: str) -> None:
    assert trouble_with(password, "maria")


@pytest.mark.parametrize(
    "password", ["a sentence to remember", "ão é Porto, não Lisboa", "correct horse battery staple"]
)
def test_a_sentence_is_enough(password: str) -> None:
    assert trouble_with(password, "maria") is None


async def test_the_same_letters_are_the_same_password_however_they_are_composed() -> None:
    passwords = Passwords(CHEAP)
    hash = await passwords.hash("caf\u00e9 no Porto")
    assert hash.startswith("$argon2id$")
    assert await passwords.is_right(hash, "cafe\u0301 no Porto")
    assert not await passwords.is_right(hash, "cafe no Porto")


async def test_a_long_text_is_never_right_by_its_beginning() -> None:
    passwords = Passwords(CHEAP)
    hash = await passwords.hash("x" * LENGTH_MAX)
    assert await passwords.is_right(hash, "x" * LENGTH_MAX)
    assert not await passwords.is_right(hash, "x" * LENGTH_MAX + "y" * 60_000)


async def test_what_is_no_hash_is_nobodys_password() -> None:
    passwords = Passwords(CHEAP)
    for hash in (None, "", "x", "$argon2id$", "$2b$12$abc"):
        assert not await passwords.is_right(hash, "anything at all")


async def test_the_product_uses_64_mebibytes_and_three_rounds() -> None:
    assert "$m=65536,t=3,p=4$" in await Passwords().hash("a sentence to remember")


async def test_a_flood_is_sent_away_and_not_queued() -> None:
    passwords = Passwords(CHEAP)
    came = await asyncio.gather(
        *(passwords.is_right(None, "x") for _ in range(WAITING_MAX + 30)), return_exceptions=True
    )
    assert sum(isinstance(each, TooBusy) for each in came) == 30
    assert not await passwords.is_right(None, "x"), "afterwards there is room again"
