"""What is read of the environment stands in docs/operations.md, and every setting is read in one way, so that its
`NAME_FILE` means the same everywhere.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from docs.generate.operations import NAMES_A_SECRET
from docs.generate.settings_models import LAUNCHER, NAME, fields, names_in, readers
from services.console.cli.service_settings import MODELS
from shared.runtime.misspelt import OF_TESTS, setting_names
from shared.runtime.settings import FILE

from .sources import ROOT, nodes, python_files

PAGE = (ROOT / "docs" / "operations.md").read_text("utf-8")
TOLD = set(re.findall(r"`([A-Z][A-Z0-9_]+)`", PAGE))
# The one way; and the verifier, which knows nothing of what it verifies, and reads both forms of the one it needs.
READ_ONE_WAY = {Path("shared/runtime/settings.py"), Path("services/verifier/__main__.py")}
PRODUCT = [path for path in python_files("services", "shared", "deploy") if path not in READ_ONE_WAY]
# Tools of ours that set a variable for a library, and never read one.
SET_ALONE = {"M2_REPO", "LC_ALL"}


def test_every_name_of_a_setting_in_the_code_is_one_of_the_page() -> None:
    named = {name for path in PRODUCT for name in names_in(ROOT / path) if not name.startswith(OF_TESTS)}
    assert {name for name in named if not ({name, name.removesuffix(FILE)} & setting_names())} == set()
    assert {name.removesuffix(FILE) if name not in TOLD else name for name in named} <= TOLD


def test_every_setting_of_the_page_is_read_by_somebody() -> None:
    assert [name for name, by in readers().items() if not by] == []
    assert {name for name in TOLD if NAME.fullmatch(name)} - {"DOORSTEP_PORT"} == {*fields(), LAUNCHER}
    assert LAUNCHER in (ROOT / "doorstep").read_text("utf-8")


def test_what_else_is_read_of_the_environment_is_told_too() -> None:
    found = {name for path in PRODUCT for _, name in read_directly(nodes(path)) if not NAME.fullmatch(name)} - SET_ALONE
    assert found <= TOLD


def test_nobody_reads_a_setting_but_by_the_function_that_knows_its_file() -> None:
    found = [
        f"{path}:{line}: {name}"
        for path in [*PRODUCT, *python_files("docs")]
        for line, name in read_directly(nodes(path))
        if NAME.fullmatch(name) and not name.endswith(FILE) and not name.startswith(OF_TESTS)
    ]
    assert found == []


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("os.environ['DATABASE_URL']", "DATABASE_URL"),
        ("os.environ.get('HOME', '')", "HOME"),
        ("self.env.get('DOORSTEP_BIND')", "DOORSTEP_BIND"),
        ("env['TWILIO_API_URL']", "TWILIO_API_URL"),
        ("'NO_COLOR' in os.environ", "NO_COLOR"),
        ("os.getenv('A')", "A"),
        ("WHAT = 'KAFKA_A'\nenv.get(WHAT)", "KAFKA_A"),
    ],
)
def test_reading_is_found_however_it_is_written(written: str, name: str) -> None:
    assert [found for _, found in read_directly(tuple(ast.walk(ast.parse(written))))] == [name]


def test_the_page_says_of_each_secret_how_it_is_changed() -> None:
    rotation = PAGE.partition("### Secrets")[2]
    secrets = {name for name, field in fields().items() if not field.repr} | NAMES_A_SECRET
    assert {name for name in secrets if f"`{name}`" not in rotation} == set()


def test_secrets_are_marked_and_shown_by_nobody() -> None:
    named = re.compile(r"PASSWORD|TOKEN|SECRET|DATABASE_URL|KEY_?FILE")
    marked = {name for name, field in fields().items() if not field.repr} | NAMES_A_SECRET
    assert {name for name in fields() if named.search(name)} == marked
    for model in MODELS:
        shown = {field.alias for field in model.model_fields.values() if field.repr}
        assert not {name for name in shown if name and named.search(name)} - NAMES_A_SECRET


def read_directly(tree: tuple[ast.AST, ...]) -> Iterator[tuple[int, str]]:
    """Line and name of each variable that is read of something called an environment."""
    constants = {
        target.id: node.value.value
        for node in tree
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
        for target in node.targets
        if isinstance(target, ast.Name)
    }

    def text(node: ast.expr) -> str | None:
        if isinstance(node, ast.Name):
            return constants.get(node.id)
        return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None

    for node in tree:
        asked: list[ast.expr] = []
        if isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Load) and _is_environment(node.value):
            asked = [node.slice]
        elif isinstance(node, ast.Compare) and len(node.comparators) == 1 and _is_environment(node.comparators[0]):
            asked = [node.left]
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and _asks(node.func):
            asked = node.args[:1]
        yield from ((part.lineno, name) for part in asked if (name := text(part)) is not None)


def _asks(called: ast.Attribute) -> bool:
    return called.attr == "getenv" or (called.attr == "get" and _is_environment(called.value))


def _is_environment(node: ast.expr) -> bool:
    return getattr(node, "attr", getattr(node, "id", "")) in ("environ", "env")
