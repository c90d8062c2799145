"""A reason is kept in the clear and shown to everybody who may look: it holds nothing that could be called."""

import pytest

from deploy.local.user_error import UserError
from services.console.web.forms import reason_of


@pytest.mark.parametrize("why", ["call +351 912 345 678", "912345678 asked for it", "see (020) 7946-0958"])
def test_a_reason_with_a_telephone_number_is_refused(why: str) -> None:
    with pytest.raises(UserError, match="no telephone number"):
        reason_of({"reason": why})


@pytest.mark.parametrize("why", ["in the carrier's list of 2026-11-29 14:05", "ticket 48213, 3 of 12 given back"])
def test_a_day_an_hour_and_a_ticket_are_no_telephone_number(why: str) -> None:
    assert reason_of({"reason": why}) == why
