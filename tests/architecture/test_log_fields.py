"""Lines of logs have fields that logs take: another is left out, and the line says less than meant."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from shared.runtime.logs import ALLOWED

from .sources import ROOT, python_files, tree

LEVELS = {"debug", "info", "warning", "error", "critical"}


def test_a_line_of_a_log_has_fields_that_logs_take() -> None:
    found = [f"{path}:{line}: {said}" for path in speakers() for line, said in refused(tree(path))]
    assert found == []


def test_services_have_logs_that_are_looked_at() -> None:
    assert len([call for path in speakers() for call in calls(tree(path))]) > 30


@pytest.mark.parametrize(
    "written",
    [
        "log = logger('a')\nlog.info('came', phone=1)",
        "log = logger('a')\nlog.info('came', case='c', **more)",
        "log = logger('a')\nlog.info(f'came {case}')",
        "log = logger('a')\nlog.info('came', 'positional')",
        "log = logger('a')\nlog.bind(phone=1)",
        "log = logger('a')\nsay = log.info",
        "log = logger('a')\nhand_over(log)",
        "logger('a').error('came', phone=1)",
        "hand_over(logger('a'))",
        "class A:\n    def __init__(self):\n        self._log = logger('a')\n        self._log.error('came', of=1)",
        "def a():\n    log: Any = logs.logger('a')\n    log.warning('came', phone=1)",
    ],
)  # fmt: skip
def test_a_field_that_logs_refuse_is_found_however_the_line_is_written(written: str) -> None:
    assert [line for line, _ in refused(ast.parse(written))] == [written.count("\n") + 1]


def test_what_logs_take_is_no_finding() -> None:
    taken = "log = logger('a')\nlog.info('came' if there else 'went', case='c')\nlogger(name).error('came', count=1)"
    assert list(refused(ast.parse(taken))) == []
    assert len(list(calls(ast.parse(taken)))) == 2


def speakers() -> list[Path]:
    """Files that make a logger of ours."""
    return [
        path for path in python_files("services", "shared", "deploy") if "logger(" in (ROOT / path).read_text("utf-8")
    ]


def refused(module: ast.Module) -> Iterator[tuple[int, str]]:
    """Line and text of what is done with a logger, and is no line with an event of a fixed name and such fields."""
    lines, made = list(calls(module)), _made(module)
    for call in lines:
        if len(call.args) != 1 or not _fixed(call.args[0]) or any(each.arg not in ALLOWED for each in call.keywords):
            yield call.lineno, ast.unparse(call)
    spoken_to = {id(call.func.value) for call in lines if isinstance(call.func, ast.Attribute)}
    kept, names = {id(each.value) for each in made}, _names(made)
    for node in ast.walk(module):
        # Under another name, or in other hands, nobody would see what it is given.
        if isinstance(node, ast.expr) and _is_logger(node, names) and id(node) not in spoken_to | kept:
            yield node.lineno, ast.unparse(node)


def calls(module: ast.Module) -> Iterator[ast.Call]:
    """Every line that a logger of ours is given: one that has a name, or that is made on the spot."""
    names = _names(_made(module))
    for node in ast.walk(module):
        match node:
            case ast.Call(func=ast.Attribute(value=spoken_to, attr=level)) if level in LEVELS:
                if _is_logger(spoken_to, names):
                    yield node


def _made(module: ast.Module) -> list[ast.Assign | ast.AnnAssign]:
    return [
        node
        for node in ast.walk(module)
        if isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None and _is_made(node.value)
    ]


def _names(made: list[ast.Assign | ast.AnnAssign]) -> set[str]:
    return {
        ast.unparse(target)
        for each in made
        for target in (each.targets if isinstance(each, ast.Assign) else [each.target])
    }


def _is_logger(node: ast.expr, names: set[str]) -> bool:
    """Made here, or read by one of these names."""
    if isinstance(node, ast.Name | ast.Attribute) and isinstance(node.ctx, ast.Load):
        return ast.unparse(node) in names
    return _is_made(node)


def _is_made(node: ast.expr) -> bool:
    match node:
        case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name)):
            return name == "logger"
        case _:
            return False


def _fixed(event: ast.expr) -> bool:
    match event:
        case ast.Constant(value=str()):
            return True
        case ast.IfExp(body=one, orelse=other):
            return _fixed(one) and _fixed(other)
        case _:
            return False
