"""ISO 4217, list one (SIX): the codes in circulation, and how many digits of an amount are minor units.

Held to the published list by `tests/contracts/test_currencies.py`. A code that the list drops moves to `WITHDRAWN`.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

# Funds, units of account, metals and test codes are left out on purpose: nobody owes a bank any of them.
_CODES = (
    "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CLP CNY "
    "COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR "
    "ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK "
    "MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF "
    "SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU "
    "UZS VED VES VND VUV WST XAF XCD XCG XOF XPF YER ZAR ZMW ZWG"
)
_NO_DIGITS = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF"
_THREE_DIGITS = "BHD IQD JOD KWD LYD OMR TND"

WITHDRAWN: Mapping[str, int] = MappingProxyType({"ANG": 2, "BGN": 2})
"""Left the list, but records of before and loans that nobody converted hold them: ANG (now XCG), BGN (now EUR)."""

MINOR_DIGITS: Mapping[str, int] = MappingProxyType(
    dict.fromkeys(_CODES.split(), 2)
    | dict.fromkeys(_NO_DIGITS.split(), 0)
    | dict.fromkeys(_THREE_DIGITS.split(), 3)
    | dict(WITHDRAWN)
)
"""Code → digits after the point: 2 for EUR, 0 for JPY, 3 for KWD."""
