"""Who may what: the table is whole, each line says why, and what must be apart is apart."""

from __future__ import annotations

import pytest

from services.console.may import BY_RIGHT, TABLE, Right, StaffRole, is_second_person, rights_of, roles_known

EXPECTED = {
    StaffRole.VIEWER: {Right.LOOK},
    StaffRole.OPERATOR: {
        Right.LOOK, Right.ACT_ON_CASES, Right.ACT_ON_LETTERS, Right.THROW_SWITCH, Right.REVEAL, Right.DRIVE_WORLD,
        Right.RUN_SEEDS,
    },
    StaffRole.SUPERVISOR: {
        Right.LOOK, Right.ACT_ON_CASES, Right.ACT_ON_LETTERS, Right.THROW_SWITCH, Right.RESUME_EVERYTHING, Right.REVEAL,
        Right.MANAGE_ACCOUNTS, Right.DRIVE_WORLD, Right.RUN_SEEDS,
    },
    StaffRole.PRIVACY_OFFICER: {Right.LOOK, Right.REVEAL, Right.FORGET, Right.READ_TRAIL, Right.EXPORT},
    StaffRole.AUDITOR: {Right.LOOK, Right.READ_TRAIL, Right.EXPORT},
}  # fmt: skip


@pytest.mark.parametrize("role", StaffRole)
def test_each_role_may_this_and_no_more(role: StaffRole) -> None:
    assert rights_of([role]) == EXPECTED[role]


def test_every_right_has_one_line_with_a_reason_and_somebody() -> None:
    assert sorted(line.right for line in TABLE) == sorted(Right)
    assert BY_RIGHT.keys() == set(Right)
    for line in TABLE:
        assert line.roles
        assert line.why[0].islower()
        assert not line.why.endswith(".")


def test_who_reads_the_trail_does_nothing_that_is_in_it_for_collections() -> None:
    acts = {Right.ACT_ON_CASES, Right.ACT_ON_LETTERS, Right.THROW_SWITCH, Right.RESUME_EVERYTHING}
    for role in StaffRole:
        assert not (Right.READ_TRAIL in rights_of([role]) and acts & rights_of([role]))


def test_several_roles_are_all_of_them_and_none_is_nothing() -> None:
    assert (
        rights_of([StaffRole.OPERATOR, StaffRole.AUDITOR]) == EXPECTED[StaffRole.OPERATOR] | EXPECTED[StaffRole.AUDITOR]
    )
    assert rights_of([]) == frozenset()


def test_a_second_person_is_a_supervisor_and_another_one() -> None:
    supervisor, operator = rights_of([StaffRole.SUPERVISOR]), rights_of([StaffRole.OPERATOR])
    assert Right.RESUME_EVERYTHING in supervisor
    assert Right.RESUME_EVERYTHING not in operator
    assert is_second_person("ana", "rui")
    assert not is_second_person("ana", "ana")
    assert not is_second_person("ana", "ANA")


def test_a_role_of_another_version_gives_nothing() -> None:
    assert roles_known(["operator", "emperor"]) == {StaffRole.OPERATOR}
