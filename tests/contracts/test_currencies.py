"""Our currencies are those that ISO 4217 has in circulation, as SIX publishes it, and those it has withdrawn since."""

from __future__ import annotations

from iso4217 import raw_xml

from shared.contracts.currencies import MINOR_DIGITS, WITHDRAWN

# Listed with minor units and not marked as funds, but what they count is not money that somebody owes a bank: a pension
# index of Uruguay, and what Arab central banks settle in.
UNITS_OF_ACCOUNT = {"UYW", "XAD"}


def published() -> dict[str, int]:
    """Code → minor digits of what circulates. Funds are marked; metals and codes for tests have no minor units."""
    found: dict[str, int] = {}
    for row in raw_xml.iter("CcyNtry"):
        code, units, name = row.findtext("Ccy"), row.findtext("CcyMnrUnts"), row.find("CcyNm")
        is_fund = name is not None and name.get("IsFund") == "true"
        if code and units and units.isdigit() and not is_fund and code not in UNITS_OF_ACCOUNT:
            found[code] = int(units)
    return found


def test_what_circulates_is_known_with_its_minor_digits() -> None:
    assert {code: digits for code, digits in MINOR_DIGITS.items() if code not in WITHDRAWN} == published()


def test_what_was_withdrawn_can_still_be_read() -> None:
    """A loan that was booked in it does not become unreadable with an update of the list."""
    assert set(WITHDRAWN) <= set(MINOR_DIGITS) - set(published())
