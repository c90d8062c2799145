"""One meaning for each word: no type name stands for two things, and no name uses a word that the glossary retired."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from .sources import ROOT, nodes, python_files, tree

PACKAGES = ("services", "shared", "deploy")
RETIRED_IN_TESTS = {
    "brittle",
    "ear",
    "ground",
    "hand",
    "house",
    "nerve",
    "office",
    "rig",
    "shop",
    "street",
    "teller",
    "town",
    "vigil",
}
"""Test helpers were called that, and an import told nobody what it brought."""
RETIRED = re.compile(r"^\| `([a-z]+)` \| ", re.MULTILINE)
WORD = re.compile(r"[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+")


def public_types(path: Path) -> Iterator[str]:
    """Classes, and names that stand for a type (`Status = Literal[...]`)."""
    for node in tree(path).body:
        if isinstance(node, ast.ClassDef):
            yield node.name
        elif isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name) and not _is_variable(node.value):
            yield node.targets[0].id
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            yield node.target.id


def _is_variable(value: ast.expr) -> bool:
    """`T = TypeVar("T")` names a place to be filled, as a parameter does."""
    return isinstance(value, ast.Call) and ast.unparse(value.func) in ("TypeVar", "ParamSpec")


def is_type_name(name: str) -> bool:
    return name[0].isupper() and not name.isupper() and "_" not in name


def twice() -> dict[str, list[str]]:
    """Type name → files, of those that more than one file defines."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for path in python_files(*PACKAGES):
        for name in filter(is_type_name, public_types(path)):
            found[name].add(str(path))
    return {name: sorted(files) for name, files in found.items() if len(files) > 1}


def retired() -> set[str]:
    page = (ROOT / "docs" / "glossary.md").read_text("utf-8")
    return set(RETIRED.findall(page.partition("## Retired words")[2]))


def public_names(path: Path) -> Iterator[str]:
    """A file's own name, and those of its classes and functions."""
    yield path.stem
    for node in nodes(path):
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name


def test_no_type_name_is_defined_twice() -> None:
    assert twice() == {}


def test_no_public_name_uses_a_word_that_the_glossary_retired() -> None:
    words = retired()
    assert words
    used = [
        f"{path}: {name}"
        for path in python_files(*PACKAGES)
        for name in public_names(path)
        if not name.startswith("_") and words & {word.lower() for word in WORD.findall(name)}
    ]
    assert used == []


def private_words(path: Path) -> set[str]:
    """Of the file's own name and of its classes."""
    names = [path.stem, *(node.name for node in nodes(path) if isinstance(node, ast.ClassDef))]
    return RETIRED_IN_TESTS & {word.lower() for name in names for word in WORD.findall(name)}


def test_no_test_helper_has_a_name_that_tells_nothing() -> None:
    helpers = [path for path in python_files("tests") if not path.name.startswith("test_")]
    assert helpers
    assert {str(path): words for path in helpers if (words := private_words(path))} == {}


def test_a_type_defined_twice_and_a_retired_word_would_be_found() -> None:
    module = ast.parse("Status = Literal['a']\nT = TypeVar('T')\nLIMIT = 3\nclass Text: ...\n")
    names = [node.targets[0].id for node in module.body if isinstance(node, ast.Assign)]  # type: ignore[attr-defined]
    assert [name for name in names if is_type_name(name)] == ["Status"]
    assert WORD.findall("KafkaWarden_of_HTTPVoices") == ["Kafka", "Warden", "of", "HTTP", "Voices"]
