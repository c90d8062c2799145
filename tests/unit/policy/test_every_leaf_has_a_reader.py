"""A leaf that nothing reads would look as if it bound somebody. Found mechanically, in the code of the product."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from shared.policy import NoPack
from shared.policy.parts import Limits

from .packs import example

ROOT = Path(__file__).parents[3]
CODE = [
    path
    for room in ("services/notifier", "services/scheduler", "services/router", "shared/policy")
    for path in sorted((ROOT / room).rglob("*.py"))
]
PATHS = sorted(f"{part}.{leaf}" for part, info in Limits.model_fields.items() for leaf in info.annotation.model_fields)  # type: ignore[union-attr]


LISTS = {"contact.windows", "contact.caps", "contact.blackouts"}
ONLY_CITED = {"notice.confirmation_required"}
"""Where a pack has no choice there is no value to read: a permit cites the source."""


def values_read(source: str, of: str = "value") -> set[str]:
    """`part.leaf` of every leaf whose value `source` reads: `….part.leaf.value`, or by way of a name."""
    tree = ast.parse(source)
    scopes = [tree, *(node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))]
    return set().union(*(_read_in(scope, of) for scope in scopes))


def _read_in(scope: ast.AST, of: str) -> set[str]:
    inside = list(ast.walk(scope)) if not isinstance(scope, ast.Module) else _outside_functions(scope)
    names: dict[str, str] = {}
    for node in inside:
        target: Any = node.targets[0] if isinstance(node, ast.Assign) else getattr(node, "target", None)
        value: Any = getattr(node, "value", None)
        pairs = list(zip(target.elts, value.elts, strict=False)) if _both_tuples(target, value) else [(target, value)]
        names |= {
            to.id: _path(what, {}) for to, what in pairs if isinstance(to, ast.Name) and isinstance(what, ast.Attribute)
        }
    dotted = [node for node in inside if isinstance(node, ast.Attribute)]
    return {_path(node.value, names) for node in dotted if node.attr == of} | {
        _path(node, {}) for node in dotted
    } & LISTS


def _both_tuples(target: object, value: object) -> bool:
    return isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple)


def _outside_functions(module: ast.Module) -> list[ast.AST]:
    inside = {
        id(node)
        for function in ast.walk(module)
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
        for node in ast.walk(function)
    }
    return [node for node in ast.walk(module) if id(node) not in inside]


def _path(node: ast.expr, names: dict[str, str]) -> str:
    """The last two steps of a dotted path; a name stands for what it was given."""
    if isinstance(node, ast.Name):
        return names.get(node.id, node.id)
    if not isinstance(node, ast.Attribute):
        return ""
    return f"{_path(node.value, names).split('.')[-1]}.{node.attr}"


@cache
def read_in_code(of: str) -> set[str]:
    return set().union(*(values_read(path.read_text(encoding="utf-8"), of) for path in CODE))


@pytest.mark.parametrize("path", PATHS)
def test_every_leaf_has_a_reader(path: str) -> None:
    assert path in read_in_code("rule" if path in ONLY_CITED else "value")


IN_ONE_FUNCTION = "def a(x):\n    leaf = x.gate.dpd_min\n    use(leaf.{})\n"
IN_ANOTHER = "def b(x):\n    leaf = x.gate.silence_days\n    use(leaf.value)\n"


@pytest.mark.parametrize(
    ("source", "read"),
    [
        ("x = limits.gate.dpd_min.value", True),
        ("leaf = rules.limits.gate.dpd_min\nuse(leaf.value)", True),
        ("gate = limits.gate\nuse(gate.dpd_min.value)", True),
        (
            IN_ONE_FUNCTION.format("value") + IN_ANOTHER,
            True,
        ),
        (
            IN_ONE_FUNCTION.format("rule") + IN_ANOTHER,
            False,
        ),
        ("cite = limits.gate.dpd_min.rule", False),
        ("leaf = rules.limits.gate.dpd_min\ncite = leaf.rule", False),
        ("x = limits.other.dpd_min.value", False),
    ],
)
def test_a_reader_is_who_reads_the_value_not_who_only_cites_the_source(source: str, read: bool) -> None:
    assert ("gate.dpd_min" in values_read(source)) is read


def test_nobody_but_the_policy_looks_at_dates_and_standing_or_at_a_pack_as_written() -> None:
    """So no service can use a limit that is not in force: it asks for those of a day."""
    services = [path for path in CODE if path.is_relative_to(ROOT / "services")]
    assert services
    for path in services:
        read = {node.attr for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Attribute)}
        assert not read & {"is_in_force", "effective_from", "effective_to", "written"}, path


@pytest.mark.parametrize(
    ("sections", "sentence"),
    [
        ("[gate]\nfavour = 1", "gate.favour: nothing reads this, so it would bind nobody; there are: dpd_min"),
        ("[archive]\ncases_days = 1", "archive: nothing reads this, so it would bind nobody; there are: contact"),
        ("[retention]\nrecords_days = 1", "retention.records_days: nothing reads this, so it would bind nobody; there"),
        ('[contact]\nwindows = [{ value = 1, cite = "x y", note = 2 }]', "contact.windows.0.note: nothing reads this"),
    ],
)  # fmt: skip
def test_a_leaf_that_nothing_reads_is_refused_by_name(sections: str, sentence: str) -> None:
    with pytest.raises(NoPack, match=sentence):
        example(sections)


@pytest.mark.parametrize(
    "former",
    [
        "contact.cool_down_days", "opt_out.honoured_within_h", "visit.visits_per_window", "visit.places",
        "retention.records_days",
    ],
)  # fmt: skip
def test_a_leaf_that_had_no_reader_is_refused_until_it_has_one(former: str) -> None:
    section, name = former.split(".")
    with pytest.raises(NoPack, match="nothing reads this"):
        example(f"[{section}]\n{name} = 1")


def test_a_visit_without_consent_is_no_choice_of_a_pack() -> None:
    leaf = '{ value = false, cite = "x y z", effective_from = 2026-01-01, status = "law" }'
    with pytest.raises(NoPack, match=r"notice\.confirmation_required"):
        example(f"[notice]\nconfirmation_required = {leaf}")
