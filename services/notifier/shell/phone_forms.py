"""The forms in which carriers, phones and banks write one and the same number.

A number is stored as the hash of one form, so whoever looks it up has to know all of them. What is said here of a
country is said of both ways: each form leads to the same set. Sources:

| written | for | source |
|---|---|---|
| `whatsapp:`, `rcs:`, `tel:` before the number | a channel's address | Twilio, "WhatsApp", "RCS"; RFC 3966 |
| `00…` | `+…` | ITU-T E.164, the international prefix that most countries recommend |
| `+44 0…` | `+44…` | the trunk prefix of the national form, kept by mistake (ITU-T E.123) |
| `+52 1…` | `+52…` | Mexico's numbering plan until 2019-08-03; Twilio and WhatsApp still use both |
| `+54 9…`, and `15` after the area code | `+54…` | Argentina's numbering plan: mobiles from abroad and at home |
| `+55` area `9`… | `+55` area … | Brazil, Anatel resolution 553/2010: the ninth digit; WhatsApp keeps the old form |
| `+229 01…` | `+229…` | Benin, ARCEP: ten digits since 2024-11-30 |
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from functools import cache

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumberFormat

CHANNEL = re.compile(r"^(whatsapp|rcs|sms|tel|sip|mms):(//)?", re.I)
E164 = re.compile(r"\+[1-9][0-9]{6,14}")
DIGITS = re.compile(r"[0-9]+")
BETWEEN = re.compile(r"[\s().\-/]+")
PLAIN = re.compile(r"\+?[0-9]+")
SHORT_MAX = 7
"""So many digits, without a country's code, are a short code: nobody's phone."""


def forms(address: str, region: str | None = None) -> tuple[str, ...]:
    """All forms of the number in `address`, the usual one first. Empty where it is no number: a short code, a word.

    `region` (ISO 3166) is where a number without its country's code may be from.
    """
    found: dict[str, None] = {}
    bare = _bare(address)
    for written in _written(bare):
        found.update(dict.fromkeys(_forms(written, None)))
    if region is not None and DIGITS.fullmatch(bare) and len(bare) > SHORT_MAX:
        found.update(dict.fromkeys(_forms(bare, region)))
    return tuple(found)


def region_of(number: str) -> str | None:
    """The country of a number in E.164, where there is one."""
    try:
        region: str | None = phonenumbers.region_code_for_number(phonenumbers.parse(number, None))
    except NumberParseException:
        return None
    return region


def _bare(address: str) -> str:
    """Without what is no part of the number: the channel, parameters, spaces, marks that can't be seen."""
    if PLAIN.fullmatch(address):
        return address
    seen = "".join(
        character for character in unicodedata.normalize("NFKC", address) if unicodedata.category(character) != "Cf"
    )
    number = CHANNEL.sub("", seen.strip()).partition(";")[0].partition("@")[0]
    return BETWEEN.sub("", "".join(_digit(character) for character in number))


def _digit(character: str) -> str:
    """Arabic and other digits as ours."""
    value = unicodedata.decimal(character, None)
    return character if value is None else str(value)


def _written(bare: str) -> Iterator[str]:
    """The number with a plus, if it can be read so."""
    if bare.startswith("00"):
        bare = "+" + bare[2:]
    elif DIGITS.fullmatch(bare) and len(bare) > SHORT_MAX:
        bare = "+" + bare  # its plus became a space on the way, or was left out
    if E164.fullmatch(bare):
        yield bare


def _forms(written: str, region: str | None) -> Iterator[str]:
    try:
        number = phonenumbers.parse(written, region)
    except NumberParseException:
        if region is None:
            yield written
        return
    if region is not None and not phonenumbers.is_valid_number(number):
        return
    usual = str(phonenumbers.format_number(number, PhoneNumberFormat.E164))
    country_code = number.country_code or 0
    code = f"+{country_code}"
    national = usual.removeprefix(code)
    yield usual
    for other in COUNTRIES.get(country_code, _no_other)(national):
        yield code + other
    if _has_trunk_zero(country_code):
        yield f"{code}0{national}"
    if region is None:
        yield written


@cache
def _has_trunk_zero(country_code: int) -> bool:
    country = phonenumbers.region_code_for_country_code(country_code)
    return bool(phonenumbers.ndd_prefix_for_region(country, True) == "0")


def _no_other(national: str) -> Iterator[str]:
    yield from ()


def _mexico(national: str) -> Iterator[str]:
    if len(national) == 11 and national.startswith("1"):
        yield national[1:]
    elif len(national) == 10:
        yield "1" + national


def _argentina(national: str) -> Iterator[str]:
    at_home = national[1:] if len(national) == 11 and national.startswith("9") else national
    if len(at_home) == 10:
        yield from (at_home, "9" + at_home)
        yield from (at_home[:area] + "15" + at_home[area:] for area in (2, 3, 4))


def _brazil(national: str) -> Iterator[str]:
    """Mobiles began with 6 to 9 before the ninth digit came; who begins with 2 to 5 is at home, and has none."""
    area, rest = national[:2], national[2:]
    if len(rest) == 9 and rest[0] == "9" and rest[1] in "6789":
        yield area + rest[1:]
    elif len(rest) == 8 and rest[0] in "6789":
        yield area + "9" + rest


def _benin(national: str) -> Iterator[str]:
    if len(national) == 10 and national.startswith("01"):
        yield national[2:]
    elif len(national) == 8:
        yield "01" + national


COUNTRIES: dict[int, Callable[[str], Iterator[str]]] = {52: _mexico, 54: _argentina, 55: _brazil, 229: _benin}
