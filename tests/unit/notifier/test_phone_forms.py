"""A number is known in every form in which it comes."""

from __future__ import annotations

import pytest

from services.notifier.shell.phone_forms import forms, region_of

# Each line is one phone, in forms in which it was seen. Sources: the table in `phone_forms`, and public reports (the
# ninth digit: chatwoot 5840, waha 1261; 521 and 549: evolution-api; whatsapp: bottender 815; trunk zero: E.123).
SAME = [
    ("+351910000001", "00351910000001", "351910000001", " 351910000001", "+351 910 000 001", "(+351) 910-000-001"),
    ("+351910000001", "whatsapp:+351910000001", "rcs:+351910000001", "tel:+351-910-000-001", "WhatsApp:+351910000001"),
    ("+351910000001", "‪+351910000001‬", "+٣٥١٩١٠٠٠٠٠٠١", "+３５１９１００００００１"),
    ("+351910000001", "tel:+351-910-000-001;ext=5", "sip:+351910000001@carrier.example", "+351 910 000 001"),
    ("+447911123456", "+4407911123456", "+44 (0) 7911 123456", "00447911123456"),
    ("+491511234567", "+4901511234567"),
    ("+525512345678", "+5215512345678", "whatsapp:+5215512345678"),
    ("+5491123456789", "+541123456789", "+54111523456789", "whatsapp:+5491123456789"),
    ("+5511987654321", "+551187654321", "whatsapp:+551187654321"),
    ("+2290197123456", "+22997123456"),
    ("+15005550006", "15005550006", "001 500 555 0006"),
    ("+390612345678", "+39 06 12345678"),
]
OTHERS = [
    ("+351910000001", "+351910000002"),
    ("+525512345678", "+525512345679"),
    ("+551133334444", "+5511933334444"),  # a phone at home has no ninth digit
    ("+390612345678", "+39612345678"),  # the zero is part of an Italian number
    ("+12025550123", "+52025550123"),
]
NO_NUMBERS = ["12345", "262966", "BANK", "Eve", "", " ", "+", "whatsapp:", "Anonymous", "messenger:12", "+0123", "\0"]


@pytest.mark.parametrize("written", SAME)
def test_one_phone_is_one_phone_in_whatever_form(written: tuple[str, ...]) -> None:
    for one in written:
        for other in written:
            assert set(forms(one)) & set(forms(other)), (one, other)
        assert forms(one)[0] in {form for other in written for form in forms(other)}


@pytest.mark.parametrize("pair", OTHERS)
def test_different_phones_stay_different(pair: tuple[str, str]) -> None:
    assert not set(forms(pair[0])) & set(forms(pair[1]))


@pytest.mark.parametrize("address", NO_NUMBERS)
def test_a_short_code_or_a_word_is_no_number(address: str) -> None:
    assert forms(address) == ()


def test_what_the_bank_wrote_is_among_the_forms_of_what_the_carrier_writes() -> None:
    for written in SAME:
        for bank in (one for one in written if one.startswith("+") and one[1:].isascii() and one[1:].isdigit()):
            for carrier in written:
                assert bank in forms(carrier), (bank, carrier)


def test_a_number_of_the_country_without_its_code_is_known_too() -> None:
    assert "+447911123456" in forms("07911123456", region_of("+442071838750"))
    assert forms("07911123456", "PT") == forms("07911123456")
    assert region_of("nonsense") is None
