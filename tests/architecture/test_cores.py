"""What imports can't show of a core: it asks no clock, draws no lots, says nothing aloud and waits for nothing."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from .sources import CORES, ROOT, called, nodes, python_files

CLOCKS = re.compile(r"(^|\.)(datetime|date)\.(now|utcnow|today)$|^time\.\w+$")
LOTS = re.compile(r"(^|\.)(uuid1|uuid4|urandom)$|(^|\.)(random|secrets)\.")
VOICES = re.compile(r"^(print|input|open|exec|eval|compile|__import__|breakpoint)$|(^|\.)(log|logger|logging)\.")
KINDS = {"asks a clock": CLOCKS, "draws lots": LOTS, "does I/O": VOICES}
BRAKE = "from .inputs import VisitBrake\ndef f(brake: VisitBrake)"
EACH = pytest.mark.parametrize("path", python_files(*CORES), ids=str)


def planted(tmp_path: Path, line: str) -> list[str]:
    """What the check says of a file with this one line."""
    path = tmp_path / "planted.py"
    path.write_text(line + "\n")
    return list(offences(path))


def offences(path: Path) -> list[str]:
    calls = called(path)
    found = [f"{line}: {what}: {name}" for line, name in calls for what, sign in KINDS.items() if sign.search(name)]
    waits = (ast.Await, ast.AsyncFunctionDef, ast.AsyncFor, ast.AsyncWith, ast.Global)
    found += [f"{node.lineno}: waits or shares state" for node in nodes(path) if isinstance(node, waits)]
    return found


@EACH
def test_a_core_reads_no_clock_draws_no_lots_and_does_no_io(path: Path) -> None:
    assert offences(ROOT / path) == []


@pytest.mark.parametrize(
    "line",
    [
        "datetime.now(UTC)", "datetime.utcnow()", "date.today()", "datetime.datetime.now()", "uuid4()", "uuid.uuid1()",
        "random.random()", "np.random.default_rng()", "os.urandom(8)", "print('x')", "log.info('x')", "open('x')",
        "time.monotonic()", "async def f(): pass",
    ],
)  # fmt: skip
def test_a_planted_offence_is_seen(line: str, tmp_path: Path) -> None:
    assert len(planted(tmp_path, line)) == 1


@pytest.mark.parametrize(
    "line",
    [
        "time(9, 30)",
        "start.time()",
        "datetime.fromtimestamp(0, UTC)",
        "self.choices()",
        "now.rules.repeat()",
        "uuid5(NS, 'x')",
        "known(state)",
        "span.timestamp()",
    ],
)
def test_what_only_looks_like_an_offence_is_let_be(line: str, tmp_path: Path) -> None:
    assert planted(tmp_path, line) == []


def copied_slowly(path: Path) -> list[str]:
    """Where states are copied by the standard library, which takes three times as long (docs/adr/0066)."""
    brought = (node for node in nodes(path) if isinstance(node, ast.ImportFrom) and node.module == "dataclasses")
    found = [str(node.lineno) for node in brought if any(each.name == "replace" for each in node.names)]
    return found + [str(number) for number, name in called(path) if name == "dataclasses.replace"]


@EACH
def test_a_core_copies_slot_by_slot(path: Path) -> None:
    assert copied_slowly(ROOT / path) == []


def test_a_core_that_copies_by_the_standard_library_is_seen(tmp_path: Path) -> None:
    path = tmp_path / "planted.py"
    path.write_text("from dataclasses import dataclass, replace\ndataclasses.replace(state, stage=1)\n")
    assert copied_slowly(path) == ["1", "2"]


def reasons_compared(path: Path) -> list[str]:
    """Where a word of another service decides something: compared, matched, or looked up in a set or a table.

    It is the reason or the cause in an event's data, or what a core's input carries of it.
    """
    theirs = told_by_others(path)
    inputs = {arg.arg for arg in parameters(path) if {node.id for node in named(arg.annotation)} & theirs}
    word = re.compile(rf"(\bdata|^({'|'.join(['data', *inputs])}))\.(cause|reason(\.code|\.text)?)$")
    found = []
    for node in nodes(path):
        sides: list[ast.expr] = []
        match node:
            case ast.Compare():
                sides = [node.left, *node.comparators]
            case ast.Match():
                sides = [node.subject]
            case ast.Subscript():
                sides = [node.slice]
            case ast.Call(func=ast.Attribute(attr="get" | "startswith" | "endswith", value=value)):
                sides = [value, *node.args]
            case ast.MatchClass(cls=ast.Name(id=kind), kwd_attrs=fields) if kind in theirs:
                matched = zip(fields, node.kwd_patterns, strict=True)
                found += [
                    f"{node.lineno}: {kind}({field})"
                    for field, wanted in matched
                    if field in ("cause", "reason") and not isinstance(wanted, ast.MatchAs)
                ]
        found += [f"{side.lineno}: {ast.unparse(side)}" for side in sides if word.search(ast.unparse(side))]
    return found


def told_by_others(path: Path) -> set[str]:
    """Events, their data, and inputs, as this file imports them. (What an operator ends is called by its cause.)"""
    imports = [node for node in nodes(path) if isinstance(node, ast.ImportFrom)]
    theirs = [node for node in imports if node.module == "inputs" or (node.module or "").startswith("shared.contracts")]
    return {alias.asname or alias.name for node in theirs for alias in node.names} - {"HoldEnded"}


def parameters(path: Path) -> Iterator[ast.arg]:
    for node in nodes(path):
        if isinstance(node, ast.FunctionDef):
            yield from (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs)


def named(annotation: ast.expr | None) -> list[ast.Name]:
    return [node for node in ast.walk(annotation) if isinstance(node, ast.Name)] if annotation is not None else []


@EACH
def test_no_core_decides_by_the_reason_or_cause_of_another_service(path: Path) -> None:
    assert reasons_compared(ROOT / path) == []


@pytest.mark.parametrize(
    "line",
    [
        "input.data.reason.code == SAME_TIME", "data.reason in LOST", "'late' != event.data.reason",
        "SENT[data.reason]", "SENT.get(told.data.reason.code)", "data.reason.startswith('notice-')",
        "match data.reason.code:\n case 'late': pass", "input.data.cause != 'paid'", "SENT.get(data.cause)",
        f"{BRAKE} -> None: brake.cause in STOPS", f"{BRAKE} -> None:\n match brake.cause:\n  case 'paid': pass",
        f"{BRAKE} -> None:\n match brake:\n  case VisitBrake(cause='paid'): pass",
    ],
)  # fmt: skip
def test_a_planted_comparison_of_a_reason_is_seen(line: str, tmp_path: Path) -> None:
    path = tmp_path / "planted.py"
    path.write_text(line + "\n")
    assert len(reasons_compared(path)) == 1


@pytest.mark.parametrize(
    "line",
    [
        f"{BRAKE} -> str: return brake.cause", "def f(stage: HeldVisit): return stage.reason in BY_NOTICE",
        f"{BRAKE} -> None:\n match brake:\n  case VisitBrake(cause=why): pass",
        "any(brake.cause == 'opted-out' for brake in brakes_of(state))", "closed.cause != NO_REPORT",
    ],
)  # fmt: skip
def test_a_reason_that_is_only_told_or_ones_own_is_let_be(line: str, tmp_path: Path) -> None:
    path = tmp_path / "planted.py"
    path.write_text(line + "\n")
    assert reasons_compared(path) == []
