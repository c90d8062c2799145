"""Who may what in the console: a table of rights and roles, with the reason of each line. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class StaffRole(StrEnum):
    """What somebody is in the bank's collections. One person may be several."""

    VIEWER = "viewer"
    OPERATOR = "operator"
    SUPERVISOR = "supervisor"
    PRIVACY_OFFICER = "privacy_officer"
    AUDITOR = "auditor"

    @property
    def spoken(self) -> str:
        return self.value.replace("_", " ")


class Right(StrEnum):
    """What a page, a button or a command needs."""

    LOOK = "look"
    ACT_ON_CASES = "act_on_cases"
    ACT_ON_LETTERS = "act_on_letters"
    THROW_SWITCH = "throw_switch"
    RESUME_EVERYTHING = "resume_everything"
    REVEAL = "reveal"
    FORGET = "forget"
    READ_TRAIL = "read_trail"
    EXPORT = "export"
    MANAGE_ACCOUNTS = "manage_accounts"
    DRIVE_WORLD = "drive_world"
    RUN_SEEDS = "run_seeds"


@dataclass(frozen=True, slots=True)
class MayLine:
    """One line of the table: who has a right, and why these and no others."""

    right: Right
    roles: frozenset[StaffRole]
    why: str


def _line(right: Right, roles: str, why: str) -> MayLine:
    return MayLine(right, frozenset(map(StaffRole, roles.split())), why)


TABLE: tuple[MayLine, ...] = (
    _line(
        Right.LOOK, "viewer operator supervisor privacy_officer auditor",
        "everything is masked, so whoever has a role at all may look",
    ),
    _line(
        Right.ACT_ON_CASES, "operator supervisor",
        "ending a hold or settling a text in doubt is the daily work; who checks the work doesn't do it",
    ),
    _line(
        Right.ACT_ON_LETTERS, "operator supervisor",
        "a letter that is replayed twice can't be taken back, so it stays with those who look after the streams",
    ),
    _line(
        Right.THROW_SWITCH, "operator supervisor",
        "a stop must be near at hand; resuming a region or a case undoes only what an operator did",
    ),
    _line(
        Right.RESUME_EVERYTHING, "supervisor",
        "everything speaks again at once, so two supervisors agree: one asks, another one confirms",
    ),
    _line(
        Right.REVEAL, "operator supervisor privacy_officer",
        "who talks to a borrower or answers for their data needs a value now and then, one at a time, with a reason",
    ),
    _line(
        Right.FORGET, "privacy_officer",
        "it can't be undone, and collections don't judge whether the law demands it; no page or command does it yet",
    ),
    _line(
        Right.READ_TRAIL, "privacy_officer auditor",
        "it shows what colleagues did and saw, so it is for those whose office that is",
    ),
    _line(
        Right.EXPORT, "privacy_officer auditor",
        "a file leaves our masking and our limits behind, so only those take one who answer for it",
    ),
    _line(
        Right.MANAGE_ACCOUNTS, "supervisor",
        "who leads the team knows who is in it; each change is in the trail, which a supervisor can't read or change",
    ),
    _line(
        Right.DRIVE_WORLD, "operator supervisor",
        "it exists in the sandbox alone, and there it is what people try the work on",
    ),
    _line(
        Right.RUN_SEEDS, "operator supervisor",
        "it takes time of the machine that the console runs on, so it is for those who know what else runs there",
    ),
)  # fmt: skip
BY_NAME = {role.value: role for role in StaffRole}
BY_RIGHT = {line.right: line for line in TABLE}


def rights_of(roles: Iterable[StaffRole]) -> frozenset[Right]:
    """Everything that somebody with these roles may do."""
    held = frozenset(roles)
    return frozenset(line.right for line in TABLE if line.roles & held)


def is_second_person(asked_by: str, confirming: str) -> bool:
    """Whether who confirms is not who asked, however the name is written."""
    return asked_by.casefold() != confirming.casefold()


def roles_known(names: Iterable[str]) -> frozenset[StaffRole]:
    """Those of the names that are roles. One of another version's gives nobody anything."""
    return frozenset(role for name in names if (role := BY_NAME.get(name)) is not None)
