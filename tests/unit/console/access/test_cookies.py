"""The cookie that is read is the one that was set, or none."""

from __future__ import annotations

import pytest

from services.console.web.access.cookies import CookieNames, end_cookie, read_cookie, set_cookie

NAME = CookieNames(8123).session
TOKEN = "t" * 43


@pytest.mark.parametrize(
    "headers",
    [[f"{NAME}={TOKEN}"], [f"a=b; {NAME}={TOKEN}; c=d"], [f"  {NAME}={TOKEN}  "], ["a=b", f"{NAME}={TOKEN}"]],
)
def test_it_is_found_among_others(headers: list[str]) -> None:
    assert read_cookie(headers, NAME) == TOKEN


@pytest.mark.parametrize(
    "headers",
    [
        [], [""], [";;;="], [f"{NAME}="], [f"{NAME}=a; {NAME}={TOKEN}"], [f"{NAME}=a", f"{NAME}={TOKEN}"],
        [f"{NAME.lower()}={TOKEN}"], [f"{NAME}={'x' * 101}"], [f"doorstep-8123={TOKEN}"], [f"{NAME}x={TOKEN}"],
    ],
    ids=str,
)  # fmt: skip
def test_a_cookie_that_was_slipped_in_beside_it_makes_it_nobodys(headers: list[str]) -> None:
    assert read_cookie(headers, NAME) is None


def test_it_has_the_prefix_and_the_flags_that_the_prefix_demands() -> None:
    _, line = set_cookie(NAME, TOKEN)
    assert line == f"__Host-doorstep-8123={TOKEN}; Path=/; Secure; HttpOnly; SameSite=Lax"
    assert "Domain" not in line
    assert end_cookie(NAME)[1].endswith("; Max-Age=0")
    assert CookieNames().session == "__Host-doorstep"


def test_two_consoles_of_one_machine_and_two_journeys_have_each_their_own() -> None:
    names = {
        CookieNames(1).session,
        CookieNames(2).session,
        CookieNames(1).journey("a" * 43),
        CookieNames(1).journey("b" * 43),
    }
    assert len(names) == 4
