"""Whose a code of the carrier is. Only the recipient's may ever count against a borrower."""

from __future__ import annotations

import pytest

from services.notifier.core.carrier_codes import AWAY, OPTED_OUT, PARTIES, is_ours, meaning, party_of

RECIPIENTS = (21211, 21214, 21217, 21265, 21266, 21268, 21610, 21614, 21635, 30004, 30005, 30006)
OURS = (
    10001, 20003, 20005, 20006, 20008, 20403, 21212, 21219, 21264, 21408, 21601, 21606, 21607, 21608, 21609, 21612,
    21659, 21660, 21661, 21703, 21704, 21705, 30002, 30023, 30032, 30033, 30034, 30035, 30037, 30044,
)  # fmt: skip
NOBODYS = (
    20429, 20503, 21602, 21604, 21611, 21617, 30001, 30003, 30007, 30008, 30009, 30017, 30019, 30022, 30036, 30038,
    30039, 30046, 99999, None,
)  # fmt: skip


@pytest.mark.parametrize("code", RECIPIENTS)
def test_what_is_said_of_the_number_is_the_recipients(code: int) -> None:
    assert party_of(code) == "recipient"
    assert not is_ours(code)


@pytest.mark.parametrize("code", OURS)
def test_what_is_said_of_sender_or_account_is_ours(code: int) -> None:
    assert is_ours(code)


@pytest.mark.parametrize("code", NOBODYS)
def test_the_way_the_text_and_what_nobody_knows_is_neither_theirs_nor_ours(code: int | None) -> None:
    assert party_of(code) not in ("recipient", "sender", "account")
    assert not is_ours(code)


def test_a_code_has_one_party_and_a_meaning() -> None:
    codes = [code for party in PARTIES.values() for code in party]
    assert len(codes) == len(set(codes))
    assert all(says and says[0].islower() for party in PARTIES.values() for says in party.values())
    assert set(codes) >= AWAY | {OPTED_OUT}


def test_a_code_is_said_with_what_it_means_and_whose_it_is() -> None:
    assert meaning(30003) == "30003: the handset could not be reached (network)"
    assert meaning(99999) == "99999: a code we don't know"
    assert meaning(None) == "no code"
