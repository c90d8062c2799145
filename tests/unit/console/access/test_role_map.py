"""What an identity provider's claims are worth: whole values, and nothing by default."""

from __future__ import annotations

import pytest

from services.console.may import StaffRole
from services.console.web.access.oidc.names import account_name, made_name
from services.console.web.access.oidc.role_map import RoleMap

MAP = RoleMap.of("desk=operator; CN=leads,OU=bank = supervisor;desk=viewer", "groups")


def test_values_may_hold_what_names_in_directories_hold() -> None:
    assert MAP.of_claims({"groups": ["CN=leads,OU=bank"]}) == {StaffRole.SUPERVISOR}
    assert MAP.of_claims({"groups": "desk"}) == {StaffRole.OPERATOR, StaffRole.VIEWER}


@pytest.mark.parametrize("text", ["desk", "desk=", "=operator", "desk=emperor", "desk:operator", "desk=operator;x"])
def test_a_map_that_is_wrong_is_refused_by_its_number(text: str) -> None:
    with pytest.raises(ValueError, match=r"number \d is not VALUE=ROLE") as refused:
        RoleMap.of(text, "groups")
    assert "emperor" not in str(refused.value)


@pytest.mark.parametrize(
    "groups", [None, 1, True, {"desk": 1}, [["desk"]], [None], "desk operator", "DESK", "", [], ["des"]], ids=str
)
def test_anything_else_is_no_role(groups: object) -> None:
    assert MAP.of_claims({"groups": groups}) == frozenset()
    assert MAP.of_claims({}) == frozenset()


@pytest.mark.parametrize(
    ("claim", "claims"),
    [
        ("realm_access.roles", {"realm_access": {"roles": ["desk"]}}),
        ("resource_access.doorstep.roles", {"resource_access": {"doorstep": {"roles": "desk"}}}),
        ("https://bank.example/roles", {"https://bank.example/roles": ["desk"]}),
        ("realm_access.roles", {"realm_access.roles": ["desk"], "realm_access": {"roles": []}}),
    ],
)
def test_a_claim_is_found_by_its_name_or_along_its_dots(claim: str, claims: dict[str, object]) -> None:
    """As garage-ui 14: `resource_access.NAME.roles` had no effect, and everybody came in."""
    assert RoleMap.of("desk=operator", claim).of_claims(claims) == {StaffRole.OPERATOR}


def test_a_path_through_what_is_no_object_ends() -> None:
    assert RoleMap.of("desk=operator", "a.b.c").of_claims({"a": {"b": ["c"]}}) == frozenset()


def test_somebody_is_called_as_they_are_known_or_by_a_name_that_is_theirs_alone() -> None:
    assert account_name("i", "s", {"preferred_username": "Ines.Costa@Bank.example"}) == "ines.costa@bank.example"
    assert account_name("i", "s", {"email": "a@b.example", "email_verified": True}) == "a@b.example"
    unsure: list[dict[str, object]] = [{}, {"email": "a@b.example"}, {"email": "a@b.example", "email_verified": "true"}]
    odd: list[object] = ["Inês", "a" * 65, ["x"], "", None]
    for claims in (*unsure, *({"preferred_username": name} for name in odd)):
        assert account_name("i", "s", claims) == made_name("i", "s")
    assert made_name("i", "s") != made_name("i", "t")
