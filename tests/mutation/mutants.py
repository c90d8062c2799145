"""Every small change that can be made to a core: mutmut's operators, put to all the code that decides something.

Beside function bodies these are tables, defaults of fields, decorated functions and methods of dataclasses, which
mutmut's own runner passes by.
Left alone, because a change says nothing about the tests or breaks the import:

1. annotations, aliases of types, decorators, docstrings;
2. what mutmut itself never changes: calls of `len` and `isinstance`, defaults of arguments that are computed.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import libcst as cst
from mutmut.mutation.mutators import mutation_operators

NEVER_CALLS = frozenset({"len", "isinstance"})
NEVER_SUBSCRIPTS = frozenset({"Literal", "Annotated", "ClassVar"})


@dataclass(frozen=True)
class Mutant:
    """`path` is relative to the root of the repository; `function` is the qualified name, None outside functions."""

    path: str
    number: int
    function: str | None
    line: int
    before: str
    after: str

    @cached_property
    def name(self) -> str:
        return f"{self.path}:{self.line} {self.function or 'module'} #{self.number}"

    @property
    def key(self) -> str:
        """What it is called as long as its own lines stay as they are, wherever in the file they are."""
        return key_of(self.path, self.diff())

    def diff(self) -> str:
        lines = difflib.unified_diff(self.before.splitlines(), self.after.splitlines(), lineterm="", n=2)
        return "\n".join(list(lines)[2:])


def key_of(path: str, diff: str) -> str:
    return "\n".join((path, *(line for line in diff.splitlines() if line[:1] in ("-", "+"))))


def mutants_of(root: Path, core: str) -> list[Mutant]:
    """All mutants of the core of service `core`, in the order of their files."""
    folder = root / "services" / core / "core"
    return [mutant for file in sorted(folder.rglob("*.py")) for mutant in _of_file(root, file)]


def _of_file(root: Path, file: Path) -> Iterator[Mutant]:
    source = file.read_text(encoding="utf-8")
    module = cst.MetadataWrapper(cst.parse_module(source)).module
    path = file.relative_to(root).as_posix()
    before = "".join(module.code_for_node(line) for line in module.header)
    seen = {source}
    for statement in module.body:
        now = module.code_for_node(statement)
        behind = source[len(before) + len(now) :]
        assert source.startswith(now, len(before))
        for old, new, function in _changes(statement, None, ()):
            # Only this statement is written anew: a whole module takes ten times as long.
            after = before + module.code_for_node(_with(statement, old, new)) + behind
            if after not in seen:
                seen.add(after)
                yield Mutant(path, len(seen) - 1, function, _first_difference(source, after), source, after)
        before += now


def _changes(
    node: cst.CSTNode, function: str | None, scope: tuple[str, ...]
) -> Iterator[tuple[cst.CSTNode, cst.CSTNode, str | None]]:
    """Nodes and what they may become, with the outermost function whose body they are in."""
    if _left_alone(node, function):
        return
    for kind, operator in mutation_operators:
        if isinstance(node, kind):
            for changed in operator(node):
                yield node, changed, function
    inside = (*scope, node.name.value) if isinstance(node, cst.ClassDef | cst.FunctionDef) else scope
    for child in node.children:
        enters = function is None and isinstance(node, cst.FunctionDef) and child is node.body
        yield from _changes(child, ".".join(inside) if enters else function, inside)


def _left_alone(node: cst.CSTNode, function: str | None) -> bool:
    match node:
        case cst.Annotation() | cst.Decorator() | cst.Import() | cst.ImportFrom():
            return True
        case cst.Call(func=cst.Name(value=name)):
            return name in NEVER_CALLS
        case cst.Subscript(value=cst.Name(value=name)):
            return name in NEVER_SUBSCRIPTS
        case cst.Param(default=cst.BaseExpression() as default):
            return not isinstance(default, cst.Name | cst.BaseNumber | cst.BaseString)
        case cst.Assign(value=value):
            return function is None and _is_type(value)
        case _:
            return False


def _is_type(value: cst.BaseExpression) -> bool:
    """An alias: nothing but names, `|` and subscripts (`Known = Texting | Held`)."""
    match value:
        case cst.BinaryOperation(left=left, operator=cst.BitOr(), right=right):
            return _is_type(left) and _is_type(right)
        case cst.Subscript(value=cst.Name(value=name)):
            return name[0].isupper() or name in ("tuple", "type", "dict", "list", "frozenset", "set")
        case cst.Name(value=name):
            return name == "None" or not name.isupper()
        case _:
            return False


class _Replacing(cst.CSTTransformer):
    def __init__(self, old: cst.CSTNode, new: cst.CSTNode) -> None:
        self._old = old
        self._new = new

    def on_leave(self, original_node: cst.CSTNode, updated_node: cst.CSTNode) -> cst.CSTNode:  # type: ignore[override]
        return self._new if original_node is self._old else updated_node


def _with(statement: cst.CSTNode, old: cst.CSTNode, new: cst.CSTNode) -> cst.CSTNode:
    changed = statement.visit(_Replacing(old, new))
    assert isinstance(changed, cst.CSTNode)
    return changed


def _first_difference(before: str, after: str) -> int:
    """The line, from 1, where the two first differ."""
    pairs = enumerate(zip(before.splitlines(), after.splitlines(), strict=False), start=1)
    return next((number for number, (old, new) in pairs if old != new), len(before.splitlines()))
