"""The sentences that operators read have one style in all services: lower case at the beginning, no full stop.

They are what the cores give for `why`, `sentence` or `text` to `accept`, `refuse`, `Reason`, a line of the gate or of a
permit: to whatever takes a string by such a name. Only what stands in the code is looked at: a sentence may begin or
end with a value, and what begins with one may go on as it likes.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from .sources import CORES, python_files, tree

PARAMETERS = ("why", "sentence", "text")
TAKERS = ("shared/decision", "shared/contracts", *CORES)
NO_SENTENCES = ("services/notifier/core/wording",)
STRING = re.compile(r"\b(str|Sentence)\b")
VALUE = "\N{OBJECT REPLACEMENT CHARACTER}"


def takers(trees: Iterator[ast.Module]) -> dict[str, tuple[int, str]]:
    """Function or class → place and name of its parameter for a sentence."""
    found = {}
    for module in trees:
        for node in ast.walk(module):
            if isinstance(node, ast.FunctionDef):
                fields = [(argument.arg, argument.annotation) for argument in node.args.args]
            elif isinstance(node, ast.ClassDef):
                own = [line for line in node.body if isinstance(line, ast.AnnAssign)]
                fields = [(line.target.id, line.annotation) for line in own if isinstance(line.target, ast.Name)]
            else:
                continue
            for place, (name, annotation) in enumerate(fields):
                if name in PARAMETERS and annotation is not None and STRING.search(ast.unparse(annotation)):
                    found[node.name] = (place, name)
    return found


def sentences(module: ast.Module, taken: dict[str, tuple[int, str]]) -> Iterator[tuple[int, str]]:
    """Line and text of every sentence that a file gives to one of these; a value in it is `VALUE`."""
    for node in ast.walk(module):
        if not isinstance(node, ast.Call):
            continue
        place, name = taken.get(getattr(node.func, "attr", getattr(node.func, "id", "")), (-1, ""))
        given = [each.value for each in node.keywords if each.arg == name]
        given += [node.args[place]] if 0 <= place < len(node.args) else []
        for expression in given:
            for text in texts(expression, module):
                yield node.lineno, text


def texts(given: ast.expr, module: ast.Module) -> Iterator[str]:
    """What an expression may come to: both branches of a choice, and whatever the file assigns to a name."""
    match given:
        case ast.Constant(value=str(text)):
            yield text
        case ast.JoinedStr(values=parts):
            yield "".join(part.value if isinstance(part, ast.Constant) else VALUE for part in parts)  # type: ignore[misc]
        case ast.IfExp(body=one, orelse=other):
            yield from (*texts(one, module), *texts(other, module))
        case ast.BoolOp(values=parts):
            yield from (text for part in parts for text in texts(part, module))
        case ast.BinOp(left=left, right=right):
            yield from (text + VALUE for text in texts(left, module))
            yield from (VALUE + text for text in texts(right, module))
        case ast.Subscript(value=ast.Name(id=name)):
            tables = (value for value in assigned(name, module) if isinstance(value, ast.Dict))
            yield from (text for table in tables for value in table.values for text in texts(value, module))
        case ast.Name(id=name):
            yield from (text for value in assigned(name, module) for text in texts(value, module))


def assigned(name: str, module: ast.Module) -> Iterator[ast.expr]:
    for node in ast.walk(module):
        if isinstance(node, ast.Assign):
            for target in node.targets:
                yield from _of(name, target, node.value)
        elif isinstance(node, ast.AugAssign):
            before = ast.Constant(VALUE)
            yield from (ast.BinOp(before, node.op, value) for value in _of(name, node.target, node.value))
        elif isinstance(node, ast.AnnAssign | ast.NamedExpr) and node.value is not None:
            yield from _of(name, node.target, node.value)


def _of(name: str, target: ast.expr, value: ast.expr) -> Iterator[ast.expr]:
    if isinstance(target, ast.Name) and target.id == name:
        yield value
    elif isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
        for part, each in zip(target.elts, value.elts, strict=True):
            yield from _of(name, part, each)


def fault(sentence: str) -> str:
    """What is wrong with its style; empty if nothing is."""
    if not sentence.strip() or sentence != sentence.strip():
        return "blank at an end"
    if sentence[0].isupper():
        return "begins in upper case"
    return "ends with a full stop" if sentence[-1] in ".!" else ""


def faults(module: ast.Module, taken: dict[str, tuple[int, str]]) -> list[str]:
    return [f"{line}: {wrong}: {text}" for line, text in sentences(module, taken) if (wrong := fault(text))]


def read(*folders: str) -> list[Path]:
    return [path for path in python_files(*folders) if not any(path.is_relative_to(none) for none in NO_SENTENCES)]


TAKEN = takers(tree(path) for path in read(*TAKERS))
FILES = read(*CORES)


def test_what_takes_a_sentence_is_found() -> None:
    assert {"accept", "refuse", "reason_of", "Reason", "Line", "PermitLine", "Missing"} <= TAKEN.keys()
    found = [text for path in FILES for _, text in sentences(tree(path), TAKEN)]
    assert len(found) > 200


@pytest.mark.parametrize("path", FILES, ids=str)
def test_a_sentence_begins_in_lower_case_and_ends_without_a_full_stop(path: Path) -> None:
    assert faults(tree(path), TAKEN) == []


@pytest.mark.parametrize(
    "line",
    [
        "accept('paid', 'Nothing is overdue any more')",
        "refuse('overtaken', 'something newer is known.')",
        "decision.accept('paid', why='Nothing is overdue')",
        "accept('paid', f'The loan {loan} is paid')",
        "accept('paid', f'{loan} is paid.')",
        "accept('paid', 'it is paid' if paid else 'It is owed')",
        "accept('paid', said or 'Nothing was said')",
        "why = 'It is paid'\naccept('paid', why)",
        "reason, why = 'paid', 'it is paid.'\naccept(reason, why)",
        "ALREADY = {'paid': 'It is paid'}\nrefuse('paid', ALREADY[kind])",
        "accept('paid', 'it is paid; ' + more + '.')",
        "why = 'it is paid'\nwhy += '; it was owed.'\naccept('paid', why)",
        "accept('paid', '')",
        "Reason(code='paid', text='It is paid')",
    ],
)
def test_a_planted_sentence_of_another_style_is_seen(line: str) -> None:
    assert len(faults(ast.parse(line), TAKEN)) == 1


@pytest.mark.parametrize("line", ["accept('paid', '3 loans are paid')", "accept('paid', f'{loan}: 5 a.m. or later')"])
def test_a_sentence_of_the_style_is_let_be(line: str) -> None:
    assert faults(ast.parse(line), TAKEN) == []
