"""A reason is kept in the clear and shown to everybody who may look: it holds nothing that could be called."""

import pytest

from deploy.local.user_error import UserError
from services.console.typed import sentence
from services.console.web.forms import reason_of

NUMBERS = ["call +351 912 345 678", "912345678 asked for it", "see (020) 7946-0958"]
NO_NUMBERS = ["in the carrier's list of 2026-11-29 14:05", "ticket 48213, 3 of 12 given back"]


@pytest.mark.parametrize("why", NUMBERS)
def test_a_reason_with_a_telephone_number_is_refused(why: str) -> None:
    with pytest.raises(UserError, match="no telephone number"):
        reason_of({"reason": why})


@pytest.mark.parametrize("why", NO_NUMBERS)
def test_a_day_an_hour_and_a_ticket_are_no_telephone_number(why: str) -> None:
    assert reason_of({"reason": why}) == why


@pytest.mark.parametrize("why", NUMBERS)
def test_a_command_refuses_what_the_page_refuses_and_does_not_repeat_it(why: str) -> None:
    with pytest.raises(UserError, match=r"--reason.*no telephone number") as refused:
        sentence(why)
    assert why not in str(refused.value)


@pytest.mark.parametrize("why", NO_NUMBERS)
def test_a_command_takes_what_the_page_takes(why: str) -> None:
    assert sentence(why) == why
