"""A rolling upgrade passes only when both versions worked and nothing was lost; the former runs from its own tree."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from psycopg.conninfo import conninfo_to_dict

from deploy.local.program import Program
from deploy.local.user_error import UserError
from services.verifier.verdict import SENTENCE, Breach, RunVerdict
from services.verifier.verify import judge
from tests.chaos.campaign_system import Replica
from tests.chaos.former import Former, former
from tests.chaos.options import Options, parse
from tests.chaos.upgrade import Upgraded, plan_of
from tests.chaos.writers import ReadBack, signed

OLD = Former("c0ffee", Path("/versions/c0ffee"), "/versions/python")
COUNTS = {"cases": 1, "events": 1, "texts_posted": 0, "visits": 0, "dead_letters": 0, "poison": 0, "refused_again": 0}
SOUND = Upgraded(
    Options(),
    OLD,
    judge([], [], []),
    ["router"],
    {"router": (1, 2, 3)},
    1,
    {"router": ReadBack(5, 4)},
    {"router": 0},
    {},
    [],
    {"router": 0},
    60,
)


def test_one_without_a_flaw_ends_with_the_sentence() -> None:
    assert SOUND.problems() == []
    assert SOUND.lines()[-1] == SENTENCE


@pytest.mark.parametrize(
    ("flawed", "told"),
    [
        (replace(SOUND, verdict=RunVerdict((Breach("lost", "x", "c-1", "gone"),), {}, COUNTS)), "lost: c-1: gone [x]"),
        (replace(SOUND, parked={"router": 2}), "parked: 2 of router"),
        (replace(SOUND, unfinished={"router.outbox": 3}), "not at rest: 3 of router.outbox"),
        (replace(SOUND, stuck=["router: outbox"]), "a loop hung for more than a minute: router: outbox"),
        (replace(SOUND, restarts={"router": 1}), "router ended by itself, 1 times"),
        (
            replace(SOUND, read_back={"router": ReadBack(5, 0)}),
            "the former version of router read nothing that this one had written, while it was alone again",
        ),
        (replace(SOUND, decisions={"router": (1, 0, 3)}), "nothing was decided beside each other in router"),
    ],
)
def test_every_flaw_is_told(flawed: Upgraded, told: str) -> None:
    assert flawed.problems() == [told]
    assert SENTENCE not in flawed.lines()


def test_the_former_version_runs_from_its_own_tree_with_the_same_settings() -> None:
    ours = Program("router", ("/ours/python", "-m", "services.router"), {"DATABASE_URL": "x"}, order=7)
    theirs = OLD.program(ours)
    assert theirs.argv == ("/versions/python", "-P", "-m", "services.router")
    assert theirs.env == {"DATABASE_URL": "x", "PYTHONPATH": "/versions/c0ffee"}
    assert (theirs.name, theirs.order) == ("router", 7)


def test_it_is_asked_for_by_commit() -> None:
    assert parse(["--upgrade-from", "c0ffee"]).upgrade_from == "c0ffee"
    assert parse([]).upgrade_from is None


def test_a_commit_that_is_not_there_is_said() -> None:
    with pytest.raises(UserError, match="There is no commit never-was here"):
        former("never-was")


def test_before_the_second_of_a_service_is_replaced_each_version_is_alone_for_a_while() -> None:
    replicas = [
        Replica(name, name.partition("-")[0], {}, Path(), Program(name, ()))
        for name in ("router-2", "notifier", "notifier-2", "router")
    ]
    steps = [(step.does, step.replica.name, step.killed) for step in plan_of(replicas)]
    assert steps == [
        ("replace", "router-2", False),
        ("replace", "notifier", False),
        ("former-away", "notifier-2", False), ("former-back", "notifier-2", False),
        ("away", "notifier", True), ("back", "notifier", False), ("replace", "notifier-2", True),
        ("former-away", "router", False), ("former-back", "router", False),
        ("away", "router-2", False), ("back", "router-2", False), ("replace", "router", True),
        ("stay", "notifier", False), ("stay", "notifier-2", False),
        ("stay", "router-2", False), ("stay", "router", False),
    ]  # fmt: skip


def test_what_a_process_decides_bears_its_version() -> None:
    program = signed(Program("router", (), {"DATABASE_URL": "postgresql://x/y?sslmode=disable"}), "former")
    assert conninfo_to_dict(program.env["DATABASE_URL"])["options"] == "-c chaos.version=former"
